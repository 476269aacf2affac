"""What leaves for good: transcripts whose time in the bin is over, and all documents of a project that goes."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.documents.models import Recording, Transcript, Upload, Version
from apps.documents.search import forget_words_soon
from apps.documents.services.imports import forget_all
from apps.projects.models import TIME_IN_BIN, Activity, Project
from apps.projects.services import Verb, record
from apps.web.files import remove_files, remove_stray_uploads


def empty_bin() -> int:
    """Delete the transcripts for good whose time in the bin is over, with codings and files. Returns how many.

    Takes the chance to sweep up what half-sent files left behind.
    """
    remove_stray_uploads()
    gone = list(Transcript.objects.filter(binned__lt=timezone.now() - TIME_IN_BIN).select_related("project"))
    for transcript in gone:
        delete_transcript(transcript=transcript)
    if gone:
        forget_words_soon()
    return len(gone)


@transaction.atomic
def delete_transcript(*, transcript: Transcript) -> None:
    """Delete a transcript with everything about it. The activity log keeps that things were done, not what was said."""
    project, pk, title = transcript.project, transcript.pk, transcript.title
    forget_files([pk])
    transcript.delete()
    Activity.objects.filter(project=project, transcript=pk).update(before=None, after=None)
    record(project, None, Verb.TRANSCRIPT_DELETED, object_id=pk, label=title)


def forget_files(transcripts: Collection[UUID]) -> None:
    """Remove all files that hold what was said in these transcripts, and the rows that remember their names."""
    uploads = Upload.objects.filter(transcript__in=transcripts)
    recordings = Recording.objects.filter(transcript__in=transcripts)
    versions = Version.objects.filter(transcript__in=transcripts)
    for rows, field in ((uploads, "file"), (recordings, "file"), (versions, "original")):
        remove_files(rows, field)
    uploads.delete()
    recordings.delete()
    versions.update(original="")


def delete_documents(project: Project) -> None:
    """Delete all transcripts and uploads of a project, each transcript by itself: together they may be too many."""
    for transcript in project.transcripts.all():
        delete_transcript(transcript=transcript)
    with transaction.atomic():
        remove_files(Upload.objects.filter(project=project), "file")
        Upload.objects.filter(project=project).delete()
    forget_all(project)
    forget_words_soon()
