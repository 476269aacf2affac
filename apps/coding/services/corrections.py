"""Correcting a transcript: a new version of its text, onto which every segment is carried or asked about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files import File
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.patience import lock_project, locked, patiently
from apps.coding.services.carrying import Anchors, Carrying, Layout
from apps.documents.models import Participant, Transcript, Turn, Version
from apps.documents.queries import participants_of
from apps.documents.search import index_version
from apps.documents.services import checked_text, write_version
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, NotThere, Refused
from core.text.anchors import Edit
from core.text.offsets import Span
from core.text.readers import Formatting
from core.text.rules import Rules
from core.text.turns import SpeakerCount, Structure, find_turns
from core.text.turns import Turn as FoundTurn

SpeakerMap = Mapping[str, Participant | None]
NOTE_LENGTH = 300


@dataclass(frozen=True)
class Correction:
    """The version that was made, and what became of the passages of the one before.

    `carried` stand on the same words in their line, `moved` on the same words elsewhere; `changed` and `ambiguous`
    wait for a decision, `gone` stay on the old version. `rescued` had been left on older versions and found back.
    """

    version: Version
    carried: int
    moved: int
    changed: int
    ambiguous: int
    gone: int
    rescued: int = 0

    @property
    def queue(self) -> int:
        """How many wait for somebody's decision."""
        return self.changed + self.ambiguous


@dataclass(frozen=True)
class Content:
    """All that a new version is made of, and the places found in it."""

    text: str
    structure: Structure
    rules: dict[str, Any]
    formatting: tuple[Formatting, ...]
    pages: tuple[int, ...]
    anchors: Anchors


def correct_transcript(
    *,
    project: Project,
    user: User,
    transcript: Transcript,
    expected: UUID,
    text: str,
    note: str = "",
    structure: Structure | None = None,
    rules: dict[str, Any] | None = None,
    speaker_map: SpeakerMap | None = None,
    interviewers: Collection[str] | None = None,
    formatting: Iterable[Formatting] | None = None,
    pages: Sequence[int] | None = None,
    encoding: str = "",
    original: File[bytes] | str = "",
    edits: Sequence[Edit] | None = None,
) -> Correction:
    """Make a new version of the transcript with this text, and carry every segment that can be carried onto it.

    `expected` is the version the text was corrected from. What is None is carried over from it: who stands behind the
    labels, who asks, formatting, pages, and the rules by which turns are cut. `structure` are the turns of the new
    text where they were found before. With `edits` it is known, not guessed, what was changed. Raises DomainError
    "stale_version" when `expected` is no longer current, "unchanged" when neither text nor turns would differ, and
    what `create_transcript` raises for texts that cannot be kept.

    All that takes long is done before anything is locked.
    """
    left = version_expected(project, transcript, expected)
    text = checked_text(text)
    held = left.rules if rules is None else rules
    anchors = Anchors(text, left, edits)
    anchors.warm(transcript)
    content = Content(
        text=text,
        structure=structure or turns_alike(left, text, held),
        rules=held,
        formatting=tuple(formatting_carried(left, anchors) if formatting is None else formatting),
        pages=tuple(pages_carried(left, anchors) if pages is None else pages),
        anchors=anchors,
    )
    told = rules is not None and Rules.from_json(rules).interviewers is not None
    done: Correction = _correct(
        project=project, user=user, transcript=transcript, left=left, content=content, note=note[:NOTE_LENGTH],
        speaker_map=speaker_map, interviewers=interviewers, asks_by_rule=told, encoding=encoding, original=original,
    )  # fmt: skip
    return done


@patiently
def _correct(
    *,
    project: Project,
    user: User,
    transcript: Transcript,
    left: Version,
    content: Content,
    speaker_map: SpeakerMap | None,
    interviewers: Collection[str] | None,
    asks_by_rule: bool,
    **details: Any,
) -> Correction:
    hold(project, transcript, left)
    speakers = Speakers.of(left)
    mapping = speakers.people(project, content.structure) if speaker_map is None else speaker_map
    if interviewers is None and not asks_by_rule:
        interviewers = speakers.asking(content.structure)
    refuse_unchanged(left, content, mapping, interviewers)
    made = write_version(
        transcript=transcript, user=user, number=left.number + 1, text=content.text, structure=content.structure,
        mapping=mapping, interviewers=interviewers, rules=content.rules, formatting=content.formatting,
        pages=content.pages, **details,
    )  # fmt: skip
    transcript.participants.add(*{each for each in mapping.values() if each})
    carrying = Carrying(transcript, left, made, content.anchors)
    make_current(carrying)
    record(
        project, user, Verb.TRANSCRIPT_CORRECTED, object_id=transcript.pk, label=transcript.title,
        transcript=transcript.pk, before=state_of(left, carrying.before), after=state_of(made, carrying.after),
    )  # fmt: skip
    return Correction(made, **made.outcome)


