"""How far the review has come, by coder and by office."""

from typing import Any

from apps.accounts.models import User
from apps.documents.services import create_office, create_transcript
from apps.review.queries import review_progress
from tests.coding.conftest import TEXT
from tests.review.scene import REPLACED, RETURNED, Scene


def test_progress_by_coder_and_by_office(scene: Scene, lead: User, django_assert_num_queries: Any) -> None:
    states = (None, "approved", RETURNED, REPLACED)
    for start, state in zip((60, 80, 100, 110), states, strict=True):
        coding = scene.coding(start=start)
        if state:
            scene.judge(coding, state)
    office = create_office(**scene.by(lead), name="KPPN Kotabumi")
    scene.transcript = create_transcript(**scene.by(lead), title="Kotabumi 01", office=office, text=TEXT)
    scene.judge(scene.coding(user=lead))
    with django_assert_num_queries(2):
        people, offices = review_progress(scene.project)
    rows = [
        [(each.name, each.codings, each.open, each.approved, each.returned, each.replaced) for each in side]
        for side in (people, offices)
    ]
    assert rows == [
        [("Cahya", 4, 1, 1, 1, 1), ("Lestari", 1, 0, 1, 0, 0)],
        [("KPPN Kotabumi", 1, 0, 1, 0, 0), ("KPPN Metro", 4, 1, 1, 1, 1)],
    ]
    assert [each.share for each in people] == [0.75, 1.0]


def test_a_project_without_codings_has_no_progress_to_show(scene: Scene) -> None:
    assert review_progress(scene.project) == ([], [])
