"""Faults that random work has found, each by itself."""

from typing import Any

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import add_code, delete_code
from apps.coding import services
from apps.coding.models import Doubt
from apps.coding.undo import redo, undo
from apps.documents.models import Office, Transcript
from apps.documents.services import change_transcript, create_participant
from apps.projects.models import Project
from tests.coding.corrected import coded, corrected
from tests.coding.journeys import differences, picture

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User, codes: dict[str, Code]) -> Args:
    project.refresh_from_db()
    return {"project": project, "user": lead}


def back(me: Args, steps: int) -> None:
    for activity in me["project"].activities.filter(undoes=None, undone=False).order_by("-sequence")[:steps]:
        undo(**me, activity_id=activity.pk)


def again(me: Args, steps: int) -> None:
    for _step in range(steps):
        redo(**me)


def test_a_deleted_code_comes_back_as_old_as_it_was(me: Args, codes: dict[str, Code]) -> None:
    code = add_code(**me, name="New", dimension=codes["Monitoring"].dimension)
    before = picture(me["project"])
    delete_code(**me, code=code)
    undo(**me)
    assert differences(picture(me["project"]), before) == {}


def test_a_decision_is_taken_back_after_its_passage_was_removed_and_came_back(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(*me.values(), transcript, "rutin mengadakan bimbingan teknis", codes["Coercive"])
    corrected(*me.values(), transcript, ("mengadakan", "membuat"))
    before = picture(me["project"])
    services.accept_doubt(**me, doubt_id=Doubt.objects.get().pk)
    after = picture(me["project"])
    services.remove_segment(**me, segment_id=segment.pk)
    undo(**me)
    assert differences(picture(me["project"]), after) == {}
    undo(**me)
    assert differences(picture(me["project"]), before) == {}
    again(me, 2)
    undo(**me)
    assert differences(picture(me["project"]), after) == {}


def test_speakers_taken_back_in_a_copy_of_a_text_are_taken_back_in_the_text_it_was_made_from(
    me: Args, transcript: Transcript, office: Office
) -> None:
    person = create_participant(**me, pseudonym="Somebody", office=office)
    start = picture(me["project"])
    corrected(*me.values(), transcript, ("mengadakan", "membuat"))
    transcript.refresh_from_db()
    labels = set(transcript.current.turns.values_list("speaker", flat=True))
    change_transcript(**me, transcript=transcript, speaker_map=dict.fromkeys(labels, person))
    corrected(*me.values(), transcript, ("bimbingan", "latihan"))
    end = picture(me["project"])
    back(me, 3)
    assert differences(picture(me["project"]), start) == {}
    again(me, 3)
    assert differences(picture(me["project"]), end) == {}
