"""Reads about memos: those that stand by themselves and those on passages, in one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Func, Q, QuerySet, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.coding.memo_links import address_of, targets_of
from apps.coding.models import Memo, Segment
from apps.coding.queries.segments import segments_of
from apps.projects.models import Activity, Project
from apps.web.errors import NotThere
from core.markdown import Ref, Target, Targets, link_start, links_in, to_words
from core.text.folding import fold

# A memo on a passage, among the kinds of Memo.
ON_SEGMENT = "segment"
KINDS = [*Memo.Kind.choices, (ON_SEGMENT, gettext_lazy("Passage"))]
EXCERPT = 320
# Characters of an excerpt before the word that was looked for.
LEAD = 80
MOST_SHOWN_ON_A_THING = 50
# Written into the statement, where the planner can see that the index of passages with a memo fits.
NOTHING = Func(template="''", output_field=TextField())
HEAVY = ("version__text", "version__formatting", "version__pages", "version__rules")


@dataclass(frozen=True)
class MemoFilter:
    """Which memos to list. `code`, `transcript`, `office` and `participant` stand for what is about them or in them."""

    words: str = ""
    kind: str = ""
    author: UUID | None = None
    code: UUID | None = None
    transcript: UUID | None = None
    office: UUID | None = None
    participant: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class MemoEntry:
    """A memo with what it is about, of whichever kind. `about` is None when that is gone; its name stays.

    `quote`, `place` and `codes` are of the passage, for a memo on one.
    """

    id: UUID
    kind: str
    title: str
    text: str
    author: User
    at: datetime
    about: Target | None
    about_name: str
    url: str
    targets: Targets
    words: str = ""
    quote: str = ""
    codes: tuple[str, ...] = ()

    @property
    def kind_name(self) -> str:
        return str(dict(KINDS)[self.kind])

    @property
    def excerpt(self) -> str:
        """Its beginning, or what stands around the first of the words that were looked for."""
        said = to_words(self.text, self.targets)
        found = [at for word in fold(self.words).split() if (at := fold(said).find(word)) >= 0]
        start = max(min(found, default=0) - LEAD, 0)
        # Cut between words, where there are any.
        start = said.find(" ", start, start + LEAD) + 1 or start if start else 0
        end = start + EXCERPT
        return ("… " if start else "") + said[start:end] + (" …" if end < len(said) else "")


def memos_of(project: Project) -> QuerySet[Memo]:
    """The memos of the project, without those on transcripts in the bin and those on passages."""
    return project.memos.filter(transcript__binned=None).select_related("author")


def segments_with_memo(project: Project) -> QuerySet[Segment]:
    return segments_of(project).exclude(memo=NOTHING)


def get_memo(project: Project, memo_id: UUID) -> Memo:
    memo = memos_of(project).filter(pk=memo_id).first()
    if memo is None:
        raise NotThere("no_such_memo", _("There is no such memo in this project."))
    return memo


def memo_authors(project: Project) -> QuerySet[User]:
    """Everyone who has written a memo."""
    written = project.memos.values("author").union(segments_with_memo(project).values("coder"))
    return User.objects.filter(pk__in=written).order_by("name")


# --- lists --------------------------------------------------------------------------------------------------


def filtered_memos(project: Project, chosen: MemoFilter) -> QuerySet[Memo]:
    rows = memos_of(project)
    for field in ("code", "transcript", "office", "participant"):
        if wanted := getattr(chosen, field):
            rows = rows.filter(kind=field, about=wanted)
    for word in fold(chosen.words).split():
        rows = rows.filter(folded__contains=word)
    narrowed = {"author": chosen.author, "changed__gte": _start(chosen.since), "changed__lt": _end(chosen.until)}
    rows = rows.filter(**{field: value for field, value in narrowed.items() if value is not None})
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    return rows


def filtered_segments(project: Project, chosen: MemoFilter) -> QuerySet[Segment]:
    """The passages whose memos the filter lets through."""
    rows = segments_with_memo(project)
    for word in chosen.words.split():
        # There is no folded form of these: databases compare without case, and accents as they are typed.
        rows = rows.filter(Q(memo__icontains=word) | Q(memo__icontains=fold(word)))
    narrowed: dict[str, Any] = {
        "coder": chosen.author,
        "transcript": chosen.transcript,
        "transcript__office": chosen.office,
        "turn__participant": chosen.participant,
        "created__gte": _start(chosen.since),
        "created__lt": _end(chosen.until),
    }
    rows = rows.filter(**{field: value for field, value in narrowed.items() if value is not None})
    if chosen.code:
        rows = rows.filter(codings__code=chosen.code)
    return rows if chosen.kind in ("", ON_SEGMENT) else rows.none()


def memo_rows(project: Project, chosen: MemoFilter) -> QuerySet[Any, tuple[UUID, datetime, str]]:
    """(id, time, kind) of memos of all kinds, newest first: cheap to count and to cut into pages.

    The memo of a passage has the time of the passage.
    """
    return _together(filtered_memos(project, chosen), filtered_segments(project, chosen))


def mentions_of(project: Project, ref: Ref) -> list[MemoEntry]:
    """The memos that link to a thing, newest first."""
    memos = memos_of(project).filter(text__contains=link_start(ref))
    segments = segments_with_memo(project).filter(memo__contains=link_start(ref))
    rows = _together(memos, segments)
    return entries(project, rows[:MOST_SHOWN_ON_A_THING])


def memos_about(project: Project, ref: Ref) -> list[MemoEntry]:
    """The memos about a thing, newest first; those on its passages are not among them."""
    rows = memos_of(project).filter(kind=ref.kind, about=ref.id).order_by("-changed", "pk")
    return entries(project, [(memo.pk, memo.changed, memo.kind) for memo in rows[:MOST_SHOWN_ON_A_THING]])


def _together(memos: QuerySet[Memo], segments: QuerySet[Segment]) -> QuerySet[Any, tuple[UUID, datetime, str]]:
    names = ("pk", "when", "what")
    one = memos.order_by().annotate(when=F("changed"), what=F("kind")).values_list(*names)
    what = Value(ON_SEGMENT, output_field=CharField())
    other = segments.order_by().annotate(when=F("created"), what=what).values_list(*names)
    return one.union(other, all=True).order_by("-when", "pk")


def entries(
    project: Project,
    rows: Iterable[tuple[UUID, datetime, str]],
    *,
    words: str = "",
    with_names: bool = False,
) -> list[MemoEntry]:
    """The memos with these ids, in their order. The number of queries does not depend on how many there are.

    Quotes from versions that still hold names are shown `with_names` only.
    """
    rows = list(rows)
    memos = memos_of(project).in_bulk([pk for pk, _at, kind in rows if kind != ON_SEGMENT])
    marked = [pk for pk, _at, kind in rows if kind == ON_SEGMENT]
    passages = segments_of(project).select_related("coder", "transcript", "version").defer(*HEAVY)
    segments = passages.prefetch_related("codings__code").in_bulk(marked)
    refs = {Ref(memo.kind, memo.about) for memo in memos.values()}
    refs |= {ref for memo in memos.values() for ref in links_in(memo.text)}
    refs |= {ref for segment in segments.values() for ref in links_in(segment.memo)}
    targets = targets_of(project, refs)
    return [
        _of_segment(project, segments[pk], at, targets, words, with_names=with_names)
        if kind == ON_SEGMENT
        else _of_memo(project, memos[pk], targets, words)
        for pk, at, kind in rows
        if pk in segments or pk in memos
    ]


def entry_of(project: Project, memo: Memo) -> MemoEntry:
    targets = targets_of(project, {Ref(memo.kind, memo.about), *links_in(memo.text)})
    return _of_memo(project, memo, targets, "")


def memo_ids(project: Project, chosen: MemoFilter, *, after: UUID | None, limit: int) -> Sequence[tuple[Any, Any, str]]:
    """The first `limit` rows (see memo_rows) in order of id after a given one: for lists that are read in steps."""
    memos, segments = filtered_memos(project, chosen), filtered_segments(project, chosen)
    if after:
        memos, segments = memos.filter(pk__gt=after), segments.filter(pk__gt=after)
    found = [(pk, at, kind) for pk, at, kind in memos.order_by("pk").values_list("pk", "changed", "kind")[:limit]]
    found += [(pk, at, ON_SEGMENT) for pk, at in segments.order_by("pk").values_list("pk", "created")[:limit]]
    return sorted(found, key=lambda row: row[0])[:limit]


def memo_states(project: Project, rows: Sequence[tuple[Any, Any, str]]) -> list[dict[str, Any]]:
    """The memos of these rows as the API gives them; one on a passage has no title and no version of its own."""
    segments = segments_of(project).in_bulk([pk for pk, _at, kind in rows if kind == ON_SEGMENT])
    memos = memos_of(project).in_bulk([pk for pk, _at, kind in rows if kind != ON_SEGMENT])
    return [_segment_state(segments[pk], at) if pk in segments else memo_state(memos[pk]) for pk, at, _kind in rows]


def memo_state(memo: Memo) -> dict[str, Any]:
    """A memo as plain values that can be put back."""
    return {
        "id": str(memo.pk), "kind": memo.kind, "about": str(memo.about), "about_name": memo.about_name,
        "title": memo.title, "text": memo.text, "author": str(memo.author_id), "version": memo.version,
        "created": memo.created.isoformat(), "changed": memo.changed.isoformat(),
    }  # fmt: skip


def _segment_state(segment: Segment, at: datetime) -> dict[str, Any]:
    return {
        "id": str(segment.pk), "kind": ON_SEGMENT, "about": str(segment.pk), "about_name": "", "title": "",
        "text": segment.memo, "author": str(segment.coder_id), "version": None,
        "created": segment.created.isoformat(), "changed": at.isoformat(),
    }  # fmt: skip


def history_of_memo(project: Project, memo_id: UUID) -> QuerySet[Activity]:
    """What happened to a memo, newest first, with its states."""
    return project.activities.filter(object_id=memo_id).select_related("actor", "undoes").order_by("-sequence")


# --- steps --------------------------------------------------------------------------------------------------


def _of_memo(project: Project, memo: Memo, targets: Targets, words: str) -> MemoEntry:
    about = targets.get(Ref(memo.kind, memo.about))
    return MemoEntry(
        id=memo.pk,
        kind=memo.kind,
        title=memo.title,
        text=memo.text,
        author=memo.author,
        at=memo.changed,
        about=about,
        about_name=about.name if about else memo.about_name,
        url=address_of(project, Ref("memo", memo.pk)),
        targets=targets,
        words=words,
    )


def _of_segment(
    project: Project, segment: Segment, at: datetime, targets: Targets, words: str, *, with_names: bool
) -> MemoEntry:
    hidden = segment.version.named and not with_names
    url = address_of(project, Ref("segment", segment.pk))
    return MemoEntry(
        id=segment.pk,
        kind=ON_SEGMENT,
        title="",
        text=segment.memo,
        author=segment.coder,
        at=at,
        about=Target(segment.transcript.title, url),
        about_name=segment.transcript.title,
        url=url,
        targets=targets,
        words=words,
        quote="" if hidden else segment.quote,
        codes=tuple(coding.code.name for coding in segment.codings.all()),
    )


def _start(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end(day: date | None) -> datetime | None:
    return _start(day + timedelta(days=1)) if day else None
