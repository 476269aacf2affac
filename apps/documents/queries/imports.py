"""What a table of attributes would do to a project, before anything is written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.documents.models import Attribute, Office
from apps.documents.queries.attributes import (
    NAME_FIELD,
    attributes_of,
    fit_stated,
    fit_value,
    is_attribute_name,
    misfit_sentence,
    rows_of,
)
from apps.projects.models import Project
from core.tables import Row, Table
from core.values import Misfit, Style, Value, kind_of_column, shown_text, style_of

# What the first column is called where it says who or what a row is about.
NAMING = {"case", "title", "pseudonym", "name", "participant", "office", "transcript", "judul", "nama", "informan"}
SUBJECTS = (Attribute.Subject.PARTICIPANT, Attribute.Subject.TRANSCRIPT, Attribute.Subject.OFFICE)
MAY_BE_MADE = (Attribute.Subject.PARTICIPANT, Attribute.Subject.OFFICE)


@dataclass(frozen=True)
class ImportColumn:
    """A column that becomes an attribute: a defined one of this name, or a new one of this kind."""

    index: int
    name: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Import:
    """How a table is read: `key` is the column that names the rows; `make` adds those that are missing,
    participants in `office`, offices below it or at the top."""

    subject: str
    key: int
    columns: tuple[ImportColumn, ...]
    make: bool = False
    office: Office | None = None


@dataclass(frozen=True)
class Accepted:
    """A row that goes in. `target` is None for one that is to be made."""

    line: int
    name: str
    target: UUID | None
    values: Mapping[str, Value]


@dataclass(frozen=True)
class LeftOut:
    line: int
    name: str
    reason: str
    row: Row


@dataclass(frozen=True)
class Judgement:
    """What becomes of each row. With `obstacles`, sentences about whole columns, nothing can go in.

    `fresh` and `replaced` count values; those that are there already count in neither.
    """

    accepted: list[Accepted] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    fresh: int = 0
    replaced: int = 0

    @property
    def made(self) -> int:
        return sum(each.target is None for each in self.accepted)

    @property
    def can_go_in(self) -> bool:
        return bool(self.accepted) and not self.obstacles


class _Refused(Exception):
    """Why a row is left out."""


def guess_import(project: Project, table: Table, subject: str = "") -> Import:
    """How the table is probably meant: the column whose cells name most rows of the project, for all other columns
    the attributes they are called like. With a subject, only rows of that are looked for."""
    best = (-1, 0, "")
    # Where nothing tells, the table is about people; of what scores alike the first stays.
    for each in [subject] if subject else SUBJECTS:
        known = _targets(project, each).keys()
        for index in range(len(table.columns)):
            hits = sum(_key_of(cell) in known for cell in table.column(index))
            called = table.columns[index].casefold() in NAMING
            best = max(best, (2 * hits + called, -index, str(each)), key=lambda found: found[:2])
    _score, before, chosen = best
    defined = {each.name.casefold(): each for each in attributes_of(project, chosen)}
    columns = [
        _column_of(table, index, defined.get(name.casefold()))
        for index, name in enumerate(table.columns)
        if index != -before
    ]
    return Import(chosen, -before, tuple(columns))


def judge_import(project: Project, table: Table, plan: Import) -> Judgement:
    """Look at every row: whom it names, and whether its values fit. Reads the project, writes nothing."""
    attributes = _attributes(project, table, plan)
    judgement = Judgement(attributes=[each for each in attributes.values() if each._state.adding])
    judgement.obstacles.extend(_obstacles(project, plan, attributes))
    styles = {column.index: style_of(table.column(column.index)) for column in plan.columns}
    targets, seen = _targets(project, plan.subject), dict[str, int]()
    for row in table.rows:
        name = shown_text(row.cells[plan.key])
        try:
            target = _target(plan, targets, name, seen, row.line)
            values = _values(plan, row, attributes, styles)
        except _Refused as refused:
            judgement.left_out.append(LeftOut(row.line, name, str(refused), row))
        else:
            judgement.accepted.append(Accepted(row.line, name, target, values))
    return _counted(project, plan, judgement)


def _column_of(table: Table, index: int, defined: Attribute | None) -> ImportColumn:
    if defined:
        return ImportColumn(index, defined.name, defined.kind, tuple(defined.choices))
    kind, choices = kind_of_column(table.column(index))
    return ImportColumn(index, _plain_name(table.columns[index]), kind, choices)


def _attributes(project: Project, table: Table, plan: Import) -> dict[int, Attribute]:
    """The attribute of each column; new ones are not saved yet."""
    defined = {each.name.casefold(): each for each in attributes_of(project, plan.subject)}
    found = {}
    for column in plan.columns:
        choices = column.choices
        if column.kind == Attribute.Kind.CHOICE and not choices:
            choices = tuple(dict.fromkeys(shown_text(cell) for cell in table.column(column.index) if shown_text(cell)))
        made = Attribute(
            project=project, subject=plan.subject, name=column.name, kind=column.kind, choices=list(choices)
        )
        found[column.index] = defined.get(column.name.casefold(), made)
    return found


def _obstacles(project: Project, plan: Import, attributes: Mapping[int, Attribute]) -> list[str]:
    """Names that cannot be, or come twice, and new kinds that values of other rows do not fit."""
    said = []
    names = [each.name.casefold() for each in attributes.values()]
    used: set[str] = set()
    for held in rows_of(project, plan.subject).values_list("attributes", flat=True):
        used.update(held)
    for attribute in attributes.values():
        if names.count(attribute.name.casefold()) > 1:
            said.append(_("Two columns are called “%(name)s”; rename one, or leave it out.") % {"name": attribute.name})
        elif not is_attribute_name(attribute.name):
            message = _(
                "“%(name)s” cannot be the name of an attribute: it is more than a number, without colon or quotes."
            )
            said.append(message % {"name": attribute.name})
        elif attribute._state.adding and attribute.name in used:
            kind: Any = attribute.kind
            fitted = fit_stated(project, plan.subject, attribute.name, kind, attribute.choices)
            if fitted.misfits:
                message = _("%(n)s values that are there do not fit the kind chosen for “%(name)s”; choose “Text”.")
                said.append(message % {"n": len(fitted.misfits), "name": attribute.name})
    return list(dict.fromkeys(said))


def _targets(project: Project, subject: str) -> dict[str, list[UUID]]:
    """Name, without regard to case, or id -> the rows it names, outside the bin."""
    rows = rows_of(project, subject)
    if subject == Attribute.Subject.TRANSCRIPT:
        rows = rows.filter(binned=None)
    found: dict[str, list[UUID]] = defaultdict(list)
    for pk, name in rows.values_list("pk", NAME_FIELD[Attribute.Subject(subject)]):
        found[_key_of(name)].append(pk)
        found[str(pk)].append(pk)
    return found


def _target(plan: Import, targets: Mapping[str, list[UUID]], name: str, seen: dict[str, int], line: int) -> UUID | None:
    if not name:
        raise _Refused(_("The row names nobody."))
    found = targets.get(_key_of(name), [])
    if len(found) > 1:
        raise _Refused(_("%(n)s are called so; write the id instead.") % {"n": len(found)})
    if not found and not (plan.make and plan.subject in MAY_BE_MADE):
        raise _Refused(_("There is none of this name in the project."))
    key = str(found[0]) if found else _key_of(name)
    if key in seen:
        raise _Refused(_("Row %(line)s names it already.") % {"line": seen[key]})
    seen[key] = line
    return found[0] if found else None


def _values(
    plan: Import, row: Row, attributes: Mapping[int, Attribute], styles: Mapping[int, Style]
) -> dict[str, Value]:
    """The row's values as they are stored; empty cells say nothing."""
    values: dict[str, Value] = {}
    for column in plan.columns:
        cell, attribute = row.cells[column.index], attributes[column.index]
        try:
            value = fit_value(attribute, cell, styles[column.index])
        except Misfit:
            raise _Refused(misfit_sentence(attribute, cell)) from None
        if value is not None:
            values[attribute.name] = value
    return values


def _counted(project: Project, plan: Import, judgement: Judgement) -> Judgement:
    """The judgement with its values counted against those that are there."""
    present = dict(rows_of(project, plan.subject).values_list("pk", "attributes"))
    fresh = replaced = 0
    for each in judgement.accepted:
        held = present.get(each.target, {}) if each.target else {}
        fresh += sum(name not in held for name in each.values)
        replaced += sum(name in held and held[name] != value for name, value in each.values.items())
    return Judgement(judgement.accepted, judgement.left_out, judgement.obstacles, judgement.attributes, fresh, replaced)


def _plain_name(title: str) -> str:
    """A column's title without what no attribute's name may hold."""
    return " ".join(title.translate(str.maketrans(':"\\', " ' ")).split())


def _key_of(cell: Any) -> str:
    return " ".join(shown_text(cell).split()).casefold()
