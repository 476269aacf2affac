"""Rows of conditions and questions: what can be built can be shown again, and says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.retrieval.parsing import parse
from core.retrieval.rows import ALL, ANY, PLACES, TEXTS, Row, Rows, to_query, to_rows
from core.retrieval.writing import write

CODES = st.sampled_from(["Coercive", "Task force", "Causal factor > Monitoring", "not"])
VALUES = {
    "office": "Metro, Kotabumi", "participant": "Informan 1", "speaker": "Bu Ani", "transcript": "Metro 01",
    "kind": "interview", "dated": "2023..2024-06", "said": "nobody", "attribute": "age>=40", "coder": "me",
    "review": "open, approved", "since": "2026-01-31", "until": "2026-02-01", "dimension": "Causal factor", "coded": "",
}  # fmt: skip
single = st.one_of(
    st.builds(Row, kind=st.sampled_from(["code", "alone"]), value=CODES, negated=st.booleans()),
    st.builds(
        Row, kind=st.sampled_from([*PLACES]), value=CODES, negated=st.booleans(),
        words=st.sampled_from(["", "5", "x"]), unit=st.sampled_from(["words", "words_turn", "turn"]),
    ),
    st.builds(Row, kind=st.sampled_from([*TEXTS]), value=st.sampled_from(["satuan kerja", "ra[mp]at"])),
    st.sampled_from([*VALUES.items()]).flatmap(
        lambda each: st.builds(Row, kind=st.just(each[0]), value=st.just(each[1]), negated=st.booleans())
    ),
)  # fmt: skip
inner = st.builds(Rows, join=st.sampled_from([ALL, ANY]), items=st.lists(single, max_size=4).map(tuple))
outer = st.builds(
    Rows, join=st.sampled_from([ALL, ANY]), items=st.lists(st.one_of(single, single, inner), max_size=5).map(tuple)
)


@given(outer)
def test_what_is_built_is_written_and_shown_again(rows: Rows):
    query = to_query(rows)
    if query is None:
        return
    # A filter of codings that stands twice is kept as two questions, which the text can say as well.
    assert parse(write(query)) == query
    shown = to_rows(query)
    if shown is not None:
        assert to_query(shown) == query


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Coercive", [Row("code", "Coercive")]),
        ("Coercive! and not Monitoring office:Metro,Kotabumi", [
            Row("alone", "Coercive"), Row("code", "Monitoring", negated=True), Row("office", "Metro, Kotabumi"),
        ]),
        ("A near/20 B", [Row("code", "A"), Row("near", "B", words="20")]),
        ("A near/20 B followed by/turn C", [
            Row("code", "A"), Row("near", "B", words="20"), Row("followed", "C", unit="turn"),
        ]),
        ("A and not A near/5 B same turn", [
            Row("code", "A"), Row("near", "B", negated=True, words="5", unit="words_turn"),
        ]),
        ("A and not A near/5 B and A overlaps C", [
            Row("code", "A"), Row("near", "B", negated=True, words="5"), Row("overlaps", "C"),
        ]),
        ("coded within B", [Row("within", "B")]),
        ("A and coded within B", [Row("code", "A"), Row("coded"), Row("within", "B")]),
        ("A coder:me since:2026-01-01", [Row("code", "A"), Row("coder", "me"), Row("since", "2026-01-01")]),
        ("review:open", [Row("review", "open")]),
        ("not review:open", [Row("review", "open", negated=True)]),
        ("uncoded", [Row("coded", negated=True)]),
        ("text:~kerja attr:rank=head", [Row("root", "kerja"), Row("attribute", "rank=head")]),
    ],
)  # fmt: skip
def test_rows_of_a_question(text: str, rows: list[Row]):
    shown = to_rows(parse(text))
    assert shown == Rows(ALL, tuple(rows))
    assert to_query(shown) == parse(text)


def test_lists_inside_the_list():
    assert to_rows(parse("(A or B) and not C")) == Rows(
        ALL, (Rows(ANY, (Row("code", "A"), Row("code", "B"))), Row("code", "C", negated=True))
    )
    assert to_rows(parse("A near B or C and D or E")) == Rows(
        ANY,
        (
            Rows(ALL, (Row("code", "A"), Row("near", "B", words="20"))),
            Rows(ALL, (Row("code", "C"), Row("code", "D"))),
            Row("code", "E"),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "not (A or B)",
        "(A or B) near C",
        "A near (B or C)",
        "A near B other coder",
        "A within B same turn",
        "(A or (B and (C or D))) and E",
        "A and not B near C",
    ],
)
def test_what_rows_cannot_say(text: str):
    assert to_rows(parse(text)) is None


def test_empty_rows_say_nothing():
    assert to_query(Rows(ALL, (Row("code"), Row("office", " , "), Rows(ANY, (Row("near"),))))) is None
