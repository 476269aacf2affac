"""Every change to what is noted about offices, participants and transcripts, and the check of each value."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.documents.models import Attribute
from apps.documents.queries import (
    MODELS,
    attributes_of,
    fit_stated,
    fit_value,
    is_attribute_name,
    misfit_sentence,
    rows_of,
    rows_stating,
)
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid
from apps.web.rows import update_rows
from core.values import Misfit

SHOWN_MISFITS = 20


@transaction.atomic
def create_attribute(
    *,
    project: Project,
    user: User,
    subject: str,
    name: str,
    kind: str = Attribute.Kind.TEXT,
    choices: Iterable[str] = (),
    clear_misfits: bool = False,
) -> Attribute:
    """Define an attribute. Values that rows state under its name already must fit, or `clear_misfits` removes them.

    Raises DomainError "values_do_not_fit" with the first of them in `fields`, and how many.
    """
    attribute = _saved(
        Attribute(project=project, subject=subject, name=_checked_name(name), kind=kind, choices=list(choices))
    )
    cleared = conform(attribute, clear_misfits=clear_misfits)
    after = {**attribute_state(attribute), "cleared": cleared}
    record(project, user, Verb.ATTRIBUTE_CREATED, object_id=attribute.pk, label=attribute.name, after=after)
    return attribute


@transaction.atomic
def change_attribute(
    *, project: Project, user: User, attribute: Attribute, clear_misfits: bool = False, **changes: Any
) -> Attribute:
    """Change name, kind or choices; a new name renames the values' key in every row. Refuses as `create_attribute`."""
    before, old_name = attribute_state(attribute), attribute.name
    for field, value in changes.items():
        setattr(attribute, field, _checked_name(value) if field == "name" else value)
    if attribute.name != old_name and (taken := rows_stating(project, attribute.subject, attribute.name)):
        raise _name_in_use(attribute.name, taken)
    _saved(attribute)
    cleared = conform(attribute, old_name, clear_misfits=clear_misfits)
    after = {**attribute_state(attribute), "cleared": cleared}
    pk, label = attribute.pk, attribute.name
    record(project, user, Verb.ATTRIBUTE_CHANGED, object_id=pk, label=label, before=before, after=after)
    return attribute


@transaction.atomic
def delete_attribute(*, project: Project, user: User, attribute: Attribute, keep_values: bool = False) -> int:
    """Delete an attribute and its values; with `keep_values` these stay, as free text. Returns how many there were."""
    before, attribute_id = attribute_state(attribute), attribute.pk
    rows = rows_of(project, attribute.subject).values_list("pk", "attributes")
    stating = {pk: attributes for pk, attributes in rows if attribute.name in attributes}
    if not keep_values:
        left = {pk: {key: held for key, held in old.items() if key != attribute.name} for pk, old in stating.items()}
        update_rows(MODELS[attribute.subject], "attributes", left)
    attribute.delete()
    after = {"values": len(stating), "kept": keep_values}
    label = attribute.name
    record(project, user, Verb.ATTRIBUTE_DELETED, object_id=attribute_id, label=label, before=before, after=after)
    return len(stating)


def checked_attributes(project: Project, subject: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored; empty ones are left out. Raises Invalid naming each that is none of its kind."""
    if not values:
        return {}
    defined = {each.name: each for each in attributes_of(project, subject)}
    checked: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in values.items():
        plain = ("yes" if value else "no") if isinstance(value, bool) else value
        try:
            held = fit_value(defined[name], plain) if name in defined else plain
        except Misfit:
            wrong[name] = misfit_sentence(defined[name], value)
        else:
            checked |= {} if held is None else {name: held}
    if wrong:
        message = _("%(reasons)s Nothing was changed.") % {"reasons": " ".join(wrong.values())}
        raise Invalid("value_does_not_fit", message, fields={"attributes": wrong})
    return checked


def attribute_state(attribute: Attribute) -> dict[str, Any]:
    return {
        "subject": attribute.subject,
        "name": attribute.name,
        "kind": attribute.kind,
        "choices": attribute.choices,
    }


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not is_attribute_name(name):
        message = _("The name of an attribute is more than a number, and holds no colon, quotation mark or backslash.")
        raise Invalid("bad_attribute_name", message, fields={"name": message})
    return name


def conform(attribute: Attribute, old_name: str = "", *, clear_misfits: bool = False) -> int:
    """Bring every value stated under its old name to the attribute's name and kind. Returns how many were removed."""
    old_name = old_name or attribute.name
    kind: Any = attribute.kind
    fitted = fit_stated(attribute.project, attribute.subject, old_name, kind, attribute.choices)
    if fitted.misfits and not clear_misfits:
        raise _values_do_not_fit(attribute, [(called, value) for _pk, called, value in fitted.misfits])
    misfits = {pk for pk, _called, _value in fitted.misfits}
    changed = {}
    for pk, old in rows_of(attribute.project, attribute.subject).values_list("pk", "attributes"):
        if old_name not in old:
            continue
        # Built anew, so that a renamed key keeps its place where the database keeps an order.
        renamed = {(attribute.name if key == old_name else key): held for key, held in old.items()}
        if pk in misfits:
            del renamed[attribute.name]
        else:
            renamed[attribute.name] = fitted.values[pk]
        if renamed != old:
            changed[pk] = renamed
    update_rows(MODELS[attribute.subject], "attributes", changed)
    return len(misfits)


def _values_do_not_fit(attribute: Attribute, misfits: list[tuple[str, Any]]) -> DomainError:
    message = ngettext(
        "%(n)s value of “%(name)s” does not fit. Nothing was changed; mend it, or choose to clear it.",
        "%(n)s values of “%(name)s” do not fit. Nothing was changed; mend them, or choose to clear them.",
        len(misfits),
    ) % {"n": len(misfits), "name": attribute.name}
    first = [{"name": called, "value": value} for called, value in misfits[:SHOWN_MISFITS]]
    return DomainError("values_do_not_fit", message, fields={"count": len(misfits), "misfits": first})


def _name_in_use(name: str, count: int) -> DomainError:
    message = ngettext(
        "%(n)s row states “%(name)s” already. Nothing was changed; choose another name.",
        "%(n)s rows state “%(name)s” already. Nothing was changed; choose another name.",
        count,
    ) % {"n": count, "name": name}
    return Invalid("attribute_exists", message, fields={"name": message})


def _saved(attribute: Attribute) -> Attribute:
    if attribute.kind == Attribute.Kind.CHOICE and not attribute.choices:
        message = _("Write the values of the list, one a line.")
        raise Invalid("no_choices", message, fields={"choices": message})
    if attribute.kind != Attribute.Kind.CHOICE:
        attribute.choices = []
    try:
        with transaction.atomic():
            attribute.save()
    except IntegrityError:
        message = _("There is already an attribute called “%(name)s”.") % {"name": attribute.name}
        raise Invalid("attribute_exists", message, fields={"name": message}) from None
    return attribute
