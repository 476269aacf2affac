"""Back to an earlier point: told in numbers before, done as one change, undone and made again whole."""

from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code, CodebookVersion
from apps.codebook.services import add_code, change_code
from apps.coding import services
from apps.coding.going_back import go_back, plan_return, preview_return
from apps.coding.models import Segment
from apps.coding.services import NewSegment
from apps.coding.undo import redo, undo
from apps.documents.models import Transcript
from apps.documents.services import list_name
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from tests.coding.journeys import differences, picture

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User, codes: dict[str, Code]) -> Args:
    project.refresh_from_db()
    return {"project": project, "user": lead}


def coded(me: Args, transcript: Transcript, start: int, *codes: Code, **other: Any) -> Segment:
    wanted = NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + 12, tuple(code.pk for code in codes)
    )
    services.put_segment(**(me | other), wanted=wanted)
    return Segment.objects.get(pk=wanted.id)


def latest(project: Project) -> Activity:
    return project.activities.latest("sequence")


def back_to(me: Args, point: Activity) -> Any:
    planned = plan_return(me["project"], point.pk)
    return go_back(**me, activity_id=point.pk, expected=planned.sequence)


def test_what_everybody_did_since_is_taken_back_as_one_change_and_made_again(
    me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    project = me["project"]
    first = coded(me, transcript, 20, codes["Coercive"])
    point, then = latest(project), picture(project)
    coded(me, transcript, 30, codes["Normative"], user=coder)
    coded(me, transcript, 65, codes["Monitoring"], user=coder)
    code = add_code(**me, name="New", dimension=codes["Monitoring"].dimension)
    services.change_segment(**me, segment_id=first.pk, codes=[code.pk], memo="penting")
    change_code(**me, code=code, definition="Words")
    now, versions = picture(project), CodebookVersion.objects.count()

    preview = preview_return(**me, activity_id=point.pk)
    assert differences(picture(project), now) == {}
    assert preview.is_tried and not preview.conflicts and not preview.staying
    told = {(who, what, n) for who, what, _back, n in preview.numbers}
    assert ("Cahya", "coded a passage", 2) in told and len(preview.steps) == 5

    done, left = go_back(**me, activity_id=point.pk, expected=preview.sequence)
    assert (done.verb, done.actor, left) == (Verb.WENT_BACK, me["user"], [])
    assert differences(picture(project), then) == {}
    assert CodebookVersion.objects.count() == versions + 1
    undo(**me, activity_id=done.pk)
    assert differences(picture(project), now) == {}
    redo(**me)
    assert differences(picture(project), then) == {}


def test_what_was_taken_back_before_the_point_is_made_again_no_more_than_it_was(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    """Before the point one change was undone; after it, it is redone, and another undone."""
    project = me["project"]
    coded(me, transcript, 20, codes["Coercive"])
    kept = latest(project)
    coded(me, transcript, 40, codes["Normative"])
    undone = latest(project)
    undo(**me, activity_id=undone.pk)
    point, then = latest(project), picture(project)
    redo(**me)
    undo(**me, activity_id=kept.pk)
    assert sorted(step.is_undo for step in plan_return(project, point.pk).steps) == [False, True]
    back_to(me, point)
    assert differences(picture(project), then) == {}
    kept.refresh_from_db()
    undone.refresh_from_db()
    assert (kept.undone, undone.undone) == (False, True)


def test_a_return_can_itself_lie_behind_the_point(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    project = me["project"]
    start = latest(project)
    empty = picture(project)
    coded(me, transcript, 20, codes["Coercive"])
    middle, then = latest(project), picture(project)
    coded(me, transcript, 40, codes["Normative"])
    first, _left = back_to(me, middle)
    coded(me, transcript, 65, codes["Mimetic"])
    back_to(me, first)
    assert differences(picture(project), then) == {}
    back_to(me, start)
    assert differences(picture(project), empty) == {}
    back_to(me, middle)
    assert differences(picture(project), then) == {}


def test_what_cannot_be_taken_back_stays_and_is_told(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    """A segment was changed behind the log's back, as an older Benang may have: it stays, with the reason."""
    project = me["project"]
    point = latest(project)
    odd = coded(me, transcript, 20, codes["Coercive"])
    coded(me, transcript, 40, codes["Normative"])
    list_name(**me, name="Budi Santoso", pseudonym="Informan 1")
    Segment.objects.filter(pk=odd.pk).update(memo="otherwise")
    preview = preview_return(**me, activity_id=point.pk)
    assert [each.change.verb for each in preview.staying] == [Verb.NAMES_LISTED]
    assert [each.change.object_id for each in preview.conflicts] == [odd.pk]
    _done, left = go_back(**me, activity_id=point.pk, expected=preview.sequence)
    assert [each.change.object_id for each in left] == [odd.pk]
    assert list(Segment.objects.values_list("pk", "memo")) == [(odd.pk, "otherwise")]


def test_nothing_is_taken_back_when_somebody_worked_on_meanwhile(
    me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    point = latest(me["project"])
    coded(me, transcript, 20, codes["Coercive"])
    preview = preview_return(**me, activity_id=point.pk)
    coded(me, transcript, 40, codes["Normative"], user=coder)
    with pytest.raises(DomainError, match="since you looked"):
        go_back(**me, activity_id=point.pk, expected=preview.sequence)
    assert Segment.objects.count() == 2


def test_the_key_for_undo_does_not_undo_a_return(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    point = latest(me["project"])
    coded(me, transcript, 20, codes["Coercive"])
    back_to(me, point)
    with pytest.raises(DomainError, match="page of activities"):
        undo(**me)
    assert not Segment.objects.exists()
