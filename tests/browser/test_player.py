"""The recording beside the text: timestamps, keys, the mark, where it begins, and what is said when it cannot play."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Recording, Transcript
from apps.documents.services import attach_recording
from apps.projects.models import Project
from apps.web.ranges import PART_BYTES
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, wait_until_calm
from tests.documents.recordings import RATE, film, sound

SECONDS = 90
TALK = """[00:00:00] Pewawancara: Apa yang membedakan kantor ini?

[00:00:20] Informan 1: Kami rutin mengadakan bimbingan teknis untuk satker.

[00:00:40] Pewawancara: Karena target?

[00:01:00] Informan 1: Setiap triwulan ada nilai yang harus dicapai.
"""
MEDIA = "document.querySelector('.ws-player-media')"
# A film of one second, made by the browser itself: no such file can be written by hand.
FILM = """
async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [64, 48];
  const pen = canvas.getContext('2d');
  const paint = setInterval(() => {
    pen.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
    pen.fillRect(0, 0, 64, 48);
  }, 40);
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const over = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  setTimeout(() => recorder.stop(), 1000);
  await over;
  clearInterval(paint);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}
"""


@pytest.fixture
def transcript(interview: Callable[[str], Transcript]) -> Transcript:
    """Four turns, twenty seconds each."""
    return interview(TALK)


@pytest.fixture
def record(project: Project, lead: User, transcript: Transcript) -> Callable[[bytes], Recording]:
    def attach(data: bytes) -> Recording:
        file = ContentFile(data, name="Metro 01.wav")
        return attach_recording(project=project, user=lead, transcript=transcript, file=file)

    return attach


@pytest.fixture
def desk(sit_down: Callable[..., Desk], record: Callable[[bytes], Recording], lead: User) -> Desk:
    record(sound(SECONDS))
    made = sit_down(lead)
    loaded(made.page)
    return made


def until(page: Page, condition: str) -> None:
    """Wait, at most half a minute. Playwright's own way needs eval, which the page forbids."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def loaded(page: Page) -> None:
    expect(page.locator(".ws-player-media")).to_have_count(1)
    until(page, f"{MEDIA}.readyState > 0")


def media(desk: Desk, what: str) -> Any:
    return desk.page.evaluate(f"{MEDIA}.{what}")


def expect_near(desk: Desk, seconds: float, within: float = 2) -> None:
    """Wait until the recording is at most `within` seconds past this place."""
    until(desk.page, f"{MEDIA}.currentTime >= {seconds} && {MEDIA}.currentTime < {seconds + within}")


def expect_playing(desk: Desk, is_playing: bool = True) -> None:
    until(desk.page, f"{MEDIA}.paused === {str(not is_playing).lower()}")


def at(desk: Desk, nth: int) -> Locator:
    return desk.page.locator("button.at").nth(nth)


def heard(desk: Desk) -> Locator:
    return desk.page.locator(".turn[aria-current=true]")


def test_a_timestamp_plays_from_there_and_its_turn_is_marked(desk: Desk):
    expect(at(desk, 1)).to_have_accessible_name("Play from 00:20")
    expect(heard(desk)).to_have_count(0)
    at(desk, 1).click()
    expect_playing(desk)
    expect_near(desk, 20)
    expect(heard(desk)).to_have_attribute("data-index", "1")
    desk.page.evaluate(f"{MEDIA}.currentTime = 39")
    expect(heard(desk)).to_have_attribute("data-index", "2")
    assert desk.selected_words() == "", "pressing a timestamp selects nothing"


def test_keys_play_and_move_while_the_text_has_the_focus(desk: Desk):
    desk.click("bimbingan")
    desk.press(";")
    expect_near(desk, 20)
    desk.press("Space")
    expect_playing(desk, False)
    place = media(desk, "currentTime")
    desk.press(",")
    assert media(desk, "currentTime") == pytest.approx(place - 3, abs=0.01)
    desk.press(".", ".")
    assert media(desk, "currentTime") == pytest.approx(place + 3, abs=0.01)
    desk.press(">", ">")
    assert media(desk, "playbackRate") == 1.5
    expect(desk.said).to_have_text("Speed 1.5×")
    desk.press("<")
    assert media(desk, "playbackRate") == 1.25
    desk.press("Space")
    expect_playing(desk)
    desk.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Play or pause")


def test_typing_is_never_taken_for_a_key_of_the_player(desk: Desk, codes: dict[str, Code]):
    desk.drag("bimbingan")
    expect(desk.picker).to_be_visible()
    desk.page.keyboard.type("a ;,.")
    assert media(desk, "paused")
    assert media(desk, "currentTime") == 0
    desk.press("Escape")
    # A button keeps the space bar, in the text too.
    desk.page.get_by_role("button", name="Follow").focus()
    desk.press("Space")
    expect(desk.page.get_by_role("button", name="Follow")).to_have_attribute("aria-pressed", "true")
    assert media(desk, "paused")
    at(desk, 3).focus()
    desk.press("Space")
    expect_near(desk, 60)


