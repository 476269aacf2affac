"""Random small projects, and the plain facts about them from which every number can be counted anew."""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from apps.accounts.models import User
from apps.codebook.models import Code, Dimension
from apps.coding.models import Coding
from apps.coding.services import NewSegment, correct_transcript, put_segment
from apps.documents.models import Transcript
from apps.documents.services import bin_transcript, create_office, create_participant, create_transcript
from apps.projects.models import Membership, Project, Role
from apps.projects.services import create_project
from core.text.words import WORD

WORDS = [
    "kerja", "satker", "target", "aturan", "nilai", "rapat", "pegawai", "kantor", "laporan", "sanksi", "pelatihan",
]  # fmt: skip
STATES = [*["open"] * 5, "approved", "approved", "returned", "replaced"]


@dataclass(frozen=True)
class Fact:
    """One coding as somebody with paper and pencil would note it. `words` are offsets of the words under it."""

    id: str
    segment: UUID
    code: UUID
    dimension: UUID
    by: UUID
    state: str
    transcript: UUID
    office: UUID
    participant: UUID | None
    turn: int
    start: int
    end: int
    words: frozenset[tuple[UUID, int]]


@dataclass
class RandomStudy:
    project: Project
    coders: list[User]
    dimensions: list[Dimension] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    # Words said: (office, transcript, participant or None, how many), a row a turn.
    said: list[tuple[UUID, UUID, UUID | None, int]] = field(default_factory=list)

    @property
    def parents(self) -> dict[UUID, UUID | None]:
        return {code.pk: code.parent_id for code in self.codes}

    def top(self, code: UUID) -> UUID:
        while parent := self.parents[code]:
            code = parent
        return code

    def branch(self, code: UUID) -> set[UUID]:
        """The code and everything below it, by walking up from each."""

        def above(each: UUID | None) -> list[UUID]:
            return [each, *above(self.parents[each])] if each else []

        return {each for each in self.parents if code in above(each)}

    def counted(self) -> list[Fact]:
        """Rule 3 of the domain; old versions and what is in the bin are no facts at all."""
        return [fact for fact in self.facts if fact.state not in ("returned", "replaced")]


def make_study(seed: int) -> RandomStudy:
    """A project of a few transcripts, some corrected, one in the bin, with nested codes and overlapping passages."""
    chance = random.Random(seed)
    people = [User.objects.create_user(f"{uuid4().hex[:12]}@benang.example", name=name) for name in ("Lia", "Cici")]
    study = RandomStudy(create_project(user=people[0], name="Acak"), people)
    Membership.objects.create(project=study.project, user=people[1], role=Role.CODER)
    _codebook(study, chance)
    offices = [
        create_office(project=study.project, user=people[0], name=name, parent=None) for name in ("Metro", "Kota")
    ]
    for number in range(chance.randint(1, 4)):
        _interview(study, chance, offices[number % 2], number)
    return study


def _codebook(study: RandomStudy, chance: random.Random) -> None:
    for position, name in enumerate(("Tekanan", "Faktor")):
        dimension = Dimension.objects.create(project=study.project, name=name, exclusive=False, position=position)
        study.dimensions.append(dimension)
        mine: list[Code] = []
        for number in range(chance.randint(1, 5)):
            parent = chance.choice([None, *mine])
            mine.append(
                Code.objects.create(
                    project=study.project, dimension=dimension, parent=parent, name=f"{name} {number}",
                    position=number, color="#7257c6",
                )
            )  # fmt: skip
        study.codes += mine
    study.project.refresh_from_db()


def _interview(study: RandomStudy, chance: random.Random, office: Any, number: int) -> None:
    lead = study.coders[0]
    name = f"Informan {number}"
    person = create_participant(
        project=study.project, user=lead, office=office, pseudonym=name, attributes={"jabatan": chance.choice("AB")}
    )
    speakers = ["Pewawancara", *[name] * chance.randint(1, 4)]
    text = "\n\n".join(f"{who}: {_sentence(chance)}" for who in speakers)
    transcript = create_transcript(
        project=study.project, user=lead, title=f"T{number}", office=office, text=text, participants=[person],
        date=date(2023, 1 + number, 3),
    )  # fmt: skip
    _code(study, chance, transcript, chance.randint(0, 8))
    fate = chance.random()
    if fate < 0.2:
        bin_transcript(project=study.project, user=lead, transcript=transcript)
        return
    if fate < 0.5:
        # Passages whose words are gone stay on the old version and are no longer counted.
        text = f"{text.replace(chance.choice(WORDS), 'lain').replace(chance.choice(WORDS), '')} Begitu."
        correct_transcript(
            project=study.project, user=lead, transcript=transcript, expected=transcript.version_id, text=text
        )
        transcript.refresh_from_db()
        _code(study, chance, transcript, chance.randint(0, 3))
    _note(study, transcript)


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(4, 14))) + "."


def _code(study: RandomStudy, chance: random.Random, transcript: Transcript, passages: int) -> None:
    text = transcript.current.text
    words = [
        (match.start(), match.end())
        for turn in transcript.current.turns.all()
        for match in WORD.finditer(text, turn.start, turn.end)
    ]
    for _passage in range(passages):
        first = chance.randrange(len(words))
        last = min(len(words) - 1, first + chance.randint(0, 12))
        codes = chance.sample(study.codes, k=chance.randint(0, min(3, len(study.codes))))
        wanted = NewSegment(
            id=uuid4(), transcript=transcript.pk, version=transcript.current_id, start=words[first][0],
            end=words[last][1], codes=tuple(code.pk for code in codes),
        )  # fmt: skip
        put_segment(project=study.project, user=chance.choice(study.coders), wanted=wanted)
        for coding in Coding.objects.filter(segment=wanted.id):
            Coding.objects.filter(pk=coding.pk).update(state=chance.choice(STATES))


def _note(study: RandomStudy, transcript: Transcript) -> None:
    """Write down what a reader of the present text would count."""
    version = transcript.current
    turns = list(version.turns.all())
    spoken = {turn.pk: [match.start() for match in WORD.finditer(version.text, turn.start, turn.end)] for turn in turns}
    study.said += [(transcript.office_id, transcript.pk, turn.participant_id, len(spoken[turn.pk])) for turn in turns]
    for coding in Coding.objects.filter(segment__version=version).select_related("segment", "code"):
        start, end = coding.segment.start, coding.segment.end
        begun = [turn for turn in turns if turn.start <= start < turn.end]
        under = {(version.pk, at) for offsets in spoken.values() for at in offsets if start <= at < end}
        study.facts.append(
            Fact(
                id=str(coding.pk), segment=coding.segment_id, code=coding.code_id, dimension=coding.code.dimension_id,
                by=coding.by_id, state=coding.state, transcript=transcript.pk, office=transcript.office_id,
                participant=begun[0].participant_id, turn=begun[0].pk, start=start, end=end, words=frozenset(under),
            )
        )  # fmt: skip
