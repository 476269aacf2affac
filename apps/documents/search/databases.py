"""What is asked of the index, in the words of either database. Both find the same rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

IS_SQLITE = connection.vendor == "sqlite"
# With more versions than these, it is quicker to pass over the rows of the others.
FEW_VERSIONS = 300
_ROW = "documents_wordindex.rowid" if IS_SQLITE else "e.id"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A row has one of these words, or one that begins with them."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What rows must and must not hold. Phrases are written as rows are: " satuan kerja "."""

    wanted: tuple[AnyOf, ...]
    unwanted: tuple[AnyOf, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where to look: in which versions (`is_all`: these are all of the project that are current), by whom."""

    project: UUID
    versions: Sequence[UUID]
    is_all: bool
    participant: UUID | None = None
    interviewer: bool | None = None


def statement(columns: str, wish: Wish, place: Place) -> tuple[str, list[Any]]:
    """The SELECT of the rows `e` that fit, in the order in which they were indexed."""
    sql, values = _fts5(columns, wish, place) if IS_SQLITE else _tsvector(columns, wish, place)
    position = "instr" if IS_SQLITE else "strpos"
    for phrase in wish.phrases:
        sql += f" AND {position}(e.words, %s) > 0"
        values.append(phrase)
    for phrase in wish.without:
        sql += f" AND {position}(e.words, %s) = 0"
        values.append(phrase)
    if place.participant:
        sql += " AND n.participant_id = %s"
        values.append(_key(place.participant))
    if place.interviewer is not None:
        sql += " AND n.interviewer = %s"
        values.append(place.interviewer)
    return sql, values


def rows(columns: str, wish: Wish, place: Place, limit: int) -> list[tuple[Any, ...]]:
    """The first rows that fit."""
    if not place.versions:
        return []
    sql, values = statement(columns, wish, place)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {_ROW} LIMIT %s", [*values, limit])
        return list(cursor.fetchall())


def words_beginning(letters: str) -> set[str]:
    """The words of the index of which a root begins with these letters."""
    where, values = ("root >= %s AND root < %s", [letters, letters + "\U0010ffff"])
    if not IS_SQLITE:
        where, values = "root LIKE %s", [letters + "%"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT word FROM documents_wordroot WHERE {where}", values)  # noqa: S608 - our names
        return {word for (word,) in cursor.fetchall()}


def forget_words() -> None:
    """Drop the words that no row holds any more."""
    gone = "documents_wordroot.word NOT IN (SELECT term FROM documents_wordlist)"
    if not IS_SQLITE:
        held = "SELECT word FROM ts_stat('SELECT lexemes FROM documents_indexedturn')"
        gone = f"NOT EXISTS (SELECT 1 FROM ({held}) held WHERE held.word = documents_wordroot.word)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM documents_wordroot WHERE {gone}")  # noqa: S608 - our names


def _fts5(columns: str, wish: Wish, place: Place) -> tuple[str, list[Any]]:
    parts = [_or(each) for each in wish.wanted]
    parts.append(f'"_{place.project.hex}"')
    if not place.is_all and len(place.versions) <= FEW_VERSIONS:
        parts.append(_or(AnyOf(tuple(f"_{each.hex}" for each in place.versions))))
    match = f"({' AND '.join(parts)})" + "".join(f" NOT {_or(each)}" for each in wish.unwanted)
    # CROSS JOIN: the index first, in its order, so that reading ends when enough was found.
    turn = " CROSS JOIN documents_turn n ON n.id = e.turn" if _asks_for_turns(place) else ""
    sql = (
        f"SELECT {columns} FROM documents_wordindex CROSS JOIN documents_indexedturn e"  # noqa: S608 - our names
        f" ON e.id = documents_wordindex.rowid{turn} WHERE documents_wordindex MATCH %s"
        f" AND e.version_id IN ({', '.join(['%s'] * len(place.versions))})"
    )
    return sql, [match, *map(_key, place.versions)]


def _or(group: AnyOf) -> str:
    quoted = ('"' + word + '"' + " *" * group.is_beginning for word in group.words)
    return f"({' OR '.join(quoted)})"


def _tsvector(columns: str, wish: Wish, place: Place) -> tuple[str, list[Any]]:
    query = " & ".join([*map(_either, wish.wanted), *(f"!{_either(each)}" for each in wish.unwanted)])
    turn = " JOIN documents_turn n ON n.id = e.turn" if _asks_for_turns(place) else ""
    sql = (
        f"SELECT {columns} FROM documents_indexedturn e{turn}"  # noqa: S608 - our names
        " WHERE e.project = %s AND e.lexemes @@ %s::tsquery AND e.version_id = ANY(%s)"
    )
    return sql, [place.project, query, list(place.versions)]


def _either(group: AnyOf) -> str:
    quoted = ("'" + word.replace("'", "''") + "'" + ":*" * group.is_beginning for word in group.words)
    return f"({' | '.join(quoted)})"


def _asks_for_turns(place: Place) -> bool:
    return place.participant is not None or place.interviewer is not None


def _key(key: UUID) -> Any:
    return key.hex if IS_SQLITE else key


def holds(words: Collection[str]) -> set[str]:
    """Those of the words that some row of the index holds."""
    found = set()
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(_HOLDS, [(_or if IS_SQLITE else _either)(AnyOf((word,)))])
            if cursor.fetchone():
                found.add(word)
    return found


_HOLDS = (
    "SELECT 1 FROM documents_wordindex WHERE documents_wordindex MATCH %s LIMIT 1"
    if IS_SQLITE
    else "SELECT 1 FROM documents_indexedturn WHERE lexemes @@ %s::tsquery LIMIT 1"
)
