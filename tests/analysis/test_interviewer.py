"""Leaving out what the interviewer says: every count and denominator against a naive recount of the rows."""

import csv
import io
from collections import defaultdict
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.documents.models import Turn
from apps.documents.services import create_transcript
from tests.analysis.conftest import Study

TALK = (
    "Pewawancara: Apa penyebabnya?\nInforman 2: Aturan dari pusat itu.\nPewawancara: Lalu pelatihan rutin?\n"
    "Informan 2: Pelatihan juga sering kami adakan."
)


@pytest.fixture
def talk(study: Study, lead: User, coder: User) -> Study:
    """The study with passages that begin in an answer and run through a question into the next answer."""
    study.transcripts["Metro 03"] = create_transcript(
        project=study.project, user=lead, title="Metro 03", office=study.offices["Metro"], text=TALK,
        participants=[study.people["Informan 2"]],
    )  # fmt: skip
    study.code(lead, "Metro 03", TALK[TALK.index("Aturan") : TALK.index(" juga")], "Regulation", "Monitoring")
    study.code(coder, "Metro 03", "pelatihan rutin", "Regulation")
    study.code(coder, "Metro 03", TALK[TALK.index("penyebabnya") : TALK.index(" dari")], "Innovation")
    return study


def live() -> list[Coding]:
    rows = Coding.objects.exclude(state__in=Coding.REJECTED).filter(segment__turn__interviewer=False)
    return list(rows.select_related("code", "by", "segment__transcript__office", "segment__turn__participant"))


def answered(coding: Coding) -> set[tuple[UUID, int]]:
    """The words of a coding's passage that stand in no interviewer's turn, one by one."""
    said, place = set(), 0
    for turn in Turn.objects.filter(version=coding.segment.version_id).order_by("index"):
        words = range(place, place + turn.words)
        place += turn.words
        if not turn.interviewer:
            said |= {(coding.segment.version_id, word) for word in words}
    covered = range(coding.segment.first_word, coding.segment.last_word)
    return {(coding.segment.version_id, word) for word in covered} & said


SIZE = {
    "codings": len,
    "segments": lambda found: len({coding.segment_id for coding in found}),
    "transcripts": lambda found: len({coding.segment.transcript_id for coding in found}),
    "participants": lambda found: len({c.segment.turn.participant_id for c in found if c.segment.turn.participant_id}),
    "words": lambda found: len(set().union(*map(answered, found))),
}
COLUMN = {
    "office": lambda coding: str(coding.segment.transcript.office_id),
    "participant": lambda coding: str(coding.segment.turn.participant_id),
    "coder": lambda coding: str(coding.by_id),
    "transcript": lambda coding: str(coding.segment.transcript_id),
}


def asked(api: Client, study: Study, what: str, **query: object):
    answer = api.get(f"/api/v1/projects/{study.project.pk}/{what}", {"interviewer": "leave_out", **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("by", COLUMN)
@pytest.mark.parametrize("measure", SIZE)
def test_every_number_equals_a_recount(api: Client, talk: Study, measure: str, by: str):
    table = asked(api, talk, "frequencies", measure=measure, by=by)
    groups = defaultdict(list)
    for coding in live():
        for key in ((coding.code.name, COLUMN[by](coding)), (coding.code.name, ""), ("", COLUMN[by](coding)), ("", "")):
            groups[key].append(coding)
    size = SIZE[measure]
    rows, columns = [row["name"] for row in table["rows"]], [str(column["id"]) for column in table["columns"]]
    assert table["cells"] == [[size(groups[row, column]) for column in columns] for row in rows]
    assert table["totals"]["rows"] == [size(groups[row, ""]) for row in rows]
    assert table["totals"]["columns"] == [size(groups["", column]) for column in columns]
    assert table["totals"]["all"] == size(groups["", ""])
    assert table["filter"]["interviewer"] == "leave_out"


def test_it_matters(api: Client, talk: Study):
    path = f"/api/v1/projects/{talk.project.pk}/frequencies"
    for measure, everything, answers in (("codings", 15, 12), ("words", 24, 18)):
        told = [api.get(path, {"measure": measure, "interviewer": way}).json() for way in ("", "leave_out")]
        assert [each["totals"]["all"] for each in told] == [everything, answers]


@pytest.mark.parametrize("by", ["office", "participant", "coder"])
def test_what_codings_are_divided_by(api: Client, talk: Study, by: str):
    table = asked(api, talk, "frequencies", measure="per_1000_words", by=by)
    codings, turns = live(), Turn.objects.filter(interviewer=False).select_related("version__transcript")
    words: dict[str, int] = defaultdict(int)
    for turn in turns:
        transcript = turn.version.transcript
        coders = {str(c.by_id) for c in codings if c.segment.transcript_id == transcript.pk}
        keys = {"office": [str(transcript.office_id)], "participant": [str(turn.participant_id)], "coder": coders}[by]
        for key in keys:
            words[key] += turn.words
    expected = []
    for column in table["columns"]:
        n = sum(COLUMN[by](coding) == str(column["id"]) for coding in codings)
        said = words[str(column["id"])]
        expected.append(pytest.approx(1000 * n / said) if said else None)
    assert table["totals"]["columns"] == expected


def test_crossed_and_judged(api: Client, talk: Study):
    codings = live()
    by_segment = defaultdict(set)
    for coding in codings:
        by_segment[coding.segment_id].add(coding.code.dimension_id)
    both = sum(len(dimensions) > 1 for dimensions in by_segment.values())
    assert asked(api, talk, "crosstab")["totals"]["all"] == both
    verdict = asked(api, talk, "dominance")
    assert verdict["n"] == sum(coding.code.dimension.exclusive for coding in codings)
    assert verdict["filter"]["interviewer"] == "leave_out"


def test_retrieval(api: Client, talk: Study):
    found = asked(api, talk, "segments", codes=str(talk.codes["Regulation"].pk))["items"]
    wanted = {str(coding.segment_id) for coding in live() if coding.code == talk.codes["Regulation"]}
    assert {each["id"] for each in found} == wanted


def test_pages_say_so_beside_the_numbers_and_in_files(client: Client, talk: Study, lead: User):
    client.force_login(lead)
    for page in ("dashboard", "passages"):
        shown = client.get(reverse(f"analysis:{page}", args=[talk.project.pk]), {"interviewer": "leave_out"})
        assert "Interviewer" in shown.content.decode() and "left out" in shown.content.decode()
    chart = reverse("analysis:chart", args=[talk.project.pk, "frequencies", "csv"])
    rows = list(csv.DictReader(io.StringIO(client.get(chart, {"interviewer": "leave_out"}).content.decode())))
    assert "Interviewer: left out" in rows[0]["about"]
    assert rows[-1]["Total"] == "12"


def test_an_export_leaves_them_out_and_says_so(talk: Study, lead: User):
    from apps.exchange.queries import filter_in_words, filter_of
    from apps.exchange.services import new_export

    export = new_export(project=talk.project, user=lead, format="csv", options={"interviewer": "leave_out"})
    chosen = filter_of(talk.project, export.options)
    assert chosen.interviewer == "leave_out"
    assert export.options["filter"] == filter_in_words(talk.project, chosen)
    assert "without what the interviewer says" in export.options["filter"]
