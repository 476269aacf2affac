"""From what a person wrote to a question. The grammar is in docs/reference/queries.md."""

import re

from core.retrieval.errors import QueryError
from core.retrieval.keywords import (
    AND,
    ATTR,
    ATTRIBUTE,
    CODED,
    CODERS,
    COMPARED,
    DIMENSION,
    FIELD,
    FIELDS,
    NAME,
    NOT,
    OR,
    PATTERN,
    QUOTED,
    RELATIONS,
    RESERVED,
    SAME_TURN,
    SLASHED,
    TEXT,
    TURN,
    UNCODED,
    VALUE,
)
from core.retrieval.known import known
from core.retrieval.query import (
    FOLLOWED,
    MOST_WORDS,
    NEAR,
    OF_CODINGS,
    Attribute,
    Code,
    Coded,
    Coders,
    Compared,
    Field,
    Filter,
    Mode,
    Not,
    OfDimension,
    Placed,
    Query,
    Relation,
    Text,
    all_of,
    among,
    any_of,
)

__all__ = ["QueryError", "parse"]

MOST_CHARACTERS = 4000
MOST_PARTS = 100
DEEPEST = 30
BLANKS = re.compile(r"\s*")
_NUMBER = re.compile(r"[0-9]{1,6}")
_BETWEEN = {Relation.NEAR: NEAR, Relation.FOLLOWED: FOLLOWED}


