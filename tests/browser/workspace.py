"""The workspace as a reader works with it: keys and pointer go in; what is painted and what is stored come out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Segment
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Transcript

Words = tuple[float, float, float, float]

# Where words of one line are: left, top, right and bottom in the viewport. `nth` counts from 0.
BOX_OF_WORDS = """
([words, nth]) => {
  const placeIn = (line, at) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    for (; at > node.length; node = walker.nextNode()) at -= node.length;
    return [node, at];
  };
  for (const line of document.querySelectorAll('.line')) {
    for (let at = line.textContent.indexOf(words); at >= 0; at = line.textContent.indexOf(words, at + 1)) {
      if (nth-- > 0) continue;
      const range = document.createRange();
      range.setStart(...placeIn(line, at));
      range.setEnd(...placeIn(line, at + words.length));
      const { left, top, right, bottom } = range.getBoundingClientRect();
      return [left, top, right, bottom];
    }
  }
  throw new Error('not on one line: ' + words);
}
"""
# Every highlight that is not empty, by its name without the prefix: the words each of its ranges covers.
PAINTED = """
() => Object.fromEntries([...CSS.highlights].flatMap(([name, highlight]) => {
  const words = [...highlight].map((range) => {
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.toString();
  });
  return words.length ? [[name.replace('ws-', ''), words.sort()]] : [];
}))
"""
SELECTED = "() => getSelection().isCollapsed ? '' : getSelection().getRangeAt(0).toString()"


@dataclass(frozen=True)
class Desk:
    """One transcript open in one page."""

    page: Page
    transcript: Transcript

    # --- what a reader does ---------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def box(self, words: str, nth: int = 0) -> Words:
        left, top, right, bottom = self.page.evaluate(BOX_OF_WORDS, [words, nth])
        return left, top, right, bottom

    def drag(self, first: str, last: str | None = None) -> None:
        """Select with the mouse from where `first` begins to where `last` (or `first`) ends."""
        left, top, _right, bottom = self.box(first)
        _left, end_top, right, end_bottom = self.box(last or first)
        mouse = self.page.mouse
        mouse.move(left, (top + bottom) / 2)
        mouse.down()
        mouse.move((left + right) / 2, (end_top + end_bottom) / 2, steps=3)
        mouse.move(right, (end_top + end_bottom) / 2, steps=3)
        mouse.up()

    def click(self, words: str, nth: int = 0) -> None:
        left, top, right, bottom = self.box(words, nth)
        self.page.mouse.click((left + right) / 2, (top + bottom) / 2)

    def choose(self, typed: str) -> None:
        """Type in the open picker and take the first code found."""
        expect(self.picker).to_be_visible()
        self.page.keyboard.type(typed)
        self.press("Enter")

    # --- what a reader sees ---------------------------------------------------------------------------------

    @property
    def picker(self) -> Locator:
        return self.page.locator(".ws-picker")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#detail")

    @property
    def toast(self) -> Locator:
        return self.page.locator(".ws-toast")

    @property
    def said(self) -> Locator:
        """What screen readers are told."""
        return self.page.locator("#ws-live")

    def row(self, code: Code) -> Locator:
        return self.page.locator(f'.ws-codes [data-code="{code.pk}"]')

    def selected_words(self) -> str:
        return str(self.page.evaluate(SELECTED))

    def painted(self) -> dict[str, list[str]]:
        """The words under every fill, by code id; "selected" is the underline, "pending" the words to be coded."""
        painted: dict[str, list[str]] = self.page.evaluate(PAINTED)
        return painted

    def expect_selected_words(self, words: str) -> None:
        self.eventually(self.selected_words, words)

    def expect_painted(self, key: Code | str, *words: str) -> None:
        name = key if isinstance(key, str) else str(key.pk)
        self.eventually(lambda: self.painted().get(name, []), sorted(words))

    # --- what the server keeps ------------------------------------------------------------------------------

    def expect_stored(self, *wanted: tuple[str, Iterable[str]]) -> None:
        """Wait until the transcript has exactly these passages: (quote, names of codes). Quotes are checked too."""
        self.eventually(self._stored, sorted((quote, sorted(codes)) for quote, codes in wanted))
        for segment in self.segments():
            assert segment.quote == segment.version.text[segment.start : segment.end]

    def segments(self) -> list[Segment]:
        return list(Segment.objects.filter(transcript=self.transcript).select_related("version").order_by("start"))

    def _stored(self) -> list[tuple[str, list[str]]]:
        segments = Segment.objects.filter(transcript=self.transcript).prefetch_related("codings__code")
        return sorted(
            (segment.quote, sorted(coding.code.name for coding in segment.codings.all())) for segment in segments
        )

    def eventually(self, read: Callable[[], Any], wanted: Any) -> None:
        """Wait, at most half a minute, until reading gives what is wanted."""
        for _ in range(1500):
            if read() == wanted:
                return
            self.page.wait_for_timeout(20)
        got = read()
        assert got == wanted, f"{got!r} instead of {wanted!r}"


def wait_until_ready(page: Page) -> None:
    """The text is there before the annotator is; counts in the tree say that it has begun, and its panels listen."""
    expect(page.locator("#workspace")).to_have_attribute("data-ready", "yes")
    expect(page.locator(".code-count").first).to_have_text(re.compile(r"\d"))
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)


def send_now(page: Page) -> None:
    """Ask that what is unsent be sent at once. It may have been sent by itself meanwhile, and the button be gone."""
    page.locator("#send-now").dispatch_event("click")


def wait_until_calm(page: Page) -> None:
    """Everything is there. A workspace never stops asking for news, so it says by itself that it is ready."""
    if page.locator("#workspace").count():
        expect(page.locator("#workspace")).to_have_attribute("data-ready", "yes")
        expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    else:
        page.wait_for_load_state("networkidle")


def address(transcript: Transcript) -> str:
    return reverse("coding:workspace", args=[transcript.project_id, transcript.pk])


def code_passage(user: User, transcript: Transcript, words: str, *codes: Code, memo: str = "") -> UUID:
    """Code the first place where the words stand, through the service, as another page would have."""
    assert transcript.current_id is not None
    start = transcript.current.text.index(words)
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.current_id, start, start + len(words), ids, memo or None)
    put_segment(project=transcript.project, user=user, wanted=wanted)
    return wanted.id
