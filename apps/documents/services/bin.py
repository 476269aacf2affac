"""What leaves for good: transcripts whose time in the bin is over, and all documents of a project that goes."""

from django.db import transaction
from django.utils import timezone

from apps.documents.models import Transcript, Upload, Version
from apps.projects.models import TIME_IN_BIN, Activity, Project
from apps.projects.services import Verb, record
from apps.web.files import remove_files


def empty_bin() -> int:
    """Delete the transcripts for good whose time in the bin is over, with codings and files. Returns how many."""
    gone = list(Transcript.objects.filter(binned__lt=timezone.now() - TIME_IN_BIN).select_related("project"))
    for transcript in gone:
        delete_transcript(transcript=transcript)
    return len(gone)


@transaction.atomic
def delete_transcript(*, transcript: Transcript) -> None:
    """Delete a transcript with everything about it. The activity log keeps that things were done, not what was said."""
    project, pk, title = transcript.project, transcript.pk, transcript.title
    # The upload it came from would keep the file's name, which may be a person's.
    Upload.objects.filter(transcript=transcript).delete()
    remove_files(Version.objects.filter(transcript=transcript), "original")
    transcript.delete()
    Activity.objects.filter(project=project, transcript=pk).update(before=None, after=None)
    record(project, None, Verb.TRANSCRIPT_DELETED, object_id=pk, label=title)


def delete_documents(project: Project) -> None:
    """Delete all transcripts and uploads of a project, each transcript by itself: together they may be too many."""
    for transcript in project.transcripts.all():
        delete_transcript(transcript=transcript)
    with transaction.atomic():
        remove_files(Upload.objects.filter(project=project), "file")
        Upload.objects.filter(project=project).delete()
