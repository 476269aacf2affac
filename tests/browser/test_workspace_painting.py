"""What is painted: overlaps of any depth, turns in view only, and the place a link leads to."""

from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, expect

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
    "() => document.querySelectorAll('main *').length - document.querySelectorAll('.ws-stripes, .ws-stripes *').length"
)
RANGES = "() => [...CSS.highlights.values()].reduce((sum, highlight) => sum + highlight.size, 0)"
# Indexes of the turns in which something is painted, and of those at most a window's height from view.
TURNS_PAINTED = """
() => {
  const turns = [...CSS.highlights.values()].flatMap((highlight) =>
    [...highlight].map((range) => Number(range.startContainer.parentElement.closest('.turn').dataset.index)));
  return turns.length ? [Math.min(...turns), Math.max(...turns)] : null;
}
"""
# The same by boxes and by stripes.
TURNS_WITH = """
(kind) => {
  const turns = [...document.querySelectorAll(kind)].map((box) => Number(box.closest('.turn').dataset.index));
  return turns.length ? [Math.min(...turns), Math.max(...turns)] : null;
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
# Turns that the browser lays out; the others cost nothing while they are out of view.
LAID_OUT = """
() => [...document.querySelectorAll('.turn')]
  .filter((turn) => turn.checkVisibility({contentVisibilityAuto: true})).length
