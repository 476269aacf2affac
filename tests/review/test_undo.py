"""Taking back what was said in review, and what was coded under it: neither ever changes the other by the way."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.accounts.models import User
from apps.codebook.services import add_code, add_dimension
from apps.coding.going_back import go_back, plan_return
from apps.coding.integrity import violations
from apps.coding.models import Coding
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import (
    change_segment,
    correct_transcript,
    erase_participant,
    merge_codes,
    remove_segment,
    split_code,
)
from apps.coding.undo import redo, undo
from apps.documents.services import create_office, create_participant, create_transcript
from apps.projects.models import Activity, Membership, Role
from apps.projects.services import create_project
from apps.review import services
from apps.review.integrity import RULES
from apps.review.models import Comment, SignOff, Verdict
from apps.review.queries import queue_counts, theme
from apps.review.queries.queue import QueueFilter
from apps.web.errors import DomainError
from tests.coding.conftest import TEXT
from tests.conftest import make_user
from tests.review.scene import APPROVED, REPLACED, RETURNED, Scene


def activity(scene: Scene, verb: str) -> Activity:
    return scene.project.activities.filter(verb=verb).latest("sequence")


def whole() -> Any:
    """What stands of the review; verdicts and sign-offs that ended stay in the log whatever is taken back."""
    rows: list[dict[str, Any]] = []
    for model in (Verdict, SignOff):
        rows += model.objects.filter(ended=None).order_by("pk").values()
    # PostgreSQL gives bytes as a view of its memory.
    standing = [{key: bytes(held) if key == "passages" else held for key, held in row.items()} for row in rows]
    states = sorted(map(str, Coding.objects.values_list("pk", "code", "state")))
    return standing, states, list(Comment.objects.order_by("created", "pk").values())


# --- every verb ---------------------------------------------------------------------------------------------


def test_whatever_was_said_is_taken_back_and_said_again(scene: Scene, lead: User) -> None:
    one, two = scene.coding("Coercive"), scene.coding("Innovation", start=80)
    steps: list[Callable[[], object]] = [
        lambda: scene.judge(one, RETURNED),
        lambda: services.answer(**scene.by(scene.coder), coding=one.pk, kind="stands", text="Yes."),
        lambda: scene.judge(one),
        lambda: services.comment(**scene.by(scene.coder), coding=one.pk, text="Thanks, @Sari"),
        lambda: services.change_comment(**scene.by(scene.coder), comment=thanks(), text="Thank you"),
        lambda: services.delete_comment(**scene.by(lead), comment=thanks()),
        lambda: services.judge_many(**scene.by(lead), codings=[one.pk, two.pk]),
        lambda: services.withdraw_verdict(**scene.by(scene.supervisor), coding=one.pk),
        lambda: scene.judge(two, REPLACED),
        lambda: services.take_suggestion(**scene.by(scene.coder), coding=two.pk),
        lambda: services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Coercive"].pk),
        lambda: services.sign_off(**scene.by(lead), code=scene.codes["Coercive"].pk, remark="Again."),
        lambda: services.withdraw_signoff(**scene.by(lead), code=scene.codes["Coercive"].pk),
    ]

    def thanks() -> Any:
        return Comment.objects.get(kind="comment").pk

    pictures, done = [whole()], []
    for step in steps:
        step()
        pictures.append(whole())
        done.append(scene.latest())
    kept = Verdict.objects.count(), SignOff.objects.count()
    for number in reversed(range(len(steps))):
        undo(**scene.by(lead), activity_id=done[number].pk)
        assert whole() == pictures[number]
        assert (Verdict.objects.count(), SignOff.objects.count()) == kept
    for number in range(len(steps)):
        redo(**scene.by(lead), activity_id=done[number].pk)
    assert whole() == pictures[-1]
    assert {name for name, broken in violations().items() if broken} == set()


def test_a_key_takes_back_the_latest_verdict_but_no_sign_off(scene: Scene) -> None:
    coding = scene.coding("Coercive")
    scene.judge(coding)
    services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Coercive"].pk)
    outcome = undo(**scene.by(scene.supervisor))
    assert (outcome["undone"]["verb"], scene.state(coding)) == ("verdict_given", "open")
    [segment] = outcome["segments"]
    assert [each["state"] for each in segment["codings"]] == ["open"]
    with pytest.raises(DomainError, match="nothing to take back"):
        undo(**scene.by(scene.supervisor))


def test_a_verdict_is_not_taken_back_over_a_newer_one(scene: Scene, lead: User) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED)
    first = scene.latest()
    scene.judge(coding, user=lead)
    with pytest.raises(DomainError, match="review went on since"):
        undo(**scene.by(scene.supervisor), activity_id=first.pk)
    assert scene.state(coding) == APPROVED


def test_many_verdicts_are_taken_back_whole_or_not_at_all(scene: Scene, lead: User) -> None:
    codings = [scene.coding(start=start) for start in (60, 70, 80)]
    services.judge_many(**scene.by(scene.supervisor), codings=[each.pk for each in codings])
    bulk = scene.latest()
    scene.judge(codings[1], RETURNED)
    with pytest.raises(DomainError):
        undo(**scene.by(lead), activity_id=bulk.pk)
    undo(**scene.by(scene.supervisor))
    undo(**scene.by(scene.supervisor))
    assert {scene.state(each) for each in codings} == {"open"}


def test_a_coder_does_not_take_back_a_verdict(scene: Scene) -> None:
    scene.judge(scene.coding())
    with pytest.raises(DomainError, match="Somebody else made"):
        undo(**scene.by(scene.coder), activity_id=scene.latest().pk)
    Membership.objects.filter(user=scene.supervisor).update(role=Role.CODER)
    with pytest.raises(DomainError, match="role no longer allows"):
        undo(**scene.by(scene.supervisor), activity_id=scene.latest().pk)


# --- coding under a verdict ---------------------------------------------------------------------------------


def test_a_coders_undo_goes_on_under_a_verdict_and_leaves_it(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    end = scene.segment(coding).end
    change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, end=end + 2)
    change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, memo="Why?")
    scene.judge(coding)
    undo(**scene.by(scene.coder))
    outcome = undo(**scene.by(scene.coder))
    assert [each["state"] for each in outcome["segments"][0]["codings"]] == [APPROVED]
    standing = scene.standing(coding)
    assert (scene.segment(coding).end, standing.state, standing.changed) == (end, APPROVED, True)
    redo(**scene.by(scene.coder))
    assert not scene.standing(coding).changed


def test_a_coding_made_again_has_its_verdict_again(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding, RETURNED)
    undo(**scene.by(scene.coder))
    assert not Coding.objects.filter(pk=coding.pk).exists()
    redo(**scene.by(scene.coder))
    assert (scene.state(coding), scene.standing(coding).verdict is not None) == (RETURNED, True)


def test_a_verdict_that_was_withdrawn_does_not_come_back_with_the_passage(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding)
    remove_segment(**scene.by(scene.coder), segment_id=coding.segment_id)
    undo(**scene.by(scene.coder))
    services.withdraw_verdict(**scene.by(scene.supervisor), coding=coding.pk)
    redo(**scene.by(scene.coder), activity_id=activity(scene, "segment_deleted").pk)
    undo(**scene.by(scene.coder), activity_id=activity(scene, "segment_deleted").pk)
    assert scene.state(coding) == "open"


def test_a_verdict_on_a_coding_that_is_gone_stays_as_it_was(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding)
    given = scene.latest()
    remove_segment(**scene.by(scene.coder), segment_id=coding.segment_id)
    with pytest.raises(DomainError, match="review went on"):
        undo(**scene.by(scene.supervisor), activity_id=given.pk)
    assert Verdict.objects.get().ended is None


# --- refactoring, correcting, going back, erasing -----------------------------------------------------------


def test_merged_and_taken_apart_again_every_coding_has_its_own_verdict(scene: Scene, lead: User) -> None:
    both = scene.coding("Innovation", "Task force")
    other = both.segment.codings.get(code=scene.codes["Task force"])
    scene.judge(both, RETURNED)
    scene.judge(other)
    merge_codes(**scene.by(lead), into=scene.codes["Task force"].pk, sources=[scene.codes["Innovation"].pk])
    assert list(scene.segment(both).codings.values_list("pk", "state")) == [(other.pk, APPROVED)]
    scene.judge(other, RETURNED, reason="Since merging.")
    undo(**scene.by(lead), activity_id=activity(scene, "codes_merged").pk)
    assert (scene.state(both), scene.state(other)) == (RETURNED, RETURNED)
    assert {name for name, broken in violations().items() if broken} == set()


def test_a_split_that_is_taken_back_leaves_the_verdicts_given_since(scene: Scene, lead: User) -> None:
    coding = scene.coding("Innovation")
    split_code(
        **scene.by(lead), code=scene.codes["Innovation"].pk, name="New", codings=[coding.pk],
        on_conflict=OnConflict.REFUSE,
    )  # fmt: skip
    scene.judge(coding)
    undo(**scene.by(lead), activity_id=activity(scene, "code_split").pk)
    coding.refresh_from_db()
    assert (coding.code.name, coding.state, scene.standing(coding).changed) == ("Innovation", APPROVED, True)


def test_a_correction_taken_back_keeps_verdicts(scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding)
    text = "Catatan.\n\n" + scene.transcript.current.text
    correct_transcript(
        **scene.by(scene.coder), transcript=scene.transcript, expected=scene.transcript.version_id, text=text
    )
    assert not scene.standing(coding).changed
    undo(**scene.by(scene.coder))
    assert (scene.standing(coding).changed, scene.state(coding)) == (False, APPROVED)


def test_going_back_takes_reviews_along(scene: Scene, lead: User) -> None:
    coding = scene.coding("Coercive")
    point = scene.latest()
    scene.judge(coding, REPLACED)
    made = services.take_suggestion(**scene.by(scene.coder), coding=coding.pk)
    scene.judge(made)
    services.comment(**scene.by(lead), coding=made, text="Good.")
    services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Coercive"].pk)
    before = whole()
    planned = plan_return(scene.project, point.pk)
    assert [each.change.verb for each in planned.staying] == []
    went, conflicts = go_back(**scene.by(lead), activity_id=point.pk, expected=planned.sequence)
    assert (conflicts, scene.state(coding), Comment.objects.count()) == ([], "open", 0)
    assert not Verdict.objects.filter(ended=None).exists()
    undo(**scene.by(lead), activity_id=went.pk)
    assert whole() == before


def test_erasing_a_participant_keeps_verdicts_and_forgets_words(scene: Scene, lead: User) -> None:
    office = create_office(**scene.by(lead), name="KPPN Kotabumi")
    budi = create_participant(
        **scene.by(lead), office=office, pseudonym="Informan 1", real_name="Budi Santoso"
    )  # fmt: skip
    scene.transcript = create_transcript(
        **scene.by(lead), title="Kotabumi 01", office=office, text=TEXT, speaker_map={"Informan 1": budi}
    )  # fmt: skip
    coding, returned = (scene.coding("Coercive", start=TEXT.index(word)) for word in ("rutin", "Memang"))
    quote = scene.segment(coding).quote
    scene.judge(coding)
    scene.judge(returned, RETURNED, reason="Budi Santoso says so, not the rule.")
    services.answer(**scene.by(scene.coder), coding=returned.pk, kind="stands", text="Santoso is the rule.")
    services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Coercive"].pk, remark="After Budi.")
    old = Verdict.objects.get(coding=coding.pk).quote_hash
    erase_participant(**scene.by(lead), participant=budi)
    verdict = Verdict.objects.get(coding=coding.pk)
    assert (verdict.ended, verdict.quote_hash == old) == (None, False)
    assert not scene.standing(coding).changed
    assert not theme(scene.project, scene.codes["Coercive"].pk).changes
    assert queue_counts(scene.project, QueueFilter())["changed"] == 0
    kept = str([list(model.objects.values()) for model in (Verdict, Comment, SignOff, Activity)])
    assert "Budi" not in kept
    assert "Santoso" not in kept
    assert quote not in kept
    assert {name for name, broken in violations().items() if broken} == set()
    undo(**scene.by(lead), activity_id=activity(scene, "return_answered").pk)


# --- any history --------------------------------------------------------------------------------------------

NAMES = ("Innovation", "Task force", "Coercive", "Monitoring")
Step = st.tuples(st.integers(0, 12), st.integers(0, 5), st.integers(0, 2))


class AnyHistory(TestCase):
    """Whatever is judged, answered, edited and taken back, a coding's state is its standing verdict."""

    @settings(max_examples=20)
    @given(st.lists(Step, min_size=4, max_size=22))
    def test_the_state_is_the_standing_verdict(self, steps: list[tuple[int, int, int]]) -> None:
        scene = small_scene()
        for kind, which, how in steps:
            with suppress(DomainError):
                step(scene, kind, which, how)
            assert [broken for rule in RULES for broken in rule()] == []