def test_what_is_heard_can_be_stopped_while_typing(desk: Desk, codes: dict[str, Code]):
    at(desk, 1).click()
    desk.drag("bimbingan")
    expect(desk.picker).to_be_visible()
    desk.page.keyboard.type("nor")
    desk.press("F4")
    expect_playing(desk, False)
    place = media(desk, "currentTime")
    desk.press("F2")
    assert media(desk, "currentTime") == pytest.approx(place - 3, abs=0.01)
    desk.choose("m")
    desk.expect_stored(("bimbingan", ["Normative"]))


def test_coding_goes_on_while_it_plays(desk: Desk, codes: dict[str, Code]):
    at(desk, 1).click()
    expect_playing(desk)
    desk.drag("bimbingan", "teknis")
    desk.choose("Normative")
    desk.expect_stored(("bimbingan teknis", ["Normative"]))
    expect_playing(desk)


def test_a_reload_goes_on_where_it_was(desk: Desk):
    at(desk, 2).click()
    expect_near(desk, 40)
    desk.page.locator(".ws-player [data-speed]").select_option(label="1.5×")
    desk.page.reload()
    loaded(desk.page)
    expect_near(desk, 40, 5)
    assert media(desk, "paused")
    assert media(desk, "playbackRate") == 1.5
    expect(heard(desk)).to_have_attribute("data-index", "2")


def test_the_beginning_is_set_while_listening(desk: Desk):
    slider = desk.page.get_by_label("Place in the recording")
    slider.fill("37")
    menu = desk.page.get_by_role("button", name="More about the recording")
    menu.click()
    desk.page.get_by_role("button", name="The transcript’s 0:00 is here").click()
    expect(desk.toast).to_contain_text("0:00 is at 0:37 of the recording")
    assert Recording.objects.get().offset_ms == 37_000
    expect(heard(desk)).to_have_attribute("data-index", "0")
    at(desk, 1).click()
    expect_near(desk, 57)
    desk.press("Space")
    desk.click("triwulan")
    slider.fill("70")
    menu.click()
    desk.page.get_by_role("button", name="The turn at the caret begins here").click()
    expect(desk.toast).to_contain_text("0:00 is at 0:10 of the recording")
    assert Recording.objects.get().offset_ms == 10_000


def test_following_scrolls_to_what_is_heard(
    sit_down: Callable[..., Desk], interview: Callable[[str], Transcript], project: Project, lead: User
):
    said = "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan. " * 6
    talk = "\n\n".join(f"[00:{n // 6:02}:{n % 6 * 10:02}] Informan 1: {said}" for n in range(9 * 6))
    long = interview(talk)
    attach_recording(project=project, user=lead, transcript=long, file=ContentFile(sound(9 * 60), name="a.wav"))
    desk = sit_down(lead, long)
    loaded(desk.page)
    turn = desk.page.locator("#turn-30")
    slider = desk.page.get_by_label("Place in the recording")
    at(desk, 0).click()
    slider.fill("305")
    expect(heard(desk)).to_have_attribute("data-index", "30")
    expect(turn).not_to_be_in_viewport()
    desk.page.get_by_role("button", name="Follow").click()
    expect(turn).to_be_in_viewport()
    slider.fill("5")
    expect(desk.page.locator("#turn-0")).to_be_in_viewport()


def test_a_large_file_is_fetched_part_by_part(
    sit_down: Callable[..., Desk], record: Callable[[bytes], Recording], lead: User
):
    seconds = PART_BYTES * 2.5 // RATE
    record(sound(seconds))
    desk = sit_down(lead)
    loaded(desk.page)
    assert media(desk, "duration") == pytest.approx(seconds, abs=0.1)
    parts: list[str] = []
    desk.page.on("response", lambda got: parts.append(got.headers.get("content-range", "")))
    desk.page.evaluate(f"{MEDIA}.playbackRate = 16; {MEDIA}.currentTime = {seconds - 20}; {MEDIA}.play()")
    until(desk.page, f"{MEDIA}.ended")
    sent = [got.partition("/")[0].removeprefix("bytes ").split("-") for got in parts if got]
    assert sent
    assert all(int(last) - int(first) < PART_BYTES for first, last in sent)


