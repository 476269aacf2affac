/**
 * Commands that move: turns, segments, lines, the caret, and what is selected.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 * @import {Caret, Step} from "./caret.js"
 * @import {Segment, Span} from "./types.js"
 * @import {TextSelection} from "./selection.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Deps
 * @property {HTMLElement} pane
 * @property {string} language
 * @property {Store} store
 * @property {Anchor} anchor
 * @property {Caret} caret
 * @property {TextSelection} selection
 * @property {Announcer} announcer
 */
import { sentenceSpan } from "./borders.js";
import { keepInView } from "./dom.js";

export class Navigation {
  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
    this.store = deps.store;
    this.anchor = deps.anchor;
    this.caret = deps.caret;
  }

  /** @param {number} way -1 or 1 */
  turn(way) {
    const here = this.anchor.turnAt(this.caret.home);
    const turn = this.caret.offset === null ? here : this.anchor.turns[here.index + way];
    if (!turn) return;
    this.#drop();
    this.goTo(turn.start);
    this.deps.announcer.turn(turn.start);
  }

  /** @param {number} way -1 or 1 */
  segment(way) {
    const { layers } = this.store.view;
    const all = layers.isOn ? this.store.all().filter((one) => layers.passes(one)) : this.store.all();
    const next = way > 0 ? this.#after(all) : this.#before(all);
    if (next) this.select(next.id);
    else
      this.deps.announcer.hint(
        way > 0 ? gettext("No segment after this.") : gettext("No segment before this."),
      );
  }

  /** @param {string} id */
  select(id) {
    const segment = this.store.get(id);
    if (!segment) return;
    this.store.look({ selected: id, span: null, held: false });
    this.goTo(segment.start);
    this.#describe(segment, this.store.at(segment.start));
  }

  /**
   * Selects without moving the caret, and scrolls only if the segment is out of sight.
   *
   * @param {Segment} segment
   */
  show(segment) {
    this.store.look({ selected: segment.id, span: null, held: false });
    this.deps.selection.drop();
    keepInView(
      this.deps.pane,
      this.anchor.rangeOf({ start: segment.start, end: segment.start + 1 }).getBoundingClientRect(),
    );
    this.#describe(segment, this.store.at(segment.start));
  }

  /**
   * Selects the narrowest segment at a place; again, the next one that lies there. What is dimmed comes last.
   *
   * @param {number} offset
   */
  selectAt(offset) {
    const { layers, selected } = this.store.view;
    const here = this.store.at(offset).filter((one) => layers.isThere(one));
    const [first, rest] = [true, false].map((wanted) => here.filter((one) => layers.passes(one) === wanted));
    const order = [...(first ?? []), ...(rest ?? [])];
    const next = order[(order.findIndex(({ id }) => id === selected) + 1) % order.length];
    this.store.look({ selected: next?.id ?? null, span: null, held: false });
    if (next) this.#describe(next, order);
  }

  selectHere() {
    this.selectAt(this.caret.home);
  }

  /** @param {Span} span */
  selectSpan(span) {
    this.deps.selection.set(span);
    this.caret.moved(span.end);
    this.caret.reveal();
    this.deps.announcer.selection(span);
  }

  selectSentence() {
    const { span } = this.store.view;
    const from = span ? this.#wordAfter(span.end) : this.caret.home;
    const sentence = from === null ? null : sentenceSpan(this.anchor, from, this.deps.language);
    if (sentence) this.selectSpan({ start: span?.start ?? sentence.start, end: sentence.end });
  }

  selectTurn() {
    const { span } = this.store.view;
    const here = this.anchor.turnAt(span ? span.end : this.caret.home, span ? "end" : "start");
    const whole = span !== null && span.start <= here.start && span.end >= here.end;
    const last = whole ? this.anchor.turns[here.index + 1] : here;
    if (last) this.selectSpan({ start: whole ? span.start : here.start, end: last.end });
  }

  /**
   * @param {boolean} extend
   * @param {string} value such as "left word"
   */
  move(extend, value) {
    const [direction, step] = /** @type {["left" | "right" | "forward" | "backward", Step]} */ (
      value.split(" ")
    );
    this.deps.selection.restore();
    const before = this.#under();
    this.caret.move(extend, direction, step);
    this.deps.selection.read();
    this.caret.reveal();
    if (extend) this.deps.announcer.selection(this.store.view.span);
    else this.deps.announcer.moved(this.caret.home, step, before, this.#under());
  }

  /** @param {number} offset */
  goTo(offset) {
    this.returnToText();
    this.anchor.turnAt(offset).element.scrollIntoView({ block: "nearest" });
    this.caret.place(offset);
    // Turns on the way had only an estimated height: look again when they have been laid out.
    requestAnimationFrame(() => this.caret.reveal());
  }

  /** @param {number} line */
  goToLine(line) {
    const offset = this.anchor.offsetOfLine(line);
    if (offset === null)
      return this.deps.announcer.hint(interpolate(gettext("There is no line %s."), [line]));
    this.goTo(offset);
    this.deps.announcer.turn(offset);
  }

  /**
   * After coding: the segment is selected in place of its words.
   *
   * @param {string} id
   */
  settle(id) {
    this.store.look({ selected: id, span: null, held: false });
    this.deps.selection.drop();
  }

  /**
   * One step back: the selected words, then the segment.
   *
   * @returns {boolean} whether there was one
   */
  back() {
    const { span, selected } = this.store.view;
    if (span) this.deps.selection.clear();
    else if (selected) this.store.look({ selected: null });
    return span !== null || selected !== null;
  }

  /** The focus goes to the text, and a held selection with it. */
  returnToText() {
    this.anchor.article.focus({ preventScroll: true });
    this.deps.selection.restore();
  }

  /**
   * @param {Span} span
   * @param {number} [floor] what lies under this line of the viewport is covered
   * @returns {DOMRect | null} of its last line, brought into view
   */
  endOf(span, floor) {
    const last = () => this.anchor.rectsOf(span).at(-1) ?? null;
    const rect = last();
    if (rect) keepInView(this.deps.pane, rect, floor);
    return last();
  }

  /** @param {readonly Segment[]} all */
  #after(all) {
    const at = all.findIndex(({ id }) => id === this.store.view.selected);
    return at >= 0 ? all[at + 1] : all.find(({ start }) => start >= this.caret.home);
  }

  /** @param {readonly Segment[]} all */
  #before(all) {
    const at = all.findIndex(({ id }) => id === this.store.view.selected);
    return at >= 0 ? all[at - 1] : all.findLast(({ start }) => start < this.caret.home);
  }

  /**
   * @param {number} offset
   * @returns {number | null} where the next words begin
   */
  #wordAfter(offset) {
    const turn = this.anchor.turnAt(offset, "end");
    const behind = this.anchor.text(turn).slice(this.anchor.unitIn(offset, turn));
    if (behind.trim()) return offset + (behind.length - behind.trimStart().length);
    return this.anchor.turns[turn.index + 1]?.start ?? null;
  }

  /** What lies under the caret, as far as it is shown. */
  #under() {
    const { offset } = this.caret;
    if (offset === null) return [];
    return this.store.between(offset, offset + 1).filter((one) => this.store.view.layers.isThere(one));
  }

  #drop() {
    this.store.look({ span: null, held: false, selected: null });
  }

  /**
   * @param {Segment} segment
   * @param {readonly Segment[]} here
   */
  #describe(segment, here) {
    const nth = here.findIndex(({ id }) => id === segment.id) + 1;
    this.deps.announcer.segment(segment, Math.max(nth, 1), here.length);
  }
}
