"""The pages with which people correct transcripts: versions, comparing, deciding, a turn in place."""

import html
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Doubt, Segment
from apps.coding.services import NewSegment, put_segment
from apps.coding.services.corrections import Correction, correct_transcript
from apps.documents.models import Office, Transcript, Turn, Upload, Version
from apps.documents.services import create_transcript
from apps.projects.models import Project
from tests.coding.conftest import TEXT

HTMX = {"HX-Request": "true"}
Codes = dict[str, Code]


@pytest.fixture
def put(project: Project, lead: User, transcript: Transcript, codes: Codes) -> Callable[..., UUID]:
    """put(words): a passage over the first place of these words in the current text."""

    def code(words: str) -> UUID:
        transcript.refresh_from_db()
        start = transcript.current.text.index(words)
        wanted = NewSegment(
            uuid4(), transcript.pk, transcript.version_id, start, start + len(words), (codes["Coercive"].pk,)
        )
        put_segment(project=project, user=lead, wanted=wanted)
        return wanted.id

    return code


@pytest.fixture
def correct(project: Project, lead: User, transcript: Transcript) -> Callable[..., Correction]:
    """correct(old, new): the next version, with some words replaced."""

    def replace(*pairs: tuple[str, str], note: str = "") -> Correction:
        transcript.refresh_from_db()
        text = transcript.current.text
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        return correct_transcript(
            project=project, user=lead, transcript=transcript, expected=transcript.version_id, text=text, note=note
        )

    return replace


def url(name: str, *rest: Any, **query: Any) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"coding:{name}", args=rest) + (f"?{asked}" if asked else "")


def text(response: Any) -> str:
    """The page's words with runs of white space as one space."""
    assert response.status_code < 400, response.content
    body = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def fields(response: Any) -> dict[str, str]:
    """What the forms of a page would send: hidden inputs and text areas."""
    body = response.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
    areas = re.findall(r'<textarea[^>]* ?name="(\w+)"[^>]*>\n?(.*?)</textarea>', body, flags=re.DOTALL)
    return {name: html.unescape(value) for name, value in (found | dict(areas)).items()}


def index_of(transcript: Transcript, words: str) -> int:
    transcript.refresh_from_db()
    at = transcript.current.text.index(words)
    return Turn.objects.get(version=transcript.current, start__lte=at, end__gt=at).index


# --- a turn in place ----------------------------------------------------------------------------------------


def save_turn(page: Client, transcript: Transcript, words: str, new: str, **headers: str) -> Any:
    where = url("turn_edit", transcript.project_id, transcript.pk, index_of(transcript, words))
    form = fields(page.get(where, headers=headers))
    assert words in form["words"]
    return page.post(where, {**form, "words": form["words"].replace(words, new)}, headers=headers)


def test_a_typo_outside_of_passages_is_saved_and_nothing_is_asked(
    page: Client, transcript: Transcript, put: Callable[..., UUID]
):
    kept = put("hampir setiap bulan")
    response = save_turn(page, transcript, "bimbingan", "pembimbingan", **HTMX)
    assert "1 word corrected: 1 passage kept." in text(response)
    assert "<form" not in response.content.decode()
    transcript.refresh_from_db()
    assert transcript.current.number == 2
    assert Segment.objects.get(pk=kept).version_id == transcript.version_id


def test_a_typo_inside_a_passage_is_asked_about_at_once_and_accepted(
    page: Client, transcript: Transcript, put: Callable[..., UUID]
):
    coded = put("bimbingan teknis")
    response = save_turn(page, transcript, "teknis", "tehnis", **HTMX)
    assert "1 word corrected: 0 passages kept, 1 to decide." in text(response)
    assert "<del>teknis</del>" in response.content.decode()
    assert "<ins>tehnis</ins>" in response.content.decode()
    doubt = Doubt.objects.get(segment=coded)
    answer = page.post(
        url("doubt_decide", transcript.project_id, doubt.pk), {**fields(response), "decision": "accept"}, headers=HTMX
    )
    assert "Nothing is left to decide." in text(answer)
    assert Segment.objects.get(pk=coded).quote == "bimbingan tehnis"


