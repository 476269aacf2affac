"""Many transcripts changed at once: previewed in numbers, in one activity, and taken back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.coding.undo import redo, undo
from apps.documents.models import Office, Participant, Transcript
from apps.documents.queries import TranscriptFilter, filtered_transcripts, transcripts_of
from apps.documents.services import (
    Changes,
    change_transcript,
    change_transcripts,
    create_attribute,
    create_office,
    create_participant,
    create_transcript,
    preview_changes,
)
from apps.projects.models import Activity, Project, Verb
from apps.web.errors import DomainError, Invalid

Me = dict[str, Any]


@pytest.fixture
def many(me: Me, office: Office, informant: Participant) -> list[Transcript]:
    made = [create_transcript(**me, title=f"T{n}", office=office, text=f"Kata {n}.", language="id") for n in range(5)]
    change_transcript(**me, transcript=made[0], language="en", participants=[informant], attributes={"round": 1})
    return made


def states(project: Project) -> list[Any]:
    fields = "title", "office", "kind", "language", "date", "attributes", "binned"
    rows = project.transcripts.order_by("title")
    return [(*row, list(each.participants.all())) for row, each in zip(rows.values_list(*fields), rows, strict=True)]


def test_the_preview_says_what_would_change_and_changes_nothing(me: Me, project: Project, many: list[Transcript]):
    before = states(project)
    preview = preview_changes(
        project=project, transcripts=transcripts_of(project), changes=Changes(language="en", kind="interview")
    )
    assert (preview.total, preview.changed, preview.counts) == (5, 4, {"language": 4})
    assert states(project) == before


def test_everything_changes_in_one_activity_and_comes_back(
    me: Me, project: Project, many: list[Transcript], informant: Participant
):
    other = create_office(**me, name="KPPN Kotabumi")
    second = create_participant(**me, pseudonym="Informan 2", office=other)
    create_attribute(**me, subject="transcript", name="round", kind="number")
    before = states(project)
    changes = Changes(
        office=other, kind="observation", language="en", date=timezone.now().date(), add=[second], remove=[informant],
        attribute=("round", "2"), to_bin=True,
    )  # fmt: skip
    activity = change_transcripts(**me, transcripts=transcripts_of(project), changes=changes)
    assert activity is not None
    assert (activity.label, len(activity.after["transcripts"])) == ("5 transcripts", 5)
    for _title, office, kind, language, day, attributes, binned, people in states(project):
        assert (office, kind, language, attributes, people) == (other.pk, "observation", "en", {"round": 2}, [second])
        assert day
        assert binned
    after = states(project)
    undo(**me, activity_id=activity.pk, transcript=None)
    assert states(project) == before
    redo(**me, transcript=None)
    assert states(project) == after


def test_only_what_differs_is_logged(me: Me, project: Project, many: list[Transcript]):
    activity = change_transcripts(**me, transcripts=transcripts_of(project), changes=Changes(language="en"))
    assert activity is not None
    assert set(activity.before["transcripts"]) == {str(each.pk) for each in many[1:]}
    assert {tuple(state) for state in activity.after["transcripts"].values()} == {("language",)}
    assert change_transcripts(**me, transcripts=transcripts_of(project), changes=Changes(language="en")) is None
    assert Activity.objects.filter(verb=Verb.TRANSCRIPTS_CHANGED).count() == 1


def test_undo_refuses_to_cover_a_later_change(me: Me, project: Project, many: list[Transcript]):
    activity = change_transcripts(**me, transcripts=transcripts_of(project), changes=Changes(kind="document"))
    assert activity is not None
    many[2].refresh_from_db()
    change_transcript(**me, transcript=many[2], title="Renamed")  # something else: no obstacle
    change_transcript(**me, transcript=many[3], kind="focus_group")
    before = states(project)
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=activity.pk, transcript=None)
    assert states(project) == before
    change_transcript(**me, transcript=many[3], kind="document")
    many[4].delete()
    undo(**me, activity_id=activity.pk, transcript=None)
    assert {each.kind for each in project.transcripts.all()} == {"interview"}


def test_a_value_that_does_not_fit_changes_nothing(me: Me, project: Project, many: list[Transcript]):
    create_attribute(**me, subject="transcript", name="round", kind="number")
    changes = Changes(language="en", attribute=("round", "first"))
    for act in (preview_changes, lambda **rest: change_transcripts(user=me["user"], **rest)):
        with pytest.raises(Invalid, match="a number"):
            act(project=project, transcripts=transcripts_of(project), changes=changes)
    assert project.transcripts.filter(language="en").count() == 1


def test_the_same_queries_however_many(me: Me, project: Project, many: list[Transcript], django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        change_transcripts(**me, transcripts=transcripts_of(project), changes=Changes(kind="document", no_date=True))


def test_a_filtered_list_is_changed_whole(me: Me, project: Project, many: list[Transcript]):
    found = filtered_transcripts(project, TranscriptFilter(language="id", sort="-codings"))
    change_transcripts(**me, transcripts=found, changes=Changes(kind="document"))
    assert sorted(each.title for each in project.transcripts.filter(kind="document")) == ["T1", "T2", "T3", "T4"]


def test_the_page_goes_from_ticks_to_numbers_to_the_change_and_back(
    page: Client, project: Project, many: list[Transcript]
):
    at = reverse("documents:transcripts_change", args=[project.pk])
    listed = reverse("documents:transcript_list", args=[project.pk])
    ticked: Any = {"which": "selected", "transcript": [str(each.pk) for each in many[:3]], "filter": "sort=-words"}
    assert "Change 3 transcripts" in page.post(at, ticked).content.decode()
    asked = ticked | {"language": "en", "expected": "3", "step": "preview"}
    shown = page.post(at, asked).content.decode()
    assert "2 of 3 transcripts would change" in shown
    assert "get another language" in shown
    done = page.post(at, asked | {"step": "apply"})
    activity = Activity.objects.get(verb=Verb.TRANSCRIPTS_CHANGED)
    assert done.headers["Location"] == f"{listed}?sort=-words&changed={activity.pk}"
    undoing = reverse("coding:change_undo", args=[project.pk, activity.pk])
    assert undoing in page.get(done.headers["Location"]).content.decode()
    assert page.post(undoing).headers["Location"] == listed
    assert project.transcripts.filter(language="en").count() == 1
    assert undoing not in page.get(done.headers["Location"]).content.decode()


def test_what_was_shown_is_what_is_done(page: Client, project: Project, many: list[Transcript], me: Me, office: Office):
    at = reverse("documents:transcripts_change", args=[project.pk])
    asked = {"which": "all", "filter": "language=id", "kind": "document", "expected": "4", "step": "apply"}
    create_transcript(**me, title="New", office=office, text="Kata.", language="id")
    shown = page.post(at, asked).content.decode()
    assert "5 of 5 transcripts would change" in shown
    assert not project.transcripts.filter(kind="document").exists()
    page.post(at, asked | {"expected": "5"})
    assert project.transcripts.filter(kind="document").count() == 5


def test_nothing_ticked_and_nothing_asked_is_explained(page: Client, project: Project, many: list[Transcript]):
    at = reverse("documents:transcripts_change", args=[project.pk])
    assert page.post(at, {"which": "selected", "transcript": ["x"]}).status_code == 302
    said = page.post(at, {"which": "all", "step": "preview"}).content.decode()
    assert "Say first what is to change" in said
    said = page.post(at, {"which": "all", "step": "preview", "add": "Nobody"}).content.decode()
    assert "not in the project: Nobody" in said
