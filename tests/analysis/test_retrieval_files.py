"""What a question finds, over HTTP and as files: the same numbers everywhere, and what was asked beside them."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from docx import Document

from apps.accounts.models import User
from apps.analysis import quotations
from apps.coding.models import Segment
from apps.projects.models import Verb
from tests.analysis.conftest import Study

QUESTION = "Coercive or Innovation"


def retrieved(api: Client, study: Study, **query: object):
    return api.get(f"/api/v1/projects/{study.project.pk}/retrieval", query)


def taken(page: Client, study: Study, format: str, q: str = QUESTION):
    return page.get(f"/projects/{study.project.pk}/retrieval/file.{format}", {"q": q})


def test_an_answer_with_counts_and_pages(api: Client, study: Study):
    answer = retrieved(api, study, q="coercive  OR Innovation", limit=3).json()
    assert (answer["q"], answer["total"], answer["next"]) == ("coercive or Innovation", 5, "3")
    assert answer["counts"] == {"passages": 5, "codings": 5, "participants": 2}
    assert [(line["name"], line["passages"]) for line in answer["by"]["office"]] == [("Kotabumi", 3), ("Metro", 2)]
    first = answer["items"][0]
    assert (first["quote"], first["line"], first["version_number"]) == ("Jawaban satu tentang aturan", 2, 1)
    assert first["after"].startswith(", pelatihan")
    assert {coding["state"] for coding in first["codings"]} == {"open"}
    rest = retrieved(api, study, q="coercive or Innovation", limit=3, cursor="3").json()
    assert (len(rest["items"]), rest["next"]) == (2, None)
    assert len({item["id"] for item in answer["items"] + rest["items"]}) == 5


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "A near"}, {"q": "coded", "limit": 0}, {"q": "coded", "cursor": "x"}]
)
def test_what_cannot_be_asked(api: Client, study: Study, query: dict[str, object]):
    assert retrieved(api, study, **query).status_code == 422


def test_statements_are_constant(api: Client, study: Study, django_assert_max_num_queries):
    for title in ("Metro 03", "Metro 04"):
        study.interview(title, "Metro", "Informan 2")
        study.code(study.lead, title, "Jawaban satu", "Regulation", "Monitoring")
    with django_assert_max_num_queries(25):
        assert retrieved(api, study, q="coded").json()["total"] == 9


def test_csv_holds_each_quote_in_context_and_defuses_formulas(page: Client, study: Study):
    Segment.objects.filter(memo="Rules first.").update(memo="=HYPERLINK()")
    rows = list(csv.DictReader(io.StringIO(taken(page, study, "csv").content.decode())))
    assert [row["quotation"] for row in rows][:2] == ["Jawaban satu tentang aturan", "satu tentang aturan, pelatihan"]
    first = rows[0]
    assert (first["office"], first["participant"], first["line"]) == ("Kotabumi", "Informan 1", "2")
    assert first["memo"] == "'=HYPERLINK()"
    assert (first["question"], first["codebook version"]) == (QUESTION, "1")
    assert set(first["codes"].split("; ")) == {"Regulation", "Monitoring"}


def test_xlsx_counts_and_says_what_it_is_about(page: Client, study: Study):
    with ZipFile(io.BytesIO(taken(page, study, "xlsx").content)) as book:
        words = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else ""
        words += "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
    for told in ("Kotabumi", "Jawaban dua", QUESTION, "participants"):
        assert told in words
    assert "<f>" not in words


def test_docx_cites_each_quote_under_its_office(page: Client, study: Study):
    document = Document(io.BytesIO(taken(page, study, "docx").content))
    told = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert ("Normal", f"Question: {QUESTION}") in told
    assert ("Heading 1", "Kotabumi (3 passages)") in told
    assert any("(Informan 1, Kotabumi, Kotabumi 01, line 2) · " in text for _style, text in told)
    assert len([style for style, _text in told if style == "Quote"]) == 5


def test_a_program_takes_the_same_file(page: Client, api: Client, study: Study):
    asked = {"q": QUESTION, "format": "csv"}
    answer = api.get(f"/api/v1/projects/{study.project.pk}/retrieval/file", asked)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content == taken(page, study, "csv").content


def test_whoever_takes_quotes_out_is_noted(page: Client, study: Study, lead: User):
    taken(page, study, "csv")
    noted = study.project.activities.get(verb=Verb.EXPORTED)
    assert (noted.actor, noted.label, noted.after["passages"]) == (lead, f"csv · {QUESTION}", 5)


def test_what_cannot_be_taken(page: Client, api: Client, study: Study, monkeypatch: pytest.MonkeyPatch):
    assert taken(page, study, "pdf").status_code == 404
    assert taken(page, study, "csv", "Coercive and").status_code == 422
    monkeypatch.setattr("apps.analysis.services.exporting.MOST", 4)
    answer = api.get(f"/api/v1/projects/{study.project.pk}/retrieval/file", {"q": QUESTION})
    assert (answer.status_code, answer.json()["error"]) == (422, "too_many")
    assert quotations.MOST == 5000
    assert not study.project.activities.filter(verb=Verb.EXPORTED).exists()
