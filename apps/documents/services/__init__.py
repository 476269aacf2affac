"""Every change of the documents app."""

from apps.documents.services.bin import delete_documents, delete_transcript, empty_bin
from apps.documents.services.offices import change_office, create_office, delete_office, refusal_of_office
from apps.documents.services.participants import (
    change_participant,
    create_participant,
    delete_participant,
    refusal_of_participant,
)
from apps.documents.services.transcripts import (
    bin_transcript,
    change_transcript,
    create_transcript,
    restore_transcript,
    who_speaks,
    write_version,
)
from apps.documents.services.uploads import (
    confirm_as_asked,
    confirm_as_proposed,
    confirm_unquestioned,
    confirm_upload,
    discard_unread,
    discard_upload,
    fail_upload,
    guessed_details,
    questions_about,
    read_upload,
    store_uploads,
    stored_name,
)

__all__ = [
    "bin_transcript",
    "change_office",
    "change_participant",
    "change_transcript",
    "confirm_as_asked",
    "confirm_as_proposed",
    "confirm_unquestioned",
    "confirm_upload",
    "create_office",
    "create_participant",
    "create_transcript",
    "delete_documents",
    "delete_office",
    "delete_participant",
    "delete_transcript",
    "discard_unread",
    "discard_upload",
    "empty_bin",
    "fail_upload",
    "guessed_details",
    "questions_about",
    "read_upload",
    "refusal_of_office",
    "refusal_of_participant",
    "restore_transcript",
    "store_uploads",
    "stored_name",
    "who_speaks",
    "write_version",
]
