"""The only module that imports spaCy, and only when it is first needed.

With its Indonesian rules spaCy takes about 140 MB and four seconds to start (English: 90 MB, one second), so nothing
a web process does may come here: workers do.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from core.lexicon.stems import INDONESIAN

if TYPE_CHECKING:
    from spacy.language import Language

Token = tuple[int, int]

# Threads of one worker must not each load the same rules.
_loading = Lock()
# Nothing is kept of a text but its tokens, so spaCy's own limit, made for parsers, need not hold.
LONGEST_TEXT = 2**31 - 1


def tokens_with_stops(texts: Iterable[str], language: str) -> Iterator[list[Token]]:
    """For every text, [start, end) of its tokens that end in a character that may end a sentence, in code points.

    spaCy's tokenizer tells a full stop from the point in an abbreviation it knows, a number, a date or an address;
    its sentencizer knows which characters end sentences.
    """
    nlp = _pipeline("id" if language.partition("-")[0].lower() in INDONESIAN else "en")
    stops = frozenset(nlp.get_pipe("sentencizer").punct_chars) | {"…"}  # type: ignore[attr-defined]
    for text in texts:
        tokens = nlp.make_doc(text)
        yield [(each.idx, each.idx + len(each)) for each in tokens if each.text[-1] in stops]


def _pipeline(language: str) -> "Language":
    with _loading:
        return _load(language)


@cache
def _load(language: str) -> "Language":
    import spacy

    nlp = spacy.blank(language)
    nlp.max_length = LONGEST_TEXT
    nlp.add_pipe("sentencizer")
    return nlp
