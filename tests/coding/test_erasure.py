"""A participant takes back their consent: nothing they said can be read, and no count moves."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment
from apps.coding.services.files import keep_corrected_file
from apps.coding.undo import undo
from apps.documents.models import Office, Participant, Recording, Transcript, Turn, Upload, Version
from apps.documents.queries import current_text, get_transcript
from apps.documents.services import create_participant, create_transcript, list_name
from apps.documents.services.imports import keep_table, kept_table
from apps.documents.texts import load_text
from apps.projects.models import Activity, Project
from apps.web.errors import NotThere
from tests.coding.corrected import corrected

TALK = (
    "Pewawancara: Apa kata Pak Budi tentang satuan-satuan kerja?\n\n"
    "Budi: Saya rutin mengadakan bimbingan Re\u0301sume\u0301 2023 👩🏽.\n\n"
    "Sari: Kata Budi begitu. Saya kurang tahu.\n\n"
    "Budi: Ya."
)


@pytest.fixture
def me(project: Project, lead: User) -> dict[str, Any]:
    return {"project": project, "user": lead}


@pytest.fixture
def budi(me: dict[str, Any], office: Office) -> Participant:
    return create_participant(
        **me, pseudonym="Informan 1", office=office, real_name="Budi Santoso", attributes={"usia": 41}
    )


@pytest.fixture
def interview(me: dict[str, Any], office: Office, budi: Participant) -> Transcript:
    transcript = create_transcript(
        **me, title="Metro 01", office=office, text=TALK, original=ContentFile(TALK.encode(), "budi.txt")
    )
    Turn.objects.filter(version=transcript.current, speaker="Budi").update(participant=budi)
    return transcript


def code(me: dict[str, Any], transcript: Transcript, words: str, *codes: Any) -> None:
    start = TALK.index(words)
    new = NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + len(words), tuple(each.pk for each in codes)
    )
    services.put_segment(**me, wanted=new)


def test_their_words_and_name_are_unreadable_and_all_else_stays(me, interview, budi, codes):
    code(me, interview, "rutin mengadakan", codes["Coercive"])
    code(me, interview, "Kata Budi begitu", codes["Mimetic"])
    before = load_text(interview.version_id)
    done = services.erase_participant(**me, participant=budi)
    assert (done.transcripts, done.turns, done.passages, done.originals) == (1, 2, 1, 1)
    after = get_transcript(me["project"], interview.pk)
    assert current_text(after) == (
        "Pewawancara: Apa kata Pak xxxx tentang satuan-satuan kerja?\n\n"
        "xxxx: xxxx xxxxx xxxxxxxxxx xxxxxxxxx xxxxxxxx 0000 👩🏽.\n\n"
        "Sari: Kata xxxx begitu. Saya kurang tahu.\n\n"
        "xxxx: xx."
    )
    fresh = load_text(after.version_id)
    assert (fresh.word_starts, fresh.line_starts, fresh.turn_ids) == (
        before.word_starts, before.line_starts, before.turn_ids,
    )  # fmt: skip
    assert set(Segment.objects.values_list("quote", flat=True)) == {"xxxxx xxxxxxxxxx", "Kata xxxx begitu"}
    assert Coding.objects.count() == 2
    assert violations() == {rule: [] for rule in violations()}


def test_nothing_that_is_kept_names_them(me, interview, budi, codes):
    code(me, interview, "rutin mengadakan", codes["Coercive"])
    list_name(**me, name="Budi", pseudonym="Informan 1", participant=budi)
    services.erase_participant(**me, participant=budi)
    budi.refresh_from_db()
    assert (budi.real_name, budi.attributes, budi.hidden_names.count()) == ("", {}, 0)
    log = json.dumps(list(Activity.objects.values_list("label", "before", "after")))
    assert "Budi" not in log and "mengadakan" not in log and "usia" not in log
    version = Version.objects.get()
    assert version.redacted and not version.original and version.number == 1


def test_files_that_hold_voice_or_words_are_deleted(me, interview, budi, django_capture_on_commit_callbacks):
    recording = Recording.objects.create(
        transcript=interview, file=ContentFile(b"RIFF", "a.wav"), filename="budi.wav", size=4, content_type="audio/wav"
    )
    files = [
        (recording.file.storage, recording.file.name),
        (interview.current.original.storage, interview.current.original.name),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_participant(**me, participant=budi)
    assert not Recording.objects.exists()
    assert [storage.exists(name) for storage, name in files] == [False, False]


def test_a_coding_of_the_words_can_still_be_taken_back(me, interview, budi, codes):
    code(me, interview, "rutin mengadakan", codes["Coercive"])
    services.erase_participant(**me, participant=budi)
    undo(**me, activity_id=Activity.objects.get(verb="segment_created").pk, transcript=interview.pk)
    assert not Segment.objects.exists()


def test_it_is_done_only_when_the_pseudonym_is_typed(me, interview, budi, client: Client, lead: User):
    client.force_login(lead)
    address = reverse("coding:participant_erase", args=[me["project"].pk, budi.pk])
    assert "2 turns are written as xxx" in client.get(address).content.decode()
    refused = client.post(address, {"typed": "Informan 2"})
    assert "Nothing was erased" in refused.content.decode()
    assert current_text(interview) == TALK
    client.post(address, {"typed": "informan 1"})
    assert "Budi" not in current_text(get_transcript(me["project"], interview.pk))


def everything_kept() -> str:
    """All that was said and all that was logged, as one text."""
    log = json.dumps(list(Activity.objects.values_list("label", "before", "after")), ensure_ascii=False)
    return "\n".join([log, *Transcript.objects.values_list("title", flat=True), *texts(), *quotes()])


def texts() -> list[str]:
    return list(Version.objects.order_by("number").values_list("text", flat=True))


def quotes() -> list[str]:
    return list(Segment.objects.values_list("quote", flat=True))


def test_versions_from_before_anybody_said_who_speaks_are_erased_too(me, interview, budi):
    Turn.objects.filter(version=interview.current).update(participant=None)
    corrected(me["project"], me["user"], interview, ("rutin", "sering"))
    interview.refresh_from_db()
    Turn.objects.filter(version=interview.current, speaker="Budi").update(participant=budi)
    services.erase_participant(**me, participant=budi)
    assert len(texts()) == 2
    for text in texts():
        assert "mengadakan" not in text and "Saya kurang tahu" in text
    assert violations() == {rule: [] for rule in violations()}


def test_titles_and_memos_are_erased(me, interview, budi, codes):
    code(me, interview, "kurang tahu", codes["Coercive"])
    Segment.objects.update(memo="Budi tidak setuju")
    Transcript.objects.update(title="Wawancara Budi Santoso")
    services.erase_participant(**me, participant=budi)
    assert Transcript.objects.get().title == "Wawancara xxxx xxxxxxx"
    assert Segment.objects.get().memo == "xxxx tidak setuju"


def test_what_was_coded_in_many_transcripts_at_once_is_erased_from_the_log(me, interview, budi, codes, office):
    said = "Ani: Budi rajin sekali."
    other = create_transcript(**me, title="Metro 02", office=office, text=said)
    passages = [(interview, TALK, "rutin mengadakan bimbingan"), (other, said, "Budi rajin")]
    news = []
    for each, text, words in passages:
        start, chosen = text.index(words), (codes["Coercive"].pk,)
        news.append(NewSegment(uuid4(), each.pk, each.version_id, start, start + len(words), chosen))
    services.put_many_segments(**me, wanted=news)
    assert "mengadakan" in everything_kept()
    services.erase_participant(**me, participant=budi)
    kept = everything_kept()
    assert "Budi" not in kept and "mengadakan" not in kept
    assert sorted(quotes()) == ["xxxx rajin", "xxxxx xxxxxxxxxx xxxxxxxxx"]


def test_a_corrected_file_that_waits_is_deleted(me, interview, budi, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("budi.txt", TALK.replace("rutin", "sering").encode())
    kept = keep_corrected_file(**me, transcript=interview, file=file)
    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_participant(**me, participant=budi)
    assert not Upload.objects.exists() and not storage.exists(name)


def test_a_table_that_waits_to_be_imported_is_deleted(me, interview, budi):
    table = b"participant,usia\nInforman 1,41\n"
    kept = keep_table(project=me["project"], file=ContentFile(table), size=len(table))
    services.erase_participant(**me, participant=budi)
    with pytest.raises(NotThere):
        kept_table(me["project"], kept)


def test_a_correction_from_before_can_still_be_taken_back_without_bringing_words_back(me, interview, budi, codes):
    code(me, interview, "rutin mengadakan", codes["Coercive"])
    corrected(me["project"], me["user"], interview, ("bimbingan", "pendampingan"))
    interview.refresh_from_db()
    Turn.objects.filter(version=interview.current, speaker="Budi").update(participant=budi)
    services.erase_participant(**me, participant=budi)
    correction = Activity.objects.get(verb="transcript_corrected")
    undo(**me, activity_id=correction.pk, transcript=interview.pk)
    kept = everything_kept()
    assert "mengadakan" not in kept and "bimbingan" not in kept and "Budi" not in kept
    assert quotes() == ["xxxxx xxxxxxxxxx"]
    assert violations() == {rule: [] for rule in violations()}
