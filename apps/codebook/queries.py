"""Reads about dimensions, codes and frozen versions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from apps.codebook.counting import counter
from apps.codebook.models import Code, CodebookVersion, Dimension
from apps.projects.models import Project
from apps.web.errors import NotThere
from core.codetree import subtree, walk
from core.colors import laps

# What a code is, in snapshots and in the activity log; `place` is what moving changes.
TEXTS = ("definition", "include", "exclude", "example", "counter_example")
FIELDS = ("name", "color", *TEXTS, "shortcut", "codable")


@dataclass(frozen=True)
class Usage:
    """What hangs on a code: codings of any kind, wherever they are, and child codes."""

    codings: int
    children: int

    @property
    def is_used(self) -> bool:
        return bool(self.codings or self.children)


@dataclass(frozen=True)
class Branch:
    """A dimension with its codes in the order of the tree, each with its counted codings."""

    dimension: Dimension
    codes: list[tuple[Code, int]]


def dimensions_of(project: Project) -> QuerySet[Dimension]:
    return project.dimensions.order_by("position", "name")


def get_dimension(project: Project, dimension_id: UUID) -> Dimension:
    dimension = dimensions_of(project).filter(pk=dimension_id).first()
    if dimension is None:
        raise NotThere("no_such_dimension", _("There is no such dimension in this project."))
    return dimension


def find_dimension(project: Project, name_or_id: str) -> Dimension:
    """The dimension with this id or this exact name. Raises NotThere."""
    try:
        return get_dimension(project, UUID(name_or_id))
    except ValueError:
        found = dimensions_of(project).filter(name=name_or_id).first()
    if found is None:
        raise NotThere("no_such_dimension", _("No dimension is called “%(name)s”.") % {"name": name_or_id})
    return found


def codes_of(project: Project) -> list[Code]:
    """Every code, by dimension and depth-first, with its `depth`, `path` and `pattern`. One query."""
    rows = project.codes.select_related("dimension").order_by(
        "dimension__position", "dimension__name", "position", "name"
    )
    by_id = {code.pk: code for code in rows}
    ordered = []
    for key, place in walk((code.pk, code.parent_id, code.name) for code in by_id.values()):
        code = by_id[key]
        code.depth, code.path = place.depth, place.path
        ordered.append(code)
    for code, pattern in zip(ordered, laps(code.color for code in ordered), strict=True):
        code.pattern = pattern
    return ordered


def branches_of(project: Project) -> list[Branch]:
    """The whole codebook as a page shows it, with three queries."""
    counts = code_counts(project)
    codes = defaultdict(list)
    for code in codes_of(project):
        codes[code.dimension_id].append((code, counts.get(code.pk, 0)))
    return [Branch(dimension, codes[dimension.pk]) for dimension in dimensions_of(project)]


def get_code(project: Project, code_id: UUID) -> Code:
    code = project.codes.select_related("dimension", "parent").filter(pk=code_id).first()
    if code is None:
        raise NotThere("no_such_code", _("There is no such code in this project."))
    return code


def code_named(project: Project, code_id: str) -> Code | None:
    """The code with this id, if there is one."""
    try:
        return project.codes.filter(pk=UUID(code_id)).first()
    except ValueError:
        return None


def placed_code(project: Project, code_id: UUID) -> Code:
    """A code as codes_of gives it. Raises NotThere."""
    found = next((code for code in codes_of(project) if code.pk == code_id), None)
    return found or get_code(project, code_id)


def parents_of(project: Project) -> dict[UUID, UUID | None]:
    """Every code's id with its parent's, for core.codetree."""
    return dict(project.codes.values_list("pk", "parent"))


def code_and_below(project: Project, code_id: UUID) -> set[UUID]:
    """The ids of a code and of all codes below it; empty when there is no such code."""
    return subtree(parents_of(project), code_id)


def siblings(project: Project, dimension: UUID, parent: UUID | None) -> list[Code]:
    """The codes under one parent, or at the top of the dimension, in order."""
    return list(project.codes.filter(dimension=dimension, parent=parent).order_by("position", "name"))


def siblings_of(code: Code) -> list[Code]:
    """The other codes under the code's parent, in order; the code itself may be unsaved."""
    return [each for each in siblings(code.project, code.dimension_id, code.parent_id) if each != code]


def missing_words(code: Code) -> list[str]:
    """What the code does not say of itself yet, as people call it."""
    return [str(label_of(field)).lower() for field in TEXTS if not getattr(code, field)]


def label_of(field: str) -> Any:
    """What people call a field of codes."""
    return Code._meta.get_field(field).verbose_name  # type: ignore[union-attr]


def code_counts(project: Project) -> Mapping[UUID, int]:
    """Counted codings of each code that has any; the rule is the coding app's `counted_codings`."""
    return counter.by_code(project)


def usage_of(code: Code) -> Usage:
    return Usage(codings=code.codings.count(), children=code.children.count())


def violations_of(dimension: Dimension) -> int:
    """How many segments carry two or more of the dimension's codes by one coder."""
    crowded = dimension.codes.exclude(codings=None).values("codings__segment", "codings__by")
    return crowded.annotate(codes=Count("pk")).filter(codes__gt=1).count()


def versions_of(project: Project) -> QuerySet[CodebookVersion]:
    """Frozen versions, newest first, without their snapshots."""
    return project.codebook_versions.select_related("made_by").defer("snapshot").order_by("-number")


def get_version(project: Project, number: int) -> CodebookVersion:
    version = project.codebook_versions.select_related("made_by").filter(number=number).first()
    if version is None:
        raise NotThere("no_such_version", _("The codebook has no version %(number)s.") % {"number": number})
    return version


def codebook_version_number(project: Project) -> int:
    """The number of the newest frozen version; 0 when none was made."""
    return project.codebook_versions.order_by("-number").values_list("number", flat=True).first() or 0


def dimension_state(dimension: Dimension) -> dict[str, Any]:
    """A dimension as plain values that can be put back."""
    return {
        "id": str(dimension.pk), "name": dimension.name,
        "exclusive": dimension.exclusive, "position": dimension.position,
    }  # fmt: skip


def code_state(code: Code) -> dict[str, Any]:
    """A code as plain values that can be put back."""
    return {
        "id": str(code.pk),
        "dimension": str(code.dimension_id),
        "parent": str(code.parent_id) if code.parent_id else None,
        "position": code.position,
        **{field: getattr(code, field) for field in FIELDS},
    }


def full_dimension_state(dimension: Dimension) -> dict[str, Any]:
    """A dimension with the time it was made: what undo needs to make it again."""
    return dimension_state(dimension) | {"created": dimension.created.isoformat()}


def full_state(code: Code) -> dict[str, Any]:
    """A code with the time it was made: what undo needs to make it again."""
    return code_state(code) | {"created": code.created.isoformat()}


def snapshot_of(project: Project) -> dict[str, Any]:
    """The whole codebook as plain values; codes carry their `path` and `depth` so that it reads by itself."""
    return {
        "dimensions": [dimension_state(dimension) for dimension in dimensions_of(project)],
        "codes": [code_state(code) | {"path": code.path, "depth": code.depth} for code in codes_of(project)],
    }


def shortcuts_of(project: Project) -> set[str]:
    return set(project.codes.exclude(shortcut="").values_list("shortcut", flat=True))
