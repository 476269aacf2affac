"""P: a project of a thousand interviews of 10,000 words, with 400,000 codings, written straight into the tables.

The services would take hours, and what they check is not what is measured. What they would leave behind is there:
turns, words, quotes that fit, states and the verdicts they come from, the index of words.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import create_user
from apps.codebook.models import Code, Dimension
from apps.codebook.services import apply_template
from apps.coding.models import Coding, Segment
from apps.documents.models import Attribute, Office, Participant, Transcript, Turn, Version
from apps.documents.search import index_pending
from apps.projects.models import Membership, Project, Role
from apps.projects.services import create_project
from apps.review.models import Verdict
from apps.web.rows import insert_rows
from core.text.lines import line_starts
from core.text.normalise import text_hash
from core.text.offsets import Span
from core.text.words import count_words, word_interval, word_starts
from tests.bench.workload import SEED, interview

NAME = "P"
TRANSCRIPTS, WORDS, SEGMENTS = 1_000, 10_000, 200
OFFICES, CODERS, CODES, PEOPLE_EACH = 10, 5, 40, 20
# So many different texts; the others are these again with another ending.
DIFFERENT = 50
STATES = ("open",) * 70 + ("approved",) * 20 + ("returned",) * 7 + ("replaced",) * 3
SEGMENT = (
    "id", "created", "project", "transcript", "version", "turn", "start", "end", "quote", "first_word", "last_word",
    "coder", "memo",
)  # fmt: skip
CODING = ("id", "created", "segment", "code", "by", "state")
VERDICT = (
    "id", "created", "project", "transcript", "segment", "coding", "state", "reason", "suggested", "suggested_name",
    "by", "coder", "code", "code_name", "version", "start", "end", "quote_hash", "codebook_version", "ended",
)  # fmt: skip
TURN = ("version", "index", "start", "end", "speaker", "participant", "at_ms", "words", "interviewer")


@dataclass(frozen=True)
class Text:
    """A text with everything that is counted of it."""

    text: str
    turns: list[tuple[Span, str, int]]
    starts: Any
    lines: int


def build_p(user: User) -> Project:
    """The project, made when this database does not have it yet."""
    made = Project.objects.filter(name=NAME, description="complete").first()
    if made:
        return made
    chance = random.Random(SEED)
    with transaction.atomic():
        project = create_project(user=user, name=NAME)
        people = _offices(chance, project)
        coders = _coders(project)
        codes = _codes(user, project)
        texts = [_text(interview(chance, WORDS)) for _ in range(DIFFERENT)]
        for number in range(TRANSCRIPTS):
            _transcript(chance, project, number, texts[number % DIFFERENT], people, [user, *coders], codes)
    index_pending(project=project)
    project.description = "complete"
    project.save(update_fields=["description"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return project


def _offices(chance: random.Random, project: Project) -> dict[Office, list[Participant]]:
    offices = Office.objects.bulk_create(Office(project=project, name=f"KPPN {n:02}") for n in range(OFFICES))
    Attribute.objects.bulk_create(
        [
            Attribute(
                project=project, subject="participant", name="position", kind="choice", choices=["head", "staff"]
            ),
            Attribute(project=project, subject="participant", name="years", kind="number"),
            Attribute(project=project, subject="transcript", name="round", kind="number"),
        ]
    )
    return {
        office: Participant.objects.bulk_create(
            Participant(
                project=project, office=office, pseudonym=f"{office.name} informan {n}",
                attributes={"position": chance.choice(["head", "staff"]), "years": chance.randint(1, 30)},
            )
            for n in range(PEOPLE_EACH)
        )
        for office in offices
    }  # fmt: skip


def _coders(project: Project) -> list[User]:
    made = [create_user(email=f"coder{n}@benang.example", name=f"Coder {n}", password=None) for n in range(CODERS - 1)]
    Membership.objects.bulk_create(Membership(project=project, user=each, role=Role.CODER) for each in made)
    return made


def _codes(user: User, project: Project) -> list[Code]:
    codes = list(apply_template(project=project, user=user, template="isomorphism").values())
    dimension = Dimension.objects.create(project=project, name="Themes", position=9)
    fresh = [
        Code(project=project, dimension=dimension, name=f"Theme {n}", color="#336699", position=n)
        for n in range(CODES - len(codes))
    ]
    Code.objects.bulk_create(fresh)
    return [code for code in codes if code.codable] + fresh


def _text(text: str) -> Text:
    turns, at = [], 0
    for turn in text.split("\n\n"):
        label, _, said = turn.partition(": ")
        start = at + len(label) + 2
        turns.append((Span(start, at + len(turn)), label, count_words(said)))
        at += len(turn) + 2
    spans = [span for span, _label, _words in turns]
    return Text(text, turns, word_starts(text, spans), len(line_starts(text, spans)))


def _transcript(
    chance: random.Random,
    project: Project,
    number: int,
    source: Text,
    people: dict[Office, list[Participant]],
    coders: list[User],
    codes: list[Code],
) -> None:
    office = list(people)[number % OFFICES]
    person = chance.choice(people[office])
    transcript = Transcript.objects.create(
        project=project, office=office, title=f"{office.name} interview {number:04}",
        date=dt.date(2022, 1, 1) + dt.timedelta(days=chance.randrange(700)), attributes={"round": 1 + number % 3},
    )  # fmt: skip
    transcript.participants.add(person)
    ending = f"\n\nTamat {number}."
    version = Version.objects.create(
        transcript=transcript, number=1, text=source.text + ending, sha256=text_hash(source.text + ending),
        characters=len(source.text + ending), words=len(source.starts), lines=source.lines, made_by=coders[0],
    )  # fmt: skip
    transcript.current = version
    transcript.save(update_fields=["current"])
    rows = [
        (_key(version.pk), index, span.start, span.end, label, None if asks else _key(person.pk), None, words, asks)
        for index, (span, label, words) in enumerate(source.turns)
        for asks in [label == "Pewawancara"]
    ]
    insert_rows(Turn, TURN, rows)
    turns = list(Turn.objects.filter(version=version).order_by("index").values_list("pk", flat=True))
    _code(chance, project, version, source, turns, coders, codes)


def _code(
    chance: random.Random,
    project: Project,
    version: Version,
    source: Text,
    turns: list[int],
    coders: list[User],
    codes: list[Code],
) -> None:
    """Two hundred passages with one to three codes each, by two coders, a third of them judged."""
    segments, codings, verdicts = [], [], []
    told = (_key(project.pk), _key(version.transcript_id))
    pair = [coders[version.transcript_id.int % CODERS], coders[(version.transcript_id.int + 1) % CODERS]]
    for index, span in _places(chance, source):
        coder = _key(chance.choice(pair).pk)
        quote = source.text[span.start : span.end]
        own, when = _new(chance), _moment(chance)
        first, last = word_interval(source.starts, span.start, span.end)
        segments.append(
            (own, when, *told, _key(version.pk), turns[index], span.start, span.end, quote, first, last, coder, "")
        )
        for code in chance.sample(codes, k=chance.choice((1, 2, 2, 2, 3))):
            coding, state = _new(chance), chance.choice(STATES)
            codings.append((coding, when, own, _key(code.pk), coder, state))
            if state != Coding.State.OPEN:
                other = (_key(codes[0].pk), codes[0].name) if state == Coding.State.REPLACED else (None, "")
                verdicts.append(
                    (_new(chance), when, *told, own, coding, state, "Why?", *other, _key(coders[0].pk), coder,
                     _key(code.pk), code.name, _key(version.pk), span.start, span.end, text_hash(quote), 0, None)
                )  # fmt: skip
    insert_rows(Segment, SEGMENT, segments)
    insert_rows(Coding, CODING, codings)
    insert_rows(Verdict, VERDICT, verdicts)


def _places(chance: random.Random, source: Text) -> Iterator[tuple[int, Span]]:
    """Passages of twenty to 260 characters, most of them in what is answered."""
    long = [index for index, (_span, _label, words) in enumerate(source.turns) if words >= 8]
    for index in chance.choices(long, k=SEGMENTS):
        turn = source.turns[index][0]
        start = chance.randrange(turn.start, turn.end - 20)
        yield index, Span(start, min(start + chance.randint(20, 260), turn.end))


def _new(chance: random.Random) -> Any:
    return _key(UUID(int=chance.getrandbits(128), version=4))


def _moment(chance: random.Random) -> Any:
    moment = timezone.now() - dt.timedelta(minutes=chance.randrange(500_000))
    return connection.ops.adapt_datetimefield_value(moment)


def _key(key: UUID) -> Any:
    return Version._meta.pk.get_db_prep_value(key, connection)