def make_current(carrying: Carrying) -> None:
    """Carry the segments, keep the count of what became of them, and show the new version."""
    carrying.run()
    made, transcript = carrying.made, carrying.transcript
    made.outcome = carrying.counts()
    made.save(update_fields=["outcome"])
    transcript.current = made
    transcript.save(update_fields=["current"])
    index_version(transcript)


def state_of(version: Version, layout: Layout) -> dict[str, Any]:
    """One side of a correction for the activity log: enough to take it back to the letter."""
    return {
        "version": str(version.pk),
        "number": version.number,
        "outcome": version.outcome,
        "segments": layout.segments,
        "doubts": layout.doubts,
    }


def put_version_back(
    *, project: Project, user: User, transcript_id: UUID, present: Mapping[str, Any], wanted: Mapping[str, Any]
) -> tuple[Version, Version]:
    """Make a new version that is as `wanted["version"]` was, with every segment where `wanted` says.

    For undo and redo, which log it: within a `patiently` done service. Segments that no longer stand as in `present`
    are anchored. Returns the version left and the one made. Raises DomainError "changed_since" when the text was
    corrected again, "names_hidden" when the older text holds names that were replaced since.
    """
    transcript = Transcript.objects.select_related("current").filter(pk=transcript_id, project=project).first()
    if transcript is None or transcript.binned or transcript.current is None:
        raise changed_since()
    left = transcript.current
    expected, target = (transcript.versions.get(pk=state["version"]) for state in (present, wanted))
    hold(project, transcript, left)
    if not same_content(left, expected):
        raise changed_since()
    if target.named:
        raise Refused(
            "names_hidden",
            _("The older text holds names that were replaced by pseudonyms. Nothing was changed."),
        )
    structure, speakers = stored_structure(target), Speakers.of(target)
    made = write_version(
        transcript=transcript, user=user, number=left.number + 1, text=target.text, structure=structure,
        mapping=speakers.people(project, structure), interviewers=speakers.asking(structure), rules=target.rules,
        formatting=[Formatting(*each) for each in target.formatting], pages=target.pages, encoding=target.encoding,
        note=_("As version %(number)s") % {"number": target.number},
    )  # fmt: skip
    anchors = Anchors(target.text, left)
    carrying = Carrying(
        transcript, left, made, anchors, present=Layout.from_json(present), wanted=Layout.from_json(wanted)
    )
    make_current(carrying)
    return left, made


def same_content(one: Version, other: Version) -> bool:
    """Whether two versions have the same text, cut into the same turns by the same rules."""
    if one.pk == other.pk:
        return True
    turns = (
        list(Turn.objects.filter(version=each).order_by("index").values_list("start", "end", "speaker", "at_ms"))
        for each in (one, other)
    )
    return one.text == other.text and one.rules == other.rules and next(turns) == next(turns)


def changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("The transcript was corrected again since, so this cannot be taken back by itself. Nothing was changed."),
    )


# --- what is checked ----------------------------------------------------------------------------------------


def version_expected(project: Project, transcript: Transcript, expected: UUID) -> Version:
    """The version a correction begins from, with its text. Raises DomainError "stale_version"."""
    current = _current_of(project, transcript)
    if current != expected:
        raise stale(current)
    return Version.objects.get(pk=expected)


def hold(project: Project, transcript: Transcript, left: Version) -> None:
    """Lock project and transcript, and see that `left` is current still. Only within a `patiently` done service."""
    lock_project(project)
    locked(Transcript.objects.filter(pk=transcript.pk))
    current = _current_of(project, transcript)
    if current != left.pk:
        raise stale(current)


