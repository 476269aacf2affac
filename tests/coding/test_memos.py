"""Memos: written, changed, taken away, put back; and what becomes of them when codes do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import change_code, delete_code
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Memo
from apps.coding.queries.memos import entry_of, get_memo, memos_about, mentions_of
from apps.coding.undo import redo, undo
from apps.documents.models import Office, Transcript
from apps.documents.services import bin_transcript, create_participant, delete_office, restore_transcript
from apps.documents.services.bin import delete_transcript
from apps.projects.models import Activity, Project
from apps.web.errors import DomainError, Invalid, NotThere, Refused
from core.markdown import Ref, link_to

Args = dict[str, Any]
Write = Callable[..., Memo]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


@pytest.fixture
def write(me: Args) -> Write:
    """write(thing, text): the lead's memo about an office, participant, transcript, code or the project."""

    def written(thing: Any, text: str = "What I saw", **more: Any) -> Memo:
        kind = type(thing).__name__.lower()
        return services.create_memo(**me, kind=kind, about=thing.pk, text=text, **more)

    return written


def states() -> list[dict[str, Any]]:
    """All memos with all that undo must put back; the counter of changes only goes up."""
    return [{**row, "version": None} for row in Memo.objects.order_by("pk").values()]


def test_one_can_be_written_about_everything(
    me: Args, write: Write, project: Project, office: Office, transcript: Transcript, codes: dict[str, Code]
) -> None:
    person = create_participant(**me, pseudonym="Informan 1", office=office)
    for thing, name in [
        (project, project.name), (office, "KPPN Metro"), (person, "Informan 1"), (transcript, "Metro 01"),
        (codes["Coercive"], "Coercive"),
    ]:  # fmt: skip
        memo = write(thing, "First words here.\n\nMore of them.")
        assert (memo.title, memo.about_name) == ("First words here.", name)
        assert [each.id for each in memos_about(project, Ref(memo.kind, thing.pk))] == [memo.pk]
        logged = project.activities.latest("sequence")
        assert (logged.verb, logged.label, logged.object_id) == ("memo_created", memo.title, memo.pk)
        assert logged.transcript == (transcript.pk if thing is transcript else None)


def test_what_is_not_in_the_project_has_no_memo(me: Args, project: Project, stranger: User) -> None:
    from apps.projects.services import create_project

    other = create_project(user=stranger, name="Another study")
    for kind, about in [("code", uuid4()), ("project", other.pk), ("segment", uuid4()), ("nonsense", project.pk)]:
        with pytest.raises(NotThere):
            services.create_memo(**me, kind=kind, about=about, text="x")
    assert not Memo.objects.exists()


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [("", " \n", "empty_memo"), ("x" * 201, "", "memo_too_long"), ("", "x" * 50_001, "memo_too_long")],
)
def test_what_cannot_be_kept_is_refused(me: Args, project: Project, title: str, text: str, why: str) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_memo(**me, kind="project", about=project.pk, title=title, text=text)
    assert refusal.value.code == why
    assert not Memo.objects.exists()


def test_a_memo_sent_twice_is_there_once(me: Args, project: Project) -> None:
    key = uuid4()
    for _time in range(2):
        services.create_memo(**me, kind="project", about=project.pk, text="Once", memo_id=key)
    assert [memo.pk for memo in Memo.objects.all()] == [key]
    assert project.activities.filter(verb="memo_created").count() == 1


def test_the_second_of_two_writers_gets_both_texts(me: Args, write: Write, project: Project) -> None:
    memo = write(project, "As it was")
    first = services.change_memo(**me, memo_id=memo.pk, version=1, text="The first")
    assert first.version == 2
    with pytest.raises(DomainError) as refusal:
        services.change_memo(**me, memo_id=memo.pk, version=1, text="The second")
    assert refusal.value.code == "memo_changed"
    assert (refusal.value.fields["memo"]["text"], refusal.value.fields["memo"]["version"]) == ("The first", 2)
    assert get_memo(project, memo.pk).text == "The first"
    second = services.change_memo(**me, memo_id=memo.pk, version=2, text="The second")
    assert (second.text, second.version) == ("The second", 3)


