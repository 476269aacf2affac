"""Reads about attributes: what is defined, and which values stand in the rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.documents.models import Attribute, Office, Participant, Transcript
from apps.projects.models import Project
from apps.web.errors import NotThere
from core.values import Cell, Kind, Misfit, Style, Value, fit, kind_of_column, style_of

Row = Office | Participant | Transcript
MODELS: Mapping[str, type[Row]] = {
    Attribute.Subject.OFFICE: Office,
    Attribute.Subject.PARTICIPANT: Participant,
    Attribute.Subject.TRANSCRIPT: Transcript,
}
NAME_FIELD = {
    Attribute.Subject.OFFICE: "name",
    Attribute.Subject.PARTICIPANT: "pseudonym",
    Attribute.Subject.TRANSCRIPT: "title",
}


@dataclass(frozen=True)
class Untyped:
    """A name that rows use though nobody defined it, and the kind its values have."""

    subject: str
    name: str
    rows: int
    kind: Kind
    choices: tuple[str, ...]


@dataclass(frozen=True)
class AttributeRow:
    attribute: Attribute
    rows: int


@dataclass(frozen=True)
class Fitted:
    """What becomes of the values under a kind: {row: new value}, and (row, its name, value) of what does not fit."""

    values: dict[UUID, Value] = field(default_factory=dict)
    misfits: list[tuple[UUID, str, Any]] = field(default_factory=list)


def attributes_of(project: Project, subject: str | None = None) -> QuerySet[Attribute]:
    """What is defined in the project, for one subject or all, by name."""
    found = project.attributes.order_by("subject", "name")
    return found.filter(subject=subject) if subject else found


def get_attribute(project: Project, attribute_id: UUID) -> Attribute:
    attribute = attributes_of(project).filter(pk=attribute_id).first()
    if attribute is None:
        raise NotThere("no_such_attribute", _("There is no such attribute in this project."))
    return attribute


def rows_of(project: Project, subject: str) -> QuerySet[Any]:
    """The offices, participants or transcripts of the project, those in the bin too: they may come back."""
    return MODELS[subject]._default_manager.filter(project=project)


def attribute_usage(project: Project) -> tuple[list[AttributeRow], list[Untyped]]:
    """Every defined attribute with the number of rows that state it, and the names used without definition."""
    defined = list(attributes_of(project))
    stated = {subject: _values_by_name(project, subject) for subject in MODELS}
    known = {(each.subject, each.name) for each in defined}
    untyped = [
        Untyped(subject, name, len(values), *kind_of_column(values))
        for subject, by_name in stated.items()
        for name, values in sorted(by_name.items())
        if (subject, name) not in known
    ]
    return [AttributeRow(each, len(stated[each.subject].get(each.name, ()))) for each in defined], untyped


def rows_stating(project: Project, subject: str, name: str) -> int:
    """How many rows hold a value under this name."""
    return sum(name in attributes for attributes in rows_of(project, subject).values_list("attributes", flat=True))


def fit_stated(project: Project, subject: str, name: str, kind: Kind, choices: Iterable[str] = ()) -> Fitted:
    """What the values that rows state under this name are under another kind."""
    rows = rows_of(project, subject).values_list("pk", NAME_FIELD[Attribute.Subject(subject)], "attributes")
    stating = [(pk, called, attributes[name]) for pk, called, attributes in rows if name in attributes]
    style, allowed, fitted = style_of(value for _pk, _called, value in stating), tuple(choices), Fitted()
    for pk, called, value in stating:
        try:
            wanted = fit(kind, value, allowed, style)
        except Misfit:
            wanted = None
        if wanted is None:
            fitted.misfits.append((pk, called, value))
        else:
            fitted.values[pk] = wanted
    return fitted


def fit_value(attribute: Attribute, cell: Cell, style: Style | None = None) -> Value | None:
    """The value as this attribute stores it. Raises core.values.Misfit."""
    kind: Any = attribute.kind
    return fit(kind, cell, attribute.choices, style)


def misfit_sentence(attribute: Attribute, value: Any) -> str:
    """Why a value is none of the attribute's kind, and what it could be."""
    wanted = {
        Attribute.Kind.NUMBER: _("a number"),
        Attribute.Kind.DATE: _("a date such as 2023-03-14"),
        Attribute.Kind.YES_NO: _("yes or no"),
        Attribute.Kind.CHOICE: _("one of: %(choices)s") % {"choices": ", ".join(attribute.choices)},
        Attribute.Kind.TEXT: _("a text of at most 2,000 characters"),
    }[Attribute.Kind(attribute.kind)]
    said = {"value": str(value)[:60], "name": attribute.name, "wanted": wanted}
    return _("“%(value)s” does not fit “%(name)s”, which is %(wanted)s.") % said


def is_attribute_name(name: str) -> bool:
    """Whether a name can be one.

    In the paths by which databases look into stored JSON, a bare number is a place in a list, and a quotation mark
    or a backslash cannot be written; a colon ends the name where people type it.
    """
    try:
        int(name)
    except ValueError:
        return bool(name) and not set(name) & set(':"\\')
    return False


def _values_by_name(project: Project, subject: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for attributes in rows_of(project, subject).values_list("attributes", flat=True):
        for name, value in attributes.items():
            found[name].append(value)
    return found
