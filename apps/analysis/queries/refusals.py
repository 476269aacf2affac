"""Why a question cannot be answered, in sentences."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from apps.web.errors import Invalid
from core.lexicon.patterns import PatternError
from core.retrieval.parsing import QueryError

EXPECTED: dict[str, Callable[[], str]] = {
    "term": lambda: _("Expected a code, a filter such as office:Metro, or an opening parenthesis"),
    "operator": lambda: _(
        "Expected and, or, near, within, followed by, overlaps or the end; put names with blanks in quotes"
    ),
    "closing": lambda: _("Expected a closing parenthesis"),
    "name": lambda: _("Expected a name"),
    "value": lambda: _("Expected a value"),
    "number": lambda: _("Expected a number of words up to 100,000, or “turn”"),
    "comparison": lambda: _("Expected =, <, <=, > or >="),
}
UNREADABLE: dict[str, Callable[[], str]] = {
    "empty": lambda: _("Nothing is asked yet"),
    "too_long": lambda: _("This question is too long"),
    "too_deep": lambda: _("Too many parentheses stand inside each other"),
    "unreadable": lambda: _("This character cannot be read"),
    "unclosed": lambda: _("What begins here is not closed: %(what)s is missing"),
    "unknown_field": lambda: _("There is no filter “%(word)s:”"),
    "twice": lambda: _("The filter “%(field)s:” stands twice here; give it several values with commas"),
}


def unreadable(error: QueryError) -> Invalid:
    """What is wrong with a text; `fields` holds the reason, the character from 1 and, as `q`, the sentence."""
    if error.code == "expected":
        said = EXPECTED[error.detail["what"]]()
    elif error.code == "bad_value":
        said = _bad_value(error.detail)
    else:
        said = UNREADABLE[error.code]() % error.detail
    return refused(said, error.at, reason=error.code)


def refused(said: str, at: int = -1, *, reason: str, others: Iterable[str] = ()) -> Invalid:
    """A question that asks for what is not there; `others` is what may have been meant."""
    if at >= 0:
        said = _("%(said)s, at character %(at)s.") % {"said": said, "at": at + 1}
    else:
        said = _("%(said)s.") % {"said": said}
    told = [each for each in others if each]
    if told:
        said += " " + _("Did you mean %(others)s?") % {"others": ", ".join(told)}
    return Invalid("bad_query", said, fields={"q": said, "reason": reason, "at": at + 1 if at >= 0 else None})


def bad_pattern(error: PatternError, at: int) -> Invalid:
    if error.code == "bad_pattern":
        said = _("This is not a regular expression: %(why)s") % {"why": error.detail["why"]}
    elif error.code == "pattern_too_slow":
        said = _("The regular expression takes too long and was stopped; ask for fewer passages beside it")
    else:
        said = _("Others are looking for patterns at this moment; try again")
    return refused(said, at, reason=error.code)


def _bad_value(detail: dict[str, Any]) -> str:
    told = {"field": detail["field"], "value": detail["value"], "allowed": ", ".join(detail["allowed"])}
    if detail["allowed"]:
        return _("“%(field)s:” cannot be “%(value)s”, only %(allowed)s") % told
    return _("“%(value)s” is no date; write 2024, 2024-03 or 2024-03-31") % told
