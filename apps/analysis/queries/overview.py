"""The project in a few numbers: its size, and how far coding has come."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from apps.analysis.queries.filters import Filter, compared_offices
from apps.analysis.queries.kept import kept
from apps.analysis.queries.summed import summed
from apps.coding.models import Segment
from apps.documents.models import Office
from apps.projects.models import Project


@dataclass(frozen=True, slots=True)
class Overview:
    offices: int
    transcripts: int
    words: int
    codes: int
    codings: int
    coders: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Transcripts of an office that carry at least one segment on their current version, of all it has."""

    office: UUID
    name: str
    coded: int
    transcripts: int


def overview(project: Project) -> Overview:
    return kept(project, "overview", lambda: _overview(project))


def _overview(project: Project) -> Overview:
    transcripts = project.transcripts.filter(binned=None)
    texts = transcripts.aggregate(n=Count("pk"), words=Sum("current__words", default=0))
    codings = summed(project, Filter())
    return Overview(
        offices=compared_offices(project).count(),
        transcripts=texts["n"],
        words=texts["words"],
        codes=project.codes.count(),
        codings=sum(n for _code, _office, _coder, n in codings),
        coders=len({coder for _code, _office, coder, _n in codings}),
    )


def progress(project: Project) -> list[Progress]:
    """Coding progress of every office that has transcripts."""
    return kept(project, "progress", lambda: _progress(project))


def _progress(project: Project) -> list[Progress]:
    segments = Segment.objects.filter(transcript=OuterRef("pk"), version=OuterRef("current"))
    coded = project.transcripts.filter(Exists(segments)).values("pk")
    offices = Office.objects.filter(project=project, transcripts__binned=None, transcripts__isnull=False)
    rows = offices.annotate(
        all=Count("transcripts"), coded=Count("transcripts", filter=Q(transcripts__in=coded))
    ).values_list("pk", "name", "coded", "all")
    return [Progress(*row) for row in rows.order_by("name")]
