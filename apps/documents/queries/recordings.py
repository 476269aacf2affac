"""Reads about recordings: the audio or video beside a transcript."""

from uuid import UUID

from django.utils.translation import gettext as _

from apps.documents.models import Recording, Transcript
from apps.documents.queries.transcripts import get_transcript
from apps.projects.models import Project
from apps.web.errors import NotThere


def recording_of(transcript: Transcript) -> Recording | None:
    return Recording.objects.filter(transcript=transcript).first()


def get_recording(project: Project, transcript_id: UUID) -> Recording:
    """The recording of a transcript outside the bin."""
    recording = recording_of(get_transcript(project, transcript_id))
    if recording is None:
        raise NotThere("no_recording", _("This transcript has no recording."))
    return recording