def test_the_other_turns_stay_cut_as_they_were_and_a_label_is_corrected_in_the_text_too(
    page: Client, transcript: Transcript
):
    index = index_of(transcript, "Karena target?")
    where = url("turn_edit", transcript.project_id, transcript.pk, index)
    response = page.post(where, {**fields(page.get(where)), "speaker": "Informan 2", "words": "Karena target?"})
    assert response.status_code == 302
    transcript.refresh_from_db()
    assert "Informan 2: Karena target?" in transcript.current.text
    turns = list(Turn.objects.filter(version=transcript.current).order_by("index"))
    assert [turn.speaker for turn in turns] == ["Pewawancara", "Informan 1", "Informan 2", "Informan 1"]
    assert [transcript.current.text[turn.start : turn.end] for turn in turns][3].endswith("dari Kanwil.")


def test_a_stale_turn_is_refused_and_the_typed_words_stay_in_the_field(
    page: Client, transcript: Transcript, correct: Callable[..., Correction]
):
    index = index_of(transcript, "Karena target?")
    where = url("turn_edit", transcript.project_id, transcript.pk, index)
    form = fields(page.get(where, headers=HTMX))
    correct(("rutin", "sering"))
    response = page.post(where, {**form, "words": "Karena sasaran?"}, headers=HTMX)
    assert "Somebody corrected this transcript meanwhile." in text(response)
    assert fields(response)["words"].strip() == "Karena sasaran?"
    transcript.refresh_from_db()
    assert transcript.current.number == 2
    assert "sasaran" not in transcript.current.text


def test_a_turn_cannot_be_emptied(page: Client, transcript: Transcript):
    response = save_turn(page, transcript, "Karena target?", " ", **HTMX)
    assert "The turn would hold no words." in text(response)
    transcript.refresh_from_db()
    assert transcript.current.number == 1


# --- a file or the whole text -------------------------------------------------------------------------------


def test_the_whole_text_is_previewed_before_it_counts(page: Client, transcript: Transcript, put: Callable[..., UUID]):
    put("hampir setiap bulan")
    changed = put("bimbingan teknis")
    where = url("transcript_correct", transcript.project_id, transcript.pk)
    form = fields(page.get(where))
    assert form["text"] == TEXT
    preview = page.post(where, {**form, "text": TEXT.replace("teknis", "tehnis"), "note": "Typo"})
    shown = text(preview)
    assert "1 kept" in shown
    assert "1 to decide: words changed" in shown
    assert "1 turn changed" in shown
    transcript.refresh_from_db()
    assert transcript.current.number == 1
    done = page.post(where, {**fields(preview), "confirm": "1"}, follow=True)
    assert "Version 2 is made: 1 passage kept, 1 to decide." in text(done)
    transcript.refresh_from_db()
    assert transcript.current.text == TEXT.replace("teknis", "tehnis")
    assert transcript.current.note == "Typo"
    assert Doubt.objects.get(segment=changed).kind == Doubt.Kind.CHANGED


def test_a_corrected_file_is_kept_between_preview_and_confirmation(page: Client, transcript: Transcript):
    where = url("transcript_correct", transcript.project_id, transcript.pk)
    data = TEXT.replace("rutin", "sering").encode()
    for _again in range(2):
        file = SimpleUploadedFile("metro corrected.txt", data)
        preview = page.post(where, {**fields(page.get(where)), "file": file, "note": ""})
        assert "1 word added" in text(preview)
    assert Upload.objects.count() == 1
    done = page.post(where, {**fields(preview), "confirm": "1"}, follow=True)
    assert "Version 2 is made" in text(done)
    assert Upload.objects.count() == 0
    original = page.get(url("version_original", transcript.project_id, transcript.pk, 2))
    assert original.getvalue() == data
    assert original.headers["X-Content-Type-Options"] == "nosniff"


def test_what_cannot_be_read_is_said_and_the_typed_text_is_kept(page: Client, transcript: Transcript):
    where = url("transcript_correct", transcript.project_id, transcript.pk)
    typed = {**fields(page.get(where)), "text": TEXT + "\n\nPewawancara: Terima kasih."}
    bad = SimpleUploadedFile("scan.exe", b"MZ\x00\x01")
    response = page.post(where, {**typed, "file": bad, "note": ""})
    assert "cannot be read" in text(response)
    assert fields(response)["text"] == typed["text"]


