"""Search across a project: on either database it finds what a reader who takes the texts word by word finds."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.services import correct_transcript, erase_participant
from apps.coding.undo import undo
from apps.documents.models import IndexedTurn, IndexedVersion, Participant, Transcript, Turn, Version, WordRoot
from apps.documents.search import (
    finding,
    forget_unused_words,
    index_later,
    index_pending,
    indexing,
    near_words,
    pending_versions,
    search,
    turns_with,
)
from apps.documents.services import (
    bin_transcript,
    change_transcript,
    create_office,
    create_transcript,
    delete_transcript,
    restore_transcript,
)
from apps.documents.texts import load_text
from apps.exchange.sample_study import FOLDER
from apps.projects.models import Project
from apps.projects.services import create_project
from apps.web.errors import Invalid
from core.lexicon.asking import Term, Way, indexed_words, parse
from core.lexicon.stems import match
from tests.documents.conftest import TALK

Me = dict[str, Any]
ASKED = [
    "kerja", "anggaran", "yang", "tidak ada", "bimbingan teknis", '"tidak ada"', '"yang tidak"', '"kerja"', "kerja*",
    "me*", "saya -tidak", '-"tidak ada" ada', "target kanwil", "-peng* anggaran", "aturan kebijakan", "dan/atau",
    "satuan-satuan", "koordinasi", "2023", "mengerjakan", "no such word here",
]  # fmt: skip


@pytest.fixture
def samples(me: Me) -> list[Transcript]:
    offices = [create_office(**me, name=name) for name in ("Metro", "Kotabumi")]
    files = sorted((FOLDER / "transcripts").glob("*.txt"))[:4]
    return [
        create_transcript(**me, title=file.stem, office=offices[n % 2], text=file.read_text(encoding="utf-8"))
        for n, file in enumerate(files)
    ]


def holds(term: Term, words: list[str], language: str = "id") -> bool:
    """Whether a turn of these words has what is asked for, found out the slow way."""
    if term.way is Way.PHRASE:
        return any(tuple(words[at : at + len(term.words)]) == term.words for at in range(len(words)))
    if term.way is Way.PREFIX:
        return any(word.startswith(term.word) for word in words)
    if term.way is Way.EXACT:
        return term.word in words
    return any(match(term.word, word, language) for word in words)


def read_through(project: Project, asked: str) -> Iterator[tuple[int, str, int, int]]:
    """(points, title, index, turn) of the turns a reader would find."""
    terms = parse(asked)
    for transcript in project.transcripts.filter(binned=None).order_by("title").select_related("current"):
        assert transcript.current
        for turn in transcript.current.turns.order_by("index"):
            words = indexed_words(transcript.current.text[turn.start : turn.end])
            if all(holds(term, words) != term.excluded for term in terms):
                said = [term for term in terms if term.way is Way.RELATED and not term.excluded and term.word in words]
                yield -len(said), transcript.title, turn.index, turn.pk


@pytest.mark.parametrize("asked", ASKED)
def test_finds_what_a_reader_finds_in_the_same_order(project: Project, samples: list[Transcript], asked: str) -> None:
    expected = sorted(read_through(project, asked))
    found = search(project, asked, limit=1000)
    assert [(hit.transcript.title, hit.index) for hit in found.hits] == [(title, n) for _p, title, n, _t in expected]
    assert found.total == len(expected)
    assert not found.is_more
    assert found.waiting == 0
    assert sum(n for _pk, _name, n in found.offices) == found.total
    assert set(turns_with(project, asked).values_list("pk", flat=True)) == {turn for *_rest, turn in expected}


def test_marks_what_was_found_where_it_stands(project: Project, transcript: Transcript) -> None:
    (hit,) = search(project, 'resume "yang utama" targ*').hits
    assert [piece.text for piece in hit.pieces if piece.is_hit] == ["Re\u0301sume\u0301", "target", "yang utama"]
    assert "".join(piece.text for piece in hit.pieces) in TALK
    text = Version.objects.get(pk=hit.version).text
    assert text[hit.start : hit.end] == "Re\u0301sume\u0301"
    assert (hit.speaker, hit.interviewer, hit.index) == ("Informan 1", False, 3)
    assert hit.line == load_text(hit.version).line_of(hit.start)


def test_a_long_turn_is_shown_around_its_first_hit(me: Me, project: Project, transcript: Transcript) -> None:
    words = "kata " * 300
    create_transcript(**me, title="Long", office=transcript.office, text=f"A: {words}lumbung {words}", speakers="label")
    (hit,) = search(project, "lumbung").hits
    assert hit.cut_before
    assert hit.cut_after
    assert [piece.is_hit for piece in hit.pieces] == [False, True, False]


def test_a_very_long_turn_is_found_once_and_its_phrases_wherever_they_stand(
    me: Me, project: Project, transcript: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "WORDS_IN_PIECE", 5)
    text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua belas"
    create_transcript(**me, title="Numbers", office=transcript.office, text=text, speakers="none")
    for asked in ('"lima enam"', '"empat lima enam tujuh"', "dua", '"sepuluh sebelas"'):
        assert search(project, asked).total == 1, asked


def test_narrowed_to_where_and_by_whom(
    me: Me, project: Project, transcript: Transcript, samples: list[Transcript]
) -> None:
    def turns(**scope: Any) -> int:
        return search(project, "yang", limit=100, **scope).total

    everywhere = turns()
    by_office = {name: n for _pk, name, n in search(project, "yang").offices}
    for office in project.offices.all():
        assert turns(office=office.pk) == by_office.get(office.name, 0)
    assert sum(turns(transcript=each.pk) for each in [transcript, *samples]) == everywhere
    assert turns(said_by="interviewer") + turns(said_by="others") == everywhere
    assert turns(said_by="interviewer") > 0
    person = transcript.participants.get()
    assert turns(participant=person.pk) == 1
    change_transcript(**me, transcript=transcript, date=date(2023, 3, 1), kind="focus_group")
    assert turns(kind="focus_group") == turns(transcript=transcript.pk) == 2
    assert turns(since=date(2023, 3, 1), until=date(2023, 3, 1)) == 2
    assert turns(since=date(2023, 3, 2)) == 0


def test_pages_go_on_where_the_last_ended(project: Project, samples: list[Transcript]) -> None:
    whole = [hit.turn for hit in search(project, "yang", limit=1000).hits]
    parts = [
        hit.turn for offset in range(0, len(whole), 7) for hit in search(project, "yang", limit=7, offset=offset).hits
    ]
    assert parts == whole


def test_counts_up_to_a_thousand_and_says_so(
    project: Project, samples: list[Transcript], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 5)
    found = search(project, "yang")
    assert (found.total, found.is_more, len(found.hits)) == (5, True, 5)


def test_languages_have_their_own_relatives(me: Me, project: Project, transcript: Transcript) -> None:
    english = "A: We budget for trainings.\n\nB: They were budgeting on Kamis."
    create_transcript(**me, title="English", office=transcript.office, text=english, language="en")
    assert search(project, "budgets", transcript=project.transcripts.get(title="English").pk).total == 2
    assert search(project, "train").total == 1
    # One rule's stem is another's word: kami is no form of Kamis where nobody speaks English.
    other = create_project(user=me["user"], name="Other")
    office = create_office(project=other, user=me["user"], name="Metro")
    create_transcript(
        project=other, user=me["user"], title="Kamis", office=office, text="A: Hari Kamis.", language="id"
    )
    assert search(other, "kami").total == 0


def test_another_project_is_never_found(me: Me, project: Project, transcript: Transcript, stranger: User) -> None:
    other = create_project(user=stranger, name="Other")
    assert search(other, "bimbingan").total == 0
    assert near_words(other, "bimbinga") == []
    assert turns_with(other, "bimbingan").count() == 0


def test_only_what_is_current_is_found(me: Me, project: Project, transcript: Transcript) -> None:
    assert search(project, "rutin").total == 1
    new = TALK.replace("rutin", "senantiasa")
    correct_transcript(**me, transcript=transcript, expected=transcript.version_id, text=new)
    assert (search(project, "rutin").total, search(project, "senantiasa").total) == (0, 1)
    assert not WordRoot.objects.filter(word="rutin").exists()
    undo(**me, activity_id=None, transcript=transcript.pk)
    assert (search(project, "rutin").total, search(project, "senantiasa").total) == (1, 0)
    assert IndexedVersion.objects.count() == 1


def test_what_is_in_the_bin_is_not_found(me: Me, project: Project, transcript: Transcript) -> None:
    bin_transcript(**me, transcript=transcript)
    assert search(project, "bimbingan").total == 0
    assert turns_with(project, "bimbingan").count() == 0
    restore_transcript(**me, transcript=transcript)
    assert search(project, "bimbingan").total == 1


def test_erased_words_leave_the_index(me: Me, project: Project, transcript: Transcript, informant: Participant) -> None:
    erase_participant(**me, participant=informant)
    assert search(project, "bimbingan").total == 0
    assert search(project, "membedakan").total == 1
    assert search(project, "bimbingan").waiting == 0
    forget_unused_words()
    assert not WordRoot.objects.filter(word__in=["bimbingan", "teknis"]).exists()
    assert WordRoot.objects.filter(word="membedakan").exists()


def test_deleted_transcripts_leave_nothing(project: Project, transcript: Transcript) -> None:
    delete_transcript(transcript=transcript)
    forget_unused_words()
    assert not IndexedTurn.objects.exists()
    assert not WordRoot.objects.exists()


def test_what_is_not_indexed_yet_is_told(me: Me, project: Project, transcript: Transcript) -> None:
    with index_later():
        create_transcript(**me, title="Later", office=transcript.office, text="A: Lumbung padi.")
    found = search(project, "lumbung")
    assert (found.total, found.waiting) == (0, 1)
    assert search(project, "lumbung", transcript=transcript.pk).waiting == 0
    assert index_pending(project=project) == 1
    assert index_pending(project=project) == 0
    found = search(project, "lumbung")
    assert (found.total, found.waiting) == (1, 0)


def test_the_index_can_be_made_anew(project: Project, samples: list[Transcript]) -> None:
    before = set(IndexedTurn.objects.values_list("turn", "words"))
    roots = set(WordRoot.objects.values_list("root", "word"))
    call_command("reindex")
    assert set(IndexedTurn.objects.values_list("turn", "words")) == before
    assert set(WordRoot.objects.values_list("root", "word")) == roots
    assert not pending_versions().exists()


def test_nearby_words(project: Project, samples: list[Transcript]) -> None:
    assert ("anggarn", "anggaran") in near_words(project, "anggarn xyzzy")


@pytest.mark.parametrize("asked", ["", "  ", "-kerja", "***"])
def test_nothing_asked(project: Project, asked: str) -> None:
    with pytest.raises(Invalid) as refused:
        search(project, asked)
    assert refused.value.code == "nothing_asked"


def test_query_count_does_not_grow(
    project: Project, transcript: Transcript, samples: list[Transcript], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(9):
        search(project, "bimbingan", transcript=transcript.pk)
    with django_assert_num_queries(9):
        search(project, "yang", limit=100)


# --- page and API -------------------------------------------------------------------------------------------


def page(client: Client, project: Project, **asked: str) -> str:
    answer = client.get(f"/projects/{project.pk}/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_hits_by_transcript_with_ways_on(
    project: Project, transcript: Transcript, coder: User, viewer: User, client_of: Any
) -> None:
    shown = page(client_of(coder), project, q="bimbing")
    assert "1 turn" in shown
    assert "<mark>bimbingan</mark>" in shown
    start = TALK.index("bimbingan")
    workspace = reverse("coding:workspace", args=[project.pk, transcript.pk])
    assert f'href="{workspace}?at={start}"' in shown
    assert f'href="{workspace}?at={start}&find=bimbing&amp;mode=stem"' in shown
    assert "Code these" not in page(client_of(viewer), project, q="bimbing")


def test_page_without_hits_suggests(project: Project, samples: list[Transcript], viewer: User, client_of: Any) -> None:
    shown = page(client_of(viewer), project, q="anggarn")
    assert "No turn has this." in shown
    assert "?q=anggaran" in shown
    assert "what to look for" not in shown
    assert "Type at least one word" in page(client_of(viewer), project, q="-anggaran")
    assert "No turn has this." not in page(client_of(viewer), project)


def test_page_says_what_is_not_indexed_and_has_it_done(
    me: Me,
    project: Project,
    transcript: Transcript,
    viewer: User,
    client_of: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with index_later():
        create_transcript(**me, title="Later", office=transcript.office, text="A: Lumbung padi.")
    asked = patch("apps.documents.search.indexing.ask_worker")
    with asked as asking, django_capture_on_commit_callbacks(execute=True):
        assert "1 transcript is not indexed yet" in page(client_of(viewer), project, q="lumbung")
    asking.assert_called_once_with("apps.documents.tasks.index_pending", str(project.pk))


def test_page_filters_and_pages(project: Project, samples: list[Transcript], viewer: User, client_of: Any) -> None:
    client, office = client_of(viewer), project.offices.get(name="Metro")
    found = search(project, "yang", office=office.pk)
    assert f"{found.total} turns" in page(client, project, q="yang", office=str(office.pk))
    assert "Page 2 of" in page(client, project, q="yang", page="2")
    last = page(client, project, q="yang", page="39")
    assert "find-hit" in last
    only = page(client, project, q="yang", transcript=str(samples[0].pk))
    assert f"Only in “{samples[0].title}”" in only


def test_api(project: Project, transcript: Transcript, viewer: User, stranger: User, api_of: Any) -> None:
    path = f"/api/v1/projects/{project.pk}/search"
    answer = api_of(viewer).get(path, {"q": "bimbing"}).json()
    assert {key: answer[key] for key in ("total", "more", "waiting")} == {"total": 1, "more": False, "waiting": 0}
    (item,) = answer["items"]
    assert TALK[item["start"] : item["end"]] == "bimbingan"
    assert ["bimbingan", True] in item["pieces"]
    assert UUID(item["transcript"]) == transcript.pk
    assert Turn.objects.get(version=item["version"], index=item["turn"]).speaker == "Informan 1"
    assert api_of(viewer).get(path, {"q": ""}).status_code == 422
    assert api_of(stranger).get(path, {"q": "bimbing"}).status_code == 404
