"""Reads about transcripts, their versions and turns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, F, Max, Model, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.documents.models import Transcript, Turn, Version
from apps.documents.queries.offices import offices_under
from apps.projects.models import Project
from apps.web.errors import NotThere

SORTS: Mapping[str, str] = {
    "title": "title",
    "office": "office__name",
    "kind": "kind",
    "date": "date",
    "words": "current__words",
    "turns": "sort_turns",
    "segments": "sort_segments",
    "codings": "sort_codings",
}
SORTED_COUNTS = {
    "turns": "current__turns",
    "segments": "current__segments",
    "codings": "current__segments__codings",
}


@dataclass(frozen=True)
class TranscriptFilter:
    """What the list of transcripts shows; an office stands for the offices below it too."""

    office: UUID | None = None
    kind: str = ""
    language: str = ""
    text: str = ""
    sort: str = "title"

    @property
    def filters(self) -> bool:
        """Whether anything is left out."""
        return bool(self.office or self.kind or self.language or self.text)


@dataclass(frozen=True)
class CoderProgress:
    """How far one coder came: `reached` is the last turn they coded, `percent` its share of all turns."""

    name: str
    segments: int
    reached: int
    percent: int


@dataclass(frozen=True)
class TranscriptRow:
    transcript: Transcript
    turns: int
    segments: int
    codings: int
    coders: list[CoderProgress] = field(default_factory=list)


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


def filtered_transcripts(project: Project, wanted: TranscriptFilter) -> QuerySet[Transcript]:
    """The transcripts a filter lets through, in its order ("-words" is most words first)."""
    found = transcripts_of(project)
    if wanted.office:
        found = found.filter(office__in=offices_under(project, wanted.office))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.text:
        found = found.filter(title__icontains=wanted.text)
    key = wanted.sort.removeprefix("-")
    if key in SORTED_COUNTS:
        found = found.annotate(**{f"sort_{key}": Count(SORTED_COUNTS[key])})
    order = F(SORTS.get(key, "title"))
    ordered = order.desc(nulls_last=True) if wanted.sort.startswith("-") else order.asc(nulls_last=True)
    return found.order_by(ordered, "title", "id").prefetch_related("participants")


def transcript_rows(transcripts: Iterable[Transcript]) -> list[TranscriptRow]:
    """The transcripts of one page with their counts, in five queries however many there are."""
    page = list(transcripts)
    versions = [each.current_id for each in page]
    turns = turn_counts(versions)
    codings = dict(_live_codings(versions).values_list("segment__version").annotate(n=Count("pk")))
    coders = _coder_progress(versions, turns)
    return [
        TranscriptRow(
            transcript=each,
            turns=turns.get(each.current_id, 0),
            segments=sum(coder.segments for coder in coders[each.current_id]),
            codings=codings.get(each.current_id, 0),
            coders=coders[each.current_id],
        )
        for each in page
    ]


def transcript_totals(found: QuerySet[Transcript]) -> dict[str, int]:
    """Words, turns, segments and codings of all transcripts that a filter lets through."""
    versions = found.order_by().values("current")
    chosen = Version.objects.filter(pk__in=versions)
    return {
        "words": chosen.aggregate(n=Sum("words"))["n"] or 0,
        "turns": Turn.objects.filter(version__in=versions).count(),
        "segments": chosen.aggregate(n=Count("segments"))["n"],
        "codings": _live_codings(versions).count(),
    }


def current_text(transcript: Transcript) -> str:
    """The text of the current version, which `get_transcript` leaves in the database."""
    return Version.objects.values_list("text", flat=True).get(current_of=transcript)


def current_turns(transcript: Transcript) -> QuerySet[Turn]:
    return Turn.objects.filter(version=transcript.current_id).order_by("index")


def turn_counts(versions: Iterable[UUID | None]) -> dict[UUID | None, int]:
    turns = Turn.objects.filter(version__in=list(versions)).order_by()
    return dict(turns.values_list("version").annotate(n=Count("pk")))


def speakers_of(transcript: Transcript) -> list[dict[str, Any]]:
    """The current version's speakers as they appear: [{"label", "turns", "words", "participant"}, …]."""
    turns = current_turns(transcript)
    speakers: dict[str, dict[str, Any]] = {}
    for label, words, participant in turns.values_list("speaker", "words", "participant"):
        fresh = {"label": label, "turns": 0, "words": 0, "participant": participant}
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


def _live_codings(versions: Any) -> "QuerySet[Model, Any]":
    """Codings that count (rule 3 of the domain). The app above owns them, so they are found by name."""
    coding = apps.get_model("coding", "Coding")
    rejected: Any = coding.REJECTED
    return coding._default_manager.filter(~Q(state__in=rejected), segment__version__in=versions)


def _coder_progress(
    versions: Iterable[UUID | None], turns: Mapping[UUID | None, int]
) -> dict[UUID | None, list[CoderProgress]]:
    rows = (
        Version.objects.filter(pk__in=list(versions), segments__isnull=False)
        .values_list("pk", "segments__coder", "segments__coder__name")
        .annotate(n=Count("segments"), reached=Max("segments__turn__index"))
        .order_by("segments__coder__name")
    )
    progress: dict[UUID | None, list[CoderProgress]] = defaultdict(list)
    for version, _coder, name, segments, last in rows:
        percent = round(100 * (last + 1) / turns[version])
        progress[version].append(CoderProgress(name, segments, last + 1, percent))
    return progress
