"""Signing off a theme: what is kept, and what changed since."""

from typing import Any

import pytest

from apps.accounts.models import User
from apps.codebook.services import add_code, change_code
from apps.coding.models import Coding
from apps.coding.services import change_segment, correct_transcript, remove_segment
from apps.documents.services import create_office, create_participant, create_transcript
from apps.review import services
from apps.review.models import Notification, SignOff
from apps.review.queries import Changes, Theme, theme, themes
from apps.web.errors import NotThere, Refused
from tests.coding.conftest import TEXT
from tests.review.scene import RETURNED, Scene


def coercive(scene: Scene) -> Theme:
    return theme(scene.project, scene.codes["Coercive"].pk)


def sign(scene: Scene, **more: Any) -> SignOff:
    return services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Coercive"].pk, **more)


@pytest.fixture
def three(scene: Scene) -> list[Coding]:
    """Codings of the theme: its code, and two of codes below it."""
    return [
        scene.coding(name, start=start)
        for name, start in (("Coercive", 60), ("Regulation", 80), ("Sanction and reward", 100))
    ]


def test_a_sign_off_keeps_counts_definition_and_version(scene: Scene, three: list[Coding]) -> None:
    scene.judge(three[1])
    scene.judge(three[2], RETURNED)
    signed = sign(scene, remark=" Saturated. ")
    assert (signed.codings, signed.remark, signed.codebook_version, signed.by) == (2, "Saturated.", 1, scene.supervisor)
    assert signed.definition == scene.codes["Coercive"].definition != ""
    assert signed.by_office == [
        {"office": str(scene.transcript.office_id), "name": "KPPN Metro", "codings": 2, "approved": 1,
         "participants": 0},
    ]  # fmt: skip
    found = coercive(scene)
    assert (found.signoff, found.changes) == (signed, Changes(0, 0, 0, definition=False))
    assert not found.changes
    assert set(Notification.objects.filter(about=signed.code).values_list("user__name", "kind")) == {
        ("Cahya", "signed_off")
    }


def test_a_changed_codebook_is_frozen_first(scene: Scene, three: list[Coding], lead: User) -> None:
    change_code(**scene.by(lead), code=scene.codes["Monitoring"], definition="Looking after.")
    assert sign(scene).codebook_version == 2
    assert sign(scene).codebook_version == 2
    assert [version.number for version in scene.project.codebook_versions.order_by("number")] == [1, 2]


def test_what_changed_since_is_counted(scene: Scene, three: list[Coding], lead: User) -> None:
    sign(scene)
    scene.coding("Regulation", start=110)
    remove_segment(**scene.by(scene.coder), segment_id=three[0].segment_id)
    change_segment(**scene.by(scene.coder), segment_id=three[1].segment_id, end=90)
    assert coercive(scene).changes == Changes(new=1, gone=1, changed=1, definition=False)
    scene.judge(three[2], RETURNED)
    change_code(**scene.by(lead), code=scene.codes["Regulation"], definition="Rules of the state.")
    assert coercive(scene).changes == Changes(new=1, gone=2, changed=1, definition=True)
    sign(scene)
    assert not coercive(scene).changes


@pytest.mark.parametrize("change", ["colour", "elsewhere", "new code"])
def test_what_is_no_matter_of_meaning_is_no_change(scene: Scene, three: list[Coding], lead: User, change: str) -> None:
    sign(scene)
    if change == "colour":
        change_code(**scene.by(lead), code=scene.codes["Regulation"], color="#123456")
    elif change == "elsewhere":
        scene.coding("Mimetic", start=110)
    else:
        add_code(**scene.by(lead), name="Fear", dimension=scene.codes["Coercive"].dimension)
    assert not coercive(scene).changes


def test_a_correction_that_keeps_the_words_is_no_change(scene: Scene, three: list[Coding]) -> None:
    sign(scene)
    text = "Catatan: rekaman kedua.\n\n" + scene.transcript.current.text
    correct_transcript(
        **scene.by(scene.coder), transcript=scene.transcript, expected=scene.transcript.version_id, text=text
    )
    assert not coercive(scene).changes


def test_what_was_not_seen_is_not_signed_off(scene: Scene, three: list[Coding]) -> None:
    seen = coercive(scene).fingerprint
    new = scene.coding("Coercive", start=110)
    with pytest.raises(Refused, match="changed since you saw it"):
        sign(scene, seen=seen)
    assert SignOff.objects.count() == 0
    remove_segment(**scene.by(scene.coder), segment_id=new.segment_id)
    sign(scene, seen=seen)


def test_a_sign_off_is_renewed_and_withdrawn(scene: Scene, three: list[Coding]) -> None:
    first, second = sign(scene), sign(scene)
    first.refresh_from_db()
    assert (first.ended is not None, coercive(scene).signoff) == (True, second)
    services.withdraw_signoff(**scene.by(scene.supervisor), code=second.code)
    assert (coercive(scene).signoff, coercive(scene).changes) == (None, None)
    with pytest.raises(NotThere, match="not signed off"):
        services.withdraw_signoff(**scene.by(scene.supervisor), code=second.code)


def test_a_theme_without_passages_and_an_unknown_one(scene: Scene) -> None:
    assert sign(scene).codings == 0
    with pytest.raises(NotThere):
        services.sign_off(**scene.by(scene.supervisor), code=scene.transcript.pk)


def test_themes_count_their_branch_by_office(scene: Scene, three: list[Coding], lead: User) -> None:
    office = create_office(**scene.by(lead), name="KPPN Kotabumi")
    people = [create_participant(**scene.by(lead), office=office, pseudonym=f"Informan {n}") for n in (1, 2)]
    scene.transcript = create_transcript(
        **scene.by(lead), title="Kotabumi 01", office=office, text=TEXT, participants=people,
        speaker_map={"Informan 1": people[0]},
    )  # fmt: skip
    judged, returned = (scene.coding("Regulation", start=TEXT.index(word)) for word in ("rutin", "Memang"))
    scene.coding("Coercive", start=TEXT.index("bimbingan"))
    scene.judge(judged)
    scene.judge(returned, RETURNED)
    found = {each.code.name: each for each in themes(scene.project)}
    whole, part, none = found["Coercive"], found["Regulation"], found["Mimetic"]
    assert (whole.codings, whole.approved, whole.open, whole.returned, whole.participants) == (5, 1, 4, 1, 1)
    assert [(each.name, each.codings, each.approved, each.participants) for each in whole.offices] == [
        ("KPPN Kotabumi", 2, 1, 1), ("KPPN Metro", 3, 0, 0),
    ]  # fmt: skip
    assert (part.codings, part.approved, part.returned) == (2, 1, 1)
    assert (none.codings, none.offices, none.changes) == (0, (), None)
    one = coercive(scene)
    assert (one.offices, one.codings, one.participants) == (whole.offices, whole.codings, whole.participants)
    assert (one.code.depth, one.code.path) == (0, "Coercive")


def test_queries_do_not_grow_with_themes_and_passages(
    scene: Scene, three: list[Coding], django_assert_num_queries: Any
) -> None:
    sign(scene)
    for start in (110, 112, 114):
        with django_assert_num_queries(6):
            themes(scene.project)
        with django_assert_num_queries(6):
            coercive(scene)
        scene.judge(scene.coding("Regulation", start=start))
        services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Regulation"].pk)
