"""Changes to many transcripts at once, and the way back from them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.documents.models import Attribute, Office, Participant, Transcript
from apps.documents.services.attributes import checked_attributes
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError
from apps.web.rows import chunks, update_rows

ROWS_AT_ONCE = 1000
FIELDS = ("office", "kind", "language", "date")
State = dict[str, Any]


@dataclass(frozen=True)
class Changes:
    """What is to become of the transcripts; None and empty leave things as they are.

    `attribute` is (name, value), where the value None takes it away; `no_date` takes the date away.
    """

    office: Office | None = None
    kind: str = ""
    language: str = ""
    date: dt.date | None = None
    no_date: bool = False
    add: Sequence[Participant] = ()
    remove: Sequence[Participant] = ()
    attribute: tuple[str, Any] | None = None
    to_bin: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        asked = self.office, self.kind, self.language, self.date, self.no_date, self.add, self.remove, self.attribute
        return any(asked) or self.to_bin


@dataclass(frozen=True)
class Preview:
    """What a change would do: of `total` transcripts, how many see another value of each thing named."""

    total: int
    changed: int
    counts: Mapping[str, int] = field(default_factory=dict)


def preview_changes(*, project: Project, transcripts: QuerySet[Transcript], changes: Changes) -> Preview:
    """What `change_transcripts` would do, in numbers. Raises Invalid for a value that does not fit its attribute."""
    changes = _checked(project, changes)
    before = _states(transcripts)
    after = {pk: _changed(state, changes, "now") for pk, state in before.items()}
    counts: dict[str, int] = defaultdict(int)
    for pk, state in before.items():
        for key in state:
            counts[key] += state[key] != after[pk][key]
    differing = sum(before[pk] != after[pk] for pk in before)
    return Preview(len(before), differing, {key: number for key, number in counts.items() if number})


@transaction.atomic
def change_transcripts(
    *, project: Project, user: User, transcripts: QuerySet[Transcript], changes: Changes
) -> Activity | None:
    """Change many transcripts in one go, as one activity that undo takes back. None when nothing differs.

    The activity's `before` and `after` are {"transcripts": {id: what differs}}.
    """
    changes = _checked(project, changes)
    moment = timezone.now().isoformat()
    before, after = {}, {}
    for pk, state in _states(transcripts.select_for_update(of=("self",))).items():
        wanted = _changed(state, changes, moment)
        if differing := [key for key in state if state[key] != wanted[key]]:
            before[pk] = {key: state[key] for key in differing}
            after[pk] = {key: wanted[key] for key in differing}
    if not after:
        return None
    _write(project, after)
    label = ngettext("%(n)s transcript", "%(n)s transcripts", len(after)) % {"n": len(after)}
    return record(
        project, user, Verb.TRANSCRIPTS_CHANGED, object_id=project.pk, label=label,
        before={"transcripts": before}, after={"transcripts": after},
    )  # fmt: skip


def restore_transcripts_state(*, project: Project, present: State, wanted: State) -> None:
    """Put back what `change_transcripts` recorded, as long as it stands as `present` says; the caller records that.

    Transcripts, offices and participants that are gone for good are let be. Raises DomainError "changed_since".
    """
    expected: dict[str, State] = present["transcripts"]
    found: dict[str, State] = {}
    for some in chunks(list(expected), ROWS_AT_ONCE):
        found |= _states(Transcript.objects.select_for_update().filter(project=project, pk__in=some))
    if any(found[pk][key] != held for pk in found for key, held in expected[pk].items()):
        raise DomainError(
            "changed_since",
            _("Some of these transcripts were changed since, so the older change cannot be taken back. "
              "Nothing was changed."),
        )  # fmt: skip
    _refuse_missing_offices(project, wanted["transcripts"].values())
    _write(project, {pk: wanted["transcripts"][pk] for pk in found})


def _checked(project: Project, changes: Changes) -> Changes:
    """The changes with the attribute's value as it is stored."""
    if changes.attribute is None or changes.attribute[1] is None:
        return changes
    name, value = changes.attribute
    held = checked_attributes(project, Attribute.Subject.TRANSCRIPT, {name: value}).get(name)
    return Changes(**{**changes.__dict__, "attribute": (name, held)})


