"""What is painted: overlaps of any depth, turns in view only, and the place a link leads to."""

from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.services import NewSegment, put_many_segments
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]
TURNS = 120
LONG = "\n\n".join(
    f"Informan {1 + turn % 2}: Pada bulan {turn} kami rutin mengadakan bimbingan teknis untuk satker di kantor ini."
    for turn in range(TURNS)
)
STRIPE_BOXES = """
(stripes) => stripes.map((stripe) => {
  const { left, top, bottom } = stripe.getBoundingClientRect();
  return [stripe.title, left, top, bottom];
})
"""
# Elements of the page but for the stripes, which stand only beside turns in view.
ELEMENTS = (
    "() => document.querySelectorAll('*').length - document.querySelectorAll('.ws-stripes, .ws-stripes *').length"
)
RANGES = "() => [...CSS.highlights.values()].reduce((sum, highlight) => sum + highlight.size, 0)"
# Indexes of the turns in which something is painted, and of those at most a window's height from view.
TURNS_PAINTED = """
() => {
  const turns = [...CSS.highlights.values()].flatMap((highlight) =>
    [...highlight].map((range) => Number(range.startContainer.parentElement.closest('.turn').dataset.index)));
  return [Math.min(...turns), Math.max(...turns)];
}
"""
IN_VIEW = """
() => {
  const pane = document.querySelector('#text-pane').getBoundingClientRect();
  const near = [...document.querySelectorAll('.turn')].filter((turn) => {
    const { top, bottom } = turn.getBoundingClientRect();
    return bottom > pane.top - pane.height && top < pane.bottom + pane.height;
  });
  return [Number(near[0].dataset.index), Number(near.at(-1).dataset.index)];
}
"""


@pytest.fixture
def long(interview: Callable[[str], Transcript]) -> Transcript:
    return interview(LONG)


