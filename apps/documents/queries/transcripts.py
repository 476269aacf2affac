"""Reads about transcripts, their versions and turns."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from apps.documents.models import Transcript, Turn, Version
from apps.projects.models import Project
from apps.web.errors import NotThere


def transcripts_of(project: Project) -> QuerySet[Transcript]:
    """The transcripts outside the bin, each with office and current version, without the version's text."""
    return _light(project.transcripts.filter(binned=None))


def bin_of(project: Project) -> QuerySet[Transcript]:
    """The transcripts in the bin, latest first."""
    return _light(project.transcripts.exclude(binned=None)).order_by("-binned")


def get_transcript(project: Project, transcript_id: UUID) -> Transcript:
    return _one(transcripts_of(project), transcript_id)


def get_binned(project: Project, transcript_id: UUID) -> Transcript:
    return _one(bin_of(project), transcript_id)


def current_text(transcript: Transcript) -> str:
    """The text of the current version, which `get_transcript` leaves in the database."""
    return Version.objects.values_list("text", flat=True).get(current_of=transcript)


def current_turns(transcript: Transcript) -> QuerySet[Turn]:
    return Turn.objects.filter(version=transcript.current_id).order_by("index")


def turn_counts(versions: Iterable[UUID | None]) -> dict[UUID | None, int]:
    turns = Turn.objects.filter(version__in=list(versions)).order_by()
    return dict(turns.values_list("version").annotate(n=Count("pk")))


def speakers_of(transcript: Transcript) -> list[dict[str, Any]]:
    """The current version's speakers as they appear: [{"label", "turns", "words", "participant", "interviewer"}, …]."""
    turns = current_turns(transcript)
    speakers: dict[str, dict[str, Any]] = {}
    for label, words, participant, asks in turns.values_list("speaker", "words", "participant", "interviewer"):
        fresh = {"label": label, "turns": 0, "words": 0, "participant": participant, "interviewer": asks}
        speaker = speakers.setdefault(label, fresh)
        speaker["turns"] += 1
        speaker["words"] += words
    return list(speakers.values())


def coding_counts(transcript: Transcript) -> dict[str, int]:
    """Passages and their coders on all versions of a transcript: what binning takes out of the counts."""
    versions = transcript.versions.order_by()
    return versions.aggregate(passages=Count("segments"), coders=Count("segments__coder", distinct=True))


def same_texts(project: Project, hashes: Iterable[str]) -> dict[str, str]:
    """Hash of a text -> title of the transcript that has it already, outside the bin."""
    current = Version.objects.filter(current_of__project=project, current_of__binned=None)
    return dict(current.filter(sha256__in=list(hashes)).values_list("sha256", "current_of__title"))


def _light(transcripts: QuerySet[Transcript]) -> QuerySet[Transcript]:
    return transcripts.select_related("office", "current").defer("current__text", "current__formatting")


def _one(transcripts: QuerySet[Transcript], transcript_id: UUID) -> Transcript:
    transcript = transcripts.filter(pk=transcript_id).first()
    if transcript is None:
        raise NotThere("no_such_transcript", _("There is no such transcript in this project."))
    return transcript
