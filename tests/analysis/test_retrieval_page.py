"""The page of questions: rows and text say the same, results in context, saved queries, one change on many."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.analysis.models import SavedQuery
from apps.coding.models import Coding, Memo, Segment
from apps.projects.models import Activity
from tests.analysis.conftest import Study


def address(study: Study, path: str = "retrieval/") -> str:
    return f"/projects/{study.project.pk}/{path}"


def asked(browser: Client, study: Study, q: str, **rest: Any) -> str:
    answer = browser.get(address(study), {"q": q, **rest})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def quotes(html: str) -> list[str]:
    return [plain(found) for found in re.findall(r"<mark>(.*?)</mark>", html)]


def terms(browser: Client, study: Study, query: str) -> dict[str, str]:
    answer = browser.get(address(study, f"retrieval/terms/?{query}"))
    assert answer.status_code == 200
    html = answer.content.decode()
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)[1]
    problem, _part, rows = html[html.index('data-part="problem"') :].partition('data-part="rows"')
    return {"text": text.replace("&quot;", '"').replace("&gt;", ">"), "problem": problem, "rows": rows}


def rows(*told: tuple[str, str], join: str = "all") -> str:
    """The address of a builder with these rows: (kind, value)."""
    parts = [f"join={join}"]
    for kind, value in told:
        does, kind = ("not", kind[4:]) if kind.startswith("not ") else ("", kind)
        parts.append(f"group=&does={does}&kind={kind}&value={value.replace(' ', '+')}&words=&unit=words")
    return "&".join(parts)


# --- asking -------------------------------------------------------------------------------------------------


def test_what_is_found_is_counted_by_office_and_participant(page: Client, study: Study):
    html = asked(page, study, "Coercive and not Innovation")
    assert "3 passages" in html
    assert quotes(html) == ["Jawaban satu tentang aturan", "satu tentang aturan, pelatihan", "Jawaban satu"]
    text = plain(html)
    assert re.search(r"By office .*Kotabumi 2 \d+ 1 Metro 1 \d+ 1", text)
    assert re.search(r"By participant .*Informan 1 2 \d+ Informan 2 1", text)


def test_a_passage_tells_codes_coder_state_and_place(page: Client, study: Study):
    html = plain(asked(page, study, "Mimetic review:returned"))
    assert "1 passage" in html
    assert "Mimetic · Returned" in html
    assert "Metro 02, line" in html
    assert "Coded by Lestari" in html


def test_matched_words_and_the_other_passage_are_marked(page: Client, study: Study):
    html = asked(page, study, "text:tentang and Regulation near/5 Coercive!")
    assert (
        '<span class="passage-word">tentang</span>'
        in html.replace(" passage-other", "").replace('"passage-word passage-other"', '"passage-word"')
        or "passage-word" in html
    )
    beside = re.search(r'<p class="passage-beside".*?</p>', html)[0]
    assert "satu tentang aturan, pelatihan" in beside
    assert "Cahya" in beside


def test_a_text_that_cannot_be_read_says_where(page: Client, study: Study):
    html = asked(page, study, "Coercive and (Mimetic or")
    assert "qb-wrong" in html
    assert "Expected a code" in html
    html = asked(page, study, "Coerciv and Mimetic")
    assert "<mark>Coerciv</mark>" in html
    assert "Did you mean Coercive?" in html


def test_order_and_pages(page: Client, study: Study):
    newest = quotes(asked(page, study, "coded", order="newest"))
    oldest = quotes(asked(page, study, "coded", order="oldest"))
    assert newest == oldest[::-1]
    assert quotes(asked(page, study, "coded", order="office")) == quotes(asked(page, study, "coded"))
    assert quotes(asked(page, study, "coded", order="nonsense", page="nine")) != []


def test_nothing_asked_and_nothing_found(page: Client, study: Study):
    assert "Show every coded passage" in asked(page, study, "")
    assert "No passage fits this query" in asked(page, study, "Coercive and Innovation")


# --- rows and text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ([("code", "Task force"), ("office", "Metro")], '"Task force" and office:Metro'),
        ([("code", "Coercive"), ("near", "Monitoring")], "Coercive near/20 Monitoring"),
        ([("not code", "Coercive"), ("root", "kerja")], "not Coercive and text:~kerja"),
        ([("code", ""), ("office", "")], ""),
    ],
)
def test_rows_become_text_and_text_becomes_rows(page: Client, study: Study, told: list[tuple[str, str]], text: str):
    assert terms(page, study, rows(*told))["text"] == text
    if text:
        back = terms(page, study, f"q={text.replace(' ', '+')}")["rows"]
        for kind, value in told:
            assert f'<option value="{kind.removeprefix("not ")}" selected>' in back
            assert f'value="{value}"' in back


def test_a_group_and_what_the_builder_cannot_show(page: Client, study: Study):
    group = (
        "group=1&does=&kind=code&value=Coercive&words=&unit=words&group=1&does=&kind=code&value=Mimetic&words=&unit="
    )
    told = terms(page, study, f"{rows(('office', 'Metro'))}&join-1=any&{group}")
    assert told["text"] == "office:Metro and (Coercive or Mimetic)"
    assert "data-group" in terms(page, study, "q=office:Metro+and+(Coercive+or+Mimetic)")["rows"]
    beyond = terms(page, study, "q=(Coercive+or+Mimetic)+near+Monitoring")
    assert "cannot show this query" in beyond["rows"]
    wrong = terms(page, study, "q=Coercive+and")
    assert "Expected a code" in wrong["problem"]
    assert "data-row" not in wrong["rows"]


def test_without_scripts_the_rows_lead_to_the_text(page: Client, study: Study):
    answer = page.get(address(study, f"retrieval/?{rows(('code', 'Coercive'), ('not code', 'Innovation'))}"))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?q=Coercive+and+not+Innovation")


def test_the_names_to_pick_are_those_that_questions_know(page: Client, study: Study):
    html = asked(page, study, "")
    assert '"name": "Task force"' in html
    assert '"name": "rank=head"' in html


# --- one change on many -------------------------------------------------------------------------------------


def change(browser: Client, study: Study, **told: Any) -> Any:
    return browser.post(address(study, "retrieval/change/"), told)


def test_all_results_get_a_code_after_the_numbers_were_shown(page: Client, study: Study, lead: User):
    told = {"q": "Coercive and not Innovation", "which": "all", "act": "add", "code": "innovation"}
    preview = change(page, study, **told)
    text = plain(preview.content.decode())
    assert "3 passages change" in text
    assert "2 of your own are changed" in text
    assert "1 is made for you, on words that others marked: Cahya 1" in text
    assert not Segment.objects.filter(coder=lead, quote="satu tentang aturan, pelatihan").exists()
    seen = re.search(r'name="seen" value="(\w+)"', preview.content.decode())[1]
    done = change(page, study, **told, step="do", seen=seen)
    assert done.status_code == 302
    made = Segment.objects.get(coder=lead, quote="satu tentang aturan, pelatihan")
    assert [coding.code.name for coding in made.codings.all()] == ["Innovation"]
    after = page.get(done.headers["Location"])
    activity = Activity.objects.latest("sequence")
    assert (
        f"/activity/{activity.pk}/undo" in after.content.decode() or f"undo={activity.pk}" in done.headers["Location"]
    )
    page.post(f"/projects/{study.project.pk}/activity/{activity.pk}/undo/")
    assert not Segment.objects.filter(pk=made.pk).exists()


def test_what_changed_since_the_numbers_were_shown_is_shown_again(page: Client, study: Study):
    told = {"q": "Coercive", "which": "all", "act": "add", "code": "Innovation", "step": "do", "seen": "0" * 32}
    before = Coding.objects.count()
    answer = change(page, study, **told)
    assert "This changed since you looked" in answer.content.decode()
    assert Coding.objects.count() == before


def test_chosen_passages_and_a_clash(page: Client, study: Study, lead: User):
    mine = [str(pk) for pk in Segment.objects.filter(coder=lead).values_list("pk", flat=True)]
    told = {"q": "coded", "which": "selected", "segment": [*mine, "nonsense"], "act": "add", "code": "Normative"}
    text = plain(change(page, study, **told).content.decode())
    assert "4 would carry two codes of an exclusive dimension" in text
    refused = change(page, study, **told, step="do", seen=_seen(change(page, study, **told)))
    assert "Choose what they keep" in refused.content.decode()
    told["on_conflict"] = "replace"
    done = change(page, study, **told, step="do", seen=_seen(change(page, study, **told)))
    assert done.status_code == 302
    assert Coding.objects.filter(segment__coder=lead, code=study.codes["Normative"]).count() == 5


def _seen(answer: Any) -> str:
    return re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]


def test_codes_that_are_not_meant_for_sure(page: Client, study: Study):
    told = {"q": "coded", "which": "all", "act": "add", "step": "preview"}
    assert "Choose a code from the list" in change(page, study, **told, code="Nothing of the kind").content.decode()
    assert "Several codes are called so" in change(page, study, **told, code="in").content.decode()
    assert change(page, study, q="coded", which="selected").status_code == 302


# --- memos and saved queries --------------------------------------------------------------------------------


def test_a_memo_about_a_query_links_to_it(page: Client, study: Study):
    form = page.get(address(study, "retrieval/memo/"), {"q": "Coercive and text:/atur[ai]n/"})
    begun = form.context["form"].initial["text"]
    assert "2 passages on" in begun
    done = page.post(address(study, "retrieval/memo/"), {"q": "Coercive", "title": "Rules", "text": begun + "Why?"})
    memo = Memo.objects.get(title="Rules")
    assert done.headers["Location"].endswith(f"{memo.pk}/")
    assert f'href="{address(study)}?q=Coercive' in page.get(done.headers["Location"]).content.decode()


def test_saving_sharing_changing_deleting_and_bringing_back(
    page: Client, study: Study, lead: User, coder: User, client_of
):
    done = page.post(address(study, "queries/new/"), {"name": "Rules", "text": "coercive  AND office:Metro"})
    saved = SavedQuery.objects.get(owner=lead)
    assert (done.status_code, saved.text, saved.shared) == (302, "coercive and office:Metro", False)
    cahya = client_of(coder)
    assert "Rules" not in cahya.get(address(study, "queries/")).content.decode()
    assert (
        "is already called"
        in page.post(address(study, "queries/new/"), {"name": "rules", "text": "coded"}).content.decode()
    )
    wrong = page.post(address(study, "queries/new/"), {"name": "Other", "text": "coded and"})
    assert "Expected a code" in wrong.content.decode()
    page.post(address(study, f"queries/{saved.pk}/edit/"), {"name": "Rules", "text": "Coercive", "shared": "on"})
    listed = cahya.get(address(study, "queries/")).content.decode()
    assert "Shared by others" in listed
    assert f"queries/{saved.pk}/edit/" not in listed
    gone = page.post(address(study, f"queries/{saved.pk}/delete/"))
    assert not SavedQuery.objects.exists()
    activity = Activity.objects.latest("sequence")
    assert gone.headers["Location"].endswith(f"?undo={activity.pk}")
    assert f"/{activity.pk}/undo" in page.get(gone.headers["Location"]).content.decode()


def test_what_a_role_may_not_do_is_not_offered(study: Study, viewer: User, supervisor: User, client_of):
    watching = asked(client_of(viewer), study, "coded")
    assert "Code the selected" not in watching
    assert "Save…" not in watching
    judging = asked(client_of(supervisor), study, "coded")
    assert "Code the selected" not in judging
    assert "Memo about this query" in judging
    assert "Save…" in judging


def test_the_cost_does_not_grow_with_what_is_found(page: Client, study: Study, lead: User):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            asked(page, study, "coded and text:jawaban near/50 coded")
        return len(captured)

    few = queries()
    for number in ("satu", "dua", "tiga"):
        for title in study.transcripts:
            study.code(lead, title, f"{number} tentang", "Innovation")
    assert queries() == few
    assert few < 60


def test_behind_a_number_of_returned_codings_their_state_is_told(page: Client, study: Study):
    html = plain(page.get(address(study, "passages/"), {"review": "returned"}).content.decode())
    assert "1 passage · current versions Behind a number" in html
    assert "Mimetic · Returned" in html


def test_files_are_offered_to_those_who_may_take_data_away(page: Client, study: Study, viewer: User, client_of):
    html = asked(page, study, "Coercive")
    for ending in ("docx", "xlsx", "csv"):
        assert f"retrieval/file.{ending}?q=Coercive" in html
    assert "retrieval/file." not in asked(client_of(viewer), study, "Coercive")
