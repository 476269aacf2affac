"""The supervision log: every entry, under each filter, with numbers that are those of the rows; and its files."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from statistics import median
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document

from apps.accounts.models import User
from apps.coding.services import change_segment
from apps.coding.undo import undo
from apps.documents.models import Version
from apps.documents.services import bin_transcript
from apps.projects.models import Activity, Verb
from apps.review import services
from apps.review.log_files import pdf
from apps.review.models import Comment, SignOff, Verdict
from apps.review.queries.log import LogFilter, log_keys
from apps.review.queries.log_figures import log_figures
from apps.review.queries.log_lines import Line, log_lines
from tests.review.scene import REPLACED, RETURNED, Scene

ClientOf = Callable[[User], Client]
FORMULA = "=1+1 is no reason."


def lines(scene: Scene, **chosen: Any) -> list[Line]:
    return list(log_lines(scene.project, log_keys(scene.project, LogFilter(**chosen))))


def told(scene: Scene, **chosen: Any) -> list[tuple[str, str]]:
    return [(line.who, line.did) for line in lines(scene, **chosen)]


@pytest.fixture
def reviewed(scene: Scene) -> Scene:
    """Two codings returned, answered and mended, one suggestion taken, one approved; a theme signed off and not."""
    first, second, third, fourth = (
        scene.coding(name, start=60 + 2 * at)
        for at, name in enumerate(["Innovation", "Innovation", "Innovation", "Monitoring"])
    )
    scene.judge(first, RETURNED, reason=FORMULA)
    services.comment(**scene.by(scene.supervisor), coding=first.pk, text="See the definition.")
    services.answer(**scene.by(scene.coder), coding=first.pk, kind=Comment.Kind.STANDS, text="It is new to them.")
    scene.judge(first)
    scene.judge(second, RETURNED)
    # A memo is no answer.
    change_segment(**scene.by(scene.coder), segment_id=second.segment_id, memo="Ask again.")
    segment = scene.segment(second)
    change_segment(
        **scene.by(scene.coder), segment_id=segment.pk, start=segment.start,
        end=segment.end + 3, codes=[scene.codes["Innovation"].pk],
    )  # fmt: skip
    scene.judge(third, REPLACED)
    services.take_suggestion(**scene.by(scene.coder), coding=third.pk)
    scene.judge(fourth)
    services.withdraw_verdict(**scene.by(scene.supervisor), coding=fourth.pk)
    services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Innovation"].pk, remark="Well grounded.")
    services.withdraw_signoff(**scene.by(scene.supervisor), code=scene.codes["Innovation"].pk)
    return scene


def test_the_log_says_who_did_what_in_order(reviewed: Scene) -> None:
    assert told(reviewed) == [
        ("Sari", "returned the coding"),
        ("Sari", "wrote in the thread"),
        ("Cahya", "answered: stands by the coding"),
        ("Sari", "approved the coding"),
        ("Sari", "returned the coding"),
        ("Cahya", "changed the passage"),
        ("Sari", "suggested another code: Task force"),
        ("Cahya", "took the suggested code: Task force"),
        ("Sari", "approved the coding"),
        ("Sari", "withdrew a verdict"),
        ("Sari", "signed off the theme"),
        ("Sari", "withdrew a sign-off"),
    ]
    said = lines(reviewed)
    assert (said[0].words, said[0].place.code, said[0].place.coder) == (FORMULA, "Innovation", "Cahya")
    assert said[0].since.startswith("no longer stands since")
    assert (said[3].since, said[0].codebook_version) == ("", 1)
    assert (said[0].place.transcript, said[0].place.office) == ("Metro 01", "KPPN Metro")
    text = reviewed.transcript.current.text
    assert said[0].place.quote == text[60:72]
    assert (said[5].words, said[5].place.quote) == (f"“{text[62:74]}” → “{text[62:77]}”", text[62:74])
    assert said[9].place.code == "Monitoring"
    assert said[10].words.startswith("Well grounded.\n")
    assert "KPPN Metro" in said[10].words


def test_by_theme_the_entries_of_a_code_stand_together(reviewed: Scene) -> None:
    by_theme = lines(reviewed, by_theme=True)
    assert [line.place.code for line in by_theme] == ["Innovation"] * 10 + ["Monitoring"] * 2
    assert [line.at for line in by_theme[:10]] == sorted(line.at for line in by_theme[:10])
    assert sorted(line.at for line in by_theme) == [line.at for line in lines(reviewed)]


def test_the_filter_narrows_to_people_codes_places_and_days(reviewed: Scene, lead: User) -> None:
    codes, everything = reviewed.codes, told(reviewed)
    assert told(reviewed, supervisor=reviewed.supervisor.pk) == everything
    assert told(reviewed, supervisor=lead.pk) == []
    assert told(reviewed, code=codes["Innovation"].pk) == everything[:8] + everything[10:]
    assert told(reviewed, code=codes["Monitoring"].pk) == everything[8:10]
    # Of a person or a transcript there are no sign-offs.
    assert told(reviewed, coder=reviewed.coder.pk) == everything[:10]
    assert told(reviewed, coder=lead.pk) == []
    assert told(reviewed, transcript=reviewed.transcript.pk) == everything[:10]
    assert told(reviewed, office=reviewed.transcript.office_id) == everything
    today = timezone.localdate()
    assert told(reviewed, since=today, until=today) == everything
    assert told(reviewed, since=today + dt.timedelta(days=1)) == []
    assert told(reviewed, until=today - dt.timedelta(days=1)) == []


def test_the_numbers_are_those_of_the_rows(reviewed: Scene) -> None:
    for verdict in Verdict.objects.filter(state__in=(RETURNED, REPLACED)):
        Verdict.objects.filter(pk=verdict.pk).update(created=verdict.created - dt.timedelta(days=1))
    numbers = log_figures(reviewed.project, LogFilter())
    for state in Verdict.State:
        rows = Verdict.objects.filter(state=state)
        assert (numbers.given[state], numbers.standing[state]) == (rows.count(), rows.filter(ended=None).count())
    assert numbers.verdicts == Verdict.objects.count() == 5
    assert [(person.name, person.all) for person in numbers.by_supervisor] == [("Sari", 5)]
    assert (numbers.returned, numbers.answered) == (3, 3)
    days = [
        (Comment.objects.get(kind=Comment.Kind.STANDS).created - Verdict.objects.get(reason=FORMULA).created),
        (
            Activity.objects.filter(verb=Verb.SEGMENT_CHANGED).latest("at").at
            - Verdict.objects.get(reason="Too wide.").created
        ),
        (Comment.objects.get(kind=Comment.Kind.DONE).created - Verdict.objects.get(state=REPLACED).created),
    ]
    assert numbers.median_days == pytest.approx(median(each.total_seconds() / 86_400 for each in days))
    assert (numbers.answers, numbers.comments, numbers.changes) == (2, 1, 1)
    assert (numbers.signoffs, numbers.signoffs_standing) == (SignOff.objects.count(), 0)
    nothing = log_figures(reviewed.project, LogFilter(until=dt.date(2000, 1, 1)))
    assert (nothing.verdicts, nothing.returned, nothing.median_days) == (0, 0, None)


def test_what_comes_after_a_verdict_ended_is_no_answer_to_it(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding, RETURNED)
    scene.judge(coding)
    Verdict.objects.filter(state=RETURNED).update(ended=timezone.now() - dt.timedelta(minutes=1))
    segment = scene.segment(coding)
    change_segment(
        **scene.by(scene.coder), segment_id=segment.pk, start=segment.start,
        end=segment.end + 3, codes=[coding.code_id],
    )  # fmt: skip
    numbers = log_figures(scene.project, LogFilter())
    assert (numbers.returned, numbers.answered) == (1, 0)


def test_what_is_taken_back_stays_in_the_log(scene: Scene, lead: User) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding)
    undo(**scene.by(scene.supervisor), activity_id=scene.latest().pk)
    services.judge_many(**scene.by(scene.supervisor), codings=[coding.pk])
    undo(**scene.by(lead), activity_id=scene.latest().pk)
    assert told(scene) == [
        ("Sari", "approved the coding"),
        ("Sari", "took back a change (judged a coding)"),
        ("Sari", "approved the coding"),
        ("Lestari", "took back a change (judged many codings) of Sari"),
    ]
    assert [line.place.code for line in lines(scene)] == ["Innovation", "Innovation", "Innovation", ""]
    assert all(line.since for line in lines(scene) if line.kind == "approved")
    assert len(told(scene, coder=scene.coder.pk)) == 3


def test_transcripts_in_the_bin_and_other_projects_are_not_in_it(
    reviewed: Scene, lead: User, client_of: ClientOf
) -> None:
    bin_transcript(**reviewed.by(lead), transcript=reviewed.transcript)
    assert [did for _who, did in told(reviewed)] == ["signed off the theme", "withdrew a sign-off"]


def test_names_that_were_hidden_since_are_not_quoted(reviewed: Scene) -> None:
    Version.objects.update(named=True)
    assert {line.place.quote for line in lines(reviewed)} == {""}
    page = "".join(str(line.words) for line in lines(reviewed, code=reviewed.codes["Monitoring"].pk))
    assert "Informan" not in page


def test_the_page_shows_filters_and_says_what_is_not_there(reviewed: Scene, client_of: ClientOf, viewer: User) -> None:
    address = reverse("review:log", args=[reviewed.project.pk])
    page = client_of(reviewed.supervisor)
    shown = page.get(address, {"order": "theme"}).content.decode()
    assert "12 entries" in shown
    assert "See the definition." in shown
    assert page.get(address, {"since": "2999-01-01"}).status_code == 200
    assert "No entries fit the filter." in page.get(address, {"since": "2999-01-01"}).content.decode()
    assert page.get(address, {"coder": str(reviewed.project.pk)}).status_code == 422
    seen = client_of(viewer).get(address).content.decode()
    assert "See the definition." in seen
    assert reverse("review:log_file", args=[reviewed.project.pk, "docx"]) not in seen


def test_queries_do_not_grow_with_the_log(scene: Scene, client_of: ClientOf, django_assert_max_num_queries) -> None:
    def judge(start: int) -> None:
        coding = scene.coding("Innovation", start=start)
        scene.judge(coding, RETURNED)
        services.comment(**scene.by(scene.supervisor), coding=coding.pk, text="Why?")
        services.answer(**scene.by(scene.coder), coding=coding.pk, kind=Comment.Kind.DONE)

    judge(60)
    page, address = client_of(scene.supervisor), reverse("review:log", args=[scene.project.pk])
    with CaptureQueriesContext(connection) as asked:
        page.get(address)
    few = len(asked)
    for start in range(62, 70, 2):
        judge(start)
    # The badges of the navigation are kept until the project changes.
    page.get(address)
    with django_assert_max_num_queries(few):
        page.get(address)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def file_of(scene: Scene, client_of: ClientOf, format: str, user: User | None = None, **query: str) -> bytes:
    address = reverse("review:log_file", args=[scene.project.pk, format])
    answer = client_of(user or scene.supervisor).post(address, query_params=query)
    assert answer.status_code == 200
    assert f"supervision-log-{timezone.localdate().isoformat()}.{format}" in answer["Content-Disposition"]
    return content_of(answer)


def test_the_word_file_holds_facts_numbers_and_every_entry(reviewed: Scene, client_of: ClientOf) -> None:
    document = Document(io.BytesIO(file_of(reviewed, client_of, "docx")))
    facts, verdicts, people, other, log = document.tables
    assert [cell.text for cell in facts.rows[0].cells] == ["Project", "Two treasury offices"]
    assert [cell.text for cell in facts.rows[1].cells] == ["Entries", "12"]
    assert [cell.text for cell in verdicts.rows[-1].cells] == ["All", "5", "3"]
    assert [cell.text for cell in people.rows[1].cells] == ["Sari", "2", "2", "1", "5"]
    assert [cell.text for cell in other.rows[2].cells] == ["of these answered or changed by their coders", "3"]
    assert len(log.rows) == 1 + 12
    assert "tblHeader" in log.rows[0]._tr.xml
    first = [cell.text for cell in log.rows[1].cells]
    assert (first[0], first[2], first[3], first[6].splitlines()[0]) == ("1", "Sari", "returned the coding", FORMULA)
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert "NUMPAGES" in section.footer._element.xml
    by_theme = Document(io.BytesIO(file_of(reviewed, client_of, "docx", order="theme"))).tables[-1]
    themes = [row.cells[0].text for row in by_theme.rows[1:] if len(row._tr.tc_lst) == 1]
    assert themes == ["Innovation", "Monitoring"]


def test_the_pdf_says_the_same_on_one_document_or_several(
    reviewed: Scene, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages() -> list[str]:
        document = pypdfium2.PdfDocument(file_of(reviewed, client_of, "pdf"))
        return [page.get_textpage().get_text_bounded() for page in document]

    whole = pages()
    monkeypatch.setattr(pdf, "ROWS_AT_ONCE", 5)
    pieces = pages()
    assert len(pieces) > len(whole)
    for said in (whole, pieces):
        words = " ".join("".join(said).split())
        assert words.count("Supervision log · Two treasury offices") == len(said)
        assert FORMULA in words
        assert words.count("returned the coding") == 2
        assert [page.strip().endswith(str(number)) for number, page in enumerate(said, start=1)] == [True] * len(said)


def test_sheets_hold_no_formula(reviewed: Scene, client_of: ClientOf) -> None:
    rows = list(csv.DictReader(io.StringIO(file_of(reviewed, client_of, "csv").decode())))
    assert len(rows) == 12
    assert (rows[0]["Who"], rows[0]["Reason, answer or remark"]) == ("Sari", f"'{FORMULA}")
    assert rows[0]["Entries"] == "12 entries"
    assert rows[0]["When"] == timezone.localtime(lines(reviewed)[0].at).isoformat(timespec="seconds")
    book = openpyxl.load_workbook(io.BytesIO(file_of(reviewed, client_of, "xlsx")))
    sheet = book["Log"]
    assert sheet.max_row == 13
    cell = next(cell for cell in sheet[2] if cell.value == FORMULA)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert [row[0].value for row in book["Numbers"].iter_rows()][:2] == ["Verdicts", "Verdict"]
    assert book["About"]["B1"].value == "Two treasury offices"


def test_a_file_is_in_the_language_of_its_reader_and_an_export(reviewed: Scene, client_of: ClientOf) -> None:
    User.objects.filter(pk=reviewed.supervisor.pk).update(language="id")
    with translation.override("id"):
        answer = client_of(User.objects.get(pk=reviewed.supervisor.pk)).post(
            reverse("review:log_file", args=[reviewed.project.pk, "csv"]),
            query_params={"coder": str(reviewed.coder.pk)},
        )
    assert content_of(answer).startswith(b"\xef\xbb\xbf")
    row = reviewed.latest()
    assert (row.verb, row.actor, row.after["entries"]) == (Verb.EXPORTED, reviewed.supervisor, 10)
    assert row.after["coder"] == str(reviewed.coder.pk)


def test_an_empty_log_and_odd_characters_make_sound_files(scene: Scene, client_of: ClientOf) -> None:
    for format in ("docx", "pdf", "xlsx", "csv"):
        assert file_of(scene, client_of, format)
    scene.judge(scene.coding("Innovation"), RETURNED, reason="<b>&amp; \x0b]]> #[code] \u202e 👩🏽‍💻")
    content = file_of(scene, client_of, "docx")
    assert Document(io.BytesIO(content)).tables[-1].rows[1].cells[6].text == "<b>&amp; ]]> #[code] \u202e 👩🏽‍💻"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    for format in ("pdf", "xlsx", "csv"):
        assert file_of(scene, client_of, format)


def test_an_unknown_kind_of_file_does_not_exist(scene: Scene, client_of: ClientOf) -> None:
    address = reverse("review:log_file", args=[scene.project.pk, "exe"])
    assert client_of(scene.supervisor).post(address).status_code == 404
    assert client_of(scene.supervisor).get(address).status_code == 405