def test_saving_what_stands_there_changes_nothing(me: Args, write: Write, project: Project) -> None:
    memo = write(project, "Same")
    count = project.activities.count()
    assert services.change_memo(**me, memo_id=memo.pk, version=99, text="Same").version == 1
    assert project.activities.count() == count


def test_leads_edit_those_of_others_and_nobody_else_does(
    me: Args, write: Write, project: Project, coder: User, second_coder: User, supervisor: User
) -> None:
    by_coder = services.create_memo(project=project, user=coder, kind="project", about=project.pk, text="Mine")
    for other in (second_coder, supervisor):
        with pytest.raises(Refused):
            services.change_memo(project=project, user=other, memo_id=by_coder.pk, version=1, text="Not yours")
        with pytest.raises(Refused):
            services.delete_memo(project=project, user=other, memo_id=by_coder.pk)
    services.change_memo(**me, memo_id=by_coder.pk, version=1, text="By the lead")
    stored = get_memo(project, by_coder.pk)
    assert (stored.text, stored.author) == ("By the lead", coder)


def test_everything_is_undone_and_made_again(me: Args, write: Write, project: Project) -> None:
    history = [states()]
    memo = write(project, "One", title="Title")
    history.append(states())
    services.change_memo(**me, memo_id=memo.pk, version=1, text="Two")
    history.append(states())
    services.delete_memo(**me, memo_id=memo.pk)
    history.append(states())
    for expected in reversed(history[:-1]):
        undo(**me)
        assert states() == expected
    for expected in history[1:]:
        redo(**me)
        assert states() == expected
    assert not any(violations().values())


def test_undo_never_overwrites_what_another_wrote_since(me: Args, project: Project, coder: User) -> None:
    theirs = {"project": project, "user": coder}
    memo = services.create_memo(**theirs, kind="project", about=project.pk, text="One")
    services.change_memo(**me, memo_id=memo.pk, version=1, text="Two")
    with pytest.raises(DomainError) as refusal:
        undo(**theirs)
    assert refusal.value.code == "changed_since"
    assert get_memo(project, memo.pk).text == "Two"


def test_whoever_had_it_open_cannot_overwrite_what_was_undone(me: Args, write: Write, project: Project) -> None:
    memo = write(project, "One")
    services.change_memo(**me, memo_id=memo.pk, version=1, text="Two")
    undo(**me)
    with pytest.raises(DomainError) as refusal:
        services.change_memo(**me, memo_id=memo.pk, version=2, text="Two and a half")
    assert refusal.value.fields["memo"]["text"] == "One"


# --- codes that go and come back ----------------------------------------------------------------------------


def test_a_deleted_code_leaves_its_memo_and_finds_it_again(
    me: Args, write: Write, project: Project, codes: dict[str, Code]
) -> None:
    code = codes["Monitoring"]
    memo = write(code)
    delete_code(**me, code=code)
    entry = entry_of(project, get_memo(project, memo.pk))
    assert (entry.about, entry.about_name) == (None, "Monitoring")
    services.change_memo(**me, memo_id=memo.pk, version=1, text="Still written on")
    undo(**me)
    undo(**me)
    restored = entry_of(project, get_memo(project, memo.pk))
    assert restored.about is not None
    assert str(code.pk) in restored.about.url


def test_merged_codes_bring_their_memos_and_undo_gives_them_back(
    me: Args, write: Write, project: Project, codes: dict[str, Code]
) -> None:
    mimetic, normative = codes["Mimetic"], codes["Normative"]
    moved, stays = write(mimetic), write(normative)
    before = states()
    services.merge_codes(**me, into=normative.pk, sources=[mimetic.pk])
    assert {each.id for each in memos_about(project, Ref("code", normative.pk))} == {moved.pk, stays.pk}
    undo(**me)
    assert states() == before
    redo(**me)
    assert {each.id for each in memos_about(project, Ref("code", normative.pk))} == {moved.pk, stays.pk}


def test_a_memo_deleted_since_does_not_stand_in_the_way_of_undoing_a_merge(
    me: Args, write: Write, project: Project, codes: dict[str, Code]
) -> None:
    memo = write(codes["Mimetic"])
    done = services.merge_codes(**me, into=codes["Normative"].pk, sources=[codes["Mimetic"].pk])
    services.delete_memo(**me, memo_id=memo.pk)
    undo(**me, activity_id=done.activity)
    assert project.codes.filter(pk=codes["Mimetic"].pk).exists()
    undo(**me)
    assert get_memo(project, memo.pk).text == "What I saw"