"""
# How far the one stripe, and the one box where there is one, stand from the words: the largest distance in pixels.
ASTRAY = """
([left, top, right, bottom]) => {
  const boxes = [...document.querySelectorAll('.ws-box:not(.is-selected)')].map((box) => box.getBoundingClientRect());
  const stripes = [...document.querySelectorAll('.ws-stripe')].map((stripe) => stripe.getBoundingClientRect());
  const off = (rect) => [rect.top - top, rect.bottom - bottom];
  const beside = (rect) => [...off(rect), rect.left - left, rect.right - right];
  const apart = [...stripes.flatMap(off), ...boxes.flatMap(beside)];
  return stripes.length === 1 ? Math.max(...apart.map(Math.abs)) : Infinity;
}
"""


@pytest.fixture
def long(interview: Callable[[str], Transcript]) -> Transcript:
    return interview(LONG)


def code_every_turn(
    user: User, project: Project, transcript: Transcript, code: Code, count: int, *, first: int = 0
) -> None:
    assert transcript.current_id is not None
    turns = list(transcript.current.turns.order_by("index"))[first:]
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
    painted_near_view(desk, lambda: desk.page.evaluate(TURNS_PAINTED))
    go_to_the_middle(desk)
    painted_near_view(desk, lambda: desk.page.evaluate(TURNS_PAINTED))
    assert desk.page.evaluate(ELEMENTS) == bare


def go_to_the_middle(desk: Desk) -> None:
    desk.page.locator("#text-pane").evaluate("(pane) => { pane.scrollTop = pane.scrollHeight / 2; }")
    desk.eventually(lambda: desk.page.evaluate(IN_VIEW)[0] > TURNS / 6, True)


def painted_near_view(desk: Desk, read: Callable[[], list[int] | None]) -> None:
    """Wait until something is painted, and only where the reader is."""

    def is_near() -> bool:
        painted = read()
        near_first, near_last = desk.page.evaluate(IN_VIEW)
        assert near_last - near_first < TURNS / 2
        return painted is not None and near_first <= painted[0] <= painted[1] <= near_last

    desk.eventually(is_near, True)


def test_what_is_coded_elsewhere_costs_nothing_here(
    sit_down: Callable[..., Desk], project: Project, long: Transcript, codes: Codes, lead: User
) -> None:
    words = "Pada bulan 1 kami rutin"
    code_passage(lead, long, words, codes["Mimetic"])
    desk = sit_down(lead, long)
    desk.expect_painted(codes["Mimetic"], words)
    ranges, laid_out = desk.page.evaluate(RANGES), desk.page.evaluate(LAID_OUT)
    assert laid_out < TURNS / 2
    code_every_turn(lead, project, long, codes["Innovation"], 600, first=TURNS // 2)
    desk.page.reload()
    expect(desk.row(codes["Innovation"]).locator(".code-count")).to_have_text("600")
    desk.expect_painted(codes["Mimetic"], words)
    assert (desk.page.evaluate(RANGES), desk.page.evaluate(LAID_OUT)) == (ranges, laid_out)


def test_a_passage_of_many_turns_is_painted_where_the_reader_is(
    sit_down: Callable[..., Desk], project: Project, long: Transcript, codes: Codes, lead: User
) -> None:
    assert long.current is not None
    first, last = long.current.turns.order_by("index")[2], long.current.turns.order_by("index")[TURNS - 3]
    wanted = NewSegment(uuid4(), long.pk, long.version_id, first.start, last.end, (codes["Mimetic"].pk,))
    put_many_segments(project=project, user=lead, wanted=[wanted])
    desk = sit_down(lead, long)
    go_to_the_middle(desk)
    painted_near_view(desk, lambda: desk.page.evaluate(TURNS_PAINTED))
    painted_near_view(desk, lambda: desk.page.evaluate(TURNS_WITH, ".ws-stripe"))
    # Its words are what the server quotes, with the labels between the turns.
    quote = (
        "Pada bulan 2 kami rutin mengadakan bimbingan teknis untuk satker di kantor ini.\n\nInforman 2: Pada bulan 3"
    )
    assert long.current.text[first.start : first.start + len(quote)] == quote
    source = """async ([start, end]) => {
      const { Anchor } = await import('/static/js/annotator/anchor.js');
      return new Anchor(document.querySelector('#transcript')).source({start, end});
    }"""
    for start, end in (
        (first.start, last.end),
        (first.start - 4, first.start + 5),
        (0, 30),
        (first.end, first.end + 9),
    ):
        assert desk.page.evaluate(source, [start, end]) == long.current.text[start:end]


@pytest.mark.parametrize("painter", ["highlights", "boxes"])
def test_stripes_and_boxes_follow_the_words(
    sit_down: Callable[[User], Desk],
    context: BrowserContext,
    transcript: Transcript,
    codes: Codes,
    lead: User,
    painter: str,
) -> None:
    if painter == "boxes":
        context.add_init_script("delete window.Highlight")
    words = "bimbingan"
    code_passage(lead, transcript, words, codes["Innovation"])
    desk = sit_down(lead)
    page = desk.page

    def where() -> list[float]:
        left, top, right, bottom = desk.box(words)
        return [left, top, right, bottom]

    def is_beside_the_words() -> bool:
        return bool(page.evaluate(ASTRAY, where()) <= 1.5)

    desk.eventually(is_beside_the_words, True)
    changes = {
        "narrower": lambda: page.set_viewport_size({"width": 800, "height": 900}),
        "a phone": lambda: page.set_viewport_size({"width": 360, "height": 700}),
        "wider": lambda: page.set_viewport_size({"width": 1440, "height": 900}),
        "larger type": lambda: page.evaluate("document.documentElement.style.setProperty('--size-transcript', '27px')"),
        "another face": lambda: page.evaluate(
            "document.documentElement.style.setProperty('--font-transcript', 'monospace')"
        ),
        "zoom": lambda: context.new_cdp_session(page).send(
            "Emulation.setDeviceMetricsOverride",
            {"width": 1152, "height": 720, "deviceScaleFactor": 1.25, "mobile": False},
        ),
        "dark": lambda: page.emulate_media(color_scheme="dark"),
    }
    for name, change in changes.items():
        change()
        desk.eventually(lambda name=name: (name, is_beside_the_words()), (name, True))


def test_boxes_are_only_where_the_reader_is(
    sit_down: Callable[..., Desk],
    context: BrowserContext,
    project: Project,
    long: Transcript,
    codes: Codes,
    lead: User,
) -> None:
    context.add_init_script("delete window.Highlight")
    code_every_turn(lead, project, long, codes["Innovation"], 300)
    desk = sit_down(lead, long)
    painted_near_view(desk, lambda: desk.page.evaluate(TURNS_WITH, ".ws-box"))
    few = desk.page.locator(".ws-box").count()
    go_to_the_middle(desk)
    painted_near_view(desk, lambda: desk.page.evaluate(TURNS_WITH, ".ws-box"))
    assert desk.page.locator(".ws-box").count() < 3 * few


def test_a_link_to_a_segment_opens_there(
    sit_down: Callable[..., Desk], long: Transcript, codes: Codes, lead: User
) -> None:
    words = "Pada bulan 97 kami rutin"
    segment = code_passage(lead, long, words, codes["Mimetic"], memo="Far below")
    desk = sit_down(lead, long, f"?segment={segment}")
    desk.expect_painted("selected", words)
    _left, top, _right, bottom = desk.box(words)
    assert 60 < top < bottom < 900
    expect(desk.panel.locator("#memo")).to_have_value("Far below")
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
