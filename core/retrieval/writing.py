"""From a question to its one canonical text: parse(write(query)) == query."""

import re

from core.retrieval.keywords import ATTRIBUTE, NAME, RESERVED, SLASHED, VALUE
from core.retrieval.query import (
    Among,
    And,
    Attribute,
    Code,
    Coded,
    Coders,
    Filter,
    Mode,
    Not,
    OfDimension,
    Or,
    Placed,
    Query,
    Text,
)

# How tightly a part holds together, from the loosest.
_ANY, _ALL, _ONE, _PLACED, _PRIMARY = range(5)


def write(query: Query) -> str:
    """The text of a question."""
    return _written(query, _ANY)


def _written(query: Query, within: int) -> str:
    text, level = _text_of(query)
    return text if level >= within else f"({text})"


def _text_of(query: Query) -> tuple[str, int]:
    if isinstance(query, Or):
        return " or ".join(_written(part, _ALL) for part in query.parts), _ANY
    if isinstance(query, And):
        return _joined(query), _ALL
    if isinstance(query, Among):
        parts = [] if query.part == Coded() else [_joined(query.part)]
        return " and ".join([*parts, *map(_leaf, query.filters)]), _ALL
    if isinstance(query, Not):
        return ("uncoded", _PRIMARY) if query.part == Coded() else (f"not {_written(query.part, _ONE)}", _ONE)
    if isinstance(query, Placed):
        return _placed(query), _PLACED
    return _leaf(query), _PRIMARY


def _joined(query: Query) -> str:
    """The parts of an And, which need no parentheses where more is joined to them."""
    parts = query.parts if isinstance(query, And) else (query,)
    return " and ".join(_written(part, _ONE) for part in parts)


def _placed(query: Placed) -> str:
    far = f"/{query.words}" if query.words is not None else ""
    is_in_turn = query.same_turn
    if query.relation in ("near", "followed by") and query.words is None:
        far, is_in_turn = "/turn", False
    flags = (" same turn" if is_in_turn else "") + (f" {query.coders} coder" if query.coders != Coders.ANY else "")
    left, right = _written(query.left, _PLACED), _written(query.right, _PRIMARY)
    return f"{left} {query.relation}{far} {right}{flags}"


def _leaf(query: Query) -> str:
    if isinstance(query, Code):
        is_id = len(query.path) == 1 and query.path[0].startswith("#") and NAME.fullmatch(query.path[0][1:])
        return (query.path[0] if is_id else " > ".join(map(_code_name, query.path))) + ("!" if query.alone else "")
    if isinstance(query, OfDimension):
        return f"dimension:{_value(query.name)}"
    if isinstance(query, Text):
        return f"text:{_words(query)}"
    if isinstance(query, Filter):
        return f"{query.field}:{','.join(map(_value, query.values))}"
    if isinstance(query, Attribute):
        name = query.name if ATTRIBUTE.fullmatch(query.name) else quoted(query.name)
        return f"attr:{name}{query.compared}{','.join(map(_value, query.values))}"
    return "coded"


def _code_name(name: str) -> str:
    is_bare = NAME.fullmatch(name) and name.lower() not in RESERVED and not SLASHED.match(name)
    return name if is_bare else quoted(name)


def _value(value: str) -> str:
    return value if VALUE.fullmatch(value) else quoted(value)


def _words(query: Text) -> str:
    if query.mode is Mode.PATTERN:
        pieces = re.findall(r"\\.|[^\\]|\\$", query.words, re.DOTALL)
        return "/" + "".join({"/": r"\/", "\\": r"\\"}.get(piece, piece) for piece in pieces) + "/"
    word = query.words if VALUE.fullmatch(query.words) and query.words[0] not in "~/" else quoted(query.words)
    return f"~{word}" if query.mode is Mode.ROOTS else word


def quoted(name: str) -> str:
    """A name in quotes, whatever stands in it."""
    return '"' + name.replace("\\", r"\\").replace('"', r"\"") + '"'