def test_a_file_the_browser_cannot_play_is_explained(
    sit_down: Callable[..., Desk], record: Callable[[bytes], Recording], lead: User, codes: dict[str, Code]
):
    record(film())
    desk = sit_down(lead)
    problem = desk.page.locator(".ws-player-problem")
    expect(problem).to_contain_text("Your browser cannot play this file")
    expect(problem.get_by_role("link", name="Download the recording")).to_be_visible()
    assert violations(desk.page) == []


def test_a_recording_that_does_not_come_is_said_and_tried_again(desk: Desk):
    desk.page.route("**/recording/file/**", lambda route: route.abort())
    desk.page.reload()
    problem = desk.page.locator(".ws-player-problem")
    expect(problem).to_contain_text("The recording did not come")
    desk.page.unroute_all(behavior="wait")
    problem.get_by_role("button", name="Try again").click()
    expect(problem).to_be_hidden()
    loaded(desk.page)


def test_a_film_shows_its_picture_and_can_be_folded(
    sit_down: Callable[..., Desk], record: Callable[[bytes], Recording], lead: User, open_as: Callable[..., Page]
):
    record(base64.b64decode(open_as(lead).evaluate(FILM)))
    assert Recording.objects.get().content_type == "video/webm"
    desk = sit_down(lead)
    picture = desk.page.locator("video.ws-player-media")
    expect(picture).to_be_visible()
    fold = desk.page.get_by_role("button", name="Picture")
    expect(fold).to_have_attribute("aria-pressed", "true")
    fold.click()
    expect(picture).to_be_hidden()
    expect(fold).to_have_attribute("aria-pressed", "false")


def test_a_recording_is_added_from_the_workspace(
    sit_down: Callable[..., Desk], lead: User, transcript: Transcript, codes: dict[str, Code]
):
    desk = sit_down(lead)
    expect(desk.page.locator("#player")).to_have_count(0)
    desk.page.get_by_role("link", name="Add the recording").click()
    field = desk.page.get_by_label("Audio or video")
    field.set_input_files({"name": "foto.mp3", "mimeType": "audio/mpeg", "buffer": b"\x89PNG\r\n"})
    desk.page.get_by_role("button", name="Add", exact=True).click()
    expect(desk.page.get_by_role("alert")).to_contain_text("no audio or video file")
    field.set_input_files({"name": "Metro 01.wav", "mimeType": "audio/wav", "buffer": sound(SECONDS)})
    desk.page.get_by_role("button", name="Add", exact=True).click()
    expect(desk.page.get_by_role("heading", name="Metro 01.wav")).to_be_visible()
    assert Recording.objects.get().transcript == transcript
    assert violations(desk.page) == []
    desk.page.get_by_role("link", name="Listen and code").click()
    loaded(desk.page)
    assert violations(desk.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_player_is_accessible_while_it_plays(
    sit_down: Callable[..., Desk], record: Callable[[bytes], Recording], lead: User, theme: str
):
    lead.theme = theme
    lead.save(update_fields=["theme"])
    record(sound(SECONDS))
    desk = sit_down(lead)
    loaded(desk.page)
    at(desk, 1).click()
    expect(heard(desk)).to_have_count(1)
    desk.page.get_by_role("button", name="More about the recording").click()
    assert violations(desk.page) == []


def test_a_viewer_listens_and_changes_nothing(
    sit_down: Callable[..., Desk], record: Callable[[bytes], Recording], viewer: User
):
    record(sound(SECONDS))
    desk = sit_down(viewer)
    loaded(desk.page)
    at(desk, 1).click()
    expect_near(desk, 20)
    desk.page.get_by_role("button", name="More about the recording").click()
    expect(desk.page.get_by_role("link", name="Download the recording")).to_be_visible()
    expect(desk.page.get_by_role("button", name="The transcript’s 0:00 is here")).to_have_count(0)


def test_without_timestamps_it_still_plays(
    sit_down: Callable[..., Desk], interview: Callable[[str], Transcript], project: Project, lead: User
):
    plain = interview("Informan 1: Kami rutin mengadakan bimbingan teknis.")
    attach_recording(project=project, user=lead, transcript=plain, file=ContentFile(sound(20), name="a.wav"))
    desk = sit_down(lead, plain)
    loaded(desk.page)
    desk.click("bimbingan")
    desk.press("Space")
    expect_playing(desk)
    desk.press(";")
    expect(desk.toast).to_contain_text("No timestamp stands here")


def test_no_page_of_a_recording_scrolls_sideways(
    open_as: Callable[..., Page], record: Callable[[bytes], Recording], lead: User, transcript: Transcript
):
    record(sound(SECONDS))
    page = open_as(lead)
    page.set_viewport_size({"width": 360, "height": 780})
    for name in ("documents:recording_edit", "documents:recording_remove", "coding:workspace"):
        page.goto(reverse(name, args=[transcript.project_id, transcript.pk]))
        wait_until_calm(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name
