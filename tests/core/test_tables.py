"""Tables of every dialect, and files that are none."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core import tables
from core.tables import Row, read_table
from core.text.errors import ReadError

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.startswith("\ufeff")
)


def sheet(*rows: list, **more: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_dialect_is_read_back(rows, delimiter, encoding, ends):
    written = io.StringIO()
    heads = ["name", "age", "rank"]
    csv.writer(written, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL).writerows([heads, *rows])
    table = read_table(written.getvalue().encode(encoding))
    assert table.columns == ("name", "age", "rank")
    assert [row.cells for row in table.rows] == [tuple(row) for row in rows]
    assert [row.line for row in table.rows] == list(range(2, len(rows) + 2))


def test_semicolons_of_an_indonesian_excel():
    table = read_table("Nama;Umur;Nilai\nBudi;41;3,5\nAni;39;4,0\n".encode("cp1252"))
    assert table.columns == ("Nama", "Umur", "Nilai")
    assert table.column(2) == ["3,5", "4,0"]


def test_the_dialect_that_excel_names_itself():
    table = read_table(b"sep=|\r\na|b\r\n1|2;3\r\n")
    assert table.columns == ("a", "b")
    assert table.rows == (Row(3, ("1", "2;3")),)


def test_unnamed_columns_empty_rows_and_names_that_come_twice():
    table = read_table(b"name,,Age,age,\nA,x,1,2,\n\n,,,,\nB,,3\n")
    assert table.columns == ("name", "(2)", "Age", "age (2)")
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("A", "x", "1", "2")), (5, ("B", None, "3", None))]


def test_a_cell_of_several_lines_counts_the_lines_of_the_file():
    table = read_table(b'name,note\nA,"one\ntwo"\nB,x\n')
    assert [row.line for row in table.rows] == [2, 4]


def test_the_values_of_an_excel_file():
    day = dt.datetime.fromisoformat("2023-03-14")
    table = read_table(
        sheet([None, None], ["name", "since", "age", "old"], ["A", day, 4.5, True], ["B", None, 0, None])
    )
    assert table.columns == ("name", "since", "age", "old")
    assert table.rows[0].cells == ("A", day, 4.5, True)
    assert table.rows[1] == Row(4, ("B", None, 0, None))


def test_the_first_sheet_that_holds_something():
    assert read_table(sheet(data=[["name"], ["A"]])).rows == (Row(2, ("A",)),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_rows"),
        (b"name,age\n", "no_rows"),
        (bytes(range(256)) * 40, "binary"),
        (b"%PDF-1.7 rubbish", "unsupported"),
        (b"\x89PNG\r\n\x1a\n", "unsupported"),
        (sheet(["name"], ["A"])[:-60], "damaged"),
        (b"PK\x03\x04 no archive", "damaged"),
        (sheet([None]), "no_rows"),
    ],
)
def test_what_is_no_table(data, code):
    with pytest.raises(ReadError) as refused:
        read_table(data)
    assert refused.value.code == code


def test_limits(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    monkeypatch.setattr(tables, "MAX_COLUMNS", 3)
    for data, code in (
        (b"a\n" + b"1\n" * 4, "too_many_rows"),
        (b"a,b,c,d\n1,2,3,4\n", "too_many_columns"),
        (sheet(["a"], *[[1]] * 4), "too_many_rows"),
        (sheet(["a", "b", "c", "d"], [1, 2, 3, 4]), "too_many_columns"),
    ):
        with pytest.raises(ReadError) as refused:
            read_table(data)
        assert refused.value.code == code
    assert len(read_table(b"a\n1\n2\n3\n").rows) == 3


def repacked(change) -> bytes:
    """A small workbook whose members `change(name, data)` may rewrite."""
    source, target = zipfile.ZipFile(io.BytesIO(sheet(["a"], ["1"]))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, change(name, source.read(name)))
    return target.getvalue()


def test_a_bomb_is_not_unpacked():
    bomb = repacked(lambda name, data: b"0" * (65 * 2**20) if name.endswith("sheet1.xml") else data)
    assert len(bomb) < 2**20
    with pytest.raises(ReadError) as refused:
        read_table(bomb)
    assert refused.value.code == "too_large"


def test_entities_are_not_resolved():
    lure = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    with pytest.raises(ReadError) as refused:
        read_table(repacked(lambda name, data: lure if name.endswith("sheet1.xml") else data))
    assert refused.value.code == "damaged"
