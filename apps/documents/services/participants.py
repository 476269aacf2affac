"""Every change to the people interviewed."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.documents.models import Attribute, Office, Participant
from apps.documents.queries import participant_usage
from apps.documents.services.attributes import checked_attributes
from apps.documents.services.offices import usage_sentence
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid


@transaction.atomic
def create_participant(
    *,
    project: Project,
    user: User,
    pseudonym: str,
    office: Office,
    real_name: str = "",
    attributes: dict[str, Any] | None = None,
) -> Participant:
    """Add a participant. Raises Invalid when the pseudonym is taken."""
    participant = save_participant(
        Participant(
            project=project,
            pseudonym=pseudonym,
            office=office,
            real_name=real_name,
            attributes=checked_attributes(project, Attribute.Subject.PARTICIPANT, attributes or {}),
        )
    )
    after = participant_state(participant)
    record(project, user, Verb.PARTICIPANT_CREATED, object_id=participant.pk, label=pseudonym, after=after)
    return participant


@transaction.atomic
def change_participant(*, project: Project, user: User, participant: Participant, **changes: Any) -> Participant:
    """Change pseudonym, office, attributes or real name; what is not named stays."""
    before = participant_state(participant)
    if "attributes" in changes:
        changes["attributes"] = checked_attributes(project, Attribute.Subject.PARTICIPANT, changes["attributes"])
    for field, value in changes.items():
        setattr(participant, field, value)
    save_participant(participant)
    after = participant_state(participant)
    label = participant.pseudonym
    record(
        project,
        user,
        Verb.PARTICIPANT_CHANGED,
        object_id=participant.pk,
        label=label,
        before=before,
        after=after,
    )
    return participant


@transaction.atomic
def delete_participant(*, project: Project, user: User, participant: Participant) -> None:
    """Delete a participant whom nothing names. Otherwise a DomainError says in numbers what does."""
    if refusal := refusal_of_participant(participant):
        raise refusal
    # That there was a real name, never which: without it, nobody could bring the participant back whole.
    before = participant_state(participant) | ({"named": True} if participant.real_name else {})
    participant_id, label = participant.pk, participant.pseudonym
    participant.delete()
    record(project, user, Verb.PARTICIPANT_DELETED, object_id=participant_id, label=label, before=before)


def refusal_of_participant(participant: Participant) -> DomainError | None:
    """What deleting the participant would be answered, None when they may go."""
    usage = participant_usage(participant)
    if not any(usage.values()):
        return None
    message = usage_sentence(participant.pseudonym, usage)
    return DomainError("participant_in_use", message, fields=dict(usage))


def participant_state(participant: Participant) -> dict[str, Any]:
    """What the activity log may know of a participant: never the real name."""
    return {
        "pseudonym": participant.pseudonym,
        "office": str(participant.office_id),
        "attributes": participant.attributes,
        "created": participant.created.isoformat(),
    }


def save_participant(participant: Participant) -> Participant:
    """Store a participant. Raises Invalid when the pseudonym is taken."""
    try:
        with transaction.atomic():
            participant.save()
    except IntegrityError:
        name = {"name": participant.pseudonym}
        message = _("There is already a participant called “%(name)s” in this project.") % name
        raise Invalid("participant_exists", message, fields={"pseudonym": message}) from None
    return participant
