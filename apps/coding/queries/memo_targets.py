"""What a memo can link to, found by what somebody types after `[[`."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.codebook.queries import codes_of
from apps.coding.memo_links import segment_name
from apps.coding.models import Segment
from apps.coding.queries.memos import memos_of
from apps.coding.queries.segments import segments_of
from apps.documents.queries import transcripts_of
from apps.documents.texts import load_text
from apps.projects.models import Project
from core.markdown import Ref, link_to
from core.text.folding import fold

OF_A_KIND = 5
MOST = 12
# "Metro 01 12": a line of a transcript.
LINE = re.compile(r"^(.*?)\s*(\d{1,6})$")


@dataclass(frozen=True)
class Linkable:
    """A thing to link to. `detail` tells it from others of its name; `link` is what is written.

    `written` is the name in it, where that is another: a memo shall not keep what somebody said, for it may have to go.
    """

    kind: str
    id: UUID
    name: str
    detail: str = ""
    written: str = ""

    @property
    def link(self) -> str:
        return link_to(Ref(self.kind, self.id), self.written or self.name)


def find_linkable(project: Project, typed: str) -> list[Linkable]:
    """Things whose name has all the words, in any order; passages by their words, or by transcript and line.

    Those whose name begins as typed come first.
    """
    words = fold(typed).split()
    found = _segments_at_line(project, typed)
    found += [
        Linkable("code", code.pk, code.name, code.dimension.name if code.name == code.path else code.path)
        for code in codes_of(project)
        if all(word in fold(code.path) for word in words)
    ][:OF_A_KIND]
    found += [
        Linkable("transcript", each.pk, each.title, each.office.name)
        for each in _having(transcripts_of(project).order_by("title"), "title", typed)
    ]
    people = project.participants.select_related("office").order_by("pseudonym")
    found += [
        Linkable("participant", each.pk, each.pseudonym, each.office.name)
        for each in _having(people, "pseudonym", typed)
    ]
    found += [
        Linkable("office", each.pk, each.name) for each in _having(project.offices.order_by("name"), "name", typed)
    ]
    memos = _having(memos_of(project).order_by("-changed"), "title", typed)
    found += [Linkable("memo", each.pk, each.title, each.author.name) for each in memos]
    if words:
        rows = _light(segments_of(project)).order_by("transcript__title", "start")
        found += [_linkable(each) for each in _having(rows.filter(version__named=False), "quote", typed)]
    found.sort(key=lambda each: not fold(each.name).startswith(fold(typed)))
    return list({(each.kind, each.id): each for each in found}.values())[:MOST]


def _having(rows: QuerySet[Any], field: str, typed: str) -> QuerySet[Any]:
    for word in typed.split():
        rows = rows.filter(Q(**{f"{field}__icontains": word}) | Q(**{f"{field}__icontains": fold(word)}))
    return rows[:OF_A_KIND]


def _segments_at_line(project: Project, typed: str) -> list[Linkable]:
    asked = LINE.match(typed.strip())
    if not asked:
        return []
    found: list[Linkable] = []
    for transcript in _having(transcripts_of(project).order_by("title"), "title", asked[1]):
        text = load_text(transcript.version_id)
        line = int(asked[2])
        if not 1 <= line <= len(text.line_starts):
            continue
        start = text.line_starts[line - 1]
        end = text.line_starts[line] if line < len(text.line_starts) else len(text.text)
        there = segments_of(project).filter(version=transcript.current, start__lt=end, end__gt=start)
        found += [_linkable(each) for each in _light(there).order_by("start", "end")[:OF_A_KIND]]
    return found


def _light(segments: QuerySet[Segment]) -> QuerySet[Segment]:
    rows = segments.select_related("transcript", "version")
    return rows.only("quote", "transcript__title", "version__named")


def _linkable(segment: Segment) -> Linkable:
    line = load_text(segment.version_id).line_of(segment.start)
    where = _("line %(n)s") % {"n": line}
    return Linkable("segment", segment.pk, segment_name(segment), where, f"{segment.transcript.title}, {where}")