def test_a_text_corrected_meanwhile_comes_back_instead_of_being_lost(
    page: Client, transcript: Transcript, correct: Callable[..., Correction]
):
    where = url("transcript_correct", transcript.project_id, transcript.pk)
    mine = TEXT.replace("rutin", "kerap")
    preview = page.post(where, {**fields(page.get(where)), "text": mine, "note": ""})
    correct(("rutin", "sering"))
    response = page.post(where, {**fields(preview), "confirm": "1"})
    assert "Somebody corrected this transcript meanwhile." in text(response)
    assert fields(response)["text"] == mine


# --- deciding -----------------------------------------------------------------------------------------------


@pytest.fixture
def doubt(put: Callable[..., UUID], correct: Callable[..., Correction]) -> Doubt:
    coded = put("bimbingan teknis")
    correct(("teknis", "tehnis"))
    return Doubt.objects.get(segment=coded)


def test_the_queue_and_its_question(page: Client, project: Project, doubt: Doubt):
    listed = page.get(url("doubt_list", project.pk))
    assert "bimbingan tehnis" in text(listed)
    assert url("doubt_detail", project.pk, doubt.pk) in listed.content.decode()
    asked = page.get(url("doubt_detail", project.pk, doubt.pk))
    shown = text(asked)
    assert "1 of 1" in shown
    assert "Coercive" in shown
    assert "Lestari" in shown
    assert "Words changed" in shown


def test_an_empty_queue_says_so(page: Client, project: Project):
    assert "Nothing waits for a decision." in text(page.get(url("doubt_list", project.pk)))


@pytest.mark.parametrize(("decision", "quote"), [("accept", "bimbingan tehnis"), ("leave", "bimbingan teknis")])
def test_a_decision_and_its_undoing(page: Client, project: Project, doubt: Doubt, decision: str, quote: str):
    asked = page.get(url("doubt_detail", project.pk, doubt.pk))
    done = page.post(
        url("doubt_decide", project.pk, doubt.pk), {**fields(asked), "decision": decision, "candidate": 0}, follow=True
    )
    assert "That was the last one." in text(done)
    assert Segment.objects.get(pk=doubt.segment_id).quote == quote
    back = page.post(url("doubt_undo", project.pk), fields(done), follow=True)
    assert "The decision was taken back." in text(back)
    doubt.refresh_from_db()
    assert doubt.decision == Doubt.Decision.OPEN
    assert Segment.objects.get(pk=doubt.segment_id).quote == "bimbingan teknis"


def test_borders_are_taken_as_words_or_as_offsets(page: Client, project: Project, doubt: Doubt):
    decide = url("doubt_decide", project.pk, doubt.pk)
    wrong = page.post(decide, {"decision": "adjust", "words": "tidak ada di sini"})
    assert "do not stand in the new text" in text(wrong)
    page.post(decide, {"decision": "adjust", "words": "mengadakan bimbingan tehnis"})
    assert Segment.objects.get(pk=doubt.segment_id).quote == "mengadakan bimbingan tehnis"


def test_another_candidate_is_chosen_and_accepted(page: Client, project: Project, doubt: Doubt):
    other = doubt.version.text.index("target dari Kanwil")
    Doubt.objects.filter(pk=doubt.pk).update(candidates=[*doubt.candidates, [other, other + 18, 0.4]])
    asked = page.get(url("doubt_detail", project.pk, doubt.pk, candidate=1))
    assert "40 % alike" in text(asked)
    page.post(url("doubt_decide", project.pk, doubt.pk), {**fields(asked), "decision": "accept"})
    assert Segment.objects.get(pk=doubt.segment_id).quote == "target dari Kanwil"


