"""create_transcript is the one way a transcript comes to be; it may then be described, binned and restored."""

from typing import Any

import pytest
from django.core.files.base import ContentFile

from apps.documents.models import Office, Participant, Transcript, Turn
from apps.documents.queries import (
    TranscriptFilter,
    filtered_transcripts,
    get_transcript,
    transcript_rows,
    transcript_totals,
)
from apps.documents.services import (
    bin_transcript,
    change_transcript,
    create_office,
    create_participant,
    create_transcript,
    restore_transcript,
)
from apps.projects.models import Activity, Project, Verb
from apps.web.errors import DomainError, NotThere
from core.text.words import count_words
from tests.documents.conftest import TALK

Me = dict[str, Any]


def turns_of(transcript: Transcript) -> list[Turn]:
    return list(transcript.current.turns.order_by("index"))


def test_turns_hold_what_was_said(transcript: Transcript, informant: Participant):
    version = transcript.current
    turns = turns_of(transcript)
    assert [turn.speaker for turn in turns] == ["Pewawancara", "Informan 1"] * 2
    assert version.text[turns[0].start : turns[0].end] == "Apa yang membedakan kantor ini? 👩🏽"
    assert version.text[turns[3].start : turns[3].end].startswith("Re\u0301sume\u0301 saya: memang")
    assert [turn.words for turn in turns] == [count_words(version.text[t.start : t.end]) for t in turns]
    assert (version.words, version.number) == (sum(turn.words for turn in turns), 1)
    assert [turn.participant for turn in turns] == [None, informant, None, informant]


def test_line_ends_are_normalised_and_nothing_else(me: Me, office: Office, transcript: Transcript):
    crlf = create_transcript(**me, title="CRLF", office=office, text="\ufeff" + TALK.replace("\n", "\r\n"))
    assert crlf.current.text == transcript.current.text == TALK
    assert crlf.current.sha256 == transcript.current.sha256
    assert crlf.current.characters == len(TALK)


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\ufeff"])
def test_a_blank_text_is_refused(me: Me, project: Project, office: Office, text: str):
    with pytest.raises(DomainError) as refused:
        create_transcript(**me, title="Blank", office=office, text=text)
    assert (refused.value.code, refused.value.status) == ("empty", 422)
    assert not project.transcripts.exists()


def test_a_lone_participant_gets_all_that_is_not_the_interviewers(me: Me, office: Office, informant: Participant):
    text = TALK.replace("Informan 1", "Narasumber")
    labelled = create_transcript(**me, title="A", office=office, text=text, participants=[informant])
    assert [turn.participant for turn in turns_of(labelled)] == [None, informant, None, informant]
    plain = create_transcript(
        **me, title="B", office=office, text="Satu paragraf.\n\nDua paragraf.", participants=[informant]
    )
    assert [(turn.speaker, turn.participant) for turn in turns_of(plain)] == [("", informant)] * 2


def test_labels_equal_to_pseudonyms_are_theirs(me: Me, office: Office, informant: Participant):
    other = create_participant(**me, pseudonym="INFORMAN 2", office=office)
    text = TALK + "\nInforman 2: Saya juga.\n\nInforman 2: Ya.\n"
    made = create_transcript(**me, title="A", office=office, text=text, participants=[informant, other])
    assert {turn.speaker: turn.participant for turn in turns_of(made)} == {
        "Pewawancara": None,
        "Informan 1": informant,
        "Informan 2": other,
    }


def test_a_speaker_map_overrules_guesses(me: Me, office: Office, informant: Participant):
    made = create_transcript(
        **me, title="A", office=office, text=TALK, speaker_map={"Pewawancara": informant, "Informan 1": None}
    )
    assert [turn.participant for turn in turns_of(made)] == [informant, None, informant, None]
    assert list(made.participants.all()) == [informant]


def test_without_speakers_paragraphs_are_turns(me: Me, office: Office):
    made = create_transcript(**me, title="A", office=office, text=TALK, speakers="none")
    assert [turn.speaker for turn in turns_of(made)] == [""] * 4
    assert made.current.text[turns_of(made)[0].start :].startswith("Pewawancara:")


def test_making_one_is_recorded_once(project: Project, transcript: Transcript):
    entry = Activity.objects.get(project=project, verb=Verb.TRANSCRIPT_CREATED)
    assert (entry.object_id, entry.label) == (transcript.pk, "Metro 01")
    assert entry.after["words"] == transcript.current.words


def test_the_number_of_queries_does_not_grow_with_the_text(me: Me, office: Office, django_assert_max_num_queries: Any):
    long = TALK * 200
    with django_assert_max_num_queries(32):
        made = create_transcript(**me, title="Long", office=office, text=long)
    assert made.current.turns.count() == 800


def test_the_original_is_kept(me: Me, office: Office):
    made = create_transcript(
        **me, title="A", office=office, text=TALK, original=ContentFile(b"as it was", "wawancara.txt")
    )
    assert made.current.original.read() == b"as it was"


