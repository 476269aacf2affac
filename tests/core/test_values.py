"""What a cell means under a kind, and which kind a column has."""

import datetime as dt
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import Misfit, Style, fit, kind_of_column, style_of, text_of

WORDS = st.text(string.ascii_letters + " -éü", min_size=1, max_size=20).filter(str.strip)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12", 12), (" 12 ", 12), ("-3", -3), ("+7", 7), ("12.5", 12.5), ("12,5", 12.5), (".5", 0.5), ("1e3", 1000),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("5.000.000", 5_000_000), ("5,000,000", 5_000_000),
        ("1 234", 1234), ("1\u00a0234,50", 1234.5), (12.0, 12), (12.25, 12.25), (3, 3),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written, meant):
    assert fit("number", written) == meant
    assert type(fit("number", written)) is type(meant)


@pytest.mark.parametrize(
    "written", ["twelve", "12a", "1,2,3", "12,34,5", "nan", "inf", "--3", "1_0", "٣x", True, "9" * 40, float("inf")]
)
def test_what_is_no_number(written):
    with pytest.raises(Misfit):
        fit("number", written)


def test_a_column_tells_what_its_commas_are():
    assert style_of(["1.500", "2.750,5"]).decimal == ","
    assert fit("number", "1.500", (), style_of(["1.500", "2.750,5"])) == 1500
    assert fit("number", "1,500", (), style_of(["1,500", "2,750.5"])) == 1500
    assert fit("number", "1,500", (), style_of(["1,500"])) == 1.5
    assert style_of(["1.500", "word", ""]).decimal is None


@given(st.decimals(-1_000_000, 1_000_000, places=2))
def test_both_ways_of_writing_a_number_mean_the_same(number):
    english = f"{number:,}"
    indonesian = english.translate(str.maketrans(",.", ".,"))
    for written, decimal in ((english, "."), (indonesian, ",")):
        assert fit("number", written, (), Style(decimal)) == pytest.approx(float(number))


@pytest.mark.parametrize(
    "written",
    [
        "2023-03-14", "2023/3/14", "14-03-2023", "14/3/2023", "14.03.2023", "14 Maret 2023", "14 Mar 2023",
        "14 March 2023", "March 14, 2023", "mar 14 2023", "14th March 2023", "2023-03-14 00:00:00",
        "2023-03-14T00:00", dt.date(2023, 3, 14), dt.datetime.fromisoformat("2023-03-14T09:30"),
    ],
)  # fmt: skip
def test_dates_in_both_languages(written):
    assert fit("date", written) == "2023-03-14"


@pytest.mark.parametrize("written", ["31-02-2023", "14-14-2023", "2023", "soon", "14 Foo 2023", 45000])
def test_what_is_no_date(written):
    with pytest.raises(Misfit):
        fit("date", written)


def test_a_column_tells_that_its_months_come_first():
    style = style_of(["3/14/2023", "4/5/2023"])
    assert fit("date", "4/5/2023", (), style) == "2023-04-05"
    assert fit("date", "4/5/2023", (), style_of(["14/3/2023"])) == "2023-05-04"


@pytest.mark.parametrize(("written", "meant"), [("Ya", "yes"), ("tidak", "no"), (True, "yes"), ("0", "no"), (1, "yes")])
def test_yes_and_no(written, meant):
    assert fit("yes_no", written) == meant


def test_a_choice_is_spelled_as_in_the_list():
    assert fit("choice", " staf ", ["Staf", "Kepala"]) == "Staf"
    with pytest.raises(Misfit):
        fit("choice", "Stap", ["Staf"])


@pytest.mark.parametrize("kind", ["text", "number", "date", "choice", "yes_no"])
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_fits_every_kind(kind, nothing):
    assert fit(kind, nothing) is None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2,5", ""], ("number", ())),
        (["ya", "tidak", "Ya"], ("yes_no", ())),
        (["1", "0", "1"], ("number", ())),
        (["14 Maret 2023", "2023-01-02"], ("date", ())),
        (["Staf", "Kepala", "staf", "Staf"], ("choice", ("Kepala", "Staf"))),
        (["a", "b", "c"], ("text", ())),
        (["0812", "0813"], ("text", ())),
        (["+62 812", "+62 813"], ("text", ())),
        ([None, "", " "], ("text", ())),
        ([dt.date(2020, 1, 1)], ("date", ())),
        ([1, 2.5, None], ("number", ())),
    ],
)
def test_the_kind_of_a_column(cells, kind):
    assert kind_of_column(cells) == kind


@given(
    st.lists(
        st.one_of(WORDS, st.integers(), st.booleans(), st.dates(dt.date(1500, 1, 1), dt.date(2999, 12, 31)), st.none()),
        max_size=30,
    )
)
def test_a_column_fits_the_kind_it_is_said_to_have(cells):
    kind, choices = kind_of_column(cells)
    style = style_of(cells)
    stored = [fit(kind, cell, choices, style) for cell in cells]
    # What is stored is read again as what it is.
    assert [fit(kind, value, choices) for value in stored] == stored


@given(st.text(max_size=80))
def test_no_text_breaks_a_kind(text):
    for kind in ("text", "number", "date", "choice", "yes_no"):
        try:
            stored = fit(kind, text, ["a"])
        except Misfit:
            continue
        # What fits can be kept, and is what it is when it is read again.
        assert fit(kind, json.loads(json.dumps(stored)), ["a"]) == stored


def test_text_of_a_cell():
    assert text_of(5.0) == "5"
    assert text_of(dt.datetime.fromisoformat("2023-03-14")) == "2023-03-14"
    assert text_of(True) == "yes"
    with pytest.raises(Misfit):
        text_of("x" * 2001)
