/**
 * What the reader has selected, by mouse, touch or keyboard, as one span in the store; and clicks that are not
 * selections. A span outlives the native selection (the filter of the picker takes that away): it is then "held"
 * and painted, until the reader selects, clicks or lets go.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Span} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Handlers
 * @property {() => void} selected by mouse or pen, the button is up
 * @property {() => void} touched a selection by touch has come to rest or gone
 * @property {(offset: number) => void} clicked
 * @property {(offset: number) => void} moved the caret is here now
 */
import { asElement } from "./dom.js";
import { sameSpan } from "./offsets.js";

const TOUCH_REST_MS = 250;
const CLICK_SLACK_PX = 4;

export class TextSelection {
  /** @type {{x: number, y: number} | null} */
  #pressed = null;
  #presses = 0;
  #pointer = "mouse";
  #rest = 0;
  /**
   * The native selection that was read last.
   *
   * @type {unknown[]}
   */
  #read = [];

  /**
   * @param {Anchor} anchor
   * @param {Store} store
   * @param {Handlers} handlers
   */
  constructor(anchor, store, handlers) {
    this.anchor = anchor;
    this.store = store;
    this.handlers = handlers;
    document.addEventListener("selectionchange", () => this.read());
    document.addEventListener("pointerup", (event) => this.#released(event));
    anchor.article.addEventListener("pointerdown", (event) => this.#press(event));
    anchor.article.addEventListener("copy", (event) => this.#copy(event));
  }

  /** @param {Span} span selects it as if the reader had */
  set(span) {
    const native = getSelection();
    const range = this.anchor.rangeOf(span);
    native?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    this.store.look({ span, held: false, selected: null });
  }

  /** Lets go of the span. */
  clear() {
    const { span } = this.store.view;
    if (!span) return;
    this.store.look({ span: null, held: false });
    const place = this.anchor.place(span.end, "end");
    getSelection()?.collapse(place.node, place.unit);
  }

  /** The browser lets go of the words as well; a caret stands behind them. */
  drop() {
    const native = getSelection();
    if (native?.focusNode && !native.isCollapsed && this.anchor.article.contains(native.focusNode))
      native.collapseToEnd();
  }

  /** Gives a held span back to the browser, so that Shift and the arrows go on from it. */
  restore() {
    this.read();
    const { span, held } = this.store.view;
    if (span && held) this.set(span);
  }

  get byTouch() {
    return this.#pointer === "touch";
  }

  /** Browsers report a changed selection a little later; keys typed fast must not meet the one before it. */
  read() {
    const native = getSelection();
    const now = [native?.anchorNode, native?.anchorOffset, native?.focusNode, native?.focusOffset];
    if (now.every((part, i) => part === this.#read[i])) return;
    this.#read = now;
    this.#changed(native);
  }

  /** @param {Selection | null} native */
  #changed(native) {
    const inside = native?.focusNode && this.anchor.article.contains(native.focusNode);
    if (!native || !inside || native.rangeCount === 0) {
      this.store.look({ held: this.store.view.span !== null });
      return;
    }
    const span = native.isCollapsed ? null : this.anchor.spanOf(native.getRangeAt(0));
    const { span: before } = this.store.view;
    if (span && before && sameSpan(span, before)) this.store.look({ held: false });
    else this.store.look(span ? { span, held: false, selected: null } : { span, held: false });
    this.handlers.moved(this.#focusOffset(native));
    if (this.byTouch) this.#settle();
  }

  /** @param {Selection} native */
  #focusOffset(native) {
    const forward = !native.isCollapsed && native.getRangeAt(0).endContainer === native.focusNode;
    return this.anchor.offsetAt(
      /** @type {Node} */ (native.focusNode),
      native.focusOffset,
      forward ? "end" : "start",
    );
  }

  #settle() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.handlers.touched(), TOUCH_REST_MS);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.#pointer = event.pointerType;
    this.#presses += 1;
    this.#pressed = event.button === 0 ? { x: event.clientX, y: event.clientY } : null;
    if (event.shiftKey) this.restore();
  }

  /** @param {PointerEvent} event */
  #released(event) {
    const pressed = this.#pressed;
    const number = this.#presses;
    this.#pressed = null;
    if (!pressed) return;
    const still = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < CLICK_SLACK_PX;
    // A click into a selection only collapses it after the button is up.
    setTimeout(() => {
      // Of a double click only the second release counts, however late the first is heard of.
      if (number !== this.#presses) return;
      if (this.store.view.span && !this.store.view.held) {
        if (!this.byTouch) this.handlers.selected();
      } else if (still && asElement(event.target)?.closest(".turn-text")) this.#click(event);
    });
  }

  /** @param {PointerEvent} event */
  #click(event) {
    const offset = this.anchor.offsetAtPoint(event.clientX, event.clientY);
    if (offset !== null) this.handlers.clicked(offset);
  }

  /**
   * Lines are blocks, and blocks copy with a line break each: give the words as they were said.
   *
   * @param {ClipboardEvent} event
   */
  #copy(event) {
    const { span } = this.store.view;
    if (!span || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", this.anchor.quote(span));
    event.preventDefault();
  }
}
