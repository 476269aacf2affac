"""Every change to offices."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.documents.models import Attribute, Office
from apps.documents.queries import office_usage, offices_under
from apps.documents.services.attributes import checked_attributes
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid


@transaction.atomic
def create_office(
    *,
    project: Project,
    user: User,
    name: str,
    parent: Office | None = None,
    attributes: dict[str, Any] | None = None,
) -> Office:
    """Add an office, at the top or below another. Raises Invalid when its neighbour has the name already."""
    checked = checked_attributes(project, Attribute.Subject.OFFICE, attributes or {})
    office = save_office(Office(project=project, name=name, parent=parent, attributes=checked))
    record(project, user, Verb.OFFICE_CREATED, object_id=office.pk, label=office.name, after=office_state(office))
    return office


@transaction.atomic
def change_office(*, project: Project, user: User, office: Office, **changes: Any) -> Office:
    """Rename, move or describe an office; what is not named stays."""
    list(project.offices.select_for_update().values_list("pk"))  # two moves at once must not make a ring
    before = office_state(office)
    if "attributes" in changes:
        changes["attributes"] = checked_attributes(project, Attribute.Subject.OFFICE, changes["attributes"])
    for field, value in changes.items():
        setattr(office, field, value)
    if office.parent_id and office.parent_id in offices_under(project, office.pk):
        message = _("An office cannot lie below itself or below an office of its own. Nothing was changed.")
        raise Invalid("office_ring", message, fields={"parent": message})
    save_office(office)
    after = office_state(office)
    record(project, user, Verb.OFFICE_CHANGED, object_id=office.pk, label=office.name, before=before, after=after)
    return office


@transaction.atomic
def delete_office(*, project: Project, user: User, office: Office) -> None:
    """Delete an office that nothing uses. Otherwise a DomainError says in numbers what does."""
    if refusal := refusal_of_office(office):
        raise refusal
    before, office_id = office_state(office), office.pk
    office.delete()
    record(project, user, Verb.OFFICE_DELETED, object_id=office_id, label=office.name, before=before)


def refusal_of_office(office: Office) -> DomainError | None:
    """What deleting the office would be answered, None when it may go."""
    usage = office_usage(office)
    if not any(usage.values()):
        return None
    return DomainError("office_in_use", usage_sentence(office.name, usage), fields=dict(usage))


def office_state(office: Office) -> dict[str, Any]:
    parent = str(office.parent_id) if office.parent_id else None
    return {
        "name": office.name,
        "parent": parent,
        "attributes": office.attributes,
        "created": office.created.isoformat(),
    }


def usage_sentence(name: str, usage: dict[str, int]) -> str:
    """ "“KPPN Metro” is used by 2 participants, 3 transcripts. …": counts by what uses it, zeros left out."""
    phrases = {
        "offices": ngettext("%(n)s office below it", "%(n)s offices below it", usage.get("offices", 0)),
        "participants": ngettext("%(n)s participant", "%(n)s participants", usage.get("participants", 0)),
        "transcripts": ngettext("%(n)s transcript", "%(n)s transcripts", usage.get("transcripts", 0)),
        "binned": ngettext("%(n)s transcript in the bin", "%(n)s transcripts in the bin", usage.get("binned", 0)),
        "turns": ngettext("%(n)s turn", "%(n)s turns", usage.get("turns", 0)),
        "uploads": ngettext("%(n)s uploaded file", "%(n)s uploaded files", usage.get("uploads", 0)),
    }
    uses = ", ".join(phrases[what] % {"n": n} for what, n in usage.items() if n)
    return _("“%(name)s” is used by %(uses)s. Nothing was deleted; change or delete those first.") % {
        "name": name,
        "uses": uses,
    }


def save_office(office: Office) -> Office:
    """Store an office. Raises Invalid when its neighbour has the name already."""
    try:
        with transaction.atomic():
            office.save()
    except IntegrityError:
        message = _("There is already an office called “%(name)s” at that place.") % {"name": office.name}
        raise Invalid("office_exists", message, fields={"name": message}) from None
    return office