def stale(current: UUID | None) -> DomainError:
    return DomainError(
        "stale_version",
        _("Somebody corrected this transcript meanwhile. Nothing was changed; look at the newest version first."),
        fields={"current_version": str(current)},
    )


def refuse_unchanged(
    left: Version, content: Content, mapping: SpeakerMap, interviewers: Collection[str] | None
) -> None:
    """Raise DomainError "unchanged" when text, turns and rules would be what they are."""
    if content.text != left.text or content.rules != left.rules:
        return
    asking = interviewers
    if asking is None:
        asking = {speaker.label for speaker in content.structure.speakers if speaker.interviewer}
    turns = []
    for turn in content.structure.turns:
        person = mapping.get(turn.speaker)
        asks = turn.speaker in asking and not person
        turns.append((turn.start, turn.end, turn.speaker, turn.at_ms, person.pk if person else None, asks))
    stored = Turn.objects.filter(version=left).order_by("index")
    if turns == list(stored.values_list("start", "end", "speaker", "at_ms", "participant", "interviewer")):
        raise DomainError("unchanged", _("This is the text as it is already. Nothing was changed."))


def _current_of(project: Project, transcript: Transcript) -> UUID | None:
    row = Transcript.objects.filter(pk=transcript.pk, project=project, binned=None)
    found = row.values_list("current_id", flat=True).first()
    if found is None:
        raise NotThere("no_such_transcript", _("There is no such transcript in this project."))
    return found


# --- what is carried over -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Speakers:
    """Who stands behind the labels of a version, and which of them ask; labels are compared without case."""

    participants: Mapping[str, Participant | None]
    interviewers: Collection[str]

    @classmethod
    def of(cls, version: Version) -> "Speakers":
        turns = Turn.objects.filter(version=version).order_by("index")
        rows = list(turns.values_list("speaker", "participant", "interviewer").distinct().order_by())
        people = Participant.objects.in_bulk([person for _label, person, _asks in rows if person])
        return cls(
            {label.casefold(): people.get(person) for label, person, _asks in rows},
            {label.casefold() for label, _person, asks in rows if asks},
        )

    def people(self, project: Project, structure: Structure) -> dict[str, Participant | None]:
        """Label -> participant in new turns: who stood behind it, or for a new label who is called so."""
        by_name = {each.pseudonym.casefold(): each for each in participants_of(project)}
        known = by_name | dict(self.participants)
        return {label: known.get(label.casefold()) for label in {turn.speaker for turn in structure.turns}}

    def asking(self, structure: Structure) -> set[str]:
        """The labels that ask: those that did, and new ones that seem to."""
        return {
            speaker.label
            for speaker in structure.speakers
            if speaker.label.casefold() in self.interviewers
            or (speaker.interviewer and speaker.label.casefold() not in self.participants)
        }


def turns_alike(left: Version, text: str, rules: Mapping[str, Any]) -> Structure:
    """The turns of a new text, cut as those of `left` were."""
    wanted = Rules.from_json(rules)
    labelled = Turn.objects.filter(version=left).exclude(speaker="").exists()
    if not labelled and not rules and any(turn.speaker for turn in find_turns(left.text).turns):
        # Somebody chose paragraphs, although labels can be found.
        return find_turns(text, "none")
    return find_turns(text, "auto", wanted)


def stored_structure(version: Version) -> Structure:
    """The turns of a version as they were found when it was made."""
    rows = Turn.objects.filter(version=version).order_by("index")
    turns = tuple(FoundTurn(*row) for row in rows.values_list("index", "start", "end", "speaker", "at_ms", "words"))
    said: dict[str, list[int]] = {}
    for turn in turns:
        said.setdefault(turn.speaker, []).append(turn.words)
    speakers = tuple(SpeakerCount(label, len(words), sum(words), False) for label, words in said.items())
    return Structure(turns, speakers, "none", 1.0)


def formatting_carried(left: Version, anchors: Anchors) -> Iterable[Formatting]:
    """How the text looked, where the same words stand in line."""
    if not left.formatting:
        return
    alignment = anchors.alignment(left.pk)
    for start, end, kind in left.formatting:
        span = alignment.carry(Span(start, end))
        if span:
            yield Formatting(span.start, span.end, kind)


def pages_carried(left: Version, anchors: Anchors) -> list[int]:
    """Where the pages begin now."""
    return [anchors.alignment(left.pk).position(start) for start in left.pages]
