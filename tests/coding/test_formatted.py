"""Formatting inside the workspace's lines: the text itself, code point for code point, and the right classes on it."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.coding.formatted import PLAIN, SHOWN, Looks
from apps.coding.workspace import transcript_html
from apps.documents.models import Office
from apps.documents.services import create_office, create_transcript
from apps.projects.models import Project
from core.text.readers import Formatting

kinds = st.sampled_from([*sorted(SHOWN)[:4], "list", "table"])
pieces = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), kinds), max_size=8)
SPAN = re.compile(r'<span class="([^"]+)">(.*?)</span>', re.DOTALL)


@given(
    st.text(st.sampled_from("ab<&>\"' 😀\n"), min_size=30, max_size=30), pieces, st.integers(0, 30), st.integers(0, 30)
)
def test_each_character_stands_there_once_with_its_classes(text, formatting, one, other):
    start, end = sorted((one, other))
    written = Looks.of(formatting).html(text, start, end)
    bare = html.unescape(re.sub(r"<[^>]+>", "", written))
    assert bare == text[start:end]
    seen: list[frozenset[str]] = []
    rest = 0
    for match in SPAN.finditer(written):
        seen += [frozenset()] * len(html.unescape(written[rest : match.start()]))
        seen += [frozenset(match[1].split())] * len(html.unescape(match[2]))
        rest = match.end()
    seen += [frozenset()] * len(html.unescape(written[rest:]))
    wanted = [
        frozenset(kind for first, last, kind in formatting if first <= at < last and kind in SHOWN)
        for at in range(start, end)
    ]
    assert seen == wanted


def test_plain_text_is_written_plain():
    assert PLAIN.html("a <b> c", 2, 5) == "&lt;b&gt;"


@pytest.mark.django_db
def test_the_workspace_shows_bold_words_and_marks(project: Project, lead: User, office: Office):
    text = "P: Apa?\nN: Itu penting (tertawa) sekali.\nP: Ya."
    bold = text.index("penting")
    made = create_transcript(
        project=project, user=lead, title="A", office=office, text=text,
        formatting=[Formatting(bold, bold + 7, "bold")],
    )  # fmt: skip
    shown = transcript_html(made.version_id)
    assert '<span class="bold">penting</span>' in shown
    assert '<span class="nonverbal">(tertawa)</span> sekali.' in shown


def test_the_first_turn_of_each_page_says_which_it_is(project: Project, lead: User):
    office = create_office(project=project, user=lead, name="KPPN Metro")
    text = "P: Satu.\nN: Dua.\nP: Tiga.\nN: Empat."
    transcript = create_transcript(
        project=project, user=lead, title="PDF", office=office, text=text, pages=[0, text.index("P: Tiga")]
    )
    turns = transcript_html(transcript.version_id).split("</section>")
    assert ["turn-page" in turn for turn in turns] == [True, False, True, False, False]
    assert "page 2" in turns[2]
