"""GET /frequencies: the shape, every measure and column against a recount of the rows, filters, errors."""

from collections import defaultdict

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.coding.models import Coding
from tests.analysis.conftest import Study


def asked(api: Client, study: Study, **query: object):
    answer = api.get(f"/api/v1/projects/{study.project.pk}/frequencies", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def by_name(table: dict) -> dict[tuple[str, str], object]:
    return {
        (row["name"], column["name"]): table["cells"][i][j]
        for i, row in enumerate(table["rows"])
        for j, column in enumerate(table["columns"])
    }


def live() -> list[Coding]:
    rows = Coding.objects.exclude(state__in=Coding.REJECTED).select_related(
        "code__parent", "by", "segment__transcript__office", "segment__turn__participant"
    )
    return list(rows)


# The column without an id, whatever it is called in the reader's language.
NOBODY = "nobody"
COLUMN = {
    "office": lambda coding: coding.segment.transcript.office.name,
    "transcript": lambda coding: coding.segment.transcript.title,
    "participant": lambda coding: str(coding.segment.turn.participant or NOBODY),
    "coder": lambda coding: str(coding.by),
    "rank": lambda coding: (
        coding.segment.turn.participant.attributes["rank"] if coding.segment.turn.participant else NOBODY
    ),
}
SIZE = {
    "codings": len,
    "segments": lambda found: len({coding.segment_id for coding in found}),
    "transcripts": lambda found: len({coding.segment.transcript_id for coding in found}),
    "participants": lambda found: len({c.segment.turn.participant_id for c in found if c.segment.turn.participant_id}),
    "words": lambda found: len(
        {(c.segment.version_id, word) for c in found for word in range(c.segment.first_word, c.segment.last_word)}
    ),
}


@pytest.mark.parametrize("rollup", [False, True])
@pytest.mark.parametrize("by", COLUMN)
@pytest.mark.parametrize("measure", SIZE)
def test_every_number_equals_a_recount(api: Client, study: Study, measure: str, by: str, rollup: bool):
    table = asked(api, study, by=by, measure=measure, rollup=rollup)
    groups = defaultdict(list)
    for coding in live():
        name = coding.code.parent.name if rollup and coding.code.parent else coding.code.name
        column = COLUMN[by](coding)
        for key in ((name, column), (name, None), (None, column), (None, None)):
            groups[key].append(coding)
    size = SIZE[measure]
    rows = [row["name"] for row in table["rows"]]
    columns = [column["name"] if column["id"] else NOBODY for column in table["columns"]]
    assert table["cells"] == [[size(groups[row, column]) for column in columns] for row in rows]
    assert table["totals"]["rows"] == [size(groups[row, None]) for row in rows]
    assert table["totals"]["columns"] == [size(groups[None, column]) for column in columns]
    assert table["totals"]["all"] == size(groups[None, None])


def test_shape_with_all_codes_and_offices_in_order(api: Client, study: Study):
    table = asked(api, study)
    assert {key: table[key] for key in ("measure", "codebook_version")} == {"measure": "codings", "codebook_version": 1}
    assert table["filter"] == {"versions": "current", "review": "not rejected", "rollup": False, "by": "office"}
    assert [row["name"] for row in table["rows"][:3]] == ["Coercive", "Regulation", "Sanction and reward"]
    assert len(table["rows"]) == len(study.codes)
    assert [column["name"] for column in table["columns"]] == ["Kotabumi", "Metro", "Sukadana"]
    assert table["totals"]["columns"] == [6, 5, 0]
    assert table["rows"][0]["id"] == str(study.codes["Coercive"].pk)


def test_an_office_that_only_groups_others_is_no_column(api: Client, study: Study):
    office = study.offices["Metro"]
    office.parent = study.offices["Sukadana"]
    office.save(update_fields=["parent"])
    assert [column["name"] for column in asked(api, study)["columns"]] == ["Kotabumi", "Metro"]


def test_share_is_of_the_column(api: Client, study: Study):
    table = asked(api, study, measure="share", rollup=True)
    cells = by_name(table)
    assert cells["Coercive", "Kotabumi"] == pytest.approx(100 * 2 / 6)
    assert cells["Coercive", "Sukadana"] is None
    assert table["totals"]["columns"] == [pytest.approx(100), pytest.approx(100), None]
    assert sum(table["totals"]["rows"]) == pytest.approx(100)


@pytest.mark.parametrize(
    ("by", "column", "words"),
    [
        ("office", "Kotabumi", 27),
        ("office", "Metro", 54),
        ("participant", "Informan 1", 24),
        ("transcript", "Metro 01", 27),
        ("rank", "head", 48),
        ("coder", "Cahya", 81),
    ],
)
def test_per_thousand_words_of_the_column(api: Client, study: Study, by: str, column: str, words: int):
    counts = by_name(asked(api, study, by=by))
    rates = by_name(asked(api, study, by=by, measure="per_1000_words"))
    used = [row for row, where in counts if where == column and counts[row, where]]
    assert used
    assert [rates[row, column] for row in used] == [pytest.approx(1000 * counts[row, column] / words) for row in used]


def test_filters_narrow_every_number_and_are_printed(api: Client, study: Study, coder: User):
    one = asked(api, study, coder=str(coder.pk), office=str(study.offices["Metro"].pk))
    assert one["totals"]["all"] == 3
    assert [column["name"] for column in one["columns"]] == ["Metro"]
    assert one["filter"]["coder"] == str(coder.pk)
    assert asked(api, study, attribute="rank:staff")["totals"]["all"] == 1
    assert asked(api, study, dimension="Causal factor")["totals"]["all"] == 5
    assert asked(api, study, code=str(study.codes["Coercive"].pk))["totals"]["all"] == 1
    assert asked(api, study, code=str(study.codes["Coercive"].pk), rollup=True)["totals"]["all"] == 3
    assert asked(api, study, until="2001-01-01")["totals"]["all"] == 0
    assert asked(api, study, since="2001-01-01")["totals"]["all"] == 11


def test_binned_transcripts_do_not_count(api: Client, study: Study):
    transcript = study.transcripts["Metro 01"]
    transcript.binned = transcript.created
    transcript.save(update_fields=["binned"])
    assert asked(api, study)["totals"]["all"] == 8


@pytest.mark.parametrize(
    ("query", "status", "error"),
    [
        ({"by": "shoe size"}, 422, "invalid_by"),
        ({"measure": "furlongs"}, 422, "invalid"),
        ({"dimension": "Nothing"}, 404, "no_such_dimension"),
    ],
)
def test_what_is_not_there_is_refused(api: Client, study: Study, query: dict, status: int, error: str):
    answer = api.get(f"/api/v1/projects/{study.project.pk}/frequencies", query)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("measure", ["codings", "words", "per_1000_words"])
def test_queries_do_not_grow_with_the_rows(api: Client, study: Study, measure: str, django_assert_num_queries):
    query = {"measure": measure, "by": "rank"}
    # The first use of a token is written down; after that all requests cost the same.
    asked(api, study, by="coder")
    with CaptureQueriesContext(connection) as before:
        asked(api, study, **query)
    for title in ("Metro 03", "Metro 04"):
        study.interview(title, "Metro", "Informan 2")
        study.code(study.lead, title, "Jawaban satu", "Task force", "Mimetic")
    with django_assert_num_queries(len(before)):
        asked(api, study, **query)


def test_an_unchanged_answer_is_kept_and_a_change_is_seen(api: Client, study: Study):
    assert asked(api, study)["totals"]["all"] == 11
    study.code(study.lead, "Metro 01", "Jawaban tiga", "Task force")
    assert asked(api, study)["totals"]["all"] == 12
