"""What is written of a codebook reads the same again, whatever stands in it."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from core.codebooks import described, qdc, table
from core.codebooks.entries import TEXTS, Entry, entries_of
from core.refi.reader import read_codebook
from core.refi.writer import write_codebook
from core.tables import Row, Table
from tests.core.codebooks.strategies import NAMES, WORDS, snapshots

many = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def without_lines(entries: list[Entry]) -> list[Entry]:
    return [replace(entry, line=0, loose=False) for entry in entries]


@many
@given(snapshots(), st.sampled_from(["en", "id"]))
def test_a_codebook_goes_through_qdc(snapshot, language):
    entries = list(entries_of(snapshot))
    if not entries:
        return
    listing = qdc.entries_in(read_codebook(write_codebook(qdc.book_of(entries, language))))
    assert without_lines(listing.entries) == without_lines(entries)
    assert not listing.left_out


@many
@given(snapshots(), st.booleans())
def test_a_codebook_goes_through_the_rows_of_a_table(snapshot, is_csv):
    entries = list(entries_of(snapshot))
    rows = [row for _entry, row in table.rows_of(entries, is_csv=is_csv)]
    filled = {entry.dimension for entry in entries if entry.path}
    expected = [entry for entry in entries if entry.path or entry.dimension not in filled]
    cells = tuple(Row(number, tuple(cell or None for cell in row)) for number, row in enumerate(rows, 2))
    listing = table.entries_in(Table(table.COLUMNS, cells))
    assert without_lines(listing.entries) == without_lines(expected)


@many
@given(st.dictionaries(st.sampled_from([*TEXTS, "shortcut"]), WORDS.filter(bool)), st.sampled_from(["en", "id"]))
def test_texts_come_apart_as_they_were_put_together(given_texts, language):
    assert described.split(described.compose(given_texts, language)) == given_texts


@many
@given(st.lists(NAMES, min_size=1, max_size=4))
def test_a_path_comes_apart_as_it_was_joined(names):
    assert table.split_path(table.join_path(names)) == tuple(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"), ("+62", "'+62"), ("-x", "'-x"), ("@x", "'@x"), ("'=x", "''=x"), ("'x", "'x"), ("x=1", "x=1"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(text, expected):
    assert table.escaped(text, is_csv=True) == expected
    assert table.unescaped(expected) == text


def test_a_written_codebook_is_what_the_schema_asks(snapshot_of_two):
    root = etree.fromstring(write_codebook(qdc.book_of(entries_of(snapshot_of_two), "en")))
    space = "{urn:QDA-XML:codebook:1.0}"
    assert root.tag == f"{space}CodeBook"
    assert [child.tag for child in root] == [f"{space}Codes", f"{space}Sets"]
    for code in root.iter(f"{space}Code"):
        assert {"guid", "name", "isCodable"} <= set(code.attrib) <= {"guid", "name", "isCodable", "color"}
        kinds = [child.tag.removeprefix(space) for child in code]
        assert kinds == sorted(kinds, key=["Description", "Code"].index) and kinds.count("Description") <= 1
    assert len(set(root.xpath("//@guid"))) == len(root.xpath("//*[@guid][not(local-name()='MemberCode')]"))


def test_the_same_codebook_written_twice_is_the_same_bytes(snapshot_of_two):
    assert write_codebook(qdc.book_of(entries_of(snapshot_of_two), "en")) == write_codebook(
        qdc.book_of(entries_of(snapshot_of_two), "en")
    )


def test_a_table_of_rows_is_read_from_any_dialect(snapshot_of_two):
    from core.tables import read_table

    rows = [row for _entry, row in table.rows_of(entries_of(snapshot_of_two), is_csv=True)]
    for separator, encoding in ((",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8")):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows([table.COLUMNS, *rows])
        read = table.entries_in(read_table(text.getvalue().encode(encoding)))
        assert [entry.path for entry in read.entries] == [("Normative",), ("Normative", "Training"), ()]
