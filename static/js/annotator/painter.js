/**
 * Decides what is painted and when: turns in or near view, again when their segments or their size change.
 * The work is bounded by what the window shows, never by how much has been coded.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Ink, SegmentChange, Span, Turn, View} from "./types.js"
 * @import {Store} from "./store.js"
 * @import {Stripes} from "./stripes.js"
 */
import { LAYERS } from "./colours.js";
import { intersection } from "./offsets.js";
import { fills } from "./pieces.js";
import { Sight } from "./sight.js";

/** The mark of what the layers leave out: there, and no more. */
const DIM = "dim";

export class Painter {
  #sight;
  #ink;
  #stripes;
  #sizes;

  /**
   * @param {HTMLElement} pane what scrolls
   * @param {Anchor} anchor
   * @param {Store} store
   * @param {Ink} ink
   * @param {Stripes} stripes
   */
  constructor(pane, anchor, store, ink, stripes) {
    this.anchor = anchor;
    this.store = store;
    this.#ink = ink;
    this.#stripes = stripes;
    this.#sizes = new ResizeObserver((entries) => this.#paint(this.#turnsOf(entries)));
    this.#sight = new Sight(pane, anchor.turns, (entered, left) => this.#moved(entered, left));
    store.onSegments((changes) => this.#changed(changes));
    store.onView((view, before) => this.#looked(view, before));
  }

  /** Colours of the page have changed. */
  restyle() {
    this.#ink.restyle();
    this.#paint([...this.#sight.near]);
  }

  /**
   * Painting itself is left to the first report of the size observer, which comes when the layout is clean.
   *
   * @param {readonly Turn[]} entered
   * @param {readonly Turn[]} left
   */
  #moved(entered, left) {
    for (const turn of left) {
      this.#sizes.unobserve(turn.element);
      this.#ink.clear(turn);
      this.#stripes.clear(turn);
    }
    for (const turn of entered) this.#sizes.observe(turn.element);
  }

  /** @param {readonly SegmentChange[]} changes */
  #changed(changes) {
    this.#stripes.update(changes);
    this.#paintOver(changes.flatMap(({ before, after }) => [before, after]));
  }

  /**
   * @param {View} view
   * @param {View} before
   */
  #looked(view, before) {
    if (view.layers !== before.layers) return this.#paint([...this.#sight.near]);
    const shown = (/** @type {View} */ { selected, span, held, hits, hit, drop }) => [
      this.store.get(selected),
      held ? span : null,
      drop,
      ...(view.hits === before.hits ? [] : hits),
      hit,
    ];
    this.#paintOver([...shown(view), ...shown(before)]);
  }

  /** @param {readonly (Span | null | undefined)[]} spans */
  #paintOver(spans) {
    const touched = [...this.#sight.near].filter((turn) =>
      spans.some((span) => span && intersection(span, turn)),
    );
    if (touched.length) this.#paint(touched);
  }

  /** @param {readonly ResizeObserverEntry[]} entries */
  #turnsOf(entries) {
    // A turn that has got its true height moves the others, perhaps into view.
    requestAnimationFrame(() => this.#sight.look());
    const turns = entries.map(({ target }) => this.anchor.turnOf(target));
    return /** @type {Turn[]} */ (turns.filter((turn) => turn && this.#sight.near.has(turn)));
  }

  /** @param {readonly Turn[]} turns */
  #paint(turns) {
    const marks = new Map(turns.map((turn) => [turn, this.#marks(turn)]));
    // Everything is measured before anything is written: in between the browser would lay out again.
    const writers = [this.#ink.paint(marks), this.#stripes.draw(turns)];
    for (const write of writers) write();
  }

  /** @param {Turn} turn */
  #marks(turn) {
    const { layers, selected, span, held, hits, hit, drop } = this.store.view;
    const there = this.store.between(turn.start, turn.end).flatMap((segment) => {
      const part = /** @type {Span} */ (intersection(segment, turn));
      return segment.codings.map(({ code }) => ({ ...part, key: layers.shows(segment, code) ? code : DIM }));
    });
    const coded = there.filter(({ key }) => key !== DIM);
    const marks = fills(coded, LAYERS);
    const rest = layers.wanted.hides ? [] : there.filter(({ key }) => key === DIM);
    for (const [key, spans] of fills(rest, 1)) marks.set(key, spans);
    this.#mark(marks, "selected", this.store.get(selected) ?? null, turn);
    this.#mark(marks, "pending", held ? span : null, turn);
    this.#mark(marks, "drop", drop, turn);
    for (const one of hits) this.#mark(marks, one === hit ? "hit-now" : "hit", one, turn);
    return marks;
  }

  /**
   * @param {Map<string, Span[]>} marks
   * @param {string} key
   * @param {Span | null} span
   * @param {Turn} turn
   */
  #mark(marks, key, span, turn) {
    const part = span && intersection(span, turn);
    if (part) marks.set(key, [...(marks.get(key) ?? []), part]);
  }
}
