"""Histories say what changed from what to what, and the pages of them offer the way back to those who may."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import add_code, change_code, delete_code
from apps.coding import going_back, queries, services
from apps.coding.models import Segment
from apps.coding.services import NewSegment
from apps.coding.telling import Told, tell
from apps.coding.undo import undo
from apps.documents.models import Transcript
from apps.documents.services import change_transcript
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Activity, Project, Role
from apps.projects.services import Verb

Args = dict[str, Any]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def me(project: Project, lead: User, codes: dict[str, Code]) -> Args:
    project.refresh_from_db()
    return {"project": project, "user": lead}


def coded(me: Args, transcript: Transcript, start: int, *codes: Code, **other: Any) -> Segment:
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 12, ids)
    services.put_segment(**(me | other), wanted=wanted)
    return Segment.objects.get(pk=wanted.id)


def told(me: Args, rows: Any, role: str = Role.LEAD) -> list[Told]:
    return tell(me["project"], rows, me["user"], role)


def latest(me: Args) -> Activity:
    found: Activity = me["project"].activities.latest("sequence")
    return found


def words(row: Told) -> list[tuple[str, str]]:
    return [(str(piece.kind), piece.text.strip()) for part in row.parts for piece in part.pieces]


def test_a_segments_history_tells_borders_codes_and_memo(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    text = transcript.current.text
    start = text.index("Memang ada")
    wanted = NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + 10, (codes["Coercive"].pk,), "a b"
    )
    services.put_segment(**me, wanted=wanted)
    segment = Segment.objects.get(pk=wanted.id)
    changes: Args = {"end": start + 17, "codes": [codes["Mimetic"].pk], "memo": "a c"}
    services.change_segment(**me, segment_id=segment.pk, **changes)
    changed, made = told(me, queries.history_of(me["project"], segment))
    assert words(changed)[:2] == [("same", "Memang ada"), ("added", "target")]
    assert [label.name for part in changed.parts for label in part.added] == ["Mimetic"]
    assert [label.name for part in changed.parts for label in part.removed] == ["Coercive"]
    assert [part.title for part in changed.parts if part.title] == ["Memo"]
    assert ("removed", "b") in words(changed) and ("added", "c") in words(changed)
    assert [label.name for part in made.parts for label in part.added] == ["Coercive"]
    assert changed.may_undo and not changed.may_redo


def test_a_passage_coded_among_many_knows_when(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    wanted = [
        NewSegment(uuid4(), transcript.pk, transcript.version_id, 20 + n, 40 + n, (codes["Coercive"].pk,))
        for n in range(3)
    ]
    services.put_many_segments(**me, wanted=wanted)
    [row] = told(me, queries.history_of(me["project"], Segment.objects.get(pk=wanted[1].id)))
    assert row.activity.verb == Verb.SEGMENTS_CREATED and row.parts[0].said == "1 passage"


def test_codes_that_are_gone_are_called_as_they_were(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    code = add_code(**me, name="Passing", dimension=codes["Monitoring"].dimension)
    segment = coded(me, transcript, 20, code)
    services.change_segment(**me, segment_id=segment.pk, codes=[])
    delete_code(**me, code=code)
    changed, made = told(me, queries.history_of(me["project"], segment))
    assert changed.parts[0].removed[0].name == made.parts[0].added[0].name == "Passing"


def test_a_codes_history_tells_words_and_names(me: Args, codes: dict[str, Code]) -> None:
    code = codes["Monitoring"]
    change_code(**me, code=code, definition="Looking after it every week")
    change_code(**me, code=code, definition="Looking after it every month", name="Watching")
    services.merge_codes(**me, into=code.pk, sources=[codes["Innovation"].pk])
    merged, renamed, defined = told(me, queries.history_of_code(me["project"], code.pk))
    assert [label.name for part in merged.parts for label in part.removed] == ["Innovation"]
    assert ("removed", "week") in words(renamed) and ("added", "month") in words(renamed)
    assert ("Name", "Monitoring", "Watching") in [(each.title, each.before, each.after) for each in renamed.parts]
    assert defined.parts[0].title == "Definition"


def test_whose_change_was_taken_back_is_told(
    me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(me, transcript, 20, codes["Coercive"], user=coder)
    undo(**me, activity_id=latest(me).pk)
    taken, made = told(me, queries.history_of(me["project"], segment))
    assert (taken.of_whom, made.may_redo, made.may_undo) == (coder, True, False)
    assert not told(me | {"user": coder}, [latest(me)], Role.VIEWER)[0].may_undo


@pytest.mark.parametrize("page", ["segment", "code", "transcript", "activities"])
def test_queries_do_not_grow_with_the_history(
    client_of: Callable[[User], Client],
    me: Args,
    coder: User,
    transcript: Transcript,
    codes: dict[str, Code],
    page: str,
) -> None:
    segment = coded(me, transcript, 20, codes["Coercive"])
    project, code = me["project"], codes["Coercive"]
    address = {
        "segment": reverse("coding:segment_detail", args=[project.pk, segment.pk]),
        "code": reverse("coding:code_history", args=[project.pk, code.pk]),
        "transcript": reverse("coding:transcript_history", args=[project.pk, transcript.pk]),
        "activities": reverse("projects:activity_list", args=[project.pk]),
    }[page]
    client = client_of(me["user"])

    def work(nth: int) -> int:
        services.change_segment(**me, segment_id=segment.pk, memo=f"memo {nth}")
        undo(**me)
        change_code(**me, code=code, definition=f"words {nth}")
        coded(me, transcript, 20 + nth, codes["Mimetic"], user=coder)
        client.get(address, **HTMX)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address, **HTMX).status_code == 200
        return len(seen)

    few = work(1)
    for nth in range(2, 6):
        many = work(nth)
    assert many == few


# --- pages --------------------------------------------------------------------------------------------------


def test_activity_is_narrowed_and_unfolded(
    client_of: Callable[[User], Client], me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    coded(me, transcript, 20, codes["Coercive"], user=coder)
    change = latest(me)
    change_transcript(**me, transcript=transcript, title="Other")
    client, project = client_of(me["user"]), me["project"]
    page = reverse("projects:activity_list", args=[project.pk])

    def shown(**query: Any) -> set[str]:
        return {row.verb for row in client.get(page, query).context["page"].object_list}

    assert shown(person=coder.pk) == {Verb.SEGMENT_CREATED}
    assert shown(kind="coding") == {Verb.SEGMENT_CREATED}
    assert shown(transcript=transcript.pk) == {
        Verb.SEGMENT_CREATED, Verb.TRANSCRIPT_CREATED, Verb.TRANSCRIPT_CHANGED,
    }  # fmt: skip
    assert shown(until="2001-01-01") == set()
    assert {Verb.SEGMENT_CREATED, Verb.TRANSCRIPT_CHANGED} <= shown(since="2001-01-01")
    detail = reverse("coding:activity_detail", args=[project.pk, change.pk])
    fragment = client.get(detail, **HTMX).content.decode()
    assert "Coercive" in fragment and "<html" not in fragment
    assert reverse("coding:change_undo", args=[project.pk, change.pk]) in fragment
    assert reverse("coding:go_back", args=[project.pk, change.pk]) in fragment
    assert "<html" in client.get(detail).content.decode()
    theirs = client_of(coder).get(detail, **HTMX).content.decode()
    assert "change_undo" not in theirs and reverse("coding:go_back", args=[project.pk, change.pk]) not in theirs


def test_a_transcripts_history_counts_by_day_and_person(
    client_of: Callable[[User], Client], me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    coded(me, transcript, 20, codes["Coercive"], user=coder)
    coded(me, transcript, 30, codes["Coercive"], user=coder)
    undo(project=me["project"], user=coder)
    change_transcript(**me, transcript=transcript, title="Other")
    page = client_of(coder).get(reverse("coding:transcript_history", args=[me["project"].pk, transcript.pk]))
    counted = {day.name: (day.coding, day.corrections, day.details, day.undoing) for day in page.context["days"]}
    assert counted == {str(coder): (2, 0, 0, 1), str(me["user"]): (0, 0, 2, 0)}
    assert "Other" in page.content.decode()


def test_a_lead_goes_back_to_a_point_after_reading_what_that_means(
    client_of: Callable[[User], Client], me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    point, project = latest(me), me["project"]
    coded(me, transcript, 20, codes["Coercive"], user=coder)
    address = reverse("coding:go_back", args=[project.pk, point.pk])
    client = client_of(me["user"])
    page = client.get(address)
    assert "coded a passage" in page.content.decode() and Segment.objects.exists()
    assert client_of(coder).get(address).status_code == 403
    client.post(address, {"expected": page.context["plan"].sequence - 1})
    assert Segment.objects.exists()
    client.post(address, {"expected": page.context["plan"].sequence})
    assert not Segment.objects.exists()
    row = client.get(reverse("projects:activity_list", args=[project.pk])).context["page"].object_list[0]
    assert row.verb == Verb.WENT_BACK
    client.post(reverse("coding:change_undo", args=[project.pk, row.pk]))
    assert Segment.objects.exists()


def test_much_is_gone_back_by_a_job(
    client_of: Callable[[User], Client],
    me: Args,
    transcript: Transcript,
    codes: dict[str, Code],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(going_back, "AT_ONCE", 1)
    point, project = latest(me), me["project"]
    for start in (20, 30, 65):
        coded(me, transcript, start, codes["Coercive"])
    address = reverse("coding:go_back", args=[project.pk, point.pk])
    client = client_of(me["user"])
    sequence = client.get(address).context["plan"].sequence
    answer = client.post(address, {"expected": sequence})
    job = Job.objects.get(kind="coding.go_back")
    assert answer["Location"] == reverse("jobs:job_detail", args=[project.pk, job.pk])
    for _again in range(2):
        run_job(job_id=job.pk)
        job.refresh_from_db()
        assert (job.state, job.result) == (Job.State.DONE, {"left": []})
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    assert not Segment.objects.exists()
    assert Activity.objects.filter(verb=Verb.WENT_BACK).count() == 1


def test_the_api_takes_back_by_name_and_anywhere(
    api_of: Callable[[User], Client], me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    first = coded(me, transcript, 20, codes["Coercive"])
    change = latest(me)
    address, client = f"/api/v1/projects/{me['project'].pk}", api_of(me["user"])
    answer = client.post(f"{address}/undo", {}, content_type="application/json").json()
    assert answer["deleted"] == [str(first.pk)]
    assert answer["undone"]["page"] == reverse("coding:workspace", args=[me["project"].pk, transcript.pk])
    answer = client.post(f"{address}/redo", {"activity": change.pk}, content_type="application/json").json()
    assert UUID(answer["segments"][0]["id"]) == first.pk
    assert answer["undone"]["page"].endswith(f"?segment={first.pk}")
