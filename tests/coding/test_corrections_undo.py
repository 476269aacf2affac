"""Undo across corrected texts: everything goes back to the letter, or somebody is told why not."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.services import NewSegment, correct_transcript
from apps.coding.undo import redo, undo
from apps.documents.models import Transcript, Version
from apps.documents.services import create_transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from core.text.anchors import Edit
from core.text.turns import find_turns
from tests.coding.corrected import coded, corrected, current_text, standing

Args = dict[str, Any]
TEACHING = "rutin mengadakan bimbingan teknis"


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def picture(transcript: Transcript) -> Any:
    """All that undo must put back: text, turns, and every passage with its codes, place, author and doubt.

    Which version carries the same text is left out: versions are never taken back, only repeated.
    """
    transcript.refresh_from_db()
    version = transcript.current
    assert version is not None
    doubts = {doubt.segment_id: (doubt.kind, doubt.candidates, doubt.decision) for doubt in Doubt.objects.all()}
    for doubt in Doubt.objects.filter(decision="open"):
        assert doubt.version_id == transcript.current_id
    segments = {
        each.pk: (
            each.version_id == transcript.current_id, each.start, each.end, each.quote, each.memo, each.coder_id,
            each.created, each.first_word, each.last_word, doubts.get(each.pk), each.turn.index,
        )
        for each in Segment.objects.select_related("turn")
    }  # fmt: skip
    turns = list(version.turns.values_list("index", "start", "end", "speaker", "participant", "interviewer", "at_ms"))
    text = (version.text, turns, version.rules, version.formatting, version.pages)
    return text, segments, list(Coding.objects.order_by("pk").values())


def back(me: Args, transcript: Transcript) -> dict[str, Any]:
    answer: dict[str, Any] = undo(**me, activity_id=None, transcript=transcript.pk)
    return answer


def test_a_correction_taken_back_and_made_again(me: Args, transcript: Transcript, codes: dict[str, Code]) -> None:
    for quote in ("Kami rutin", TEACHING, "target dari Kanwil", "Karena target?"):
        coded(*me.values(), transcript, quote, codes["Normative"])
    before = picture(transcript)
    corrected(
        *me.values(), transcript, ("mengadakan", "membuat"), ("Karena target?", "Apa?"), ("Apa yang", "Hal apa yang")
    )
    after = picture(transcript)
    assert Doubt.objects.count() == 2
    answer = back(me, transcript)
    assert picture(transcript) == before
    assert not Doubt.objects.exists()
    assert answer["version"] == str(transcript.version_id)
    assert [segment["version"] for segment in answer["segments"]] == [answer["version"]] * 4
    redo(**me, transcript=transcript.pk)
    assert picture(transcript) == after
    back(me, transcript)
    assert picture(transcript) == before
    assert [version.number for version in Version.objects.order_by("number")] == [1, 2, 3, 4, 5]
    assert {name: found for name, found in violations().items() if found} == {}


def test_the_log_tells_of_it_and_ground_moves_on(me: Args, transcript: Transcript) -> None:
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    structure = me["project"].structure
    back(me, transcript)
    done = Activity.objects.get(verb=Verb.TRANSCRIPT_CORRECTED)
    undone = Activity.objects.get(verb=Verb.UNDONE)
    assert done.undone and undone.undoes == done
    assert (undone.before["number"], undone.after["number"]) == (2, 3)
    assert me["project"].structure > structure
    coded(*me.values(), transcript, "target dari Kanwil")


def test_rules_and_known_edits_are_taken_back_too(me: Args, transcript: Transcript) -> None:
    coded(*me.values(), transcript, "target dari Kanwil.")
    before = picture(transcript)
    text = current_text(transcript)
    start = text.index("Kanwil")
    edits = [Edit(start, start + 6, "K.")]
    expected = {"transcript": transcript, "expected": transcript.version_id}
    correct_transcript(**me, **expected, text=text.replace("Kanwil", "K."), edits=edits)
    after = picture(transcript)
    assert set(standing().values()) == {(2, "target dari K..")}
    back(me, transcript)
    assert picture(transcript) == before
    redo(**me, transcript=transcript.pk)
    assert picture(transcript) == after


def test_other_turns_are_taken_back_too(me: Args, transcript: Transcript) -> None:
    coded(*me.values(), transcript, "target dari Kanwil")
    before = picture(transcript)
    text = current_text(transcript)
    expected = {"transcript": transcript, "expected": transcript.version_id}
    correct_transcript(**me, **expected, text=text, structure=find_turns(text, "none"), rules={"layout": "none"})
    assert not transcript.current or transcript.current.rules == {"layout": "none"}
    back(me, transcript)
    assert picture(transcript) == before


def test_what_was_coded_since_is_kept(me: Args, transcript: Transcript) -> None:
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"), ("setiap bulan", "tiap bulan"))
    kept = coded(*me.values(), transcript, "target dari Kanwil")
    lost = coded(*me.values(), transcript, "hampir tiap bulan")
    done = Activity.objects.get(verb=Verb.TRANSCRIPT_CORRECTED)
    undo(**me, activity_id=done.pk, transcript=None)
    assert standing() == {kept.pk: (3, "target dari Kanwil"), lost.pk: (2, "hampir tiap bulan")}
    assert Doubt.objects.get().segment == lost


def test_a_correction_under_another_is_not_taken_back(me: Args, transcript: Transcript) -> None:
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    corrected(*me.values(), transcript, ("setiap bulan", "tiap bulan"))
    first = Activity.objects.filter(verb=Verb.TRANSCRIPT_CORRECTED).earliest("sequence")
    with pytest.raises(DomainError) as refusal:
        undo(**me, activity_id=first.pk, transcript=None)
    assert refusal.value.code == "changed_since"
    assert transcript.versions.count() == 3


def test_a_text_with_names_replaced_since_is_not_brought_back(me: Args, transcript: Transcript) -> None:
    corrected(*me.values(), transcript, ("Kanwil", "[kantor]"))
    transcript.versions.filter(number=1).update(named=True)
    with pytest.raises(DomainError) as refusal:
        back(me, transcript)
    assert (refusal.value.code, refusal.value.status) == ("names_hidden", 403)
    assert "Kanwil" not in current_text(transcript)


def test_older_codings_are_taken_back_where_the_correction_carried_them(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(*me.values(), transcript, "target dari Kanwil", codes["Coercive"])
    services.change_segment(**me, segment_id=segment.pk, memo="penting", codes=[codes["Mimetic"].pk])
    services.change_segment(**me, segment_id=segment.pk, start=segment.start - 4)
    made, recoded, widened = Activity.objects.filter(transcript=transcript.pk).order_by("sequence")
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    for activity, quote, memo in ((widened, "target dari Kanwil", "penting"), (recoded, "target dari Kanwil", "")):
        answer = undo(**me, activity_id=activity.pk, transcript=None)
        assert standing() == {segment.pk: (2, quote)}
        assert (answer["segments"][0]["memo"], answer["segments"][0]["version"]) == (memo, answer["version"])
    undo(**me, activity_id=made.pk, transcript=None)
    assert standing() == {}


def test_a_passage_removed_before_comes_back_on_its_words(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(*me.values(), transcript, "target dari Kanwil", codes["Coercive"])
    services.remove_segment(**me, segment_id=segment.pk)
    removed = Activity.objects.latest("sequence")
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    undo(**me, activity_id=removed.pk, transcript=None)
    assert standing() == {segment.pk: (2, "target dari Kanwil")}


def test_a_passage_removed_before_whose_words_are_gone_is_refused(me: Args, transcript: Transcript) -> None:
    segment = coded(*me.values(), transcript, "target dari Kanwil")
    services.remove_segment(**me, segment_id=segment.pk)
    removed = Activity.objects.latest("sequence")
    corrected(*me.values(), transcript, ("target dari Kanwil", "sasaran dari kantor wilayah"))
    with pytest.raises(DomainError, match="no longer stand in it") as refusal:
        undo(**me, activity_id=removed.pk, transcript=None)
    assert refusal.value.code == "changed_since"
    assert standing() == {}


def test_codes_of_a_doubtful_passage_are_taken_back_where_it_stands(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(*me.values(), transcript, TEACHING, codes["Coercive"])
    services.change_segment(**me, segment_id=segment.pk, codes=[codes["Mimetic"].pk])
    recoded = Activity.objects.latest("sequence")
    corrected(*me.values(), transcript, ("mengadakan", "membuat"))
    undo(**me, activity_id=recoded.pk, transcript=None)
    assert standing() == {segment.pk: (1, TEACHING)}
    assert Doubt.objects.get().segment == segment
    assert Coding.objects.get().code == codes["Coercive"]


def test_somebody_elses_correction_is_not_mine_to_take_back(me: Args, transcript: Transcript, coder: User) -> None:
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    with pytest.raises(DomainError, match="nothing to take back"):
        undo(project=me["project"], user=coder, activity_id=None, transcript=transcript.pk)


SENTENCES = (
    "Kami rutin mengadakan bimbingan teknis untuk semua satker di wilayah ini.",
    "Memang ada target dari Kanwil, tetapi kami tidak merasa terbebani.",
    "Komunikasi dengan satker lewat grup pesan berjalan setiap hari kerja.",
    "Saya belajar dari kantor lain yang nilainya lebih tinggi.",
    "Kami rutin mengadakan rapat kecil setiap Senin pagi.",
)
STEP = st.tuples(
    st.sampled_from(
        ["code", "code", "borders", "memo", "remove", "words", "words", "drop", "repeat", "swap", "decide"]
    ),
    st.integers(0, 4),
    st.integers(0, 400),
    st.integers(5, 60),
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=2, max_size=14))
def test_any_history_with_corrections_undone_returns_to_the_start(
    steps: list[Any], me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    text = "\n\n".join(f"{'PB'[n % 2]}: {sentence}" for n, sentence in enumerate(SENTENCES))
    fresh = create_transcript(**me, title="T", office=transcript.office, text=text)
    keys = [uuid4() for _ in range(5)]
    history = [picture(fresh)]
    for step in steps:
        before = Activity.objects.count()
        try:
            take(me, fresh, keys, list(codes.values()), *step)
        except DomainError:
            continue
        if Activity.objects.count() > before:
            history.append(picture(fresh))
            standing()
    assert {name: found for name, found in violations().items() if found} == {}
    for state in reversed(history[:-1]):
        back(me, fresh)
        assert picture(fresh) == state
        standing()
    for state in history[1:]:
        redo(**me, transcript=fresh.pk)
        assert picture(fresh) == state
    assert {name: found for name, found in violations().items() if found} == {}
    Segment.objects.filter(transcript=fresh).delete()


def take(
    me: Args, transcript: Transcript, keys: list[UUID], codes: list[Code], what: str, which: int, at: int, length: int
) -> None:
    """One step of somebody's work; a DomainError when it is refused."""
    key, text = keys[which], current_text(transcript)
    start = at % max(len(text) - length, 1)
    if what == "code":
        wanted = NewSegment(key, transcript.pk, transcript.version_id, start, start + length, (codes[which].pk,))
        services.put_segment(**me, wanted=wanted)
    elif what == "borders":
        services.change_segment(**me, segment_id=key, start=start, end=start + length)
    elif what == "memo":
        services.change_segment(**me, segment_id=key, memo=f"memo {at}")
    elif what == "remove":
        services.remove_segment(**me, segment_id=key)
    elif what == "decide":
        decide(me, which, start, length)
    else:
        new = rewritten(text, what, which, start, length)
        correct_transcript(**me, transcript=transcript, expected=transcript.version_id, text=new)


def decide(me: Args, which: int, start: int, length: int) -> None:
    doubts = list(Doubt.objects.filter(decision="open", transcript__binned=None).order_by("segment"))
    if not doubts:
        return
    doubt = doubts[which % len(doubts)]
    if which == 0:
        services.leave_doubt(**me, doubt_id=doubt.pk)
    elif which == 1:
        services.adjust_doubt(**me, doubt_id=doubt.pk, start=start, end=start + length)
    else:
        services.accept_doubt(**me, doubt_id=doubt.pk)


def rewritten(text: str, what: str, which: int, start: int, length: int) -> str:
    paragraphs = text.split("\n\n")
    if what == "words":
        return f"{text[:start]} kata {which} {text[start + length // 4 :]}"
    if what == "drop":
        return "\n\n".join(paragraphs[: which % len(paragraphs)] + paragraphs[which % len(paragraphs) + 1 :])
    if what == "repeat":
        return "\n\n".join([*paragraphs, paragraphs[which % len(paragraphs)]])
    return "\n\n".join(reversed(paragraphs))
