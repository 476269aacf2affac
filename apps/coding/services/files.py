"""A corrected file between its preview and the word of the person who sent it.

It is kept as an upload of the transcript it corrects, one a person and transcript, so that nothing is read or sent
twice and what nobody confirms does not pile up.
"""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.services.corrections import Correction, correct_transcript
from apps.documents.models import Transcript, Upload
from apps.documents.reading import read_file, refuse_size
from apps.documents.services import stored_name
from apps.projects.models import Project
from apps.web.errors import DomainError
from apps.web.files import remove_files
from core.text.readers import Formatting


def keep_corrected_file(*, project: Project, user: User, transcript: Transcript, file: UploadedFile[bytes]) -> Upload:
    """Read a file that would be the transcript's next version, and keep it until it is confirmed or sent anew.

    Raises DomainError with a sentence for files that cannot be read.
    """
    name = file.name or "file"
    refuse_size(file.size or 0)
    reading = read_file(file.read(), name)
    with transaction.atomic():
        forget_corrected_files(project=project, user=user, transcript=transcript)
        upload = Upload(
            project=project, uploaded_by=user, office=transcript.office, transcript=transcript, filename=name[-255:],
            size=file.size or 0, state=Upload.State.CORRECTION, text=reading.text,
            report={
                "formatting": [[each.start, each.end, each.kind] for each in reading.formatting],
                "pages": reading.report["pages"],
                "encoding": reading.report["encoding"] or "",
            },
        )  # fmt: skip
        file.seek(0)
        upload.file.save(stored_name(name), file, save=False)
        upload.save()
    return upload


def correct_from_file(
    *, project: Project, user: User, transcript: Transcript, expected: UUID, upload_id: UUID, note: str = ""
) -> Correction:
    """Make the next version of a file that was kept. Raises what `correct_transcript` does, and "not_kept"."""
    upload = kept_files(project, user, transcript).filter(pk=upload_id).first()
    if upload is None:
        raise DomainError("not_kept", _("The file is no longer here. Nothing was changed; send it again."))
    done = correct_transcript(
        project=project,
        user=user,
        transcript=transcript,
        expected=expected,
        text=upload.text,
        note=note,
        formatting=[Formatting(*each) for each in upload.report["formatting"]],
        pages=upload.report["pages"],
        encoding=upload.report["encoding"],
        original=upload.file.name or "",
    )
    # The file is the version's now.
    upload.delete()
    return done


@transaction.atomic
def forget_corrected_files(*, project: Project, user: User, transcript: Transcript) -> None:
    """Remove what this person sent for this transcript and did not confirm."""
    kept = kept_files(project, user, transcript)
    remove_files(kept, "file")
    kept.delete()


def kept_files(project: Project, user: User, transcript: Transcript) -> QuerySet[Upload]:
    """Files that wait for a word of this person."""
    waiting = Upload.objects.filter(state=Upload.State.CORRECTION)
    return waiting.filter(project=project, uploaded_by=user, transcript=transcript)
