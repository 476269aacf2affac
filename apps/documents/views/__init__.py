"""The pages of the documents app."""

from apps.documents.views.attributes import attribute_add, attribute_delete, attribute_edit, attribute_list
from apps.documents.views.batches import (
    upload_batch,
    upload_batch_discard,
    upload_begin,
    upload_confirm_all,
    upload_list,
    upload_report,
)
from apps.documents.views.bulk import transcripts_change
from apps.documents.views.imports import attributes_import, attributes_import_preview, attributes_import_report
from apps.documents.views.offices import office_add, office_delete, office_edit, office_list
from apps.documents.views.participants import (
    participant_add,
    participant_delete,
    participant_edit,
    participant_list,
)
from apps.documents.views.preview import upload_preview
from apps.documents.views.recordings import recording, recording_edit, recording_offset, recording_remove
from apps.documents.views.search import search
from apps.documents.views.transcripts import (
    bin,  # noqa: A004 - a view is named like its page
    original,
    transcript_bin,
    transcript_edit,
    transcript_list,
    transcript_restore,
)
from apps.documents.views.uploads import (
    upload,
    upload_discard,
    upload_discard_unread,
)

__all__ = [
    "attribute_add",
    "attribute_delete",
    "attribute_edit",
    "attribute_list",
    "attributes_import",
    "attributes_import_preview",
    "attributes_import_report",
    "bin",
    "office_add",
    "office_delete",
    "office_edit",
    "office_list",
    "original",
    "participant_add",
    "participant_delete",
    "participant_edit",
    "participant_list",
    "recording",
    "recording_edit",
    "recording_offset",
    "recording_remove",
    "search",
    "transcript_bin",
    "transcript_edit",
    "transcript_list",
    "transcript_restore",
    "transcripts_change",
    "upload",
    "upload_batch",
    "upload_batch_discard",
    "upload_begin",
    "upload_confirm_all",
    "upload_discard",
    "upload_discard_unread",
    "upload_list",
    "upload_preview",
    "upload_report",
]
