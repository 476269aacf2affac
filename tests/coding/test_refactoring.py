"""Merging, splitting and moving codes: what they do, what they say before, and that undo brings everything back."""

from random import Random
from threading import Thread
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code, CodebookVersion, Dimension
from apps.codebook.services import add_code, change_code
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Coding, Segment
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import NewSegment
from apps.coding.undo import redo, undo
from apps.documents.models import Transcript
from apps.documents.services import create_office
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from tests.review.scene import store_verdict

Args = dict[str, Any]
Codes = dict[str, Code]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def coded(me: Args, transcript: Transcript, start: int, *codes: Code) -> Segment:
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 12, ids)
    services.put_segment(**me, wanted=wanted)
    return Segment.objects.get(pk=wanted.id)


def codes_on(segment: Segment) -> set[str]:
    return set(segment.codings.values_list("code__name", flat=True))


def tables() -> list[Any]:
    """All rows that refactoring touches or must leave alone."""
    return [list(model.objects.order_by("pk").values()) for model in (Dimension, Code, Segment, Coding)]


def numbers(done: services.Refactoring) -> tuple[int, int, int, int]:
    return done.plan.moved, done.plan.overlapping, done.plan.children, done.plan.conflicts


def take_back(me: Args, done: services.Refactoring) -> None:
    undo(**me, activity_id=done.activity, transcript=None)


