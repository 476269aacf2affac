"""Which words of the index a word stands for: those of one root, by the rules of the project's languages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from apps.documents.models import WordRoot
from apps.documents.search import databases
from core.lexicon import stems
from core.lexicon.asking import Term, Way

# So many forms of one word are looked for, the shortest first: what shares a root with more is no word.
MOST_FORMS = 400
# English words of one root have their first letters in common.
COMMON_BEGINNING = 3


@dataclass(frozen=True)
class Forms:
    """The forms of each word asked for, and what is marked where something was found."""

    related: dict[str, tuple[str, ...]]
    marked: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    def of(self, term: Term) -> tuple[str, ...]:
        return self.related[term.word] if term.way is Way.RELATED else (term.word,)

    def marks(self, word: str) -> bool:
        """Whether an indexed word by itself is what was asked for."""
        return word in self.marked or word.startswith(self.beginnings)


def forms_of(terms: Iterable[Term], languages: Collection[str]) -> Forms:
    terms = list(terms)
    related = {term.word: related_words(term.word, languages) for term in terms if term.way is Way.RELATED}
    wanted = [term for term in terms if not term.excluded]
    marked = {word for term in wanted if term.way is Way.RELATED for word in related[term.word]}
    return Forms(
        related=related,
        marked=frozenset(marked | {term.word for term in wanted if term.way is Way.EXACT}),
        beginnings=tuple(term.word for term in wanted if term.way is Way.PREFIX),
        phrases=tuple(term.words for term in wanted if term.way is Way.PHRASE),
    )


def related_words(word: str, languages: Collection[str]) -> tuple[str, ...]:
    """The word, and the words of the index that come from one root with it in one of the languages."""
    found: set[str] = set()
    for language in {each.partition("-")[0].lower() for each in languages}:
        found |= {each for each in _candidates(word, language) if stems.match(word, each, language)}
    found.discard(word)
    return (word, *sorted(found, key=lambda each: (len(each), each))[: MOST_FORMS - 1])


def _candidates(word: str, language: str) -> set[str]:
    roots = stems.roots(word, language)
    if language == "en":
        beginnings = {root[:COMMON_BEGINNING] for root in roots}
        return {each for letters in beginnings for each in databases.words_beginning(letters)}
    if language in stems.INDONESIAN:
        return set(WordRoot.objects.filter(root__in=roots).values_list("word", flat=True))
    return set()
