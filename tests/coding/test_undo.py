"""Undo and redo from the activity log."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment
from apps.coding.undo import redo, undo
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.web.errors import DomainError

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def new(transcript: Transcript, start: int, end: int, *codes: Code, key: UUID | None = None) -> NewSegment:
    assert transcript.current_id is not None
    ids = tuple(code.pk for code in codes)
    return NewSegment(key or uuid4(), transcript.pk, transcript.current_id, start, end, ids)


def tables() -> tuple[Any, ...]:
    """Everything that undo must put back, identifiers and times included."""
    segments = list(Segment.objects.order_by("pk").values())
    codings = list(Coding.objects.order_by("pk").values())
    return segments, codings


def test_undo_takes_back_the_latest_change_and_redo_makes_it_again(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    services.put_segment(**me, wanted=new(transcript, 20, 40, codes["Coercive"]))
    first = tables()
    services.put_segment(**me, wanted=new(transcript, 25, 45, codes["Normative"]))
    second = tables()
    undo(**me, activity_id=None, transcript=transcript.pk)
    assert tables() == first
    undo(**me, activity_id=None, transcript=transcript.pk)
    assert tables() == ([], [])
    redo(**me, transcript=transcript.pk)
    assert tables() == first
    redo(**me, transcript=transcript.pk)
    assert tables() == second


def test_undo_brings_back_a_removed_segment_whole(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    made, _new = services.put_segment(**me, wanted=new(transcript, 20, 40, codes["Coercive"], codes["Monitoring"]))
    services.change_segment(**me, segment_id=UUID(made["id"]), memo="penting")
    before = tables()
    services.remove_segment(**me, segment_id=UUID(made["id"]))
    answer = undo(**me, activity_id=None, transcript=transcript.pk)
    assert tables() == before
    assert answer["segments"][0]["memo"] == "penting"


def test_a_new_change_ends_what_could_be_redone(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    services.put_segment(**me, wanted=new(transcript, 20, 40, codes["Coercive"]))
    undo(**me, activity_id=None, transcript=transcript.pk)
    services.put_segment(**me, wanted=new(transcript, 30, 50, codes["Mimetic"]))
    with pytest.raises(DomainError, match="nothing to make again"):
        redo(**me, transcript=transcript.pk)


def test_undo_refuses_when_the_outcome_no_longer_stands(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    made, _new = services.put_segment(**me, wanted=new(transcript, 20, 40, codes["Coercive"]))
    oldest = Activity.objects.order_by("-sequence").first()
    assert oldest is not None
    services.change_segment(**me, segment_id=UUID(made["id"]), memo="penting")
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=oldest.pk, transcript=None)
    assert Segment.objects.get().memo == "penting"


def test_undo_never_takes_back_what_somebody_else_did(
    me: Args, coder: User, project: Project, transcript: Transcript, codes: dict[str, Code]
) -> None:
    services.put_segment(**me, wanted=new(transcript, 20, 40, codes["Coercive"]))
    with pytest.raises(DomainError, match="nothing to take back"):
        undo(project=project, user=coder, activity_id=None, transcript=transcript.pk)


def test_undo_takes_back_many_at_once(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    wanted = [new(transcript, 20 + each, 40 + each, codes["Normative"]) for each in range(5)]
    services.put_many_segments(**me, wanted=wanted)
    undo(**me, activity_id=None, transcript=transcript.pk)
    assert tables() == ([], [])


STEP = st.tuples(
    st.sampled_from(["put", "codes", "memo", "borders", "remove"]),
    st.integers(0, 3),
    st.integers(65, 95),
    st.integers(3, 30),
    st.integers(0, 5),
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_any_history_undone_returns_to_the_start(
    steps: list[Any], me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    Segment.objects.all().delete()
    Activity.objects.filter(transcript=transcript.pk).delete()
    keys = [uuid4() for _ in range(4)]
    factors = [codes[name] for name in ("Innovation", "Monitoring", "Task force", "Coercive", "Mimetic", "Normative")]
    history = [tables()]
    for what, which, start, length, code in steps:
        before = Activity.objects.count()
        step(me, transcript, keys[which], what, start, length, factors[code])
        if Activity.objects.count() > before:
            history.append(tables())
    for state in reversed(history[:-1]):
        undo(**me, activity_id=None, transcript=transcript.pk)
        assert tables() == state
    for state in history[1:]:
        redo(**me, transcript=transcript.pk)
        assert tables() == state


def step(me: Args, transcript: Transcript, key: UUID, what: str, start: int, length: int, code: Code) -> None:
    there = Segment.objects.filter(pk=key).exists()
    if what == "put" or not there:
        services.put_segment(**me, wanted=new(transcript, start, start + length, code, key=key))
    elif what == "codes":
        services.change_segment(**me, segment_id=key, codes=[code.pk])
    elif what == "memo":
        services.change_segment(**me, segment_id=key, memo=f"memo {start}")
    elif what == "borders":
        services.change_segment(**me, segment_id=key, start=start, end=start + length)
    else:
        services.remove_segment(**me, segment_id=key)
