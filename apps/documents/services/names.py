"""Every change to the key list. The log tells that it changed and never what the names are."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.documents.models import HiddenName, Participant
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import Invalid


@transaction.atomic
def list_name(
    *, project: Project, user: User, name: str, pseudonym: str, participant: Participant | None = None
) -> HiddenName:
    """Put a name on the key list. Raises Invalid when it is there already, or replaced by itself."""
    listed = HiddenName(project=project, name=" ".join(name.split()), pseudonym=pseudonym, participant=participant)
    return _kept(project, user, listed)


@transaction.atomic
def change_listed_name(
    *, project: Project, user: User, listed: HiddenName, name: str, pseudonym: str, participant: Participant | None
) -> HiddenName:
    """Correct a line of the key list. Transcripts in which the name was replaced stay as they are."""
    listed.name, listed.pseudonym, listed.participant = " ".join(name.split()), pseudonym, participant
    return _kept(project, user, listed)


@transaction.atomic
def unlist_name(*, project: Project, user: User, listed: HiddenName) -> None:
    """Take a name off the key list. Transcripts in which it was replaced keep the pseudonym."""
    pk, pseudonym = listed.pk, listed.pseudonym
    listed.delete()
    record(project, user, Verb.NAMES_LISTED, object_id=pk, label=pseudonym, before={"pseudonym": pseudonym})


def _kept(project: Project, user: User, listed: HiddenName) -> HiddenName:
    if listed.name.casefold() == listed.pseudonym.casefold():
        message = _("The pseudonym is the name itself. Choose another; nothing was changed.")
        raise Invalid("same_name", message, fields={"pseudonym": message})
    try:
        with transaction.atomic():
            listed.save()
    except IntegrityError:
        message = _("This name is in the list already. Nothing was changed.")
        raise Invalid("name_listed", message, fields={"name": message}) from None
    label = listed.pseudonym
    record(project, user, Verb.NAMES_LISTED, object_id=listed.pk, label=label, after={"pseudonym": label})
    return listed
