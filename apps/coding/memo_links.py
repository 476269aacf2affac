"""The things of a project that memos are about and link to: how each is called today, and where it is seen."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from apps.coding.models import Memo, Segment
from apps.documents.models import Transcript
from apps.projects.models import Project
from core.markdown import Ref, Target, Targets

QUOTED = 50


def targets_of(project: Project, refs: Iterable[Ref]) -> Targets:
    """What stands behind the links; those to things that are gone or in the bin are left out.

    One query for each kind that is asked for, however many links there are.
    """
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for ref in refs:
        wanted[ref.kind].add(ref.id)
    found: dict[Ref, Target] = {}
    for kind, ids in wanted.items():
        if kind == Memo.Kind.PROJECT:
            found[Ref(kind, project.pk)] = Target(project.name, reverse("analysis:dashboard", args=[project.pk]))
            continue
        for thing in _things(project, kind).filter(pk__in=ids):
            found[Ref(kind, thing.pk)] = Target(_name(thing), address_of(project, Ref(kind, thing.pk)))
    return found


def address_of(project: Project, ref: Ref) -> str:
    """The page on which a thing is seen."""
    page = {
        "code": "codebook:code_detail",
        "transcript": "coding:workspace",
        "memo": "coding:memo_detail",
        "segment": "coding:segment_detail",
    }.get(ref.kind)
    if page:
        return reverse(page, args=[project.pk, ref.id])
    # Offices and participants have no page that everybody may open; their memos do.
    return f"{reverse('coding:memo_list', args=[project.pk])}?{ref.kind}={ref.id}"


def _things(project: Project, kind: str) -> QuerySet[Any]:
    rows: dict[str, QuerySet[Any]] = {
        "code": project.codes.only("name"),
        "transcript": Transcript.objects.filter(project=project, binned=None).only("title"),
        "participant": project.participants.only("pseudonym"),
        "office": project.offices.only("name"),
        "memo": project.memos.filter(transcript__binned=None).only("title"),
        "segment": Segment.objects.filter(project=project, transcript__binned=None)
        .select_related("transcript", "version")
        .only("quote", "transcript__title", "version__named"),
    }
    return rows[kind]


def _name(thing: object) -> str:
    return segment_name(thing) if isinstance(thing, Segment) else str(thing)


def segment_name(segment: Segment) -> str:
    """Its transcript and first words. Words of a version that still holds names are not shown."""
    if segment.version.named:
        return segment.transcript.title
    words = " ".join(segment.quote.split())
    return f"{segment.transcript.title}: “{words if len(words) <= QUOTED else words[: QUOTED - 1] + '…'}”"
