"""Codes and differences of codebooks in the shapes of the HTTP API."""

from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from apps.codebook import queries
from apps.codebook.models import Code
from apps.projects.models import Project
from core.codediff import Difference, Pair


class CodeWords(Schema):
    color: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    counter_example: str = ""
    shortcut: str = ""
    codable: bool = True


class CodeIn(CodeWords):
    name: str
    # An id, or the dimension's exact name.
    dimension: str
    parent: UUID | None = None


class CodeOut(CodeWords):
    id: UUID
    name: str
    path: str
    depth: int
    pattern: int
    dimension: UUID
    parent: UUID | None
    position: int
    codings: int


class ChangeOut(Schema):
    """What was, and what is."""

    old: str | bool
    new: str | bool


class PieceOut(Schema):
    kind: Literal["same", "removed", "added"]
    text: str


class WordsOut(Schema):
    field: str
    pieces: list[PieceOut]


class CodeChangeOut(Schema):
    """`story` says which code it was merged into or split from, if it was. What is null did not change."""

    fate: Literal["added", "removed", "changed"]
    id: UUID
    name: str
    path: str
    story: str
    renamed: ChangeOut | None
    moved: ChangeOut | None
    recoloured: ChangeOut | None
    shortcut: ChangeOut | None
    codable: ChangeOut | None
    words: list[WordsOut]


class DimensionChangeOut(Schema):
    fate: Literal["added", "removed", "changed"]
    id: UUID
    name: str
    renamed: ChangeOut | None
    exclusive: ChangeOut | None


class DifferenceOut(Schema):
    """`reordered` names the places whose codes stand in another order; an empty name means the dimensions."""

    totals: dict[str, int]
    dimensions: list[DimensionChangeOut]
    codes: list[CodeChangeOut]
    reordered: list[str]


def code_out(code: Code, codings: int) -> dict[str, Any]:
    """A code of `queries.codes_of` in the API's shape."""
    return {
        **queries.code_state(code), "path": code.path, "depth": code.depth, "pattern": code.pattern,
        "codings": codings,
    }  # fmt: skip


def code_answer(project: Project, code: Code) -> dict[str, Any]:
    counts = queries.code_counts(project)
    return code_out(queries.placed_code(project, code.pk), counts.get(code.pk, 0))


def difference_out(difference: Difference, stories: dict[str, str] | None = None) -> dict[str, Any]:
    codes = [
        {
            "fate": each.fate, "id": each.id, "name": each.name, "path": each.path,
            "story": (stories or {}).get(each.id, ""),
            "renamed": _pair(each.renamed), "moved": _pair(each.moved), "recoloured": _pair(each.recoloured),
            "shortcut": _pair(each.shortcut), "codable": _pair(each.codable),
            "words": [
                {"field": words.field, "pieces": [{"kind": piece.kind, "text": piece.text} for piece in words.pieces]}
                for words in each.words
            ],
        }
        for each in difference.codes
    ]  # fmt: skip
    dimensions = [
        {
            "fate": each.fate, "id": each.id, "name": each.name,
            "renamed": _pair(each.renamed), "exclusive": _pair(each.exclusive),
        }
        for each in difference.dimensions
    ]  # fmt: skip
    return {
        "totals": difference.totals, "dimensions": dimensions, "codes": codes,
        "reordered": list(difference.reordered),
    }  # fmt: skip


def _pair(pair: Pair | None) -> dict[str, Any] | None:
    return pair._asdict() if pair else None