def test_offsets_of_a_script_are_code_points(page: Client, project: Project, doubt: Doubt):
    start = doubt.version.text.index("bimbingan tehnis 👨‍👩‍👧")
    end = start + len("bimbingan tehnis 👨‍👩‍👧")
    page.post(url("doubt_decide", project.pk, doubt.pk), {"decision": "adjust", "start": start, "end": end})
    assert Segment.objects.get(pk=doubt.segment_id).quote == "bimbingan tehnis 👨‍👩‍👧"


def test_a_decision_about_a_text_corrected_since_is_refused(
    page: Client, project: Project, doubt: Doubt, correct: Callable[..., Correction]
):
    asked = fields(page.get(url("doubt_detail", project.pk, doubt.pk)))
    correct(("rutin", "sering"))
    answer = page.post(url("doubt_decide", project.pk, doubt.pk), {**asked, "decision": "accept"})
    assert "The transcript was corrected meanwhile." in text(answer)


def test_all_that_hardly_changed_are_accepted_after_being_counted(
    page: Client, project: Project, put: Callable[..., UUID], correct: Callable[..., Correction]
):
    alike = put("Kami rutin mengadakan bimbingan teknis")
    other = put("Memang ada target dari Kanwil")
    correct(("teknis", "tehnis"), ("Memang ada target dari", "Memang nilai itu urusan"))
    where = url("doubt_accept_all", project.pk)
    assert "Accept 1 passage" in text(page.get(where))
    done = page.post(where, follow=True)
    assert "1 passage was carried over." in text(done)
    assert Segment.objects.get(pk=alike).quote == "Kami rutin mengadakan bimbingan tehnis"
    page.post(url("doubt_undo", project.pk), fields(done))
    assert Segment.objects.get(pk=alike).quote == "Kami rutin mengadakan bimbingan teknis"
    assert Segment.objects.get(pk=other).version.number == 1


def test_a_viewer_looks_but_decides_nothing(
    client_of: Callable[[User], Client], viewer: User, project: Project, transcript: Transcript, doubt: Doubt
):
    client = client_of(viewer)
    for where in (
        url("doubt_list", project.pk),
        url("doubt_detail", project.pk, doubt.pk),
        url("version_list", project.pk, transcript.pk),
    ):
        shown = client.get(where)
        assert shown.content.decode().count('method="post"') == 1, "only to sign out"
        assert "/correct/" not in shown.content.decode()
        assert text(shown)


# --- versions -----------------------------------------------------------------------------------------------


def test_the_list_of_versions_counts_what_became_of_passages(
    page: Client, transcript: Transcript, put: Callable[..., UUID], correct: Callable[..., Correction]
):
    for words in ("hampir setiap bulan", "bimbingan teknis", "Memang ada target dari Kanwil."):
        put(words)
    correct(("teknis", "tehnis"), (" Memang ada target dari Kanwil.", ""), note="Read again")
    shown = text(page.get(url("version_list", transcript.project_id, transcript.pk)))
    assert "Version 2 current Read again" in shown
    assert "1 kept 1 to decide 1 left behind" in shown
    assert "2 passages on older versions" in shown
    assert "words gone" in shown


def test_an_old_version_is_read_with_its_passages_but_not_coded(
    page: Client, transcript: Transcript, doubt: Doubt, project: Project
):
    shown = page.get(url("version_detail", project.pk, transcript.pk, 1))
    assert "Version 1 of 2: read only. The current version is 2." in text(shown)
    body = shown.content.decode()
    assert '"canCode": false' in body
    assert '"canEdit": false' in body
    assert "bimbingan teknis" in body
    assert f"segments?form=compact&amp;version={doubt.segment.version_id}" in body
    assert "turn-pencil" not in body
    assert page.get(url("version_detail", project.pk, transcript.pk, 2)).status_code == 302
    assert page.get(url("version_detail", project.pk, transcript.pk, 3)).status_code == 404
    place = page.get(url("segment_detail", project.pk, doubt.segment_id))
    assert place.headers["Location"].endswith(f"versions/1/?segment={doubt.segment_id}")
    panel = page.get(url("segment_detail", project.pk, doubt.segment_id), headers=HTMX)
    assert "Remove segment" not in text(panel)