def test_undoing_a_change_brings_back_what_the_thing_was_called(me: Args, write: Write, codes: dict[str, Code]) -> None:
    memo = write(codes["Mimetic"])
    change_code(**me, code=codes["Mimetic"], name="Copying")
    before = states()
    services.change_memo(**me, memo_id=memo.pk, version=1, text="Anew")
    assert Memo.objects.get().about_name == "Copying"
    undo(**me)
    assert states() == before


def test_an_office_with_a_memo_can_be_deleted(me: Args, write: Write, project: Project, office: Office) -> None:
    memo, key = write(office), office.pk
    delete_office(**me, office=office)
    entry = entry_of(project, get_memo(project, memo.pk))
    assert (entry.about, entry.about_name) == (None, "KPPN Metro")
    assert [each.id for each in memos_about(project, Ref("office", key))] == [memo.pk]


def test_memos_are_in_the_bin_with_their_transcript_and_leave_with_it(
    me: Args, write: Write, project: Project, transcript: Transcript
) -> None:
    memo = write(transcript, "Said in private")
    bin_transcript(**me, transcript=transcript)
    with pytest.raises(NotThere):
        get_memo(project, memo.pk)
    with pytest.raises(NotThere):
        services.change_memo(**me, memo_id=memo.pk, version=1, text="x")
    restore_transcript(**me, transcript=transcript)
    assert get_memo(project, memo.pk) == memo
    delete_transcript(transcript=transcript)
    assert not Memo.objects.exists()
    logged = Activity.objects.filter(object_id=memo.pk).values_list("before", "after")
    assert list(logged) == [(None, None)]
    with pytest.raises(DomainError):
        undo(**me, activity_id=Activity.objects.get(object_id=memo.pk).pk)


def test_links_are_followed_both_ways(
    me: Args, write: Write, project: Project, transcript: Transcript, codes: dict[str, Code]
) -> None:
    code, passage = codes["Coercive"], uuid4()
    wanted = services.NewSegment(passage, transcript.pk, transcript.version_id, 20, 40, ())
    services.put_segment(**me, wanted=wanted)
    about = write(code)
    refs = [Ref("code", code.pk), Ref("segment", passage), Ref("memo", about.pk), Ref("transcript", transcript.pk)]
    links = " ".join(link_to(ref, "as it was called") for ref in refs)
    memo = write(project, links)
    services.change_segment(**me, segment_id=passage, memo=f"See {link_to(refs[0], 'x')}")
    for ref in refs:
        found = [each.id for each in mentions_of(project, ref)]
        assert found == ([memo.pk, passage] if ref.kind == "code" else [memo.pk]), ref
    entry = entry_of(project, memo)
    assert set(entry.targets) >= set(refs)
    assert entry.targets[refs[0]].name == "Coercive"
    bin_transcript(**me, transcript=transcript)
    left = entry_of(project, get_memo(project, memo.pk)).targets
    assert refs[1] not in left
    assert refs[3] not in left


# --- what the database holds to -----------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"kind": "transcript"}, {"kind": "project", "about": UUID(int=7)}])
def test_a_memo_is_about_what_it_says(me: Args, write: Write, project: Project, wrong: dict[str, Any]) -> None:
    memo = write(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Memo.objects.filter(pk=memo.pk).update(**wrong)


def test_the_project_keeps_no_transcript_on_other_memos(write: Write, project: Project, transcript: Transcript) -> None:
    memo = write(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Memo.objects.filter(pk=memo.pk).update(transcript=transcript)


def test_integrity_names_a_memo_about_another_projects_thing(
    me: Args, write: Write, project: Project, codes: Any
) -> None:
    from apps.projects.services import create_project

    other = create_project(user=me["user"], name="Another study")
    memo = write(codes["Coercive"])
    assert violations()["memos_are_about_their_own_project"] == []
    Memo.objects.filter(pk=memo.pk).update(project=other)
    assert len(violations()["memos_are_about_their_own_project"]) == 1
