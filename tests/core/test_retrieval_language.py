"""The language of questions: it says in one way what was asked in many, and where something cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.retrieval.parsing import QueryError, parse
from core.retrieval.query import (
    VALUES,
    Attribute,
    Code,
    Coded,
    Coders,
    Compared,
    Field,
    Filter,
    Mode,
    Not,
    OfDimension,
    Placed,
    Query,
    Relation,
    Text,
    all_of,
    among,
    any_of,
    period,
)
from core.retrieval.writing import write
from tests.architecture.tree import ROOT

ODD_NAMES = [
    "Task force",
    "and",
    "Dan",
    "near/20",
    "by/5",
    'say "so"',
    "back\\slash",
    "#1",
    "#",
    "a:b",
    "x!",
    "(y)",
    "é",
]
names = st.sampled_from(ODD_NAMES) | st.text('aA 1/-.,:#~!<>=()"\\é\n', min_size=1, max_size=8).filter(str.strip)
codes = st.builds(Code, st.lists(names, min_size=1, max_size=3).map(tuple), st.booleans())
patterns = st.lists(st.sampled_from(["a", "/", r"\b", r"\\", "[x]", " ", '"', "é", "\n"]), min_size=1).map("".join)
texts = st.builds(Text, names, st.sampled_from([Mode.EXACT, Mode.ROOTS])) | st.builds(
    Text, patterns, st.just(Mode.PATTERN)
)
days = st.sampled_from(["2024", "2024-02", "1999-12-31"])
periods = st.sampled_from(["2023..2024-06", "..2022", "2024-01-05.."]) | days


def of_field(field: Field) -> st.SearchStrategy[Filter]:
    values = st.sampled_from(VALUES[field]) if field in VALUES else names
    if field in (Field.SINCE, Field.UNTIL):
        return st.builds(Filter, st.just(field), st.tuples(days))
    if field is Field.DATED:
        values = periods
    return st.builds(Filter, st.just(field), st.lists(values, min_size=1, max_size=3).map(tuple))


filters = st.sampled_from([field for field in Field if field not in ("coder", "review", "since", "until")]).flatmap(
    of_field
)
attributes = st.builds(
    Attribute, names, st.sampled_from(Compared), st.lists(names | st.just(""), min_size=1, max_size=2).map(tuple)
)
leaves = codes | st.builds(OfDimension, names) | st.just(Coded()) | texts | filters | attributes
lenses = st.lists(
    st.sampled_from([Field.CODER, Field.REVIEW, Field.SINCE, Field.UNTIL]), min_size=1, unique=True
).flatmap(lambda fields: st.tuples(*map(of_field, fields)))


def placed(left: Query, right: Query, relation: Relation, words: int | None, turn: bool, coders: Coders) -> Query:
    if relation in (Relation.WITHIN, Relation.OVERLAPS):
        return Placed(relation, left, right, None, turn, coders)
    return Placed(relation, left, right, words, turn or words is None, coders)


def bigger(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    relations = st.builds(
        placed, parts, parts, st.sampled_from(Relation), st.none() | st.integers(0, 99), st.booleans(),
        st.sampled_from(Coders),
    )  # fmt: skip
    return (
        st.lists(parts, min_size=2, max_size=3).map(lambda some: all_of(*some))
        | st.lists(parts, min_size=2, max_size=3).map(lambda some: any_of(*some))
        | parts.map(Not)
        | relations
        | st.tuples(parts, lenses).map(lambda both: among(both[0], *both[1]))
    )


queries = st.recursive(leaves, bigger, max_leaves=8)


@given(queries)
def test_what_is_written_is_read_as_it_was(query: Query):
    assert parse(write(query)) == query


@given(st.text("ab &()\"\\>!:,=~#/12|<\n", max_size=30) | st.lists(st.sampled_from(
    ["and", "or", "not", "near/5", "A", "(", ")", "text:", "/a/", "~", "same turn", "coder:me", '"', "attr:a>1", ">"]
)).map(" ".join))  # fmt: skip
def test_whatever_is_typed_is_a_question_or_an_error_at_a_place(text: str):
    query, at = read(text)
    assert parse(write(query)) == query if query else 0 <= at <= len(text)


def read(text: str) -> tuple[Query | None, int]:
    try:
        return parse(text), -1
    except QueryError as error:
        return None, error.at


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("A and not B near C office:Metro", "A and not B near/20 C and office:Metro"),
        ("A AND (B Or C)", "A and (B or C)"),
        ("A dan tidak B dekat/20 C", "A and not B near/20 C"),
        ('A diikuti/50 B giliran sama atau C di dalam "D e"', 'A followed by/50 B same turn or C within "D e"'),
        ("A tumpang tindih B oleh pengode lain", "A overlaps B other coder"),
        ("A overlaps B in the same turn by the same coder", "A overlaps B same turn same coder"),
        ("A dekat/giliran B", "A near/turn B"),
        ("A followed by B", "A followed by/50 B"),
        ("kantor:Metro,Kotabumi telaah:dikembalikan", "office:Metro,Kotabumi and review:returned"),
        ("coder:saya A sejak:2024", "A and coder:me and since:2024"),
        ("coder:me", "coder:me"),
        ("not coder:me", "not (coder:me)"),
        ("(A coder:me) near (B)", "(A and coder:me) near/20 B"),
        ("tanpa kode text:~kerja", "uncoded and text:~kerja"),
        ("teks:/a\\/b/ atribut:umur>=40", "text:/a\\/b/ and attr:umur>=40"),
        ('dimension:"Causal factor" and not A!', 'dimension:"Causal factor" and not A!'),
        ("Dim > A > B", "Dim > A > B"),
        ("said:pewawancara", "said:interviewer"),
        ('attr:rank=""', 'attr:rank=""'),
        ("office: Metro", "office:Metro"),
        ("((A))", "A"),
        ("A not B office:Metro coded", "A and not B and office:Metro and coded"),
    ],
)
def test_many_ways_to_write_and_one_to_keep(typed: str, canonical: str):
    assert write(parse(typed)) == canonical


@pytest.mark.parametrize(
    ("typed", "code", "at", "detail"),
    [
        ("  ", "empty", 0, {}),
        ("A and", "expected", 5, {"what": "term"}),
        ("Task force", "expected", 5, {"what": "operator"}),
        ("A )", "expected", 2, {"what": "term"}),
        ("(A or B", "expected", 7, {"what": "closing"}),
        ("(A B)", "expected", 3, {"what": "operator"}),
        ('A and "B', "unclosed", 6, {"what": '"'}),
        ("text:/ab", "unclosed", 5, {"what": "/"}),
        ("text:", "expected", 5, {"what": "value"}),
        ("A > or", "expected", 4, {"what": "name"}),
        ("A near/x B", "expected", 7, {"what": "number"}),
        ("A near/9999999 B", "expected", 7, {"what": "number"}),
        ("attr:age", "expected", 8, {"what": "comparison"}),
        ("A colour:red", "unknown_field", 2, {"word": "colour"}),
        ("review:perhaps", "bad_value", 7, {"field": "review", "value": "perhaps", "allowed": VALUES[Field.REVIEW]}),
        ("dated:2024-13", "bad_value", 6, {"field": "dated", "value": "2024-13", "allowed": ()}),
        ("since:2023..2024", "bad_value", 6, {"field": "since", "value": "2023..2024", "allowed": ()}),
        ("coder:a coder:b", "twice", 8, {"field": "coder"}),
        ("A\0", "unreadable", 1, {}),
        ("(" * 40, "too_deep", 31, {"most": 30}),
        ("not " * 40 + "A", "too_deep", 124, {"most": 30}),
        (" or ".join("A" * 101), "too_long", 500, {"most": 100}),
        ("A" * 4001, "too_long", 4000, {"most": 4000}),
    ],
)
def test_errors_say_what_was_expected_and_where(typed: str, code: str, at: int, detail: dict[str, object]):
    with pytest.raises(QueryError) as raised:
        parse(typed)
    assert (raised.value.code, raised.value.at, raised.value.detail) == (code, at, detail)


def test_the_examples_of_the_reference_page_are_questions():
    page = (ROOT / "docs" / "reference" / "queries.md").read_text(encoding="utf-8")
    examples = [line.strip() for line in page.partition("## What is found")[0].splitlines() if line.startswith("    ")]
    assert len(examples) == 3
    assert [write(parse(write(parse(line)))) for line in examples] == [write(parse(line)) for line in examples]


def test_periods_include_their_last_day():
    assert [str(day) for day in period("2024-02")] == ["2024-02-01", "2024-02-29"]
    assert [str(day) for day in period("2023..2024-12")] == ["2023-01-01", "2024-12-31"]
    assert str(period("..9999-12")[1]) == "9999-12-31"
    with pytest.raises(ValueError, match=r"\.\."):
        period("..")
