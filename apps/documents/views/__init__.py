"""The pages of the documents app."""

from apps.documents.views.offices import office_add, office_delete, office_edit, office_list
from apps.documents.views.participants import (
    participant_add,
    participant_delete,
    participant_edit,
    participant_list,
)
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
    upload_batch,
    upload_confirm_all,
    upload_discard,
    upload_discard_unread,
    upload_list,
    upload_preview,
)

__all__ = [
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
    "transcript_bin",
    "transcript_edit",
    "transcript_list",
    "transcript_restore",
    "upload",
    "upload_batch",
    "upload_confirm_all",
    "upload_discard",
    "upload_discard_unread",
    "upload_list",
    "upload_preview",
]
