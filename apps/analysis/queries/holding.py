"""Which passages a leaf of a question fits."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Set
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.analysis.queries.loading import MOST_BY_ID, Facts, fetched, uuids
from apps.analysis.queries.refusals import bad_pattern, refused
from apps.analysis.queries.sources import OF_TRANSCRIPTS, Raw, among_ids, cooked
from apps.coding.models import Segment
from apps.documents.models import Turn
from core.lexicon.finding import USUAL, find
from core.lexicon.finding import Mode as Looking
from core.lexicon.patterns import PatternError, find_pattern
from core.retrieval.evaluating import CODED, Lens
from core.retrieval.query import Attribute, Field, Filter, Leaf, Mode, Text
from core.retrieval.values import asks_for_nothing, is_stated
from core.text.offsets import Span

# Whatever follows a match belongs to it, so that each passage answers once.
TO_THE_END = r"[\s\S]*"


class Holding:
    """Answers for the leaves of one question: see core.retrieval.evaluating.Holds."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __call__(self, leaf: Leaf, lens: Lens, some: Set[int]) -> Set[int]:
        if leaf == CODED:
            return some & self._facts.counts(lens).keys()
        if isinstance(leaf, Text):
            return self._worded(leaf, some)
        if isinstance(leaf, Attribute):
            return self._stating(leaf, some)
        if isinstance(leaf, Filter):
            return self._filtered(leaf, some)
        carriers = self._facts.carriers(leaf, lens).values()
        return some & set().union(*carriers)

    # --- filters -----------------------------------------------------------------------------------------

    def _filtered(self, leaf: Filter, some: Set[int]) -> Set[int]:
        facts = self._facts
        if leaf.field in OF_TRANSCRIPTS:
            fitting = {
                version
                for version in {facts.passages[index].version for index in some}
                if facts.sources.is_one(facts.sources[version], leaf)
            }
            return {index for index in some if facts.passages[index].version in fitting}
        if leaf.field is Field.PARTICIPANT:
            people = facts.sources.ids(leaf)
            return {index for index in some if facts.people[index] and cooked(facts.people[index]) in people}
        if leaf.field is Field.SPEAKER:
            labels = Q()
            for value in leaf.values:
                labels |= Q(speaker__iexact=value)
            return self._in_turns(labels, some)
        return set().union(*(self._said(who, some) for who in leaf.values))

    def _said(self, who: str, some: Set[int]) -> Set[int]:
        if who == "interviewer":
            return self._in_turns(Q(interviewer=True), some)
        is_somebody = who == "participant"
        return {index for index in some if (self._facts.people[index] is not None) == is_somebody}

    def _in_turns(self, wanted: Q, some: Set[int]) -> Set[int]:
        facts = self._facts
        turns = Turn.objects.filter(wanted, version__in=uuids({facts.passages[index].version for index in some}))
        found = {pk for (pk,) in fetched(turns.order_by().values_list("pk"))}
        return {index for index in some if facts.passages[index].turn in found}

    def _stating(self, leaf: Attribute, some: Set[int]) -> Set[int]:
        stated, key = self._facts.sources.stated, leaf.name.casefold()
        if not any(key in attributes for attributes in stated.values()) and not asks_for_nothing(leaf):
            said = _("Nobody states an attribute “%(name)s”") % {"name": leaf.name}
            raise refused(said, leaf.at, reason="no_such_attribute")
        known: dict[tuple[Raw, Raw], bool] = {}
        found = set()
        for index in some:
            whose = self._facts.people[index], self._facts.passages[index].version
            if whose not in known:
                known[whose] = _fits(leaf, [stated[pk][key] for pk in self._subjects(*whose) if key in stated[pk]])
            if known[whose]:
                found.add(index)
        return found

    def _subjects(self, person: Raw, version: Raw) -> Iterator[UUID]:
        if person:
            yield cooked(person)
        source = self._facts.sources[version]
        yield from (source.id, source.office)

    # --- words -------------------------------------------------------------------------------------------

    def _worded(self, leaf: Text, some: Set[int]) -> Set[int]:
        by_language: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for index, quote in self._quotes(leaf, some):
            language = self._facts.source(index).language if leaf.mode is Mode.ROOTS else ""
            by_language[language].append((index, quote))
        return {quotes[at][0] for language, quotes in by_language.items() for at in matching(leaf, quotes, language)}

    def _quotes(self, leaf: Text, some: Set[int]) -> Iterator[tuple[int, str]]:
        keys = {self._facts.keys[index]: index for index in some}
        segments = Segment.objects.filter(_surely_within(leaf)).values_list("pk", "quote")
        if len(keys) > MOST_BY_ID:
            rows = fetched(segments.filter(self._facts.sources.within("")))
        else:
            rows = fetched(segments.filter(pk__in=among_ids(keys)))
        return ((keys[key], quote) for key, quote in rows if key in keys)


def matching(leaf: Text, quotes: list[tuple[int, str]], language: str) -> set[int]:
    """The places in the list of the quotes that fit. They are looked through as one text: that is much faster."""
    starts, at = [], 0
    for _index, quote in quotes:
        starts.append(at)
        at += len(quote) + 1
    text = "\n".join(quote for _index, quote in quotes)
    spans = [Span(start, start + len(quote)) for start, (_index, quote) in zip(starts, quotes, strict=True)]
    try:
        if leaf.mode is Mode.PATTERN:
            pattern = f"(?:{leaf.words}){TO_THE_END}"
            hits, _more = find_pattern(text, spans, pattern, words=False, case=False, accents=True, most=len(spans))
        else:
            mode = Looking.EXACT if leaf.mode is Mode.EXACT else Looking.STEM
            hits, _more = find(text, spans, leaf.words, mode, language=language, most=len(text), strict=USUAL)
    except PatternError as error:
        raise bad_pattern(error, leaf.at) from error
    return {bisect_right(starts, hit.start) - 1 for hit in hits}


def _fits(leaf: Attribute, values: list[str]) -> bool:
    return any(is_stated(leaf, value) for value in values) or (not values and asks_for_nothing(leaf))


def _surely_within(leaf: Text) -> Q:
    """What the database can tell: letters without accents that stand in every match, in capitals or not."""
    words = [word for word in leaf.words.split() if word.isascii()] if leaf.mode is Mode.EXACT else []
    return Q(quote__icontains=max(words, key=len)) if words else Q()