def code_every_turn(user: User, project: Project, transcript: Transcript, code: Code, count: int) -> None:
    assert transcript.current_id is not None
    turns = list(transcript.current.turns.order_by("index"))
    places = [(turns[number % len(turns)], 5 * (number // len(turns))) for number in range(count)]
    wanted = [
        NewSegment(uuid4(), transcript.pk, transcript.current_id, turn.start + shift, turn.end, (code.pk,))
        for turn, shift in places
    ]
    put_many_segments(project=project, user=user, wanted=wanted)


def test_twelve_on_the_same_words_can_be_told_apart(
    sit_down: Callable[[User], Desk], transcript: Transcript, codes: Codes, lead: User
) -> None:
    twelve = list(codes.values())[-12:]
    words = "Kami rutin mengadakan bimbingan teknis untuk satker"
    for depth, code in enumerate(twelve):
        code_passage(lead, transcript, words[: len(words) - depth], code)
    desk = sit_down(lead)
    stripes, more = desk.page.locator(".ws-stripe"), desk.page.locator(".ws-more")
    expect(more).to_be_visible()
    shown = stripes.count()
    assert shown >= 4
    assert more.inner_text() == f"+{12 - shown}"
    lefts = sorted(left for _name, left, _top, _bottom in stripe_boxes(desk))
    assert all(after - before >= 6 for before, after in pairwise(lefts))
    names = {name for name, *_box in stripe_boxes(desk)} | set((more.get_attribute("title") or "").split(", "))
    assert names == {code.name for code in twelve}
    # Two fills at most lie on one another, or the words could not be read; here the narrowest two.
    fills = {key: texts for key, texts in desk.painted().items() if any("Kami" in text for text in texts)}
    assert set(fills) == {str(code.pk) for code in twelve[-2:]}
    # The sign leads to those that found no room, one after the other.
    seen = set()
    for _ in range(12 - shown):
        more.click()
        seen.update(desk.painted()["selected"])
    assert len(seen) == 12 - shown


def test_stripes_of_passages_on_the_same_line_stand_side_by_side(
    sit_down: Callable[[User], Desk], transcript: Transcript, codes: Codes, lead: User
) -> None:
    for words, code in (("Kami", "Coercive"), ("rutin", "Mimetic"), ("mengadakan", "Normative")):
        code_passage(lead, transcript, words, codes[code])
    desk = sit_down(lead)
    expect(desk.page.locator(".ws-stripe")).to_have_count(3)
    lefts, tops = zip(*((left, top) for _name, left, top, _bottom in stripe_boxes(desk)), strict=True)
    assert len(set(tops)) == 1
    assert len(set(lefts)) == 3


def stripe_boxes(desk: Desk) -> list[tuple[str, float, float, float]]:
    """Name, left, top and bottom of every stripe."""
    boxes: list[tuple[str, float, float, float]] = desk.page.locator(".ws-stripe").evaluate_all(STRIPE_BOXES)
    return boxes


def test_elements_and_ranges_do_not_grow_with_the_segments(
    sit_down: Callable[..., Desk], project: Project, long: Transcript, codes: Codes, lead: User
) -> None:
    desk = sit_down(lead, long)
    bare = desk.page.evaluate(ELEMENTS)
    code_every_turn(lead, project, long, codes["Innovation"], 200)
    desk.page.reload()
    expect(desk.row(codes["Innovation"]).locator(".code-count")).to_have_text("200")
    desk.eventually(lambda: desk.page.evaluate(RANGES) > 0, True)
    assert desk.page.evaluate(ELEMENTS) == bare
    painted_near_view(desk.page)
    desk.page.locator("#text-pane").evaluate("(pane) => { pane.scrollTop = pane.scrollHeight / 2; }")
    desk.eventually(lambda: desk.page.evaluate(TURNS_PAINTED)[0] > TURNS / 4, True)
    painted_near_view(desk.page)
    assert desk.page.evaluate(ELEMENTS) == bare


def painted_near_view(page: Page) -> None:
    first, last = page.evaluate(TURNS_PAINTED)
    near_first, near_last = page.evaluate(IN_VIEW)
    assert near_first <= first <= last <= near_last
    assert near_last - near_first < TURNS / 2


def test_a_link_to_a_segment_opens_there(
    sit_down: Callable[..., Desk], long: Transcript, codes: Codes, lead: User
) -> None:
    words = "Pada bulan 97 kami rutin"
    segment = code_passage(lead, long, words, codes["Mimetic"], memo="Far below")
    desk = sit_down(lead, long, f"?segment={segment}")
    desk.expect_painted("selected", words)
    _left, top, _right, bottom = desk.box(words)
    assert 60 < top < bottom < 900
    expect(desk.panel.locator("textarea")).to_have_value("Far below")
    expect(desk.page.locator("#transcript")).to_be_focused()
    # A link to a segment that is gone opens the transcript all the same.
    desk.page.goto(desk.page.url.split("?")[0] + f"?segment={uuid4()}")
    expect(desk.row(codes["Mimetic"]).locator(".code-count")).to_have_text("1")


def test_keys_go_through_a_long_interview(sit_down: Callable[..., Desk], long: Transcript, lead: User) -> None:
    desk = sit_down(lead, long)
    active = "() => Number(document.querySelector('.turn.is-active').dataset.index)"
    desk.press("j", *["ArrowDown"] * 41)
    assert 20 <= desk.page.evaluate(active) <= 41
    in_sight(desk)
    desk.press("g")
    desk.page.keyboard.type("200")
    desk.press("Enter")
    desk.eventually(lambda: desk.page.evaluate(active) > 90, True)
    in_sight(desk)
    before = desk.page.evaluate(active)
    desk.press(*["k"] * 30)
    desk.eventually(lambda: desk.page.evaluate(active), before - 30)
    in_sight(desk)
    desk.press(*["Shift+ArrowDown"] * 9)
    selected = desk.selected_words()
    assert all(f"Pada bulan {before - 30 + turn} " in selected for turn in range(1, 4))


def in_sight(desk: Desk) -> None:
    """The caret stands inside the pane, once what lies on the way has its height."""
    inside = """() => {
      const pane = document.querySelector('#text-pane').getBoundingClientRect();
      const { top, bottom } = document.querySelector('.ws-caret').getBoundingClientRect();
      return pane.top <= top && top < bottom && bottom <= pane.bottom;
    }"""
    desk.eventually(lambda: desk.page.evaluate(inside), True)


def test_browsers_without_custom_highlights_get_boxes(
    sit_down: Callable[[User], Desk], context: BrowserContext, transcript: Transcript, codes: Codes, lead: User
) -> None:
    context.add_init_script("delete window.Highlight")
    code_passage(lead, transcript, "bimbingan teknis", codes["Innovation"])
    desk = sit_down(lead)
    box = desk.page.locator(".ws-box")
    expect(box).to_have_count(1)
    placed = box.bounding_box()
    assert placed
    left, top, right, bottom = desk.box("bimbingan teknis")
    wanted = (left, top, right - left, bottom - top)
    assert (placed["x"], placed["y"], placed["width"], placed["height"]) == pytest.approx(wanted, abs=1)
    desk.click("bimbingan")
    expect(desk.page.locator(".ws-box.is-selected")).to_have_count(1)
    expect(desk.panel.locator(".ws-quote")).to_have_text("bimbingan teknis")


def test_the_colours_follow_the_theme(
    sit_down: Callable[[User], Desk], transcript: Transcript, codes: Codes, lead: User
) -> None:
    code_passage(lead, transcript, "bimbingan teknis", codes["Innovation"])
    desk = sit_down(lead)
    desk.expect_painted(codes["Innovation"], "bimbingan teknis")
    fill = "(id) => getComputedStyle(document.querySelector('#transcript'), `::highlight(ws-${id})`).backgroundColor"
    light = desk.page.evaluate(fill, str(codes["Innovation"].pk))
    desk.page.emulate_media(color_scheme="dark")
    desk.eventually(lambda: desk.page.evaluate(fill, str(codes["Innovation"].pk)) != light, True)
