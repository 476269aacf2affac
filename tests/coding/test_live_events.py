"""What the live feed carries of codings and codes: their present state, so that the same news twice does no harm."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import add_code, change_code
from apps.coding import live, undo
from apps.coding.live import MOST_CARRIED
from apps.coding.queries import get_segment, segment_out
from apps.coding.services import (
    NewSegment,
    change_segment,
    correct_transcript,
    merge_codes,
    put_many_segments,
    put_segment,
    remove_segment,
)
from apps.documents.models import Transcript
from apps.projects.models import Project, Verb

Codes = dict[str, Code]
WORDS = "bimbingan teknis"


@pytest.fixture
def since(project: Project, transcript: Transcript, codes: Codes, page: Client) -> Callable[[], Any]:
    """since(): what happened after the codebook and the transcript were there."""
    address = f"/api/v1/projects/{project.pk}/events"
    begin = page.get(address).json()["next"]
    return lambda: page.get(address, {"after": begin}).json()


@pytest.fixture
def me(project: Project, coder: User) -> dict[str, Any]:
    return {"project": project, "user": coder}


def new(transcript: Transcript, words: str, *codes: Code) -> NewSegment:
    version = transcript.current
    assert version is not None
    start = version.text.index(words)
    ids = tuple(code.pk for code in codes)
    return NewSegment(uuid4(), transcript.pk, version.pk, start, start + len(words), ids)


def here(project: Project, segment: UUID) -> dict[str, Any]:
    return segment_out(get_segment(project, segment))


def test_a_coding_comes_whole(
    me: dict[str, Any], transcript: Transcript, codes: Codes, since: Callable[[], Any]
) -> None:
    wanted = new(transcript, WORDS, codes["Normative"])
    put_segment(**me, wanted=wanted)
    answer = since()
    assert answer["segments"] == [here(me["project"], wanted.id)]
    event = answer["events"][0]
    assert (event["segments"], event["reload"], event["transcript"]) == ([str(wanted.id)], [], str(transcript.pk))


def test_old_events_carry_what_is_there_now(
    me: dict[str, Any], transcript: Transcript, codes: Codes, since: Callable[[], Any]
) -> None:
    first, second = new(transcript, WORDS, codes["Normative"]), new(transcript, "target", codes["Mimetic"])
    put_segment(**me, wanted=first)
    put_segment(**me, wanted=second)
    change_segment(**me, segment_id=first.id, codes=[codes["Coercive"].pk])
    remove_segment(**me, segment_id=second.id)
    answer = since()
    assert answer["segments"] == [here(me["project"], first.id)]
    assert answer["deleted"] == [str(second.id)]
    assert [event["verb"] for event in answer["events"]] == [
        "segment_created", "segment_created", "segment_changed", "segment_deleted",
    ]  # fmt: skip


def test_undo_and_redo_are_told_too(
    me: dict[str, Any], transcript: Transcript, codes: Codes, since: Callable[[], Any]
) -> None:
    wanted = new(transcript, WORDS, codes["Normative"])
    put_segment(**me, wanted=wanted)
    undo.undo(**me, activity_id=None, transcript=transcript.pk)
    assert since()["deleted"] == [str(wanted.id)]
    undo.redo(**me, transcript=transcript.pk)
    answer = since()
    assert (answer["segments"], answer["deleted"]) == ([here(me["project"], wanted.id)], [])
    assert [event["segments"] for event in answer["events"]] == [[str(wanted.id)]] * 3


@pytest.mark.parametrize("number", [3, MOST_CARRIED + 1])
def test_many_at_once_are_carried_or_loaded_anew(
    me: dict[str, Any], transcript: Transcript, codes: Codes, since: Callable[[], Any], number: int
) -> None:
    wanted = [new(transcript, WORDS, codes["Normative"]) for _ in range(number)]
    put_many_segments(**me, wanted=wanted)
    undo.undo(**me, activity_id=None, transcript=transcript.pk)
    undo.redo(**me, transcript=transcript.pk)
    answer = since()
    is_small = number <= MOST_CARRIED
    assert len(answer["segments"]) == (number if is_small else 0)
    assert [event["reload"] for event in answer["events"]] == [[] if is_small else ["segments"]] * 3


def test_changed_codes_bring_the_codebook(
    me: dict[str, Any], codes: Codes, transcript: Transcript, since: Callable[[], Any]
) -> None:
    put_segment(**me, wanted=new(transcript, WORDS, codes["Normative"]))
    assert since()["codebook"] is None
    change_code(**me, code=codes["Coercive"], name="Pressed")
    made = add_code(**me, name="Habit", dimension=codes["Coercive"].dimension)
    codebook = since()["codebook"]
    by_id = {code["id"]: code for code in codebook["codes"]}
    assert by_id[str(codes["Coercive"].pk)]["name"] == "Pressed"
    assert by_id[str(made.pk)]["path"] == "Habit"
    assert len(codebook["dimensions"]) == me["project"].dimensions.count()


def test_merged_codes_ask_for_the_passages_anew(
    me: dict[str, Any], codes: Codes, transcript: Transcript, since: Callable[[], Any]
) -> None:
    put_segment(**me, wanted=new(transcript, WORDS, codes["Mimetic"]))
    merge_codes(**me, into=codes["Normative"].pk, sources=[codes["Mimetic"].pk])
    answer = since()
    assert answer["events"][-1]["reload"] == ["segments"]
    assert str(codes["Mimetic"].pk) not in {code["id"] for code in answer["codebook"]["codes"]}


def test_a_corrected_text_is_said_and_no_old_words_are_told(
    me: dict[str, Any], codes: Codes, transcript: Transcript, since: Callable[[], Any]
) -> None:
    """Old versions may hold names that were replaced: what stands on them only is not told."""
    wanted = new(transcript, WORDS, codes["Mimetic"])
    put_segment(**me, wanted=wanted)
    text = transcript.current.text.replace("mengadakan bimbingan teknis", "belajar")
    correct_transcript(**me, transcript=transcript, expected=transcript.version_id, text=text)
    answer = since()
    assert answer["events"][-1]["reload"] == ["text"]
    assert (answer["segments"], answer["deleted"]) == ([], [str(wanted.id)])


def test_the_number_of_queries_does_not_grow(
    me: dict[str, Any],
    codes: Codes,
    transcript: Transcript,
    since: Callable[[], Any],
    django_assert_num_queries: Any,
) -> None:
    def some() -> None:
        put_segment(**me, wanted=new(transcript, WORDS, codes["Normative"]))
        put_many_segments(**me, wanted=[new(transcript, WORDS, codes["Mimetic"]) for _ in range(2)])
        change_code(**me, code=codes["Coercive"], name=f"Pressed {uuid4()}")

    some()
    # The door's three, activities, what many-sided ones touched, segments, codings, dimensions, codes.
    with django_assert_num_queries(9):
        since()
    for _ in range(5):
        some()
    with django_assert_num_queries(9):
        since()


def test_the_workspace_begins_where_its_data_ends(
    project: Project, transcript: Transcript, codes: Codes, page: Client
) -> None:
    project.refresh_from_db()
    html = page.get(reverse("coding:workspace", args=[project.pk, transcript.pk])).content.decode()
    assert f'"sequence": {project.sequence}' in html


# What a page that is open does not show, and what is only ever told as what it took back or made again.
NOT_SHOWN = {
    Verb.PROJECT_CREATED, Verb.PROJECT_CHANGED, Verb.PROJECT_BINNED, Verb.PROJECT_RESTORED,
    Verb.MEMBER_ADDED, Verb.MEMBER_CHANGED, Verb.MEMBER_REMOVED,
    Verb.OFFICE_CREATED, Verb.OFFICE_CHANGED, Verb.OFFICE_DELETED,
    Verb.PARTICIPANT_CREATED, Verb.PARTICIPANT_CHANGED, Verb.PARTICIPANT_DELETED,
    Verb.TRANSCRIPT_CREATED, Verb.TRANSCRIPT_CHANGED, Verb.TRANSCRIPT_BINNED, Verb.TRANSCRIPT_RESTORED,
    Verb.TRANSCRIPT_DELETED, Verb.TRANSCRIPTS_CHANGED,
    Verb.ATTRIBUTE_CREATED, Verb.ATTRIBUTE_CHANGED, Verb.ATTRIBUTE_DELETED, Verb.ATTRIBUTES_IMPORTED,
    Verb.NAMES_LISTED, Verb.RECORDING_ADDED, Verb.RECORDING_CHANGED, Verb.RECORDING_REMOVED,
    Verb.MEMO_CREATED, Verb.MEMO_CHANGED, Verb.MEMO_DELETED,
    Verb.THEME_SIGNED, Verb.SIGNOFF_WITHDRAWN, Verb.QUERY_SAVED, Verb.QUERY_CHANGED, Verb.QUERY_DELETED,
    Verb.CODEBOOK_FROZEN, Verb.EXPORTED, Verb.UNDONE, Verb.REDONE,
}  # fmt: skip


def test_it_is_decided_of_every_verb_what_a_page_is_told() -> None:
    told = live.ONE_SEGMENT | live.MANY_SEGMENTS | live.CODEBOOK | live.CODES_ON_SEGMENTS | live.TEXT
    assert told | NOT_SHOWN == set(Verb)
    assert told & NOT_SHOWN == set()
