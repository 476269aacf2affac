"""Memos as files: every format holds the same memos, says under which filter, and nothing in it is computed."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.coding import services as coding
from apps.documents.models import Transcript
from apps.documents.services import bin_transcript, create_office, create_transcript
from apps.exchange import services
from apps.exchange.models import Export
from apps.jobs.services import run_job
from apps.projects.models import Project
from apps.web.errors import Invalid, NotThere
from core.markdown import Ref, link_to

Args = dict[str, Any]
FORMULA = '=HYPERLINK("http://elsewhere.example")'
SAID = "Tamu: Kami rutin mengadakan bimbingan teknis."


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    project.language = "en"
    project.save(update_fields=["language"])
    return {"project": project, "user": lead}


@pytest.fixture
def codes(me: Args) -> dict[str, Code]:
    return apply_template(**me, template="isomorphism")


@pytest.fixture
def transcript(me: Args) -> Transcript:
    office = create_office(**me, name="KPPN Metro")
    return create_transcript(**me, title="Metro 01", office=office, text=SAID)


@pytest.fixture
def passage(me: Args, codes: dict[str, Code], transcript: Transcript) -> UUID:
    start = SAID.index("Kami")
    wanted = coding.NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + 10, (codes["Normative"].pk,), "*Habit*"
    )
    coding.put_segment(**me, wanted=wanted)
    return wanted.id


@pytest.fixture
def memos(me: Args, project: Project, codes: dict[str, Code], passage: UUID) -> None:
    link = link_to(Ref("code", codes["Mimetic"].pk), "old name")
    text = f"# Idea\n\nBeside {link}\n\n- **one**\n  - two\n\n> said\n\n| a | b |\n|---|---|\n| c | d |\n\x0b\x01"
    coding.create_memo(**me, kind="code", about=codes["Coercive"].pk, title="Force", text=text)
    coding.create_memo(**me, kind="project", about=project.pk, title=FORMULA, text=FORMULA)


def made(me: Args, format: str, **options: Any) -> bytes:
    export = services.export_memos(**me, format=format, options=options)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    with export.file.open("rb") as file:
        return bytes(file.read())


@pytest.mark.usefixtures("memos")
def test_csv_and_excel_hold_every_memo_and_no_formula(me: Args) -> None:
    rows = list(csv.DictReader(io.StringIO(made(me, "csv").decode())))
    assert {row["about"] for row in rows} == {"code", "project", "segment"}
    by_kind = {row["about"]: row for row in rows}
    assert by_kind["project"]["title"] == f"'{FORMULA}"
    assert (by_kind["segment"]["quotation"], by_kind["segment"]["codes"]) == ("Kami rutin", "Normative")
    assert "Beside Mimetic\n" in by_kind["code"]["text"]
    assert all(row["filter"] == "memos, not in the bin" for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(made(me, "xlsx")))
    cells = list(book["Memos"].iter_rows(values_only=True))
    assert len(cells) == 1 + len(rows)
    assert {cell.data_type for row in book["Memos"].iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.usefixtures("memos")
def test_markdown_stands_under_its_own_headings(me: Args) -> None:
    text = made(me, "md", words="beside").decode()
    assert text.startswith("# Memos: Two treasury offices\n\nFilter: memos, not in the bin; words: beside\n\n1 memo · ")
    assert re.findall(r"(?m)^#+ .*$", text) == ["# Memos: Two treasury offices", "## Force", "### Idea"]
    assert "*Code: Coercive · Lestari · " in text
    assert "Beside Mimetic" in text
    on_passage = made(me, "md", kind="segment").decode()
    assert "## Passage in Metro 01\n\n*Passage: Metro 01 · Normative · Lestari" in on_passage
    assert "> Kami rutin\n\n*Habit*\n" in on_passage


@pytest.mark.usefixtures("memos")
def test_word_has_headings_lists_and_bold(me: Args) -> None:
    document = docx.Document(io.BytesIO(made(me, "docx")))
    said = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert said[0] == ("Title", "Memos: Two treasury offices")
    assert said[1][1] == "Filter: memos, not in the bin"
    for expected in [
        ("Heading 1", "Force"), ("Heading 2", "Idea"), ("Normal", "Beside Mimetic"), ("List Bullet", "one"),
        ("List Bullet 2", "two"), ("Quote", "said"), ("Normal", "a\tb"), ("Normal", "c\td"),
        ("Heading 1", "Passage in Metro 01"), ("Intense Quote", "Kami rutin"), ("Heading 1", FORMULA),
    ]:  # fmt: skip
        assert expected in said, expected
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["one"].bold
    assert runs["Habit"].italic


@pytest.mark.usefixtures("memos")
def test_what_is_in_the_bin_stays_out(me: Args, transcript: Transcript) -> None:
    bin_transcript(**me, transcript=transcript)
    assert "Metro 01" not in made(me, "md").decode()


@pytest.mark.usefixtures("memos")
def test_the_same_again_and_the_log_says_what_left(me: Args, lead: User, project: Project) -> None:
    first = services.export_memos(**me, format="md", options={"kind": "code"})
    again = services.export_again(user=lead, earlier=first)
    assert again.options == first.options
    assert again.options["filter"] == "memos, not in the bin; about: Code"
    assert project.activities.filter(verb="exported").count() == 2


def test_what_cannot_be_made_is_refused(me: Args) -> None:
    with pytest.raises(Invalid):
        services.export_memos(**me, format="exe", options={})
    with pytest.raises(Invalid):
        services.export_memos(**me, format="csv", options={"separator": "|"})
    for name in ("code", "author", "transcript", "office", "participant"):
        with pytest.raises(NotThere):
            services.export_memos(**me, format="csv", options={name: uuid4()})
    assert not Export.objects.exists()


@pytest.mark.usefixtures("memos")
def test_page_and_api_ask_for_it(
    me: Args, page: Client, api: Client, project: Project, viewer: User, client_of: Callable[[User], Client]
) -> None:
    address = reverse("exchange:memos_export", args=[project.pk])
    listed = page.get(
        reverse("coding:memo_list", args=[project.pk]) + "?words=beside&since=2020-01-31"
    ).content.decode()
    assert 'name="since" value="2020-01-31"' in listed
    page.post(address, {"format": "docx", "words": "beside", "since": "2020-01-31"})
    export = Export.objects.get()
    assert (export.format, export.options["words"], export.options["since"]) == ("docx", "beside", "2020-01-31")
    page.post(address, {"format": "docx", "since": "yesterday"})
    assert Export.objects.count() == 1
    url = f"/api/v1/projects/{project.pk}/exports/memos"
    body = {"format": "csv", "options": {"kind": "code"}}
    assert api.post(url, body, content_type="application/json").status_code == 202
    assert client_of(viewer).post(address, {"format": "md"}).status_code == 403
