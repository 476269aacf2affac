"""Random passages and random questions: what the database and the sweep find is what a plain recount finds."""

import random
import re
from collections.abc import Callable
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.analysis.queries.retrieval import ask
from apps.coding.models import Coding, Segment
from apps.documents.models import Turn
from core.codetree import subtree
from core.retrieval.evaluating import Lens
from core.retrieval.parsing import parse
from core.retrieval.places import Passage
from core.retrieval.query import Attribute, Code, Coded, Field, Filter, Leaf, OfDimension, Text
from core.text.words import word_interval, word_starts
from tests.analysis.conftest import Study
from tests.plain_retrieval import plainly

LEAVES = [
    "Coercive", "Coercive!", "Regulation", "Normative", "Monitoring", "Innovation", 'dimension:"Causal factor"',
    "coded", "uncoded", "office:Metro", 'transcript:"Metro 01"', 'participant:"Informan 1","Informan 3"',
    "said:interviewer", "said:nobody", "attr:rank=head", "text:aturan", "text:/satu|dua/", "speaker:pewawancara",
]  # fmt: skip
LENSES = ["coder:Cahya", "coder:Lestari", "review:returned", "review:open,approved", "until:2999", "since:2999"]
RELATIONS = ["near/0", "near/6", "near/40", "near/turn", "followed by/5", "followed by/60", "within", "overlaps"]
FLAGS = ["", "", " same turn", " same coder", " other coder"]
CODES = ["Coercive", "Regulation", "Normative", "Monitoring", "Innovation", "Task force"]
STATES = ["open", "approved", "returned", "replaced"]


def question(chance: random.Random, depth: int = 3) -> str:
    kind = chance.choice("lllaoonpppg" if depth else "l")
    if kind == "l":
        return chance.choice(LEAVES)
    one, other = question(chance, depth - 1), question(chance, depth - 1)
    if kind == "p":
        return f"({one}) {chance.choice(RELATIONS)} ({other}){chance.choice(FLAGS)}"
    made = {"a": f"({one}) and ({other})", "o": f"({one}) or ({other})", "n": f"not ({one})"}
    return made.get(kind, f"({one}) and {chance.choice(LENSES)}")


def fill(study: Study, coders: list[User], chance: random.Random) -> None:
    """Passages anywhere in the three interviews, with codings in every state."""
    Segment.objects.all().delete()
    segments, codings = [], []
    for transcript in study.transcripts.values():
        version = transcript.current
        starts = word_starts(version.text)
        turns = list(version.turns.order_by("index"))
        for _number in range(chance.randint(0, 7)):
            turn = chance.choice(turns)
            start = chance.randrange(turn.start, turn.end)
            end = min(start + chance.randint(1, 90), version.characters)
            first, last = word_interval(starts, start, end)
            segment = Segment(
                id=UUID(int=chance.getrandbits(128), version=4), project=study.project, transcript=transcript,
                version=version, turn=turn, start=start, end=end, quote=version.text[start:end], first_word=first,
                last_word=last, coder=chance.choice(coders),
            )  # fmt: skip
            segments.append(segment)
            codings += [
                Coding(segment=segment, code=study.codes[name], by=segment.coder, state=chance.choice(STATES))
                for name in chance.sample(CODES, k=chance.randint(0, 3))
            ]
    Segment.objects.bulk_create(segments)
    Coding.objects.bulk_create(codings)


def recounter(study: Study) -> tuple[list[Segment], list[Passage], Callable[[Leaf, Lens, int], bool]]:
    rows = Segment.objects.select_related("transcript__office", "turn__participant", "coder")
    segments = list(rows.prefetch_related("codings__by").order_by("transcript__title", "start", "end", "pk"))
    passages = [
        Passage(row.version_id, row.start, row.end, row.first_word, row.last_word, row.turn_id, row.coder_id)
        for row in segments
    ]
    parents = dict(study.project.codes.values_list("pk", "parent"))
    named = {code.name: code for code in study.project.codes.select_related("dimension")}

    def carried(segment: Segment, lens: Lens) -> set[UUID]:
        told = {each.field: each.values for each in lens}
        states = told.get(Field.REVIEW, ("open", "approved"))
        return {
            coding.code_id
            for coding in segment.codings.all()
            if coding.state in states
            and coding.by.name in told.get(Field.CODER, (coding.by.name,))
            and Field.SINCE not in told
        }

    def fits_leaf(leaf: Leaf, lens: Lens, index: int) -> bool:
        segment = segments[index]
        codes = carried(segment, lens)
        if isinstance(leaf, Coded):
            return bool(codes)
        if isinstance(leaf, OfDimension):
            return any(code.pk in codes for code in named.values() if code.dimension.name == leaf.name)
        if isinstance(leaf, Code):
            top = named[leaf.path[0]].pk
            return bool(codes & ({top} if leaf.alone else subtree(parents, top)))
        if isinstance(leaf, Text):
            return bool(re.search(rf"\b{leaf.words}\b" if leaf.mode == "exact" else leaf.words, segment.quote, re.I))
        return fits_filter(leaf, segment)

    return segments, passages, fits_leaf


def fits_filter(leaf: Leaf, segment: Segment) -> bool:
    turn: Turn = segment.turn
    if isinstance(leaf, Attribute):
        stated = turn.participant.attributes.get(leaf.name) if turn.participant else None
        return stated == leaf.values[0]
    assert isinstance(leaf, Filter)
    if leaf.field is Field.SAID:
        return turn.interviewer if leaf.values == ("interviewer",) else turn.participant is None
    whose = {
        Field.OFFICE: segment.transcript.office.name,
        Field.TRANSCRIPT: segment.transcript.title,
        Field.PARTICIPANT: turn.participant.pseudonym if turn.participant else "",
        Field.SPEAKER: turn.speaker.lower(),
    }
    return whose[leaf.field] in leaf.values


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.integers(0, 2**32))
def test_questions_find_what_a_recount_finds(uncoded: Study, lead: User, coder: User, seed: int):
    chance = random.Random(seed)
    study = uncoded
    fill(study, [lead, coder], chance)
    segments, passages, fits_leaf = recounter(study)
    for text in [question(chance) for _number in range(5)]:
        query = parse(text)
        found = [row.pk for index, row in enumerate(segments) if plainly(query, index, passages, fits_leaf)]
        answer = ask(study.project, query, lead)
        assert list(answer.segments) == found, text
        for what in ("office", "participant", "transcript"):
            lines = answer.by(what)
            assert sum(line.passages for line in lines) == len(found)
            assert sum(line.codings for line in lines) == answer.counts.codings
