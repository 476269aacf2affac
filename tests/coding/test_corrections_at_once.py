"""People code and decide while others correct the same transcript: nothing is lost, or stands on wrong words."""

import random
from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Doubt, Segment
from apps.coding.services import NewSegment
from apps.coding.undo import undo
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from tests.coding.corrected import coded, corrected, standing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# What may be answered to somebody who comes second.
CLEAR = {
    "stale_version",
    "already_decided",
    "no_such_doubt",
    "in_doubt",
    "changed_since",
    "nothing_to_undo",
    "unchanged",
    # A place picked at random may lie on a label.
    "no_words",
}
Work = Callable[[], None]


@pytest.fixture
def at_once() -> Callable[..., None]:
    """at_once(*works): do each in a thread of its own, all beginning together; what they raise is raised here."""
    failures: list[BaseException] = []

    def run(*works: Work) -> None:
        ready = Barrier(len(works))

        def one(work: Work) -> None:
            try:
                ready.wait()
                work()
            except BaseException as error:
                failures.append(error)
            finally:
                connection.close()

        threads = [Thread(target=one, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for failure in failures:
            raise failure

    return run


def looked_up(project: Project, transcript: Transcript) -> tuple[Project, Transcript]:
    """Both as another request reads them."""
    return Project.objects.get(pk=project.pk), Transcript.objects.select_related("current").get(pk=transcript.pk)


def politely(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What the work answers, None when it was refused with a clear answer."""
    try:
        return work(*given, **named)
    except DomainError as error:
        if error.code not in CLEAR:
            raise
        return None


def test_coding_while_correcting(
    at_once: Any, project: Project, lead: User, coder: User, second_coder: User, transcript: Transcript,
    codes: dict[str, Code],
) -> None:  # fmt: skip
    for quote in ("Kami rutin", "rutin mengadakan bimbingan teknis", "target dari Kanwil"):
        coded(project, coder, transcript, quote, codes["Normative"])
    said: dict[str, str] = {}

    def code(user: User, seed: int) -> None:
        chance = random.Random(seed)
        mine: list[str] = []
        for _ in range(20):
            now, there = looked_up(project, transcript)
            who = {"project": now, "user": user}
            start = chance.randrange(60, len(there.current.text if there.current else "") - 40)
            place = {"start": start, "end": start + chance.randrange(5, 40)}
            what = chance.choice(["put", "put", "borders", "memo", "remove"]) if mine else "put"
            if what == "put":
                wanted = NewSegment(uuid4(), there.pk, there.version_id, **place, codes=(codes["Coercive"].pk,))
                made = politely(services.put_segment, **who, wanted=wanted)
                answer = made and made[0]
                mine += [answer["id"]] if answer else []
            elif what == "remove":
                key = mine.pop(chance.randrange(len(mine)))
                politely(services.remove_segment, **who, segment_id=UUID(key))
                said.pop(key, None)
                continue
            else:
                change = {"memo": f"memo {start}"} if what == "memo" else {**place, "version": there.version_id}
                answer = politely(services.change_segment, **who, segment_id=UUID(chance.choice(mine)), **change)
            if answer:
                said[answer["id"]] = " ".join(answer["quote"].split())

    def correct() -> None:
        for number in range(9):
            now, there = looked_up(project, transcript)
            if number % 3 == 2:
                politely(undo, project=now, user=lead, activity_id=None, transcript=there.pk)
            else:
                change = ("membedakan", f"kata {number} membedakan"), ("Kanwil", f"Kanwil {number}")
                politely(corrected, now, lead, there, *change)

    at_once(lambda: code(coder, 1), lambda: code(second_coder, 2), correct)
    assert Activity.objects.filter(verb=Verb.TRANSCRIPT_CORRECTED).count() >= 2
    stands = standing()
    assert {key: " ".join(stands[UUID(key)][1].split()) for key in said} == said
    assert {name: found for name, found in violations().items() if found} == {}


def test_a_correction_waits_for_who_holds_a_passage(
    at_once: Any, project: Project, lead: User, coder: User, transcript: Transcript
) -> None:
    """Coders lock a passage first and the project last, a correction the other way round: neither may be refused."""
    segment = coded(project, coder, transcript, "target dari Kanwil")
    held = Event()

    def code() -> None:
        now = Project.objects.get(pk=project.pk)
        with transaction.atomic():
            Segment.objects.select_for_update().get(pk=segment.pk)
            held.set()
            sleep(0.3)
            services.change_segment(project=now, user=coder, segment_id=segment.pk, memo="penting")

    def correct() -> None:
        held.wait()
        corrected(Project.objects.get(pk=project.pk), lead, transcript, ("membedakan", "sungguh membedakan"))

    at_once(code, correct)
    assert standing() == {segment.pk: (2, "target dari Kanwil")}
    assert Segment.objects.get().memo == "penting"


def test_two_who_correct_the_same_version(
    at_once: Any, project: Project, lead: User, coder: User, transcript: Transcript
) -> None:
    made: list[Any] = []

    def correct(user: User, word: str) -> None:
        now, there = Project.objects.get(pk=project.pk), Transcript.objects.get(pk=transcript.pk)
        text = transcript.current.text if transcript.current else ""
        with suppress(DomainError):
            made.append(
                services.correct_transcript(
                    project=now, user=user, transcript=there, expected=transcript.version_id,
                    text=text.replace("hampir", word),
                )
            )  # fmt: skip

    at_once(lambda: correct(lead, "kira-kira"), lambda: correct(coder, "sekitar"))
    assert len(made) == 1
    assert transcript.versions.count() == 2


def test_two_who_decide_the_same_doubt(
    at_once: Any, project: Project, lead: User, coder: User, transcript: Transcript
) -> None:
    coded(project, coder, transcript, "rutin mengadakan bimbingan teknis")
    corrected(project, lead, transcript, ("mengadakan", "menyelenggarakan"))
    doubt = Doubt.objects.get()
    answers: list[str] = []

    def decide(user: User, decide: Callable[..., Any]) -> None:
        try:
            decide(project=Project.objects.get(pk=project.pk), user=user, doubt_id=doubt.pk)
            answers.append("done")
        except DomainError as error:
            answers.append(error.code)

    at_once(lambda: decide(lead, services.accept_doubt), lambda: decide(coder, services.leave_doubt))
    assert sorted(answers) == ["already_decided", "done"]
    assert Activity.objects.filter(verb=Verb.DOUBT_DECIDED).count() == 1
    segment = Segment.objects.select_related("version").get()
    assert (segment.version.number == 2) == (Doubt.objects.get().decision == "accepted")
