/**
 * A caret in text that cannot be edited: the browser moves it (Selection.modify knows words, lines and scripts),
 * an element of ours shows it.
 *
 * @import {Anchor} from "./anchor.js"
 */
import { element, keepInView } from "./dom.js";

/** @typedef {"character" | "word" | "line" | "lineboundary"} Step */

export class Caret {
  #mark = element("div", { class: "ws-caret", "aria-hidden": "true", hidden: true });
  /** @type {HTMLElement | null} */
  #active = null;
  /** @type {number | null} */
  offset = null;

  /**
   * @param {HTMLElement} pane
   * @param {Anchor} anchor
   */
  constructor(pane, anchor) {
    this.pane = pane;
    this.anchor = anchor;
    pane.append(this.#mark);
    new ResizeObserver(() => this.draw()).observe(anchor.article);
  }

  /** @returns {number} the caret, or the first words in view when there is none yet */
  get home() {
    if (this.offset !== null) return this.offset;
    const top = this.pane.getBoundingClientRect().top;
    const turn = this.anchor.turns.find(({ element: one }) => one.getBoundingClientRect().bottom > top + 8);
    return turn?.start ?? 0;
  }

  /** @param {number} offset where the native selection says it is */
  moved(offset) {
    this.offset = offset;
    const turn = this.anchor.turnAt(offset).element;
    if (turn !== this.#active) {
      this.#active?.classList.remove("is-active");
      turn.classList.add("is-active");
      this.#active = turn;
    }
    this.draw();
  }

  /**
   * @param {number} offset
   * @param {boolean} [scroll]
   */
  place(offset, scroll = true) {
    const { node, unit } = this.anchor.place(offset);
    getSelection()?.collapse(node, unit);
    this.moved(offset);
    if (scroll) this.reveal();
  }

  /**
   * @param {boolean} extend
   * @param {"left" | "right" | "forward" | "backward"} direction
   * @param {Step} step
   */
  move(extend, direction, step) {
    const native = getSelection();
    if (!native) return;
    if (!this.anchor.article.contains(native.focusNode)) this.place(this.home, false);
    const { focusNode, focusOffset } = native;
    native.modify(extend ? "extend" : "move", direction, step);
    const stuck = native.focusNode === focusNode && native.focusOffset === focusOffset;
    if (stuck || !this.anchor.article.contains(native.focusNode)) this.#leap(native, extend, direction);
  }

  /** Brings the caret into view. */
  reveal() {
    const rect = this.#rect();
    if (rect) keepInView(this.pane, rect);
  }

  /** Shows the caret where the text is now. */
  draw() {
    const rect = this.#rect();
    this.#mark.hidden = rect === null;
    if (!rect) return;
    const frame = this.pane.getBoundingClientRect();
    this.#mark.style.left = `${rect.left - frame.left + this.pane.scrollLeft}px`;
    this.#mark.style.top = `${rect.top - frame.top + this.pane.scrollTop}px`;
    this.#mark.style.height = `${rect.height}px`;
  }

  #rect() {
    if (this.offset === null) return null;
    const { node, unit } = this.anchor.place(this.offset);
    const range = document.createRange();
    range.setStart(node, unit);
    const rect = range.getClientRects()[0] ?? range.getBoundingClientRect();
    return rect.height ? rect : null;
  }

  /**
   * The browser does not step into turns it has not laid out: go to the neighbour by hand.
   *
   * @param {Selection} native
   * @param {boolean} extend
   * @param {string} direction
   */
  #leap(native, extend, direction) {
    const ahead = direction === "right" || direction === "forward";
    const here = this.anchor.turnAt(this.home);
    const turn = this.anchor.turns[here.index + (ahead ? 1 : -1)];
    const offset = turn ? (ahead ? turn.start : turn.end) : ahead ? here.end : here.start;
    const { node, unit } = this.anchor.place(offset, ahead ? "start" : "end");
    if (extend) native.extend(node, unit);
    else native.collapse(node, unit);
  }
}
