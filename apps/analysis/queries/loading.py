"""The passages that a question may be about, and the codings on them that it names, read as plain columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet

from apps.analysis.queries.filters import midnight
from apps.analysis.queries.naming import Names
from apps.analysis.queries.sources import Raw, Source, Sources, among_ids, cooked, raw
from apps.coding.models import Coding, Segment
from apps.projects.models import Project
from core.retrieval.evaluating import CODED, Lens, leaves, needs_only_coded
from core.retrieval.places import Passage
from core.retrieval.query import Code, Field, Leaf, OfDimension, Query, period

# Of more passages than these, all are read and the others left.
MOST_BY_ID = 20_000
PLACE = ("version_id", "start", "end", "first_word", "last_word", "turn_id", "coder_id", "turn__participant_id")


class Facts:
    """`passages` and, beside them, the segments' ids (`keys`) and whoever speaks in the turns they begin in."""

    def __init__(self, project: Project, names: Names, query: Query) -> None:
        self.sources = Sources(project, names, query)
        self.names = names
        self.keys: list[Raw] = []
        self.people: list[Raw] = []
        self.passages: list[Passage] = []
        self._index: dict[Raw, int] = {}
        self._codes: dict[Leaf, frozenset[Raw]] = {}
        self._carriers: dict[Lens, dict[Raw, set[int]]] = {}
        self._counts: dict[Lens, dict[int, int]] = {}
        self._load(query)

    def source(self, index: int) -> Source:
        return self.sources[self.passages[index].version]

    def codes(self, leaf: Leaf) -> frozenset[Raw]:
        if leaf not in self._codes:
            self._codes[leaf] = frozenset(map(raw, self.names.codes(leaf)))
        return self._codes[leaf]

    def carriers(self, leaf: Leaf, lens: Lens) -> dict[Raw, set[int]]:
        """The passages that carry each of a leaf's codes, among the codings that exist under the lens."""
        there = self._carriers[lens]
        return {code: there[code] for code in self.codes(leaf) if code in there}

    def counts(self, lens: Lens) -> dict[int, int]:
        """How many codings each passage carries that exist under the lens."""
        if lens not in self._counts:
            codings = self._codings(lens).values_list("segment_id").annotate(n=Count("pk")).order_by()
            rows = fetched(codings)
            self._counts[lens] = {self._index[key]: n for key, n in rows if key in self._index}
        return self._counts[lens]

    # --- reading -----------------------------------------------------------------------------------------

    def _load(self, query: Query) -> None:
        wanted: dict[Lens, set[Raw]] = defaultdict(set)
        asks_any = False
        for leaf, lens in leaves(query):
            if isinstance(leaf, Code | OfDimension):
                wanted[lens] |= self.codes(leaf)
            asks_any = asks_any or leaf == CODED
        is_bounded = needs_only_coded(query) and not asks_any
        joins = is_bounded and not self.sources.is_all
        rows = {lens: self._rows(lens, codes, with_places=joins) for lens, codes in wanted.items()}
        if joins:
            self._keep(row[1:] for some in rows.values() for row in some)
        else:
            segments = {row[1] for some in rows.values() for row in some} if is_bounded else None
            everything = fetched(self._segments(segments).values_list("pk", *PLACE))
            self._keep(row for row in everything if segments is None or row[0] in segments)
        self._carriers = {lens: self._carried(some) for lens, some in rows.items()}

    def _segments(self, wanted: set[Raw] | None) -> QuerySet[Segment]:
        """Those wanted, or all: of many it is faster to read them all than to look for each."""
        if wanted is None or len(wanted) > MOST_BY_ID:
            return Segment.objects.filter(self.sources.within(""))
        return Segment.objects.filter(pk__in=among_ids(wanted))

    def _rows(self, lens: Lens, codes: Iterable[Raw], *, with_places: bool) -> list[tuple[Any, ...]]:
        """(code, segment) of every coding, and where the segment lies. The codes are the project's own."""
        within = Q() if self.sources.is_all else self.sources.within("segment__")
        codings = Coding.objects.filter(within, self._seen_through(lens), code__in=map(cooked, codes))
        columns = [f"segment__{column}" for column in PLACE] if with_places else []
        return fetched(codings.values_list("code_id", "segment_id", *columns))

    def _carried(self, rows: Iterable[tuple[Any, ...]]) -> dict[Raw, set[int]]:
        index, carriers = self._index, defaultdict(set)
        for code, key, *_place in rows:
            # What lies in the bin or on an older version was not kept.
            if key in index:
                carriers[code].add(index[key])
        return carriers

    def _keep(self, rows: Iterable[Sequence[Any]]) -> None:
        index, sources = self._index, self.sources
        for key, *place, person in rows:
            if key not in index and place[0] in sources:
                index[key] = len(self.keys)
                self.keys.append(key)
                self.people.append(person)
                self.passages.append(Passage._make(place))

    def _codings(self, lens: Lens) -> QuerySet[Coding]:
        return Coding.objects.filter(self.sources.within("segment__"), self._seen_through(lens))

    def _seen_through(self, lens: Lens) -> Q:
        seen = ~Q(state__in=Coding.REJECTED)
        for each in lens:
            if each.field is Field.REVIEW:
                seen = Q(state__in=each.values)
        for each in lens:
            if each.field is Field.CODER:
                seen &= Q(by__in=self.sources.ids(each))
            elif each.field is Field.SINCE:
                seen &= Q(created__gte=midnight(period(each.values[0])[0]))
            elif each.field is Field.UNTIL:
                seen &= Q(created__lt=midnight(period(each.values[0])[1] + timedelta(days=1)))
        return seen


def fetched(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them."""
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def uuids(keys: Iterable[Raw]) -> list[UUID]:
    return [cooked(key) for key in keys]
