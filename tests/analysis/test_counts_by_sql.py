"""Counts of two bodies of data against SQL written by hand: another tool's sample project, and our sample study."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import lxml.html
import pytest
from django.db import connection

from apps.accounts.models import User
from apps.analysis.queries import Filter, Table, crosstab, frequencies
from apps.codebook.models import Code, Dimension
from apps.coding.services import NewSegment, put_segment
from apps.documents.services import create_office, create_transcript
from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Project

TAGUETTE = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "taguette" / "sample-project.sqlite3"
needs_taguette = pytest.mark.skipif(not TAGUETTE.is_file(), reason="the samples are not on this machine")


def numbers(table: Table) -> dict[tuple[str, str], Any]:
    """Numbers by names, those that are nothing left out."""
    return {
        (row.path or row.name, column.name): table.numbers.cells[i][j]
        for i, row in enumerate(table.rows)
        for j, column in enumerate(table.columns)
        if table.numbers.cells[i][j]
    }


# --- Taguette's own sample --------------------------------------------------------------------------------


@pytest.fixture
def taguette() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{TAGUETTE}?mode=ro", uri=True)) as database:
        yield database


@pytest.fixture
def interviews(taguette: sqlite3.Connection, project: Project, lead: User) -> Project:
    """Taguette's project as one of ours: its offsets are bytes of a document's words without the markup."""
    office = create_office(project=project, user=lead, name="BSR", parent=None)
    tags = Dimension.objects.create(project=project, name="Tags", exclusive=False)
    codes = {
        tag: Code.objects.create(project=project, dimension=tags, name=path, color="#7257c6", position=tag)
        for tag, path in taguette.execute("SELECT id, path FROM tags ORDER BY id")
    }
    project.refresh_from_db()
    for document, name, contents in taguette.execute("SELECT id, name, contents FROM documents").fetchall():
        text = "".join(lxml.html.fromstring(f"<div>{contents}</div>").itertext())
        transcript = create_transcript(
            project=project, user=lead, title=name, office=office, text=text, speakers="none", language="en"
        )
        highlights = "SELECT id, start_offset, end_offset FROM highlights WHERE document_id = ?"
        for highlight, start, end in taguette.execute(highlights, [document]).fetchall():
            on_it = taguette.execute("SELECT tag_id FROM highlight_tags WHERE highlight_id = ?", [highlight]).fetchall()
            put_segment(
                project=project, user=lead,
                wanted=NewSegment(
                    id=uuid4(), transcript=transcript.pk, version=transcript.current_id,
                    start=len(text.encode()[:start].decode()), end=len(text.encode()[:end].decode()),
                    codes=tuple(codes[tag].pk for (tag,) in on_it),
                ),
            )  # fmt: skip
    return project


@needs_taguette
def test_tags_by_document(taguette: sqlite3.Connection, interviews: Project) -> None:
    rows = taguette.execute(
        "SELECT t.path, d.name, count(*), count(DISTINCT h.id) FROM highlight_tags ht"
        " JOIN tags t ON t.id = ht.tag_id JOIN highlights h ON h.id = ht.highlight_id"
        " JOIN documents d ON d.id = h.document_id GROUP BY t.path, d.name"
    ).fetchall()
    for measure, column in (("codings", 2), ("segments", 3)):
        table = frequencies(interviews, Filter(), measure=measure, by="transcript")
        assert numbers(table) == {(row[0], row[1]): row[column] for row in rows}
    (everything,) = taguette.execute("SELECT count(*) FROM highlight_tags").fetchone()
    assert frequencies(interviews, Filter(), by="transcript").numbers.all == everything == 24


@needs_taguette
def test_documents_a_tag_occurs_in(taguette: sqlite3.Connection, interviews: Project) -> None:
    rows = taguette.execute(
        "SELECT t.path, count(DISTINCT h.document_id) FROM highlight_tags ht"
        " JOIN tags t ON t.id = ht.tag_id JOIN highlights h ON h.id = ht.highlight_id GROUP BY t.path"
    )
    table = frequencies(interviews, Filter(), measure="transcripts")
    assert numbers(table) == {(path, "BSR"): documents for path, documents in rows}


@needs_taguette
def test_tags_on_the_same_highlight(taguette: sqlite3.Connection, interviews: Project) -> None:
    rows = taguette.execute(
        "SELECT a.path, b.path, count(*) FROM highlight_tags one"
        " JOIN highlight_tags other ON other.highlight_id = one.highlight_id"
        " JOIN tags a ON a.id = one.tag_id JOIN tags b ON b.id = other.tag_id GROUP BY a.path, b.path"
    )
    tags = interviews.dimensions.get()
    table = crosstab(interviews, Filter(), rows=tags, columns=tags)
    assert numbers(table) == {(a, b): n for a, b, n in rows}


# --- Our sample study -------------------------------------------------------------------------------------

COUNTED = """
    FROM coding_coding g
    JOIN coding_segment s ON s.id = g.segment_id
    JOIN documents_transcript t ON t.id = s.transcript_id AND t.current_id = s.version_id AND t.binned IS NULL
    JOIN documents_office o ON o.id = t.office_id
    JOIN documents_turn u ON u.id = s.turn_id
    JOIN codebook_code c ON c.id = g.code_id
    JOIN codebook_dimension d ON d.id = c.dimension_id
    WHERE g.state NOT IN ('returned', 'replaced')
