"""Every change to transcripts. `create_transcript` is the one way a transcript comes to be."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import Attribute, Office, Participant, Transcript, Turn, Version
from apps.documents.reading import SpeakerMode, refusal
from apps.documents.search import index_version
from apps.documents.services.attributes import checked_attributes
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.rows import insert_rows, key_value
from core.text.lines import line_starts
from core.text.marks import with_nonverbal
from core.text.normalise import normalise, text_hash
from core.text.offsets import Span
from core.text.readers import Formatting
from core.text.readers.base import MAX_TEXT_BYTES
from core.text.rules import Rules
from core.text.turns import Structure, find_turns

SpeakerMap = Mapping[str, Participant | None]
TURN_FIELDS = ("version", "index", "start", "end", "speaker", "participant", "at_ms", "words", "interviewer")


def create_transcript(
    *,
    project: Project,
    user: User,
    title: str,
    office: Office,
    text: str,
    language: str = "id",
    kind: str = Transcript.Kind.INTERVIEW,
    date: dt.date | None = None,
    participants: Iterable[Participant] = (),
    speakers: SpeakerMode = "auto",
    structure: Structure | None = None,
    speaker_map: SpeakerMap | None = None,
    interviewers: Collection[str] | None = None,
    rules: dict[str, Any] | None = None,
    formatting: Iterable[Formatting] = (),
    pages: Sequence[int] = (),
    encoding: str = "",
    original: File[bytes] | str = "",
    attributes: dict[str, Any] | None = None,
) -> Transcript:
    """Make a transcript with its first version and turns.

    `speaker_map` says who stands behind each label; without it, labels equal to the pseudonym of one of
    `participants` are theirs, and a lone participant gets all that is not the interviewer's. `structure` are the
    turns of this text where they were found before, by `rules`; otherwise `speakers` says how to find them.
    `interviewers` are the labels that ask; without it, those the structure says. `original` is a file, or
    the name of one in the storage already. Raises DomainError "empty" for a blank text, "too_large".
    """
    text = checked_text(text)
    if speakers == "none" and not rules:
        rules = {"layout": "none"}
    structure = structure or find_turns(text, speakers, Rules.from_json(rules))
    people = list(participants)
    mapping = who_speaks(structure, people) if speaker_map is None else speaker_map
    with transaction.atomic():
        transcript = Transcript.objects.create(
            project=project, office=office, title=title, kind=kind, language=language, date=date,
            attributes=checked_attributes(project, Attribute.Subject.TRANSCRIPT, attributes or {}),
        )  # fmt: skip
        named = {*people, *(each for each in mapping.values() if each)}
        transcript.participants.add(*named)
        transcript.current = write_version(
            transcript=transcript, user=user, number=1, text=text, structure=structure, mapping=mapping,
            interviewers=interviewers, rules=rules, formatting=formatting, pages=pages, encoding=encoding,
            original=original,
        )  # fmt: skip
        transcript.save(update_fields=["current"])
        index_version(transcript)
        after = {**transcript_state(transcript, named), "words": transcript.current.words}
        record(project, user, Verb.TRANSCRIPT_CREATED, object_id=transcript.pk, label=title, after=after)
    return transcript


def write_version(
    *,
    transcript: Transcript,
    user: User,
    number: int,
    text: str,
    structure: Structure,
    mapping: SpeakerMap,
    interviewers: Collection[str] | None = None,
    rules: dict[str, Any] | None = None,
    formatting: Iterable[Formatting] = (),
    pages: Sequence[int] = (),
    encoding: str = "",
    original: File[bytes] | str = "",
    note: str = "",
) -> Version:
    """Store one normalised text of a transcript, with its turns. Does not make it the current one.

    A speaker behind whom a participant stands is no interviewer, whatever `interviewers` or the structure say.
    """
    spans = [Span(turn.start, turn.end) for turn in structure.turns]
    version = Version.objects.create(
        transcript=transcript,
        number=number,
        text=text,
        sha256=text_hash(text),
        characters=len(text),
        words=sum(turn.words for turn in structure.turns),
        lines=len(line_starts(text, spans)),
        encoding=encoding,
        note=note,
        made_by=user,
        formatting=[[each.start, each.end, each.kind] for each in with_nonverbal(text, spans, formatting)],
        pages=list(pages),
        rules=rules or {},
        original=original,
    )
    if interviewers is None:
        interviewers = {speaker.label for speaker in structure.speakers if speaker.interviewer}
    asking = {label for label in interviewers if not mapping.get(label)}
    insert_rows(Turn, TURN_FIELDS, list(_turn_rows(version, structure, mapping, asking)))
    return version


def who_speaks(structure: Structure, participants: list[Participant]) -> dict[str, Participant | None]:
    """Label -> participant, as far as the pseudonyms, or there being only one participant, tell."""
    by_name = {participant.pseudonym.casefold(): participant for participant in participants}
    mapping = {speaker.label: by_name.get(speaker.label.casefold()) for speaker in structure.speakers}
    if len(participants) == 1 and not any(mapping.values()):
        answering = [speaker.label for speaker in structure.speakers if not speaker.interviewer]
        # Without any labels all is theirs; beside labels, unlabelled lines are titles and dates.
        mapping |= dict.fromkeys(answering if structure.speakers else [""], participants[0])
    return mapping


@transaction.atomic
def change_transcript(
    *,
    project: Project,
    user: User,
    transcript: Transcript,
    participants: Iterable[Participant] | None = None,
    speaker_map: SpeakerMap | None = None,
    interviewers: Collection[str] | None = None,
    **changes: Any,
) -> Transcript:
    """Change what is named: title, office, kind, language, date, attributes, participants, who speaks and who asks.

    `interviewers` are the labels of the current version that ask; behind them stands no participant.
    """
    speaks = speaker_map is not None or interviewers is not None
    before = _details(transcript, speaks)
    if "attributes" in changes:
        changes["attributes"] = checked_attributes(project, Attribute.Subject.TRANSCRIPT, changes["attributes"])
    for field, value in changes.items():
        setattr(transcript, field, value)
    if changes:
        transcript.save(update_fields=list(changes))
    if participants is not None:
        transcript.participants.set(participants)
    if speaker_map is not None:
        _assign_speakers(transcript, speaker_map)
    if interviewers is not None:
        _assign_interviewers(transcript, interviewers)
    after = _details(transcript, speaks)
    pk, label = transcript.pk, transcript.title
    record(project, user, Verb.TRANSCRIPT_CHANGED, object_id=pk, label=label, before=before, after=after)
    return transcript


@transaction.atomic
def bin_transcript(*, project: Project, user: User, transcript: Transcript) -> None:
    """Move a transcript to the bin. Its codings leave all counts, and come back with it."""
    transcript.binned = timezone.now()
    transcript.save(update_fields=["binned"])
    record(project, user, Verb.TRANSCRIPT_BINNED, object_id=transcript.pk, label=transcript.title)


@transaction.atomic
def restore_transcript(*, project: Project, user: User, transcript: Transcript) -> None:
    """Take a transcript back from the bin."""
    transcript.binned = None
    transcript.save(update_fields=["binned"])
    record(project, user, Verb.TRANSCRIPT_RESTORED, object_id=transcript.pk, label=transcript.title)


def transcript_state(transcript: Transcript, participants: Iterable[Participant]) -> dict[str, Any]:
    return {
        "title": transcript.title,
        "office": str(transcript.office_id),
        "kind": transcript.kind,
        "language": transcript.language,
        "date": transcript.date.isoformat() if transcript.date else None,
        "participants": sorted(str(participant.pk) for participant in participants),
        "attributes": transcript.attributes,
    }


def speakers_state(transcript: Transcript) -> list[list[Any]]:
    """[participant, whether they ask, [turns]] of the current version: the turns by number, as labels may be names."""
    return speakers_of_version(transcript.version_id)


def speakers_of_version(version: Version | UUID) -> list[list[Any]]:
    """As `speakers_state`, of any version."""
    groups: dict[tuple[str | None, bool], list[int]] = {}
    turns = Turn.objects.filter(version=version).order_by("index")
    for index, person, asks in turns.values_list("index", "participant", "interviewer"):
        groups.setdefault((str(person) if person else None, asks), []).append(index)
    return [[person, asks, indices] for (person, asks), indices in groups.items()]


def _details(transcript: Transcript, speaks: bool) -> dict[str, Any]:
    state = transcript_state(transcript, transcript.participants.all())
    return state | ({"speakers": speakers_state(transcript)} if speaks else {})


def _turn_rows(
    version: Version, structure: Structure, mapping: SpeakerMap, asking: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    """One tuple of TURN_FIELDS for each turn."""
    key = key_value(version)
    people = {label: key_value(participant) for label, participant in mapping.items() if participant}
    for turn in structure.turns:
        speaker, asks = people.get(turn.speaker), turn.speaker in asking
        yield key, turn.index, turn.start, turn.end, turn.speaker, speaker, turn.at_ms, turn.words, asks


def _assign_speakers(transcript: Transcript, speaker_map: SpeakerMap) -> None:
    for label, participant in speaker_map.items():
        # A speaker behind whom a participant stands is no interviewer.
        changed: dict[str, Any] = {"participant": participant} | ({"interviewer": False} if participant else {})
        Turn.objects.filter(version=transcript.current_id, speaker=label).update(**changed)
    transcript.participants.add(*{each for each in speaker_map.values() if each})


def _assign_interviewers(transcript: Transcript, interviewers: Collection[str]) -> None:
    turns = Turn.objects.filter(version=transcript.current_id)
    asking = Q(speaker__in=interviewers, participant=None)
    turns.filter(asking, interviewer=False).update(interviewer=True)
    turns.filter(~asking, interviewer=True).update(interviewer=False)


def checked_text(text: str) -> str:
    """The text in the form that is stored. Raises DomainError "empty" for a blank one, "too_large"."""
    text = normalise(text)
    if len(text) > MAX_TEXT_BYTES:
        raise refusal("too_large", bytes=len(text), limit=MAX_TEXT_BYTES)
    if not text or text.isspace():
        raise refusal("empty")
    return text