def parse(text: str) -> Query:
    """The question a text asks. Raises QueryError."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError("too_long", MOST_CHARACTERS, most=MOST_CHARACTERS)
    if (at := text.find("\0")) >= 0:
        raise QueryError("unreadable", at)
    reader = _Reader(text)
    if reader.is_done():
        raise QueryError("empty", 0)
    query = reader.query()
    if not reader.is_done():
        raise QueryError("expected", reader.at, what="term" if text[reader.at] == ")" else "operator")
    return query


class _Reader:
    """Goes through a text once; `at` is never a blank."""

    def __init__(self, text: str) -> None:
        self._text, self._parts, self._depth = text, 0, 0
        self.at = 0
        self._go(0)

    def is_done(self) -> bool:
        return self.at == len(self._text)

    def _go(self, to: int) -> None:
        blanks = BLANKS.match(self._text, to)
        self.at = blanks.end() if blanks else to

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What stands here, if it is that, and on to what follows it."""
        found = pattern.match(self._text, self.at)
        if found:
            self._go(found.end())
        return found

    def _takes(self, mark: str) -> bool:
        there = self._text.startswith(mark, self.at)
        if there:
            self._go(self.at + len(mark))
        return there

    def _expected(self, what: str, at: int | None = None) -> QueryError:
        return QueryError("expected", self.at if at is None else at, what=what)

    # --- and, or, not ------------------------------------------------------------------------------------

    def query(self) -> Query:
        parts = [self._all()]
        while self._take(OR):
            parts.append(self._all())
        return any_of(*parts)

    def _all(self) -> Query:
        """What `and` joins; filters on codings are for all of it."""
        parts: list[Query] = []
        filters: dict[Field, Filter] = {}
        goes_on = True
        while goes_on:
            began = self.at
            part = self._one()
            if isinstance(part, Filter) and part.field in OF_CODINGS:
                if part.field in filters:
                    raise QueryError("twice", began, field=part.field)
                filters[part.field] = part
            else:
                parts.append(part)
            is_field = isinstance(part, Filter | Attribute | Text | OfDimension)
            goes_on = bool(self._take(AND)) or self._begins_one(is_field)
        return among(all_of(*parts) if parts else Coded(), *filters.values())

    def _begins_one(self, behind_field: bool) -> bool:
        """Whether `and` was left out here: it may be before `not` and before a field, and behind one."""
        text, at = self._text, self.at
        if self.is_done() or text[at] == ")":
            return False
        if NOT.match(text, at) or FIELD.match(text, at):
            return True
        word = NAME.match(text, at)
        is_keyword = word and word.group().lower() in RESERVED
        return behind_field and bool(not is_keyword or CODED.match(text, at) or UNCODED.match(text, at))

    def _one(self) -> Query:
        if self._take(NOT):
            self._deeper()
            part = Not(_whole(self._one()))
            self._depth -= 1
            return part
        return self._placed()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError("too_deep", self.at, most=DEEPEST)

    # --- relations ---------------------------------------------------------------------------------------

    def _placed(self) -> Query:
        left = self._primary()
        while found := self._relation():
            relation, words = found
            left, right = _whole(left), _whole(self._primary())
            same_turn, coders = words is None and relation in _BETWEEN, Coders.ANY
            while True:
                if self._take(SAME_TURN):
                    same_turn = True
                elif wanted := next((each for each, pattern in CODERS.items() if self._take(pattern)), None):
                    coders = wanted
                else:
                    break
            left = Placed(relation, left, right, words, same_turn, coders)
        return left

    def _relation(self) -> tuple[Relation, int | None] | None:
        for relation, pattern in RELATIONS.items():
            began = self.at
            if found := self._take(pattern):
                if relation not in _BETWEEN:
                    return relation, None
                told = found.group(1)
                return relation, self._distance(told[1:], began) if told else _BETWEEN[relation]
        return None

    def _distance(self, told: str, began: int) -> int | None:
        if told.lower() in TURN:
            return None
        if not _NUMBER.fullmatch(told) or int(told) > MOST_WORDS:
            raise self._expected("number", self._text.index("/", began) + 1)
        return int(told)

    # --- what stands alone -------------------------------------------------------------------------------

    def _primary(self) -> Query:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise QueryError("too_long", self.at, most=MOST_PARTS)
        if self._takes("("):
            self._deeper()
            inner = self.query()
            if not self._takes(")"):
                raise self._expected("closing" if self.is_done() else "operator")
            self._depth -= 1
            return inner
        began = self.at
        if self._take(CODED):
            return Coded(began)
        if self._take(UNCODED):
            return Not(Coded(began))
        if named := self._field():
            return self._behind(named.lower(), began)
        return self._code(began)

    def _field(self) -> str | None:
        found = self._take(FIELD)
        return found.group(1) if found else None

    def _behind(self, named: str, began: int) -> Query:
        """What a field asks for."""
        if named in TEXT:
            return self._words(began)
        if named in DIMENSION:
            return OfDimension(self._value(VALUE, "name"), began)
        if named in ATTR:
            name = self._value(ATTRIBUTE, "name")
            compared = self._take(COMPARED)
            if not compared:
                raise self._expected("comparison")
            return Attribute(name, Compared(compared.group()), self._values(), began)
        if named not in FIELDS:
            raise QueryError("unknown_field", began, word=named)
        field, at = FIELDS[named], self.at
        return Filter(field, tuple(known(field, value, at) for value in self._values()), began)

    def _words(self, began: int) -> Query:
        if self._takes("~"):
            return Text(self._value(VALUE, "value"), Mode.ROOTS, began)
        if self._text.startswith("/", self.at):
            found = self._take(PATTERN)
            if not found:
                raise QueryError("unclosed", self.at, what="/")
            return Text(re.sub(r"\\(.)", _unescaped_slash, found.group(1), flags=re.DOTALL), Mode.PATTERN, began)
        return Text(self._value(VALUE, "value"), Mode.EXACT, began)

    def _values(self) -> tuple[str, ...]:
        values = [self._value(VALUE, "value", empty=True)]
        while self._takes(","):
            values.append(self._value(VALUE, "value", empty=True))
        return tuple(values)

    def _value(self, pattern: re.Pattern[str], what: str, *, empty: bool = False) -> str:
        value = self._quoted()
        if value is None:
            found = self._take(pattern)
            value = found.group() if found else None
        if value is None or not (empty or value.strip()):
            raise self._expected(what)
        return value

    def _quoted(self) -> str | None:
        if not self._text.startswith('"', self.at):
            return None
        found = self._take(QUOTED)
        if not found:
            raise QueryError("unclosed", self.at, what='"')
        return re.sub(r"\\(.)", r"\1", found.group(1), flags=re.DOTALL)

    def _code(self, began: int) -> Query:
        if self._takes("#"):
            return Code(("#" + self._value(NAME, "name"),), self._takes("!"), began)
        path = [self._name("term")]
        while self._takes(">"):
            path.append(self._name("name"))
        return Code(tuple(path), self._takes("!"), began)

    def _name(self, what: str) -> str:
        quoted = self._quoted()
        if quoted is not None:
            if not quoted.strip():
                raise self._expected(what)
            return quoted
        found = NAME.match(self._text, self.at)
        if not found or found.group().lower() in RESERVED or SLASHED.match(found.group()):
            raise self._expected(what)
        self._go(found.end())
        return found.group()


def _whole(part: Query) -> Query:
    """A filter on codings that stands alone asks for the passages that carry one of these."""
    return among(Coded(), part) if isinstance(part, Filter) and part.field in OF_CODINGS else part


def _unescaped_slash(found: re.Match[str]) -> str:
    return "/" if found.group(1) == "/" else found.group()