def test_merged_codes_are_one_and_the_numbers_said_before_are_true(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    """Two passages move, one carries both and keeps its oldest coding, one has nothing to do with it."""
    into, source, other = codes["Monitoring"], codes["Innovation"], codes["Task force"]
    moved = [coded(me, transcript, start, source) for start in (20, 30)]
    both = coded(me, transcript, 65, source, into)
    aside = coded(me, transcript, 75, other)
    before, versions = tables(), CodebookVersion.objects.count()
    asked: Args = me | {"into": into.pk, "sources": [source.pk]}
    preview = services.merge_codes(**asked, dry_run=True)
    assert tables() == before
    assert CodebookVersion.objects.count() == versions
    done = services.merge_codes(**asked)
    assert numbers(preview) == numbers(done) == (2, 1, 0, 0)
    assert not Code.objects.filter(pk=source.pk).exists()
    assert [codes_on(each) for each in (*moved, both, aside)] == [{into.name}, {into.name}, {into.name}, {other.name}]
    frozen = CodebookVersion.objects.get(number=done.version)
    assert str(source.pk) in {each["id"] for each in frozen.snapshot["codes"]}
    activity = Activity.objects.get(pk=done.activity)
    assert (activity.verb, activity.label) == (Verb.CODES_MERGED, f"{source.name} → {into.name}")
    take_back(me, done)
    assert tables() == before


def test_of_codings_that_become_one_that_with_the_best_verdict_stays(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    into, source = codes["Monitoring"], codes["Innovation"]
    segment = coded(me, transcript, 65, source)
    services.change_segment(**me, segment_id=segment.pk, codes=[source.pk, into.pk])
    oldest, youngest = segment.codings.get(code=source), segment.codings.get(code=into)
    store_verdict(oldest, Coding.State.RETURNED)
    store_verdict(youngest, Coding.State.APPROVED)
    before = tables()
    done = services.merge_codes(**me, into=into.pk, sources=[source.pk])
    only = segment.codings.get()
    assert (only.pk, only.code, only.state, only.created) == (youngest.pk, into, "approved", youngest.created)
    take_back(me, done)
    assert tables() == before


def test_sub_codes_follow_and_definitions_can_be_kept(me: Args, transcript: Transcript, codes: Codes) -> None:
    into, source = codes["Monitoring"], codes["Innovation"]
    change_code(**me, code=source, definition="New ways of working.")
    change_code(**me, code=into, definition="Looking after it.")
    child = add_code(**me, name="Apps", dimension=source.dimension, parent=source)
    before = tables()
    done = services.merge_codes(**me, into=into.pk, sources=[source.pk], keep_definitions=True)
    child.refresh_from_db()
    into.refresh_from_db()
    assert (child.parent, done.plan.children) == (into, 1)
    assert into.definition == "Looking after it.\n\nFrom “Innovation”: New ways of working."
    take_back(me, done)
    assert tables() == before


def test_a_code_above_can_be_merged_into_one_below_it(me: Args, transcript: Transcript, codes: Codes) -> None:
    """What is left takes the place of the code that is gone, and its other sub-codes stand below it."""
    top = codes["Innovation"]
    middle = add_code(**me, name="Apps", dimension=top.dimension, parent=top)
    below = add_code(**me, name="Maps", dimension=top.dimension, parent=middle)
    before = tables()
    done = services.merge_codes(**me, into=below.pk, sources=[top.pk])
    below.refresh_from_db()
    middle.refresh_from_db()
    assert (below.parent, below.position, middle.parent) == (None, top.position, below)
    take_back(me, done)
    assert tables() == before


def test_two_sub_codes_of_one_name_stop_a_merge(me: Args, transcript: Transcript, codes: Codes) -> None:
    into, source = codes["Monitoring"], codes["Innovation"]
    for parent in (into, source):
        add_code(**me, name="Apps", dimension=parent.dimension, parent=parent)
    before = tables()
    with pytest.raises(DomainError, match="would stand twice under “Monitoring”"):
        services.merge_codes(**me, into=into.pk, sources=[source.pk])
    assert tables() == before


@pytest.mark.parametrize(
    ("choice", "left"),
    [(OnConflict.REPLACE, {"Coercive"}), (OnConflict.KEEP, {"Normative"})],
    ids=lambda value: str(value),
)
def test_an_exclusive_dimension_stays_exclusive(
    choice: OnConflict, left: set[str], me: Args, transcript: Transcript, codes: Codes
) -> None:
    """A cause merged into a pressure, on a passage that has a pressure already."""
    into, source = codes["Coercive"], codes["Innovation"]
    segment = coded(me, transcript, 65, source, codes["Normative"])
    before = tables()
    asked: Args = me | {"into": into.pk, "sources": [source.pk]}
    assert numbers(services.merge_codes(**asked, dry_run=True)) == (1, 0, 0, 1)
    with pytest.raises(DomainError, match="1 passages would carry two codes"):
        services.merge_codes(**asked)
    assert tables() == before
    done = services.merge_codes(**asked, on_conflict=choice)
    assert codes_on(segment) == left
    assert not any(violations().values())
    take_back(me, done)
    assert tables() == before


def test_a_heading_takes_no_passages(me: Args, transcript: Transcript, codes: Codes) -> None:
    heading = add_code(**me, name="Causes", dimension=codes["Innovation"].dimension, codable=False)
    coded(me, transcript, 65, codes["Innovation"])
    with pytest.raises(DomainError, match="heading"):
        services.merge_codes(**me, into=heading.pk, sources=[codes["Innovation"].pk])


def test_picked_passages_get_a_new_code(me: Args, transcript: Transcript, codes: Codes) -> None:
    old = codes["Innovation"]
    first, second = coded(me, transcript, 65, old), coded(me, transcript, 75, old)
    before = tables()
    asked: Args = me | {
        "code": old.pk, "name": "Apps", "definition": "On a screen.", "codings": [first.codings.get().pk],
    }  # fmt: skip
    assert numbers(services.split_code(**asked, dry_run=True)) == (1, 0, 0, 0)
    assert tables() == before
    done = services.split_code(**asked)
    new = Code.objects.get(pk=done.code)
    assert (codes_on(first), codes_on(second)) == ({"Apps"}, {old.name})
    assert (new.dimension, new.parent, new.position, new.definition) == (
        old.dimension, None, old.position + 1, "On a screen.",
    )  # fmt: skip
    take_back(me, done)
    assert tables() == before


def test_only_passages_of_the_code_can_be_picked(me: Args, transcript: Transcript, codes: Codes) -> None:
    other = coded(me, transcript, 65, codes["Monitoring"]).codings.get()
    for picked, problem in (([], "at least one"), ([other.pk], "no longer carry"), ([uuid4()], "no longer carry")):
        with pytest.raises(DomainError, match=problem):
            services.split_code(**me, code=codes["Innovation"].pk, name="Apps", codings=picked)


def test_a_branch_goes_to_another_dimension_whole(me: Args, transcript: Transcript, codes: Codes) -> None:
    moving, pressures = codes["Innovation"], codes["Coercive"].dimension
    child = add_code(**me, name="Apps", dimension=moving.dimension, parent=moving)
    coded(me, transcript, 65, child)
    clash = coded(me, transcript, 75, child, codes["Mimetic"])
    before = tables()
    asked: Args = me | {"code": moving.pk, "under": pressures.pk}
    assert numbers(services.relocate_code(**asked, dry_run=True)) == (2, 0, 1, 1)
    with pytest.raises(DomainError, match="exclusive"):
        services.relocate_code(**asked)
    done = services.relocate_code(**asked, on_conflict=OnConflict.REPLACE)
    child.refresh_from_db()
    assert (child.dimension, codes_on(clash)) == (pressures, {"Apps"})
    take_back(me, done)
    assert tables() == before


def test_promoted_and_demoted_codes_come_back_where_they_were(me: Args, codes: Codes) -> None:
    dimension = codes["Innovation"].dimension
    before = tables()
    down = services.demote_code(**me, code=codes["Innovation"].pk)
    first = Code.objects.get(dimension=dimension, parent=None, position=codes["Innovation"].position - 1)
    assert Code.objects.get(pk=codes["Innovation"].pk).parent == first
    services.promote_code(**me, code=codes["Innovation"].pk)
    assert tables() == before
    with pytest.raises(DomainError, match="at the top already"):
        services.promote_code(**me, code=codes["Innovation"].pk)
    assert down.version is not None


def test_undo_refuses_over_what_was_changed_since(me: Args, transcript: Transcript, codes: Codes) -> None:
    into, source = codes["Monitoring"], codes["Innovation"]
    segment = coded(me, transcript, 65, source)
    done = services.merge_codes(**me, into=into.pk, sources=[source.pk])
    services.change_segment(**me, segment_id=segment.pk, codes=[codes["Task force"].pk])
    now = tables()
    with pytest.raises(DomainError, match="changed since"):
        take_back(me, done)
    assert tables() == now


def test_undo_refuses_when_the_name_or_the_new_code_is_in_use(me: Args, transcript: Transcript, codes: Codes) -> None:
    source = codes["Innovation"]
    segment = coded(me, transcript, 65, source)
    split = services.split_code(**me, code=source.pk, name="Apps", codings=[segment.codings.get().pk])
    coded(me, transcript, 75, Code.objects.get(pk=split.code))
    merged = services.merge_codes(**me, into=codes["Monitoring"].pk, sources=[source.pk])
    add_code(**me, name=source.name, dimension=source.dimension)
    now = tables()
    for done in (split, merged):
        with pytest.raises(DomainError, match="changed since"):
            take_back(me, done)
    assert tables() == now


def test_a_passage_taken_away_before_a_merge_cannot_come_back_with_the_code_that_is_gone(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    segment = coded(me, transcript, 65, codes["Innovation"])
    services.remove_segment(**me, segment_id=segment.pk)
    services.merge_codes(**me, into=codes["Monitoring"].pk, sources=[codes["Innovation"].pk])
    with pytest.raises(DomainError, match="no longer in the codebook"):
        undo(**me, activity_id=None, transcript=transcript.pk)


def test_another_projects_codes_cannot_be_merged(me: Args, codes: Codes, stranger: User) -> None:
    from apps.codebook.services import create_study

    study = create_study(user=stranger, name="Elsewhere", template="isomorphism")
    foreign = study.codes.first()
    assert foreign is not None
    for into, source in ((foreign, codes["Mimetic"]), (codes["Mimetic"], foreign)):
        with pytest.raises(DomainError, match="no such code"):
            services.merge_codes(**me, into=into.pk, sources=[source.pk])
    assert study.codes.filter(pk=foreign.pk).exists()


# --- any history --------------------------------------------------------------------------------------------


def one_step(random: Random, me: Args) -> services.Refactoring:
    """A refactoring of any kind with whatever is there."""
    there = list(Code.objects.order_by("name", "dimension__name", "created"))
    code = random.choice(there)
    choice = random.choice([OnConflict.REPLACE, OnConflict.KEEP])
    what = random.choice(["merge", "merge", "split", "split", "move", "promote", "demote"])
    if what == "merge":
        sources = [each.pk for each in random.sample(there, min(random.randint(1, 3), len(there))) if each != code]
        keep = random.random() < 0.5
        return services.merge_codes(
            **me, into=code.pk, sources=sources, on_conflict=choice, keep_definitions=keep
        )  # fmt: skip
    if what == "split":
        picked = [
            each.pk for each in Coding.objects.filter(code=code).order_by("segment__start") if random.random() < 0.6
        ]
        under = random.choice([None, random.choice(there).pk])
        return services.split_code(
            **me, code=code.pk, name=f"New {random.random()}", codings=picked, under=under, on_conflict=choice
        )
    if what == "move":
        places = [*there, *Dimension.objects.order_by("name")]
        return services.relocate_code(**me, code=code.pk, under=random.choice(places).pk, on_conflict=choice)
    return (services.promote_code if what == "promote" else services.demote_code)(**me, code=code.pk)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_any_thirty_refactorings_are_undone_and_made_again_to_the_row(
    seed: int, me: Args, transcript: Transcript, codes: Codes
) -> None:
    random = Random(seed)
    for start in range(65, 100):
        free = [code for code in codes.values() if not code.dimension.exclusive]
        pressure = [code for code in codes.values() if code.dimension.exclusive]
        coded(me, transcript, start, *random.sample(free, random.randint(0, 3)), random.choice(pressure))
    for coding in Coding.objects.order_by("segment__start", "code__name"):
        store_verdict(coding, random.choice(Coding.State.values))
    history, done = [tables()], 0
    for _attempt in range(200):
        try:
            one_step(random, me)
        except DomainError:
            assert tables() == history[-1], "what is refused leaves no trace"
            continue
        history.append(tables())
        assert not any(violations().values())
        done += 1
        if done == 30:
            break
    assert done == 30
    for state in reversed(history[:-1]):
        undo(**me, activity_id=None, transcript=None)
        assert tables() == state
    for state in history[1:]:
        redo(**me, transcript=None)
        assert tables() == state


def test_merging_asks_the_same_number_of_questions_however_many_passages(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    counts = []
    for source, passages in (("Innovation", 2), ("Task force", 30)):
        for start in range(65, 65 + passages):
            coded(me, transcript, start, codes[source])
        with CaptureQueriesContext(
            connection,
        ) as merging:
            done = services.merge_codes(**me, into=codes["Monitoring"].pk, sources=[codes[source].pk])
        with CaptureQueriesContext(connection) as undoing:
            take_back(me, done)
        counts.append((len(merging), len(undoing)))
    assert counts[0] == counts[1]


# --- over HTTP and on pages ---------------------------------------------------------------------------------


def test_a_program_merges_splits_and_moves_and_takes_it_back(
    me: Args, api: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    innovation, monitoring = codes["Innovation"], codes["Monitoring"]
    picked = coded(me, transcript, 65, innovation).codings.get()
    coded(me, transcript, 75, innovation, monitoring)
    before = tables()

    def ask(what: str, **body: Any) -> Any:
        return api.post(f"/api/v1/projects/{project.pk}/{what}", body, content_type="application/json").json()

    asked = {"into": str(monitoring.pk), "from": [str(innovation.pk)]}
    told = ask("codes/merge", **asked, dry_run=True)
    assert tables() == before
    assert (told["codes"], told["moved"], told["overlapping"], told["activity"]) == (1, 1, 1, None)
    split = ask("codes/split", code=str(innovation.pk), name="Apps", codings=[str(picked.pk)])
    assert Coding.objects.get(pk=picked.pk).code_id == UUID(split["code"])
    moved = ask("codes/move", code=split["code"], under=str(codes["Coercive"].dimension_id))
    merged = ask("codes/merge", **asked)
    assert merged["version"] == moved["version"] + 1 == split["version"] + 2
    for done in (merged, moved, split):
        assert ask("undo", activity=done["activity"])["undone"]["verb"]
    assert tables() == before
    assert ask("codes/merge", into=str(monitoring.pk), **{"from": []})["error"] == "nothing_to_merge"


def address(name: str, project: Project, code: Code) -> str:
    return reverse(f"coding:{name}", args=[project.pk, code.pk])


def test_the_page_says_what_a_merge_does_and_takes_it_back(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    into, source = codes["Coercive"], codes["Innovation"]
    coded(me, transcript, 65, source, codes["Normative"])
    before, url = tables(), address("code_merge", project, into)
    assert source.name in page.get(url).text
    shown = page.get(url, {"sources": source.pk}).text
    assert "Merge 1 code into “Coercive”" in shown
    assert "1 would carry two codes of an exclusive dimension" in shown
    refused = page.post(url, {"sources": source.pk})
    assert "Say which code they keep" in refused.text
    assert tables() == before
    done = page.post(url, {"sources": source.pk, "on_conflict": "replace"}, follow=True)
    assert "The codes were merged." in done.text
    undoing = reverse("coding:change_undo", args=[project.pk, Activity.objects.latest("pk").pk])
    assert undoing in done.text
    page.post(undoing)
    assert tables() == before


def test_what_was_ticked_is_kept_from_page_to_page(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.coding.views.refactoring.PAGE_SIZE", 2)
    source, url = codes["Innovation"], address("code_split", project, codes["Innovation"])
    picks = [coded(me, transcript, start, source).codings.get().pk for start in (65, 75, 85)]
    first = page.get(url).context
    sent = {"picked": first["elsewhere"], "shown": first["shown"], "at": 1, "name": "Apps"}
    second = page.post(url, sent | {"codings": picks[0], "step": "page-2"}).context
    assert (second["page"].number, second["picked"]) == (2, {picks[0]})
    sent |= {"picked": second["elsewhere"], "shown": second["shown"], "at": 2}
    told = page.post(url, sent | {"codings": picks[2], "step": "preview"})
    assert "A new code for 2 passages" in told.text
    assert page.post(url, sent | {"step": "all"}).context["picked"] == set(picks)
    assert page.post(url, sent | {"step": "none"}).context["picked"] == set()
    page.post(url, sent | {"codings": picks[2], "step": "split"})
    assert set(Coding.objects.filter(code__name="Apps").values_list("pk", flat=True)) == {picks[0], picks[2]}


def test_passages_to_split_can_be_narrowed_to_an_office_at_a_steady_price(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    url, counts = address("code_split", project, codes["Innovation"]), []
    for start in (65, 75, 85):
        coded(me, transcript, start, codes["Innovation"])
        with CaptureQueriesContext(connection) as queries:
            assert page.post(url, {"office": transcript.office_id, "step": "filter"}).context["page"].paginator.count
        counts.append(len(queries))
    assert counts[0] == counts[2]
    other = create_office(**me, name="KPPN Kotabumi", parent=None)
    assert "No passage on a current version" in page.post(url, {"office": other.pk, "step": "filter"}).text


def test_a_code_is_moved_to_another_dimension_and_up_and_down_on_its_pages(
    me: Args, page: Client, project: Project, codes: Codes
) -> None:
    code, goal = codes["Innovation"], codes["Coercive"]
    before = tables()
    url = address("code_relocate", project, code)
    assert f"Move “Innovation” to {goal.name}" in page.get(url, {"under": goal.pk}).text
    page.post(url, {"under": goal.pk})
    code.refresh_from_db()
    assert (code.parent, code.dimension) == (goal, goal.dimension)
    undo(**me, activity_id=None, transcript=None)
    page.post(address("code_shift", project, code), {"to": "demote"})
    page.post(address("code_shift", project, code), {"to": "promote"})
    assert tables() == before
    assert "at the top already" in page.post(address("code_shift", project, code), {"to": "promote"}, follow=True).text


def test_the_live_clients_of_the_workspace_can_tell(me: Args, project: Project, codes: Codes) -> None:
    known = project.structure
    services.merge_codes(**me, into=codes["Monitoring"].pk, sources=[codes["Innovation"].pk])
    project.refresh_from_db()
    assert project.structure > known


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_people_code_while_codes_are_merged_and_nothing_is_lost(
    me: Args, coder: User, project: Project, transcript: Transcript, codes: Codes
) -> None:
    """Whoever comes too late hears that the code is gone; whoever was in time finds the passage under the other."""
    into, source = codes["Monitoring"], codes["Innovation"]
    kept, problems = [], []

    def code_passages() -> None:
        own = Project.objects.get(pk=project.pk)
        try:
            for start in range(65, 95):
                wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 9, (source.pk,))
                services.put_segment(project=own, user=coder, wanted=wanted)
                kept.append(wanted.id)
        except DomainError as error:
            problems.append(error.code)
        finally:
            connection.close()

    working = Thread(target=code_passages)
    working.start()
    while not kept and working.is_alive():
        sleep(0.005)
    done = services.merge_codes(**me, into=into.pk, sources=[source.pk])
    working.join()
    assert problems in ([], ["no_such_code"])
    assert set(Segment.objects.filter(codings__code=into).values_list("pk", flat=True)) == set(kept)
    assert done.plan.moved == len(kept)
    assert not any(violations().values())
