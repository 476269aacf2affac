"""Reads about the people interviewed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.documents.models import Participant, Transcript, Turn
from apps.projects.models import Project
from apps.web.errors import Invalid, NotThere


@dataclass(frozen=True)
class ParticipantRow:
    """A participant with the number of transcripts they are named in and the words they say there."""

    participant: Participant
    transcripts: int
    words: int


def participants_of(project: Project) -> QuerySet[Participant]:
    return project.participants.select_related("office").order_by("pseudonym")


def filtered_participants(project: Project, text: str = "", *, with_real_names: bool = False) -> QuerySet[Participant]:
    """Those whose pseudonym or office has the text in it, or, for those who may see it, the real name."""
    if not text:
        return participants_of(project)
    wanted = Q(pseudonym__icontains=text) | Q(office__name__icontains=text)
    return participants_of(project).filter(wanted | Q(real_name__icontains=text) if with_real_names else wanted)


def participant_rows(participants: Iterable[Participant]) -> list[ParticipantRow]:
    """The participants of one page. Words are counted on current versions outside the bin."""
    page = list(participants)
    ids = [each.pk for each in page]
    links = Transcript.participants.through._default_manager.filter(participant__in=ids, transcript__binned=None)
    named_in = dict(links.order_by().values_list("participant").annotate(n=Count("pk")))
    said = Turn.objects.filter(participant__in=ids, version__transcript__binned=None)
    current = said.filter(version=F("version__transcript__current"))
    words = dict(current.order_by().values_list("participant").annotate(n=Sum("words")))
    return [ParticipantRow(each, named_in.get(each.pk, 0), words.get(each.pk, 0)) for each in page]


def participants_near(project: Project, transcript: Transcript, many: int) -> tuple[list[Participant], bool]:
    """The project's participants, or, where there are more than `many`, those of the transcript and its office.

    The second value says whether they are all.
    """
    everybody = participants_of(project)
    found = list(everybody[: many + 1])
    if len(found) <= many:
        return found, True
    speaking = Turn.objects.filter(version=transcript.current_id).values("participant")
    near = Q(office=transcript.office_id) | Q(pk__in=transcript.participants.values("pk")) | Q(pk__in=speaking)
    return list(everybody.filter(near)), False


def get_participant(project: Project, participant_id: UUID) -> Participant:
    participant = participants_of(project).filter(pk=participant_id).first()
    if participant is None:
        raise NotThere("no_such_participant", _("There is no such participant in this project."))
    return participant


def find_participants(project: Project, references: Iterable[str]) -> list[Participant]:
    """Participants by id or exact pseudonym, in the order given. Raises Invalid naming the missing."""
    wanted = [reference.strip() for reference in references if reference.strip()]
    by_reference: dict[str, Participant] = {}
    for participant in participants_of(project) if wanted else ():
        by_reference |= {str(participant.pk): participant, participant.pseudonym: participant}
    missing = [reference for reference in wanted if _key(reference) not in by_reference]
    if missing:
        message = _("These participants are not in the project: %(names)s.") % {"names": ", ".join(missing)}
        raise Invalid("no_such_participant", message, fields={"participants": missing})
    return list({found.pk: found for found in (by_reference[_key(each)] for each in wanted)}.values())


def participant_usage(participant: Participant) -> dict[str, int]:
    """What stands in the way of deleting a participant: counts of what names them."""
    return {
        "transcripts": participant.transcripts.filter(binned=None).count(),
        "binned": participant.transcripts.exclude(binned=None).count(),
        "turns": participant.turns.count(),
    }


def _key(reference: str) -> str:
    """A UUID in its usual spelling, or the pseudonym as it is."""
    try:
        return str(UUID(reference))
    except ValueError:
        return reference
