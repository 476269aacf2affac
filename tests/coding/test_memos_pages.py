"""The pages of memos: one searchable place, one memo, and both texts when two write at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.models import Memo
from apps.coding.queries.memos import MemoFilter, entries, memo_rows
from apps.documents.models import Office, Transcript
from apps.documents.services import bin_transcript, create_participant
from apps.projects.models import Project
from core.markdown import Ref, link_to

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def write(me: Args, thing: Any, text: str, title: str = "") -> Memo:
    return services.create_memo(**me, kind=type(thing).__name__.lower(), about=thing.pk, title=title, text=text)


def mark(me: Args, transcript: Transcript, memo: str, *codes: Code, start: int = 20) -> UUID:
    wanted = services.NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + 15, tuple(code.pk for code in codes), memo
    )
    services.put_segment(**me, wanted=wanted)
    return wanted.id


def listed(project: Project, **chosen: Any) -> set[UUID]:
    return {pk for pk, _at, _kind in memo_rows(project, MemoFilter(**chosen))}


def at(name: str, *args: Any) -> str:
    return reverse(f"coding:{name}", args=args)


def test_words_are_found_in_any_order_whatever_case_and_accents(
    me: Args, project: Project, transcript: Transcript
) -> None:
    both = write(me, project, "Kanwil sets the résumé of TARGETS", title="About pressure")
    write(me, project, "Targets alone")
    passage = mark(me, transcript, "Targets come from Kanwil")
    assert listed(project, words="target kanwil") == {both.pk, passage}
    assert listed(project, words="Resume PRESSURE") == {both.pk}
    assert listed(project, words="100% _") == set()
    assert listed(project, words="nowhere") == set()


def test_each_filter_narrows(
    me: Args, project: Project, coder: User, office: Office, transcript: Transcript, codes: dict[str, Code]
) -> None:
    person = create_participant(**me, pseudonym="Informan 1", office=office)
    code = codes["Coercive"]
    made = {kind: write(me, thing, kind).pk for kind, thing in [
        ("project", project), ("office", office), ("participant", person), ("transcript", transcript), ("code", code),
    ]}  # fmt: skip
    theirs = mark({"project": project, "user": coder}, transcript, "On a passage", code)
    assert listed(project) == {*made.values(), theirs}
    for kind, pk in made.items():
        assert listed(project, kind=kind) == {pk}
    assert listed(project, kind="segment") == {theirs}
    assert listed(project, author=coder.pk) == {theirs}
    assert listed(project, code=code.pk) == {made["code"], theirs}
    assert listed(project, transcript=transcript.pk) == {made["transcript"], theirs}
    assert listed(project, office=office.pk) == {made["office"], theirs}
    assert listed(project, participant=person.pk) == {made["participant"]}
    today = timezone.localdate()
    assert listed(project, since=today, until=today) == listed(project)
    assert listed(project, until=today - timedelta(days=1)) == set()
    assert listed(project, since=today + timedelta(days=1)) == set()
    bin_transcript(**me, transcript=transcript)
    assert listed(project) == set(made.values()) - {made["transcript"]}


def test_the_list_shows_what_each_is_about(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: dict[str, Code]
) -> None:
    write(me, codes["Coercive"], f"Beside {link_to(Ref('code', codes['Mimetic'].pk), 'old name')}", title="Force")
    passage = mark(me, transcript, "*Why* here?", codes["Normative"])
    html = page.get(at("memo_list", project.pk)).content.decode()
    assert "2 memos" in html
    for expected in (
        "Force", "Beside Mimetic", "Coercive", "Passage in Metro 01", "Why here?", "Normative",
        at("segment_detail", project.pk, passage), transcript.current.text[20:35],
    ):  # fmt: skip
        assert expected in html, expected
    assert "No memo fits" in page.get(at("memo_list", project.pk) + "?words=nowhere").content.decode()


def test_a_filter_that_cannot_be_read_narrows_nothing(me: Args, page: Client, project: Project) -> None:
    write(me, project, "There")
    assert "There" in page.get(at("memo_list", project.pk) + "?code=x&since=y&kind=z&page=q").content.decode()


def test_the_list_asks_as_many_queries_however_many_memos(
    me: Args,
    page: Client,
    project: Project,
    transcript: Transcript,
    codes: dict[str, Code],
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    link = link_to(Ref("code", codes["Mimetic"].pk), "x")
    write(me, codes["Coercive"], link)
    mark(me, transcript, link, codes["Coercive"])
    page.get(at("memo_list", project.pk))
    with django_assert_max_num_queries(24) as few:
        page.get(at("memo_list", project.pk))
    for n in range(8):
        write(me, codes["Coercive"], f"{n} {link}")
        mark(me, transcript, link, codes["Coercive"], codes["Monitoring"], start=20 + n)
    with django_assert_num_queries(len(few)):
        page.get(at("memo_list", project.pk))


def test_pages_hold_twenty_five(me: Args, page: Client, project: Project) -> None:
    for n in range(27):
        write(me, project, f"Number {n:02}")
    first = page.get(at("memo_list", project.pk)).content.decode()
    second = page.get(at("memo_list", project.pk) + "?page=2").content.decode()
    assert ("Number 26" in first, "Number 01" in first, "Number 01" in second) == (True, False, True)


def test_a_memo_is_written_read_changed_deleted_and_brought_back(
    me: Args, page: Client, project: Project, codes: dict[str, Code]
) -> None:
    code = codes["Coercive"]
    form = at("memo_create", project.pk) + f"?about=code:{code.pk}"
    assert "Coercive" in page.get(form).content.decode()
    assert page.post(form, {"title": "", "text": ""}).status_code == 200
    assert not Memo.objects.exists()
    page.post(form, {"title": "Force", "text": "**Bold** <script>alert(1)</script>"})
    memo = Memo.objects.get()
    html = page.get(at("memo_detail", project.pk, memo.pk)).content.decode()
    assert "<strong>Bold</strong> &lt;script&gt;" in html
    assert "wrote a memo" in html
    page.post(at("memo_edit", project.pk, memo.pk), {"title": "Force", "text": "Changed", "version": 1})
    assert Memo.objects.get().text == "Changed"
    deleted = page.post(at("memo_delete", project.pk, memo.pk), follow=True)
    assert not Memo.objects.exists()
    activity = project.activities.latest("sequence")
    undo = at("memo_undo", project.pk, activity.pk)
    assert undo in deleted.content.decode()
    assert "Changed" in page.post(undo, follow=True).content.decode()


def test_two_at_one_memo_the_second_chooses(
    me: Args, page: Client, project: Project, coder: User, client_of: Callable[[User], Client]
) -> None:
    memo = services.create_memo(project=project, user=coder, kind="project", about=project.pk, title="T", text="Old")
    address = at("memo_edit", project.pk, memo.pk)
    client_of(coder).post(address, {"title": "T", "text": "By the coder", "version": 1})
    html = page.post(address, {"title": "T", "text": "By the lead", "version": 1}).content.decode()
    assert Memo.objects.get().text == "By the coder"
    assert "Cahya changed this memo while you wrote" in html
    assert html.index("By the coder") < html.index("By the lead")
    assert 'name="version" value="2"' in html
    page.post(address, {"title": "T", "text": "By the lead", "version": 2})
    assert Memo.objects.get().text == "By the lead"


def test_a_preview_saves_nothing(me: Args, page: Client, project: Project) -> None:
    html = page.post(at("memo_preview", project.pk), {"text": "# One\n\n*two*"}).content.decode()
    assert "<h2>One</h2>" in html
    assert "<em>two</em>" in html
    assert not Memo.objects.exists()


def test_viewers_read_and_supervisors_write(
    me: Args, project: Project, viewer: User, supervisor: User, client_of: Callable[[User], Client]
) -> None:
    memo = write(me, project, "For all to read")
    reader, reviewer = client_of(viewer), client_of(supervisor)
    for name, args in [("memo_list", []), ("memo_detail", [memo.pk])]:
        html = reader.get(at(name, project.pk, *args)).content.decode()
        assert "For all to read" in html
        assert "Write a memo" not in html
        assert at("memo_edit", project.pk, memo.pk) not in html
    assert (
        at("memo_edit", project.pk, memo.pk)
        not in reviewer.get(at("memo_detail", project.pk, memo.pk)).content.decode()
    )
    reviewer.post(at("memo_create", project.pk), {"text": "By the supervisor"})
    own = Memo.objects.get(author=supervisor)
    assert at("memo_edit", project.pk, own.pk) in reviewer.get(at("memo_detail", project.pk, own.pk)).content.decode()
    reviewer.post(at("memo_delete", project.pk, own.pk))
    reviewer.post(at("memo_undo", project.pk, project.activities.latest("sequence").pk))
    assert Memo.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("about", ["", "code", "code:x", "segment:1", "code:00000000-0000-0000-0000-000000000009"])
def test_an_address_about_nothing_is_not_found(page: Client, project: Project, about: str) -> None:
    assert page.get(at("memo_create", project.pk) + f"?about={about}").status_code == 404


def test_every_thing_shows_its_memos_and_who_links_to_it(
    me: Args, page: Client, project: Project, office: Office, transcript: Transcript, codes: dict[str, Code]
) -> None:
    person = create_participant(**me, pseudonym="Informan 1", office=office)
    passage = mark(me, transcript, "x", codes["Coercive"])
    pages = {
        "code": (codes["Coercive"], reverse("codebook:code_detail", args=[project.pk, codes["Coercive"].pk])),
        "transcript": (transcript, reverse("documents:transcript_edit", args=[project.pk, transcript.pk])),
        "participant": (person, reverse("documents:participant_edit", args=[project.pk, person.pk])),
        "office": (office, reverse("documents:office_edit", args=[project.pk, office.pk])),
    }
    for kind, (thing, _address) in pages.items():
        write(me, thing, "…", title=f"About the {kind}")
        write(me, project, link_to(Ref(kind, thing.pk), "x"), title=f"Naming the {kind}")
    write(me, project, link_to(Ref("segment", passage), "x"), title="Naming the passage")
    for kind, (thing, address) in pages.items():
        html = page.get(address).content.decode()
        for expected in (f"About the {kind}", f"Naming the {kind}", f"?about={kind}:{thing.pk}"):
            assert expected in html, (kind, expected)
    html = page.get(reverse("coding:workspace", args=[project.pk, transcript.pk])).content.decode()
    assert "About the transcript" in html
    panel = page.get(at("segment_detail", project.pk, passage), headers={"HX-Request": "true"}).content.decode()
    assert "Naming the passage" in panel


def test_the_panel_of_a_passage_shows_its_memo_as_it_reads(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: dict[str, Code]
) -> None:
    passage = mark(me, transcript, f"**So** {link_to(Ref('code', codes['Mimetic'].pk), 'x')} <img src=x>")
    html = page.get(at("segment_detail", project.pk, passage), headers={"HX-Request": "true"}).content.decode()
    assert "<strong>So</strong>" in html
    assert ">Mimetic</a> &lt;img src=x&gt;" in html


def test_a_long_memo_is_shown_where_the_word_is(me: Args, project: Project) -> None:
    write(me, project, "word " * 500 + "needle " + "word " * 500)
    rows = memo_rows(project, MemoFilter(words="NEEDLE"))
    (entry,) = entries(project, rows, words="NEEDLE")
    assert "needle" in entry.excerpt
    assert entry.excerpt.startswith("… word ")
    assert len(entry.excerpt) < 400
