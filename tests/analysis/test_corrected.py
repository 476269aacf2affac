"""Numbers after a correction: what was carried over counts, what waits is said to wait."""

from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.coding.models import Doubt
from apps.coding.queries import counted_codings
from apps.coding.services import accept_doubt
from apps.coding.undo import undo
from tests.analysis.conftest import Study
from tests.coding.corrected import corrected


@pytest.fixture
def me(study: Study, lead: User) -> dict[str, Any]:
    return {"project": study.project, "user": lead}


def test_the_dashboard_says_what_waits_and_is_not_counted(page: Client, study: Study, me: dict[str, Any]):
    address = f"/projects/{study.project.pk}/"
    assert "not counted" not in page.get(address).content.decode()
    before = counted_codings(study.project).count()
    corrected(*me.values(), study.transcripts["Kotabumi 01"], ("Jawaban dua", "Jawab dua"))
    answer = page.get(address)
    assert "1 passage waits for a decision and is not counted." in answer.content.decode()
    assert f'href="{address}doubts/"' in answer.content.decode()
    assert counted_codings(study.project).count() == before - 2
    accept_doubt(**me, doubt_id=Doubt.objects.get().pk)
    assert counted_codings(study.project).count() == before
    assert "not counted" not in page.get(address).content.decode()


def test_every_passage_names_the_version_it_stands_on(api: Client, study: Study, me: dict[str, Any]):
    transcript = study.transcripts["Metro 01"]
    corrected(*me.values(), transcript, ("Jawaban tiga", "Jawab tiga"))
    items = api.get(f"/api/v1/projects/{study.project.pk}/segments").json()["items"]
    numbers = {(item["transcript"] == str(transcript.pk), item["version_number"]) for item in items}
    assert numbers == {(True, 2), (False, 1)}


def test_a_correction_taken_back_leaves_the_numbers_as_they_were(study: Study, me: dict[str, Any]):
    transcript = study.transcripts["Metro 02"]
    before = sorted(counted_codings(study.project).values_list("pk", "code"))
    corrected(*me.values(), transcript, ("Jawaban dua", "Jawab dua"), ("Apa penyebabnya", "Apa sebabnya"))
    assert counted_codings(study.project).count() < len(before)
    undo(**me, activity_id=None, transcript=transcript.pk)
    assert sorted(counted_codings(study.project).values_list("pk", "code")) == before