def test_details_and_speakers_can_be_corrected(me: Me, project: Project, office: Office, transcript: Transcript):
    other = create_participant(**me, pseudonym="Informan 7", office=office)
    elsewhere = create_office(**me, name="KPPN Kotabumi")
    change_transcript(
        **me, transcript=transcript, title="Kotabumi 01", office=elsewhere, participants=[other],
        speaker_map={"Informan 1": other},
    )  # fmt: skip
    found = get_transcript(project, transcript.pk)
    assert (found.title, found.office, list(found.participants.all())) == ("Kotabumi 01", elsewhere, [other])
    assert {turn.participant for turn in turns_of(found) if turn.speaker == "Informan 1"} == {other}
    entry = Activity.objects.get(verb=Verb.TRANSCRIPT_CHANGED)
    assert (entry.before["title"], entry.after["title"]) == ("Metro 01", "Kotabumi 01")


def test_the_bin_hides_and_gives_back(me: Me, project: Project, transcript: Transcript):
    bin_transcript(**me, transcript=transcript)
    with pytest.raises(NotThere):
        get_transcript(project, transcript.pk)
    restore_transcript(**me, transcript=transcript)
    assert get_transcript(project, transcript.pk) == transcript
    verbs = set(Activity.objects.values_list("verb", flat=True))
    assert {Verb.TRANSCRIPT_BINNED, Verb.TRANSCRIPT_RESTORED} <= verbs


def test_a_transcript_comes_without_its_text(project: Project, transcript: Transcript):
    assert {"text", "formatting"} <= get_transcript(project, transcript.pk).current.get_deferred_fields()


@pytest.fixture
def three(me: Me, office: Office, transcript: Transcript) -> list[Transcript]:
    """Metro 01, and two more in a section below and in another office."""
    section = create_office(**me, name="Seksi Bank", parent=office)
    other = create_office(**me, name="KPPN Kotabumi")
    return [
        transcript,
        create_transcript(**me, title="Bank 01", office=section, text=TALK * 2, language="en", kind="focus_group"),
        create_transcript(**me, title="Kotabumi 01", office=other, text="Catatan singkat.", kind="observation"),
    ]


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({}, ["Bank 01", "Kotabumi 01", "Metro 01"]),
        ({"sort": "-title"}, ["Metro 01", "Kotabumi 01", "Bank 01"]),
        ({"sort": "-words"}, ["Bank 01", "Metro 01", "Kotabumi 01"]),
        ({"sort": "turns"}, ["Kotabumi 01", "Metro 01", "Bank 01"]),
        ({"sort": "-codings"}, ["Bank 01", "Kotabumi 01", "Metro 01"]),
        ({"sort": "nonsense"}, ["Bank 01", "Kotabumi 01", "Metro 01"]),
        ({"text": "METRO"}, ["Metro 01"]),
        ({"kind": "observation"}, ["Kotabumi 01"]),
        ({"language": "en"}, ["Bank 01"]),
    ],
)
def test_the_list_filters_and_sorts(
    project: Project, three: list[Transcript], wanted: dict[str, Any], titles: list[str]
):
    found = filtered_transcripts(project, TranscriptFilter(**wanted))
    assert [each.title for each in found] == titles


def test_an_office_stands_for_those_below_it(project: Project, office: Office, three: list[Transcript]):
    found = filtered_transcripts(project, TranscriptFilter(office=office.pk))
    assert [each.title for each in found] == ["Bank 01", "Metro 01"]
    totals = transcript_totals(found)
    assert totals["words"] == sum(each.current.words for each in found)
    assert totals["turns"] == 12


def test_rows_count_passages_codings_and_coders(
    me: Me, project: Project, transcript: Transcript, coder: Any, lead: Any
):
    from uuid import uuid4

    from apps.codebook.services import apply_template
    from apps.coding.models import Coding
    from apps.coding.services import NewSegment, put_segment

    codes = list(apply_template(**me, template="isomorphism").values())
    factors = [code.pk for code in codes if not code.dimension.exclusive and code.codable][:2]
    turns = turns_of(transcript)
    for person, turn in ((lead, turns[1]), (coder, turns[1]), (coder, turns[3])):
        passage = NewSegment(uuid4(), transcript.pk, transcript.current_id, turn.start, turn.end, tuple(factors))
        put_segment(project=project, user=person, wanted=passage)
    Coding.objects.filter(by=lead, code=factors[0]).update(state=Coding.State.RETURNED)
    (row,) = transcript_rows(filtered_transcripts(project, TranscriptFilter()))
    assert (row.turns, row.segments, row.codings) == (4, 3, 5)
    progress = [(coder.name, coder.segments, coder.reached, coder.percent) for coder in row.coders]
    assert progress == [("Cahya", 2, 4, 100), ("Lestari", 1, 2, 50)]
    totals = transcript_totals(filtered_transcripts(project, TranscriptFilter()))
    assert (totals["turns"], totals["codings"]) == (4, 5)