def test_the_workspace_names_its_version_and_what_waits(page: Client, transcript: Transcript, doubt: Doubt):
    shown = text(page.get(url("workspace", transcript.project_id, transcript.pk)))
    assert "version 2" in shown
    assert "1 to decide" in shown


def test_what_changed_is_marked_and_unchanged_turns_are_folded(page: Client, transcript: Transcript, doubt: Doubt):
    where = url("version_diff", transcript.project_id, transcript.pk)
    body = page.get(where).content.decode()
    assert "<del>teknis</del> " in body
    assert "<ins>tehnis</ins> " in body
    assert "Karena target?" not in body
    shown = text(page.get(where))
    assert "1 word added" in shown
    assert "1 turn changed" in shown
    assert "3 turns unchanged" in shown
    assert "2 turns unchanged" in shown
    unfolded = page.get(where + "?open=2-3", headers=HTMX)
    assert "Karena target?" in text(unfolded)
    assert "<html" not in unfolded.content.decode()
    assert "Karena target?" in text(page.get(where + "?open=2-3&view=side"))


def test_one_version_has_nothing_to_compare(page: Client, transcript: Transcript):
    shown = text(page.get(url("version_diff", transcript.project_id, transcript.pk)))
    assert "This transcript has one version" in shown


@pytest.mark.parametrize("name", ["version_list", "doubt_list", "workspace"])
def test_queries_do_not_grow_with_versions_and_doubts(
    page: Client,
    project: Project,
    lead: User,
    office: Office,
    codes: Codes,
    name: str,
):
    def asked(count: int) -> int:
        words = [f"Kalimat nomor {n} tentang kantor pelayanan." for n in range(count)]
        spoken = "Pewawancara: Apa?\n\nInforman 1: " + " ".join(words)
        made = create_transcript(project=project, user=lead, title=f"T{count}", office=office, text=spoken)
        for each in words:
            start = spoken.index(each)
            wanted = NewSegment(uuid4(), made.pk, made.version_id, start, start + len(each), (codes["Coercive"].pk,))
            put_segment(project=project, user=lead, wanted=wanted)
        for new in ("dari kantor", "soal kantor"):
            made.refresh_from_db()
            correct_transcript(
                project=project, user=lead, transcript=made, expected=made.version_id,
                text=re.sub("(tentang|dari) kantor", new, made.current.text),
            )  # fmt: skip
        where = url(name, project.pk, *([] if name == "doubt_list" else [made.pk]), transcript=made.pk)
        page.get(where)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(where).status_code == 200
        return len(queries)

    assert asked(2) == asked(9)


def test_the_file_of_the_first_version_can_be_fetched(page: Client, project: Project, lead: User, office: Office):
    made = create_transcript(
        project=project, user=lead, title="Metro 02", office=office, text=TEXT,
        original=ContentFile(TEXT.encode(), name="metro.txt"),
    )  # fmt: skip
    answer = page.get(url("version_original", project.pk, made.pk, 1))
    assert answer.getvalue() == TEXT.encode()


def test_versions_with_names_are_for_those_who_may_see_names(
    client_of: Callable[[User], Client],
    coder: User,
    page: Client,
    project: Project,
    transcript: Transcript,
    doubt: Doubt,
):
    Version.objects.filter(transcript=transcript, number=1).update(named=True)
    client = client_of(coder)
    closed = [
        url("version_detail", project.pk, transcript.pk, 1),
        url("version_original", project.pk, transcript.pk, 1),
        url("version_diff", project.pk, transcript.pk, old=1, new=2),
    ]
    assert {client.get(where).status_code for where in closed} == {403}
    assert client.get(url("segment_detail", project.pk, doubt.segment_id), headers=HTMX).status_code == 403
    for where in (
        url("doubt_list", project.pk),
        url("doubt_detail", project.pk, doubt.pk),
        url("version_list", project.pk, transcript.pk),
    ):
        assert "teknis" not in text(client.get(where))
        assert "teknis" in text(page.get(where))
    assert "bimbingan tehnis" in text(client.get(url("doubt_detail", project.pk, doubt.pk)))
    decide = url("doubt_decide", project.pk, doubt.pk)
    assert client.post(decide, {"decision": "accept", "candidate": 0}).status_code == 302
