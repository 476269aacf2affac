"""Where words stand in a transcript."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.documents.models import Transcript
from apps.documents.texts import load_text
from apps.web.errors import Invalid
from core.lexicon.finding import USUAL, Mode, Strictness, find
from core.lexicon.patterns import PatternError
from core.text.offsets import Span

MOST_HITS = 2_000
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Hit:
    """Where a query was found: [start, end) in code points, in which turn (from 0) and line (from 1)."""

    start: int
    end: int
    quote: str
    turn: int
    line: int


def search_transcript(
    transcript: Transcript, query: str, mode: Mode, strict: Strictness = USUAL
) -> tuple[list[Hit], bool]:
    """The first 2,000 places in the turns of the current version where the query stands, and whether there are more.

    Raises Invalid "query_too_long" and, of patterns, "bad_pattern", "pattern_too_slow" or "too_many_patterns".
    """
    if len(query) > LONGEST_QUERY:
        raise Invalid(
            "query_too_long",
            _("Search for at most %(most)s characters. Shorten what you look for.") % {"most": LONGEST_QUERY},
        )
    text = load_text(transcript.version_id)
    turns = [Span(start, end) for start, end in zip(text.turn_starts, text.turn_ends, strict=True) if start < end]
    try:
        found, more = find(text.text, turns, query, mode, language=transcript.language, most=MOST_HITS, strict=strict)
    except PatternError as error:
        raise _refusal(error) from error
    return [_hit(text.text, span, text.turn_at(span.start, span.end), text.line_of(span.start)) for span in found], more


def _refusal(error: PatternError) -> Invalid:
    if error.code == "bad_pattern":
        why, at = error.detail["why"], error.detail["at"]
        if at is not None:
            why = _("%(why)s, at character %(at)s") % {"why": why, "at": at + 1}
        return Invalid(error.code, _("This is not a regular expression: %(why)s.") % {"why": why})
    if error.code == "pattern_too_slow":
        return Invalid(error.code, _("This takes too long and was stopped. Repeat no repetition, as (a+)+ does."))
    return Invalid(error.code, _("Others are looking for patterns at this moment. Try again."))


def _hit(text: str, span: Span, turn: int | None, line: int) -> Hit:
    return Hit(span.start, span.end, span.quote(text), turn or 0, line)