"""


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


@pytest.fixture
def sample(db: None) -> Project:
    return load_sample_study()


@pytest.mark.parametrize(
    ("measure", "counted"),
    [
        ("codings", "count(*)"),
        ("segments", "count(DISTINCT s.id)"),
        ("transcripts", "count(DISTINCT t.id)"),
        ("participants", "count(DISTINCT u.participant_id)"),
    ],
)
def test_each_measure_by_office(sample: Project, measure: str, counted: str) -> None:
    found = rows(f"SELECT d.name, c.name, o.name, {counted} {COUNTED} GROUP BY d.name, c.name, o.name")
    expected = {(dimension, code, office): n for dimension, code, office, n in found if n}
    table = frequencies(sample, Filter(rollup=False), measure=measure)
    got = {
        (row.dimension, row.name, column.name): table.numbers.cells[i][j]
        for i, row in enumerate(table.rows)
        for j, column in enumerate(table.columns)
        if table.numbers.cells[i][j]
    }
    assert got == expected
    assert sum(expected.values()) > 100 or measure != "codings"


def test_a_branch_by_coder(sample: Project) -> None:
    """Top codes with their sub-codes: the sample's codebook is two levels deep."""
    found = rows(
        "SELECT d.name, coalesce(p.name, c.name), w.name, count(*)"
        + COUNTED.replace(
            "WHERE", "JOIN accounts_user w ON w.id = g.by_id LEFT JOIN codebook_code p ON p.id = c.parent_id WHERE"
        )
        + "GROUP BY d.name, coalesce(p.name, c.name), w.name"
    )
    table = frequencies(sample, Filter(), by="coder")
    got = {
        (row.dimension, row.name, column.name): table.numbers.cells[i][j]
        for i, row in enumerate(table.rows)
        for j, column in enumerate(table.columns)
        if table.numbers.cells[i][j]
    }
    assert got == {(dimension, code, coder): n for dimension, code, coder, n in found}


def test_pressures_by_factors(sample: Project) -> None:
    found = rows(
        """
        SELECT coalesce(pa.name, a.name), coalesce(pb.name, b.name), count(DISTINCT s.id)
        FROM coding_segment s
        JOIN documents_transcript t ON t.id = s.transcript_id AND t.current_id = s.version_id AND t.binned IS NULL
        JOIN coding_coding ga ON ga.segment_id = s.id AND ga.state NOT IN ('returned', 'replaced')
        JOIN codebook_code a ON a.id = ga.code_id
        JOIN codebook_dimension da ON da.id = a.dimension_id AND da.exclusive = %s
        LEFT JOIN codebook_code pa ON pa.id = a.parent_id
        JOIN coding_coding gb ON gb.segment_id = s.id AND gb.state NOT IN ('returned', 'replaced')
        JOIN codebook_code b ON b.id = gb.code_id
        JOIN codebook_dimension db ON db.id = b.dimension_id AND db.exclusive = %s
        LEFT JOIN codebook_code pb ON pb.id = b.parent_id
        GROUP BY coalesce(pa.name, a.name), coalesce(pb.name, b.name)
        """
        % (("false", "true") if connection.vendor == "postgresql" else (0, 1))
    )
    factor, pressure = sample.dimensions.get(exclusive=False), sample.dimensions.get(exclusive=True)
    assert numbers(crosstab(sample, Filter(), rows=factor, columns=pressure)) == {(a, b): n for a, b, n in found}