def _states(transcripts: QuerySet[Transcript]) -> dict[str, State]:
    """{id: what a change in bulk can touch}, as plain values."""
    rows = list(
        transcripts.order_by().values_list("pk", "office_id", "kind", "language", "date", "attributes", "binned")
    )
    people: dict[UUID, list[str]] = defaultdict(list)
    links = Transcript.participants.through._default_manager
    for some in chunks([row[0] for row in rows], ROWS_AT_ONCE):
        for transcript, participant in links.filter(transcript__in=some).values_list("transcript", "participant"):
            people[transcript].append(str(participant))
    return {
        str(pk): {
            "office": str(office),
            "kind": kind,
            "language": language,
            "date": day.isoformat() if day else None,
            "participants": sorted(people[pk]),
            "attributes": attributes,
            "binned": binned.isoformat() if binned else None,
        }
        for pk, office, kind, language, day, attributes, binned in rows
    }


def _changed(state: State, changes: Changes, moment: str) -> State:
    """The state of one transcript after the changes."""
    people = {*state["participants"], *(str(each.pk) for each in changes.add)}
    attributes = dict(state["attributes"])
    if changes.attribute:
        name, value = changes.attribute
        attributes.pop(name, None) if value is None else attributes.update({name: value})
    day = changes.date.isoformat() if changes.date else state["date"]
    return {
        "office": str(changes.office.pk) if changes.office else state["office"],
        "kind": changes.kind or state["kind"],
        "language": changes.language or state["language"],
        "date": None if changes.no_date else day,
        "participants": sorted(people - {str(each.pk) for each in changes.remove}),
        "attributes": attributes,
        "binned": moment if changes.to_bin else state["binned"],
    }


def _write(project: Project, states: Mapping[str, State]) -> None:
    """Bring transcripts to the parts of a state that are named."""
    read: Mapping[str, Callable[[Any], Any]] = {
        "office": UUID,
        "kind": str,
        "language": str,
        "date": lambda day: dt.date.fromisoformat(day) if day else None,
        "attributes": dict,
        "binned": lambda moment: parse_datetime(moment) if moment else None,
    }
    for name, parse in read.items():
        values = {UUID(pk): parse(state[name]) for pk, state in states.items() if name in state}
        update_rows(Transcript, name, values)
    _write_participants(
        project, {UUID(pk): state["participants"] for pk, state in states.items() if "participants" in state}
    )


def _write_participants(project: Project, wanted: Mapping[UUID, Collection[str]]) -> None:
    through = Transcript.participants.through
    there = {str(pk) for pk in project.participants.values_list("pk", flat=True)} if wanted else set()
    for some in chunks(list(wanted), ROWS_AT_ONCE):
        named = through._default_manager.filter(transcript__in=some)
        have = {(transcript, str(person)): pk for pk, transcript, person in named.values_list(
            "pk", "transcript", "participant")}  # fmt: skip
        want = {(transcript, person) for transcript in some for person in wanted[transcript] if person in there}
        through._default_manager.filter(pk__in=[pk for pair, pk in have.items() if pair not in want]).delete()
        through._default_manager.bulk_create(
            through(transcript_id=transcript, participant_id=UUID(person)) for transcript, person in want - have.keys()
        )


def _refuse_missing_offices(project: Project, states: Iterable[State]) -> None:
    offices = {state["office"] for state in states if "office" in state}
    if offices - {str(pk) for pk in project.offices.values_list("pk", flat=True)}:
        message = _("An office these transcripts belonged to was deleted since. Nothing was changed.")
        raise DomainError("no_such_office", message)
