"""What waits for whom: the queue, its counts, and the badge."""

from typing import Any

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding
from apps.coding.services import change_segment, correct_transcript, merge_codes
from apps.documents.services import bin_transcript, create_office, create_transcript
from apps.projects.models import Project
from apps.review import services
from apps.review.queries import (
    MOST_COUNTED,
    WAITING,
    QueueFilter,
    queue,
    queue_counts,
    returned_to,
    standing_of,
    waiting_counts,
)
from tests.coding.conftest import TEXT
from tests.review.scene import APPROVED, REPLACED, RETURNED, Scene


def waiting(scene: Scene, kind: Any, **more: Any) -> list[Coding]:
    return list(queue(scene.project, QueueFilter(waiting=kind, **more)))


@pytest.fixture
def five(scene: Scene) -> dict[str, Coding]:
    """One coding for each kind that waits, coded from the end of the text to its beginning."""
    kinds = ("approved", "returned", "changed", "answered", "open")
    found = {kind: scene.coding(start=100 - 10 * n, length=8) for n, kind in enumerate(kinds)}
    for kind, state in (("approved", APPROVED), ("returned", REPLACED), ("changed", APPROVED), ("answered", RETURNED)):
        scene.judge(found[kind], state)
    change_segment(**scene.by(scene.coder), segment_id=found["changed"].segment_id, start=79)
    services.answer(**scene.by(scene.coder), coding=found["answered"].pk, kind="stands", text="Yes.")
    return found


def test_each_coding_waits_in_one_place_and_all_in_reading_order(scene: Scene, five: dict[str, Coding]) -> None:
    for kind, coding in five.items():
        assert waiting(scene, kind) == [coding], kind
    assert waiting(scene, "all") == list(reversed(five.values()))
    counts = queue_counts(scene.project, QueueFilter())
    assert counts == {"open": 1, "answered": 1, "changed": 1, "returned": 1, "approved": 1, "all": 5}
    assert tuple(counts) == WAITING


def test_the_queue_is_narrowed_to_transcript_coder_code_and_office(
    scene: Scene, five: dict[str, Coding], lead: User
) -> None:
    office = create_office(**scene.by(lead), name="KPPN Kotabumi")
    first = scene.transcript
    scene.transcript = create_transcript(**scene.by(lead), title="Kotabumi 01", office=office, text=TEXT)
    other = scene.coding("Regulation", user=lead)
    every: Any = "all"
    assert waiting(scene, every, transcript=scene.transcript.pk) == [other]
    assert waiting(scene, every, coder=lead.pk) == [other]
    assert waiting(scene, every, office=office.pk) == [other]
    assert waiting(scene, every, code=scene.codes["Coercive"].pk) == [other]
    assert waiting(scene, every, code=scene.codes["Coercive"].pk, rollup=False) == []
    assert len(waiting(scene, every, judge=lead.pk)) == len(waiting(scene, every, transcript=first.pk)) == 5
    assert waiting(scene, every)[0] == other, "transcripts come in the order of their titles"
    assert queue_counts(scene.project, QueueFilter(office=office.pk))["all"] == 1


def test_what_is_in_the_bin_or_in_doubt_waits_for_nobody(scene: Scene, five: dict[str, Coding]) -> None:
    bin_transcript(**scene.by(scene.coder), transcript=scene.transcript)
    assert queue_counts(scene.project, QueueFilter())["all"] == 0
    assert waiting_counts(scene.project, scene.supervisor).to_judge == 0
    assert not returned_to(scene.project, scene.coder).exists()


def test_a_correction_that_keeps_the_words_keeps_the_verdict(scene: Scene, five: dict[str, Coding]) -> None:
    text = "Catatan: rekaman kedua.\n\n" + scene.transcript.current.text
    correct_transcript(
        **scene.by(scene.coder), transcript=scene.transcript, expected=scene.transcript.version_id, text=text
    )
    assert waiting(scene, "approved") == [five["approved"]]
    standing = standing_of(scene.project, [coding.pk for coding in five.values()])
    assert {kind for kind, coding in five.items() if standing[coding.pk].changed} == {"changed"}
    assert queue_counts(scene.project, QueueFilter())["all"] == 5


def test_a_merged_code_is_another_code_than_was_approved(scene: Scene, lead: User) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding)
    merge_codes(**scene.by(lead), into=scene.codes["Task force"].pk, sources=[scene.codes["Innovation"].pk])
    assert (scene.standing(coding).changed, scene.state(coding)) == (True, APPROVED)
    assert waiting(scene, "changed") == [coding]
    scene.judge(coding)
    assert waiting(scene, "changed") == []


def test_the_coders_own_queue_has_what_is_unanswered_first(scene: Scene, five: dict[str, Coding], lead: User) -> None:
    assert list(returned_to(scene.project, scene.coder)) == [five["returned"], five["answered"]]
    assert list(returned_to(scene.project, lead)) == []


def test_the_badge_counts_what_one_can_do_something_about(scene: Scene, five: dict[str, Coding], lead: User) -> None:
    mine = scene.coding(user=lead)
    assert waiting_counts(scene.by(lead)["project"], lead).to_judge == 2
    supervisor = waiting_counts(scene.by(lead)["project"], scene.supervisor)
    assert (supervisor.to_judge, supervisor.returned, supervisor.unread) == (3, 0, 1)
    coder = waiting_counts(scene.project, scene.coder)
    assert (coder.to_judge, coder.returned, coder.unread) == (0, 1, 2)
    scene.judge(mine)
    assert waiting_counts(scene.by(lead)["project"], scene.supervisor).to_judge == 2
    Project.objects.update(review_required=False)
    assert waiting_counts(scene.by(lead)["project"], scene.supervisor).to_judge == 1


def test_the_badge_stops_counting(scene: Scene) -> None:
    first = scene.coding()
    Coding.objects.filter(pk=first.pk).delete()
    codes = Code.objects.bulk_create(
        Code(project=scene.project, dimension=scene.codes["Innovation"].dimension, name=str(n), color="#123456")
        for n in range(MOST_COUNTED + 5)
    )
    Coding.objects.bulk_create(Coding(segment_id=first.segment_id, code=code, by=scene.coder) for code in codes)
    assert waiting_counts(scene.project, scene.supervisor).to_judge == MOST_COUNTED


def test_queries_do_not_grow_with_the_codings(scene: Scene, django_assert_num_queries: Any) -> None:
    for start in (60, 62):
        scene.judge(scene.coding(start=start), RETURNED)
    for _more in range(2):
        with django_assert_num_queries(6):
            rows = waiting(scene, "all")
            assert [str(row.code.dimension) + str(row.by) + str(row.segment.transcript.office) for row in rows]
        with django_assert_num_queries(3):
            queue_counts(scene.project, QueueFilter())
        with django_assert_num_queries(3):
            standing_of(scene.project, [row.pk for row in rows])
        with django_assert_num_queries(6):
            list(returned_to(scene.project, scene.coder))
        for start in range(64, 80):
            scene.judge(scene.coding(start=start), RETURNED)
