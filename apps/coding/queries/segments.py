"""Reads about segments and codings. `counted_codings` is the one filter behind every number."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.models import Coding, Segment
from apps.documents.models import Transcript
from apps.projects.figures import Figures
from apps.projects.models import Project
from apps.web.errors import NotThere


def counted_codings(
    project: Project,
    *,
    codes: Iterable[UUID] | None = None,
    dimension: UUID | None = None,
    office: UUID | None = None,
    participant: UUID | None = None,
    transcript: UUID | None = None,
    coder: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    states: Collection[str] | None = None,
) -> QuerySet[Coding]:
    """Codings that count by rule 3 of the domain, narrowed: on current versions, not rejected, not in the bin.

    `codes` names every code wanted: give a subtree's ids to count what lies below a code. `states` asks for codings
    in these states of review instead of those not rejected.
    """
    codings = _counted() if states is None else _present().filter(state__in=states)
    codings = codings.filter(segment__project=project)
    wanted: dict[str, Any] = {
        "code__in": list(codes) if codes is not None else None,
        "code__dimension": dimension,
        "segment__transcript__office": office,
        "segment__turn__participant": participant,
        "segment__transcript": transcript,
        "by": coder,
        "created__gte": since,
        "created__lt": until,
    }
    return codings.filter(**{field: value for field, value in wanted.items() if value is not None})


def _counted() -> QuerySet[Coding]:
    return _present().exclude(state__in=Coding.REJECTED)


def _present() -> QuerySet[Coding]:
    present = {"segment__transcript__binned": None, "segment__version": F("segment__transcript__current")}
    return Coding.objects.filter(**present)


def count_by_code(project: Project) -> dict[UUID, int]:
    """Counted codings of each code that has any."""
    return dict(counted_codings(project).values_list("code").annotate(n=Count("pk")).order_by())


def count_by_project(projects: Collection[UUID]) -> dict[UUID, Figures]:
    """Transcripts and counted codings of each project, with two queries however many there are."""
    transcripts = Transcript.objects.filter(project__in=projects, binned=None).values_list("project")
    codings = _counted().filter(segment__project__in=projects).values_list("segment__project")
    have, coded = (dict(rows.annotate(n=Count("pk")).order_by()) for rows in (transcripts, codings))
    return {project: Figures(have.get(project, 0), coded.get(project, 0)) for project in projects}


def segments_of(project: Project) -> QuerySet[Segment]:
    """The project's segments on transcripts that are not in the bin."""
    return Segment.objects.filter(project=project, transcript__binned=None)


def get_segment(project: Project, segment_id: UUID) -> Segment:
    """One segment with its codings, codes and coder. Raises NotThere."""
    rows = segments_of(project).select_related("coder", "transcript", "turn__participant")
    segment = rows.prefetch_related("codings__code__dimension", "codings__by").filter(pk=segment_id).first()
    if segment is None:
        raise NotThere("no_such_segment", _("There is no such passage in this project."))
    return segment


def coding_out(coding: Coding) -> dict[str, Any]:
    return {
        "id": str(coding.pk), "code": str(coding.code_id), "state": coding.state,
        "by": str(coding.by_id), "at": coding.created.isoformat(),
    }  # fmt: skip


def segment_out(segment: Segment, codings: Iterable[Coding] | None = None) -> dict[str, Any]:
    """A segment in the API's shape, as plain JSON values."""
    if codings is None:
        codings = segment.codings.all()
    return {
        "id": str(segment.pk),
        "transcript": str(segment.transcript_id),
        "version": str(segment.version_id),
        "start": segment.start,
        "end": segment.end,
        "quote": segment.quote,
        "coder": str(segment.coder_id),
        "memo": segment.memo,
        "created": segment.created.isoformat(),
        "codings": [coding_out(coding) for coding in codings],
    }


def coders_of(project: Project) -> QuerySet[User]:
    """Everyone who has coded something in the project."""
    return User.objects.filter(segments__project=project).distinct().order_by("name")
