"""Correcting a transcript: every passage stands on the same words afterwards, or a person is asked."""

from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.ground import ground_of
from apps.coding.integrity import violations
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.queries import counted_codings
from apps.coding.queries.doubts import count_open_doubts, left_doubts, open_doubts
from apps.coding.services import NewSegment
from apps.coding.services.corrections import correct_transcript
from apps.documents.models import Office, Transcript
from apps.documents.services import create_participant, create_transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from core.text.anchors import Edit
from core.text.readers import Formatting
from core.text.turns import find_turns
from tests.coding.corrected import coded, corrected, current_text, standing

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


KEPT = ("Kami rutin", "👨‍👩‍👧 untuk satker", "Re\u0301sume\u0301", "לפי כללים", "target dari Kanwil")


def test_passages_keep_their_words(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    segments = [coded(*me.values(), transcript, quote, codes["Coercive"]) for quote in KEPT]
    codings = list(Coding.objects.order_by("pk").values())
    outcome = corrected(*me.values(), transcript, ("hampir setiap bulan", "hampir tiap dua bulan sekali 🗓️"))
    assert (outcome.version.number, outcome.carried, outcome.queue) == (2, len(KEPT), 0)
    assert standing() == {segment.pk: (2, segment.quote) for segment in segments}
    assert list(Coding.objects.order_by("pk").values()) == codings
    assert counted_codings(me["project"]).count() == len(KEPT)
    transcript.refresh_from_db()
    assert transcript.current == outcome.version
    assert outcome.version.outcome == {"carried": 5, "moved": 0, "changed": 0, "ambiguous": 0, "gone": 0}


def test_the_old_version_stays_as_it_was(me: Args, transcript: Transcript) -> None:
    first = transcript.current
    assert first is not None
    before, turns = first.text, list(first.turns.values())
    corrected(*me.values(), transcript, ("Karena target?", "Karena ada target?"))
    first.refresh_from_db()
    assert (first.text, list(first.turns.values())) == (before, turns)


def test_changed_words_wait_for_a_person_and_are_not_counted(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(*me.values(), transcript, "rutin mengadakan bimbingan teknis", codes["Normative"])
    outcome = corrected(*me.values(), transcript, ("mengadakan bimbingan", "menyelenggarakan bimbingan"))
    assert (outcome.carried, outcome.changed, outcome.queue) == (0, 1, 1)
    assert standing() == {segment.pk: (1, "rutin mengadakan bimbingan teknis")}
    doubt = Doubt.objects.get()
    assert (doubt.segment, doubt.kind, doubt.version) == (segment, "changed", outcome.version)
    start, end, score = doubt.candidates[0]
    assert outcome.version.text[start:end] == "rutin menyelenggarakan bimbingan teknis"
    assert 0 < score < 1
    assert counted_codings(me["project"]).count() == 0
    assert count_open_doubts(me["project"]) == count_open_doubts(me["project"], transcript) == 1


def test_passages_whose_words_are_gone_stay_on_the_old_version(me: Args, transcript: Transcript) -> None:
    segment = coded(*me.values(), transcript, "Memang ada target dari Kanwil.")
    outcome = corrected(*me.values(), transcript, (" Memang ada target dari Kanwil.", ""))
    assert (outcome.gone, outcome.queue) == (1, 0)
    assert standing() == {segment.pk: (1, segment.quote)}
    assert not open_doubts(me["project"])
    assert [doubt.segment for doubt in left_doubts(me["project"], transcript)] == [segment]


def test_other_turns_for_the_same_text_are_a_correction(me: Args, transcript: Transcript) -> None:
    segment = coded(*me.values(), transcript, "target dari Kanwil")
    text = current_text(transcript)
    outcome = correct_transcript(
        **me, transcript=transcript, expected=transcript.version_id, text=text, structure=find_turns(text, "none")
    )
    assert (outcome.version.number, outcome.carried) == (2, 1)
    assert not outcome.version.turns.exclude(speaker="").exists()
    assert standing() == {segment.pk: (2, "target dari Kanwil")}


def test_a_passage_that_lies_between_the_new_turns_is_asked_about(me: Args, transcript: Transcript) -> None:
    text = current_text(transcript)
    every = {"transcript": transcript, "text": text}
    correct_transcript(**me, **every, expected=transcript.version_id, structure=find_turns(text, "none"))
    segment = coded(*me.values(), transcript, "Pewawancara")
    outcome = correct_transcript(**me, **every, expected=transcript.version_id, structure=find_turns(text))
    doubt = Doubt.objects.get()
    assert (outcome.changed, doubt.segment, doubt.kind, doubt.candidates) == (1, segment, "changed", [])


def test_the_same_again_is_refused(me: Args, transcript: Transcript) -> None:
    with pytest.raises(DomainError) as refusal:
        corrected(*me.values(), transcript)
    assert refusal.value.code == "unchanged"
    assert transcript.versions.count() == 1


def test_a_correction_of_an_older_version_is_refused(me: Args, transcript: Transcript) -> None:
    first = transcript.version_id
    corrected(*me.values(), transcript, ("setiap bulan", "tiap bulan"))
    with pytest.raises(DomainError) as refusal:
        correct_transcript(**me, transcript=transcript, expected=first, text="Informan 1: Baru.")
    assert (refusal.value.code, refusal.value.status) == ("stale_version", 409)
    assert refusal.value.fields == {"current_version": str(transcript.version_id)}
    assert transcript.versions.count() == 2


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_refused(me: Args, transcript: Transcript, text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        correct_transcript(**me, transcript=transcript, expected=transcript.version_id, text=text)
    assert refusal.value.code == "empty"


def test_who_speaks_who_asks_formatting_and_pages_are_carried_over(me: Args, office: Office) -> None:
    text = "T: Apa yang membedakan?\n\nBu Ani: Kami rutin mengadakan bimbingan.\n\nT: Lalu?\n\nBu Ani: Begitu saja."
    ani = create_participant(**me, pseudonym="Informan 7", office=office)
    bold, page = text.index("rutin"), text.index("T: Lalu")
    transcript = create_transcript(
        **me, title="Metro 02", office=office, text=text, speaker_map={"Bu Ani": ani, "T": None},
        interviewers={"T"}, formatting=[Formatting(bold, bold + 5, "bold")], pages=[0, page],
    )  # fmt: skip
    late = create_participant(**me, pseudonym="Pak Budi", office=office)
    outcome = corrected(
        *me.values(),
        transcript,
        ("Bu Ani: Kami", "Bu Ani: Ya, kami"),
        ("Begitu saja.", "Begitu.\n\nPak Budi: Saya juga.\n\nPak Budi: Ya."),
    )
    new = outcome.version
    spoken = dict(new.turns.values_list("speaker", "participant"))
    assert spoken == {"T": None, "Bu Ani": ani.pk, "Pak Budi": late.pk}
    assert set(new.turns.filter(interviewer=True).values_list("speaker", flat=True)) == {"T"}
    assert [new.text[start:end] for start, end, _kind in new.formatting] == ["rutin"]
    assert new.pages == [0, new.text.index("T: Lalu")]
    assert late in transcript.participants.all()


def test_known_edits_carry_the_passages_they_lie_in(me: Args, transcript: Transcript) -> None:
    segment = coded(*me.values(), transcript, "target dari Kanwil")
    text = current_text(transcript)
    start = text.index("Kanwil")
    edits = [Edit(start, start + len("Kanwil"), "[kantor pusat]")]
    outcome = correct_transcript(
        **me, transcript=transcript, expected=transcript.version_id, text=text.replace("Kanwil", "[kantor pusat]"),
        edits=edits,
    )  # fmt: skip
    assert outcome.carried == 1
    assert standing() == {segment.pk: (2, "target dari [kantor pusat]")}


def test_what_waits_is_tried_again_at_the_next_correction(me: Args, transcript: Transcript) -> None:
    segment = coded(*me.values(), transcript, "rutin mengadakan bimbingan teknis")
    corrected(*me.values(), transcript, ("mengadakan bimbingan", "menyelenggarakan bimbingan"))
    first = Doubt.objects.get()
    outcome = corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    doubt = Doubt.objects.get()
    assert (doubt.pk, doubt.version, doubt.decision) == (first.pk, outcome.version, "open")
    start, end, _score = doubt.candidates[0]
    assert outcome.version.text[start:end] == "rutin menyelenggarakan bimbingan teknis"
    outcome = corrected(*me.values(), transcript, ("menyelenggarakan bimbingan", "mengadakan bimbingan"))
    assert (outcome.rescued, outcome.carried) == (1, 0)
    assert standing() == {segment.pk: (4, "rutin mengadakan bimbingan teknis")}
    assert not Doubt.objects.exists()


def test_words_that_are_gone_come_back_with_the_words(me: Args, transcript: Transcript) -> None:
    segment = coded(*me.values(), transcript, "Memang ada target dari Kanwil.")
    corrected(*me.values(), transcript, (" Memang ada target dari Kanwil.", ""))
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    assert standing() == {segment.pk: (1, segment.quote)}
    assert Doubt.objects.get().version.number == 3
    outcome = corrected(*me.values(), transcript, ("והנחיות.", "והנחיות. Memang ada\ntarget dari Kanwil."))
    assert outcome.rescued == 1
    assert standing() == {segment.pk: (4, "Memang ada\ntarget dari Kanwil.")}


def test_a_correction_is_one_activity_and_others_notice(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    coded(*me.values(), transcript, "target dari Kanwil", codes["Coercive"])
    elsewhere = Project.objects.get(pk=me["project"].pk)
    old = transcript.version_id
    assert ground_of(elsewhere).versions[transcript.pk] == old
    outcome = corrected(*me.values(), transcript, ("setiap bulan", "tiap bulan"))
    activity = Activity.objects.get(verb=Verb.TRANSCRIPT_CORRECTED)
    assert (activity.object_id, activity.transcript) == (transcript.pk, transcript.pk)
    assert (activity.before["number"], activity.after["number"]) == (1, 2)
    with pytest.raises(DomainError) as refusal:
        services.put_segment(
            project=elsewhere, user=me["user"], wanted=NewSegment(uuid4(), transcript.pk, old, 70, 90, ())
        )
    assert refusal.value.code == "stale_version"
    assert refusal.value.fields["current_version"] == str(outcome.version.pk)


def test_what_is_stored_breaks_no_rule(me: Args, transcript: Transcript) -> None:
    for quote in (*KEPT, "rutin mengadakan bimbingan teknis", "Memang ada target dari Kanwil."):
        coded(*me.values(), transcript, quote)
    corrected(*me.values(), transcript, ("mengadakan", "membuat"), (" Memang ada target dari Kanwil.", ""))
    corrected(*me.values(), transcript, ("Karena target?", "Karena ada target?"))
    assert {name: found for name, found in violations().items() if found} == {}


def test_queries_do_not_grow_with_passages(
    me: Args, transcript: Transcript, django_assert_max_num_queries: Any
) -> None:
    def cost(change: tuple[str, str]) -> int:
        with django_assert_max_num_queries(44) as counted:
            corrected(*me.values(), transcript, change)
        return len(counted)

    coded(*me.values(), transcript, "target dari Kanwil")
    coded(*me.values(), transcript, "rutin mengadakan")
    few = cost(("rutin mengadakan", "rutin membuat"))
    for start in range(60, 90):
        wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 40, ())
        services.put_segment(**me, wanted=wanted)
    assert cost(("setiap bulan", "tiap bulan")) <= few
    assert Segment.objects.count() == 32
