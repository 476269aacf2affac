"""Comments in threads, and who is called by name in them."""

from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.coding.services import remove_segment
from apps.review import services
from apps.review.models import Comment, Notification
from apps.review.queries import thread
from apps.web.errors import DomainError, NotThere
from core.text.mentions import mentioned
from tests.review.scene import APPROVED, RETURNED, Scene

NAMES = {1: "Sari", 2: "Sari Dewi", 3: "Rani Ayu", 4: "Édith Piaf", 5: "Rani Putri", 6: "Édith Piaf"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Sari, lihat ini", [1]),
        ("@sari dewi dan @SARI", [2, 1]),
        ("@Sarita tidak di sini; surel sari@kppn.example juga tidak", []),
        ("@Rani siapa? @Rani  Ayu", []),
        ("(@rani ayu) @Rani Putri!", [3, 5]),
        ("@edith piaf", [4, 6]),
        ("@", []),
        ("@Sari @Sari", [1]),
    ],
)
def test_members_are_called_by_their_whole_name_or_a_first_name_nobody_shares(text: str, who: list[int]) -> None:
    assert mentioned(text, NAMES) == who


def test_who_has_one_name_is_called_once() -> None:
    assert mentioned("@Cahya", {1: "Cahya", 2: "Citra Dewi"}) == [1]
    assert mentioned("@Citra!", {1: "Cahya", 2: "Citra Dewi"}) == [2]


def test_nobody_without_a_name_is_called() -> None:
    assert mentioned("@ hello @", {1: "", 2: "  "}) == []


def test_a_thread_tells_everything_in_order(scene: Scene, lead: User) -> None:
    coding = scene.coding()
    services.comment(**scene.by(scene.coder), coding=coding.pk, text="Is this one? @Sari")
    scene.judge(coding, RETURNED, reason="Too wide.")
    services.comment(**scene.by(lead), coding=coding.pk, text="I agree.")
    scene.judge(coding)
    entries = thread(scene.project, coding.pk)
    assert [(entry.kind, entry.by.name, entry.text) for entry in entries] == [
        ("comment", "Cahya", "Is this one? @Sari"),
        (RETURNED, "Sari", "Too wide."),
        ("comment", "Lestari", "I agree."),
        (APPROVED, "Sari", ""),
    ]
    assert [bool(entry.ended) for entry in entries] == [False, True, False, False]
    assert entries[0].mentions == (scene.supervisor,)


def test_who_is_called_is_told_that_and_the_others_that_somebody_wrote(scene: Scene, lead: User) -> None:
    coding = scene.coding()
    scene.judge(coding)
    written = services.comment(**scene.by(lead), coding=coding.pk, text="@Cahya, why?")
    told = set(Notification.objects.values_list("user__name", "kind"))
    assert told == {("Cahya", "mentioned"), ("Sari", "commented")}
    services.change_comment(**scene.by(lead), comment=written.pk, text="@Cahya and @Sari, why?")
    told = set(Notification.objects.filter(times=1).values_list("user__name", "kind"))
    assert told == {("Cahya", "mentioned"), ("Sari", "commented"), ("Sari", "mentioned")}


def test_people_change_and_delete_what_they_wrote_and_leads_delete_anything(scene: Scene, lead: User) -> None:
    coding = scene.coding()
    written = services.comment(**scene.by(scene.coder), coding=coding.pk, text="One")
    changed = services.change_comment(**scene.by(scene.coder), comment=written.pk, text="Two")
    assert (changed.text, changed.changed is not None) == ("Two", True)
    for call, more in ((services.change_comment, {"text": "Three"}), (services.delete_comment, {})):
        with pytest.raises(DomainError, match="Somebody else wrote this"):
            call(**scene.by(scene.supervisor), comment=written.pk, **more)
    with pytest.raises(DomainError, match="Somebody else wrote this"):
        services.change_comment(**scene.by(lead), comment=written.pk, text="Three")
    services.delete_comment(**scene.by(lead), comment=written.pk)
    with pytest.raises(NotThere, match="no longer there"):
        services.delete_comment(**scene.by(lead), comment=written.pk)
    assert [row.verb for row in scene.project.activities.order_by("-sequence")[:3]] == [
        "comment_deleted", "comment_changed", "comment_created",
    ]  # fmt: skip


def test_nothing_is_no_comment(scene: Scene) -> None:
    coding = scene.coding()
    for text in ("", " \n"):
        with pytest.raises(DomainError, match="Write something first"):
            services.comment(**scene.by(scene.coder), coding=coding.pk, text=text)
    assert Comment.objects.count() == 0


def test_a_thread_outlives_its_coding_and_an_unknown_coding_has_none(scene: Scene) -> None:
    coding = scene.coding()
    services.comment(**scene.by(scene.coder), coding=coding.pk, text="One")
    remove_segment(**scene.by(scene.coder), segment_id=coding.segment_id)
    assert [entry.text for entry in thread(scene.project, coding.pk)] == ["One"]
    with pytest.raises(NotThere):
        thread(scene.project, uuid4())