def small_scene() -> Scene:
    lead, coder, supervisor = (make_user(name) for name in ("Lestari", "Cahya", "Sari"))
    project = create_project(user=lead, name="Two offices", language="en")
    for user, role in ((coder, Role.CODER), (supervisor, Role.SUPERVISOR)):
        Membership.objects.create(project=project, user=user, role=role)
    dimension = add_dimension(project=project, user=lead, name="Causal factor")
    codes = {name: add_code(project=project, user=lead, name=name, dimension=dimension) for name in NAMES}
    office = create_office(project=project, user=lead, name="KPPN Metro")
    transcript = create_transcript(project=project, user=lead, title="Metro 01", office=office, text=TEXT)
    scene = Scene(project, coder, supervisor, transcript, codes)
    scene.coding("Innovation", "Coercive")
    scene.coding("Task force", start=90)
    return scene


def step(scene: Scene, kind: int, which: int, how: int) -> None:
    people = [scene.coder, scene.supervisor, User.objects.get(name="Lestari")]
    codings = list(Coding.objects.order_by("created", "pk"))
    coding = codings[which % len(codings)] if codings else None
    if kind in (6, 7):
        (undo if kind == 6 else redo)(**scene.by(people[how]))
    elif kind == 8:
        scene.coding(NAMES[which % 4], start=60 + 9 * how)
    elif kind == 9:
        into, source = scene.codes[NAMES[which % 4]], scene.codes[NAMES[(which + 1 + how) % 4]]
        merge_codes(**scene.by(people[2]), into=into.pk, sources=[source.pk], on_conflict=OnConflict.KEEP)
    elif coding is None:
        return
    elif kind in (0, 1):
        state = (APPROVED, RETURNED, REPLACED)[how]
        scene.judge(coding, state, suggested=scene.codes["Monitoring"].pk if state == REPLACED else None)
    elif kind == 2:
        services.judge_many(**scene.by(scene.supervisor), codings=[each.pk for each in codings])
    elif kind == 3:
        services.answer(**scene.by(scene.coder), coding=coding.pk, kind="done")
    elif kind == 4:
        services.take_suggestion(**scene.by(scene.coder), coding=coding.pk)
    elif kind == 5:
        services.withdraw_verdict(**scene.by(scene.supervisor), coding=coding.pk)
    elif kind == 10:
        remove_segment(**scene.by(scene.coder), segment_id=coding.segment_id)
    elif kind == 11:
        codes = [scene.codes[name].pk for name in NAMES[which % 3 :][: how + 1]]
        change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, codes=codes)
    else:
        change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, start=60 + 5 * how, end=80 + which)
