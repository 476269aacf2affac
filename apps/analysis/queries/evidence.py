"""Why passages were found, for those on a page: the words that matched, and the passages they stand beside."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from apps.accounts.models import User
from apps.analysis.queries.holding import Holding
from apps.analysis.queries.loading import Facts
from apps.analysis.queries.naming import Names
from apps.analysis.queries.passages import Passage, in_context
from apps.analysis.queries.sources import cooked
from apps.coding.models import Coding, Segment
from apps.projects.models import Project
from core.lexicon.finding import USUAL, find
from core.lexicon.finding import Mode as Looking
from core.lexicon.patterns import PatternError, find_pattern
from core.retrieval.evaluating import evaluate, narrowed
from core.retrieval.places import Passage as Place
from core.retrieval.places import fits
from core.retrieval.query import Among, Field, Filter, Mode, Not, Placed, Query, Relation, Text, all_of, among, parts_of
from core.text.offsets import Span

MOST_MARKS = 1000
Lens = tuple[Filter, ...]


@dataclass(frozen=True)
class Piece:
    """Words of a passage: whether they matched, and whether the other passage covers them."""

    text: str
    is_word: bool = False
    is_other: bool = False


@dataclass(frozen=True)
class Beside:
    """Another passage that this one stands in a relation to."""

    relation: Relation
    segment: Segment


@dataclass
class Evidence:
    """A passage found, in context, with why it was."""

    passage: Passage
    words: list[Span] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    @property
    def segment(self) -> Segment:
        return self.passage.segment

    @property
    def pieces(self) -> list[Piece]:
        """The quote, cut where the marks change."""
        quote, start = self.segment.quote, self.segment.start
        words = [(span.start, span.end) for span in self.words]
        others = [(each.segment.start - start, each.segment.end - start) for each in self.beside]
        edges = {min(max(edge, 0), len(quote)) for pair in (*words, *others) for edge in pair}
        cuts = sorted(edges | {0, len(quote)})
        return [Piece(quote[cut:end], _covers(words, cut), _covers(others, cut)) for cut, end in pairwise(cuts)]


def evidence(project: Project, query: Query, segments: Sequence[UUID], user: User) -> list[Evidence]:
    """The passages in context, with codings of every review state, and why they were found."""
    shown = [Evidence(passage) for passage in in_context(segments)]
    with_all_codings(each.segment for each in shown)
    for part, lens in _affirmed(query):
        if isinstance(part, Text):
            _mark(part, shown)
        elif isinstance(part, Placed):
            _set_beside(project, part, lens, shown, user)
    return shown


def with_all_codings(segments: Iterable[Segment]) -> None:
    """Give each its codings of every review state as `all_codings`; one query."""
    codings = Coding.objects.select_related("code", "by").order_by("created")
    prefetch_related_objects(list(segments), Prefetch("codings", codings, to_attr="all_codings"))


def _affirmed(query: Query, lens: Lens = ()) -> Iterator[tuple[Query, Lens]]:
    """The parts that speak of the passage found: not what stands behind `not` or right of a relation."""
    yield query, lens
    if isinstance(query, Not):
        return
    if isinstance(query, Among):
        lens = narrowed(lens, query.filters)
    for part in (query.left,) if isinstance(query, Placed) else parts_of(query):
        yield from _affirmed(part, lens)


# --- words --------------------------------------------------------------------------------------------------


def _mark(asked: Text, shown: Sequence[Evidence]) -> None:
    """Note where the words stand in each quote; a pattern that takes too long marks nothing."""
    by_language: dict[str, list[Evidence]] = defaultdict(list)
    for each in shown:
        by_language[each.segment.transcript.language if asked.mode is Mode.ROOTS else ""].append(each)
    for language, some in by_language.items():
        starts, at = [], 0
        for each in some:
            starts.append(at)
            at += len(each.segment.quote) + 1
        text = "\n".join(each.segment.quote for each in some)
        spans = [Span(start, start + len(each.segment.quote)) for start, each in zip(starts, some, strict=True)]
        for hit in _hits(asked, text, spans, language):
            index = bisect_right(starts, hit.start) - 1
            some[index].words.append(Span(hit.start - starts[index], hit.end - starts[index]))


def _hits(asked: Text, text: str, spans: list[Span], language: str) -> Iterable[Span]:
    try:
        if asked.mode is Mode.PATTERN:
            return find_pattern(text, spans, asked.words, words=False, case=False, accents=True, most=MOST_MARKS)[0]
        mode = Looking.EXACT if asked.mode is Mode.EXACT else Looking.STEM
        return find(text, spans, asked.words, mode, language=language, most=MOST_MARKS, strict=USUAL)[0]
    except PatternError:
        return []


def _covers(pairs: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in pairs)


# --- the other passage --------------------------------------------------------------------------------------


def _set_beside(project: Project, asked: Placed, lens: Lens, shown: Sequence[Evidence], user: User) -> None:
    """Note the nearest passage of the right side for each that has one; two queries more than the question itself."""
    here = Filter(Field.TRANSCRIPT, tuple(f"#{pk}" for pk in sorted({each.segment.transcript_id for each in shown})))
    if not here.values:
        return
    question = all_of(among(asked.right, *lens), here)
    facts = Facts(project, Names(project, user), question)
    there: dict[UUID, list[tuple[UUID, Place]]] = defaultdict(list)
    for index in evaluate(question, facts.passages, Holding(facts)):
        place = facts.passages[index]
        there[cooked(place.version)].append((cooked(facts.keys[index]), place._replace(coder=cooked(place.coder))))
    chosen = {}
    for each in shown:
        one = _place(each.segment)
        near = [(pk, other) for pk, other in there[each.segment.version_id] if pk != each.segment.pk]
        fitting = [(_apart(one, other), pk) for pk, other in near if fits(asked, one, other)]
        if fitting:
            chosen[each.segment.pk] = min(fitting)[1]
    rows = Segment.objects.select_related("coder").prefetch_related("codings__code")
    others = rows.in_bulk(set(chosen.values()))
    for each in shown:
        if each.segment.pk in chosen:
            each.beside.append(Beside(asked.relation, others[chosen[each.segment.pk]]))


def _place(segment: Segment) -> Place:
    return Place(
        segment.version_id, segment.start, segment.end, segment.first_word, segment.last_word, segment.turn_id,
        segment.coder_id,
    )  # fmt: skip


def _apart(one: Place, other: Place) -> tuple[int, int]:
    """How many words lie between, then which comes first."""
    return max(other.first - one.last, one.first - other.last, 0), other.start
