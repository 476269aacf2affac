"""Whatever was done is undone to the row, and made again to the row."""

from typing import Any

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.undo import RESTORERS, redo, undo
from apps.documents.models import Office, Transcript
from apps.documents.services import create_participant, create_transcript
from apps.projects.models import Project
from tests.coding.conftest import TEXT
from tests.coding.journeys import Journey, differences, picture, standing


@pytest.fixture
def people(
    project: Project, lead: User, coder: User, office: Office, transcript: Transcript, codes: dict[str, Code]
) -> Any:
    """Two people with two transcripts, one of which is long."""
    create_participant(project=project, user=lead, pseudonym="Informan 1", office=office)
    create_transcript(project=project, user=lead, title="Kotabumi 01", office=office, text=f"{TEXT}\n\n{TEXT}")
    project.refresh_from_db()
    return [lead, coder]


def there_and_back(project: Project, people: list[User], seed: int, steps: int) -> int:
    begun = project.sequence
    start = picture(project)
    kinds = Journey(project, people[: 1 + seed % 2], seed).walk(steps)
    end = picture(project)
    done = [each for each in standing(project) if each.sequence > begun and each.verb in RESTORERS]
    for activity in done:
        undo(project=project, user=people[0], activity_id=activity.pk)
    assert differences(picture(project), start) == {}
    for activity in reversed(done):
        redo(project=project, user=people[0], activity_id=activity.pk)
    assert differences(picture(project), end) == {}
    return kinds


@pytest.mark.parametrize("seed", range(2))
def test_any_work_undone_returns_every_table_to_the_start(project: Project, people: list[User], seed: int) -> None:
    there_and_back(project, people, seed, 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [100, 101, 104])
def test_two_hundred_steps_undone_return_every_table_to_the_start(
    project: Project, people: list[User], seed: int
) -> None:
    assert there_and_back(project, people, seed, 200) >= 25
