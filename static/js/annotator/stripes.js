/**
 * The stripes in the margin: one for every coding, in a column of its own, only in turns that are in or near view.
 * Columns beyond the room in the margin are not drawn but counted ("+3"), so that the text never moves.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Segment, SegmentChange, Turn} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {{segment: Segment, code: string, lane: number}} Stripe
 */
import { element, required } from "./dom.js";
import { Lanes } from "./lanes.js";
import { intersection } from "./offsets.js";

const STEP_PX = 9;
/** The room that "+12" takes. */
const SIGN_COLUMNS = 3;
/** Stands for the code of a segment that has none: a passage with only a memo. */
const NO_CODE = "";

export class Stripes {
  #lanes = new Lanes();

  /**
   * @param {Anchor} anchor
   * @param {Store} store
   * @param {Codebook} codebook
   */
  constructor(anchor, store, codebook) {
    this.anchor = anchor;
    this.store = store;
    this.codebook = codebook;
  }

  /** @param {readonly SegmentChange[]} changes */
  update(changes) {
    const all = this.store.all();
    if (changes.length === all.length && changes.every(({ before }) => before === null)) {
      this.#lanes.colour(
        all.flatMap((one) => keys(one).map((key) => ({ start: one.start, end: one.end, key }))),
      );
      return;
    }
    for (const { before, after } of changes) {
      const kept = after ? keys(after) : [];
      for (const key of before ? keys(before) : []) if (!kept.includes(key)) this.#lanes.remove(key);
      if (!after) continue;
      const neighbours = this.store.between(after.start, after.end).flatMap(keys);
      for (const key of kept) this.#lanes.place(key, neighbours);
    }
  }

  /**
   * Reads the layout first and writes afterwards, for any number of turns at once.
   *
   * @param {readonly Turn[]} turns
   */
  draw(turns) {
    const drawn = turns.map((turn) => {
      const box = required(".turn-stripes", turn.element);
      return { box, items: this.#layOut(turn, box.getBoundingClientRect()) };
    });
    for (const { box, items } of drawn) this.#overlay(box).replaceChildren(...items);
  }

  /** @param {Turn} turn */
  clear(turn) {
    turn.element.querySelector(".ws-stripes")?.remove();
  }

  /**
   * @param {Turn} turn
   * @param {DOMRect} box of the margin
   */
  #layOut(turn, box) {
    const room = Math.max(1, Math.floor(box.width / STEP_PX));
    const all = this.#stripesIn(turn, room);
    const fits = all.every((stripe) => stripe.lane < room);
    const shown = fits ? room : Math.max(1, room - SIGN_COLUMNS);
    const items = all
      .filter((stripe) => stripe.lane < shown)
      .map((stripe) => this.#stripe(stripe, turn, box.top));
    const hidden = all.filter((stripe) => stripe.lane >= shown);
    return hidden.length ? [...items, this.#more(hidden)] : items;
  }

  /**
   * @param {Turn} turn
   * @param {number} room columns
   */
  #stripesIn(turn, room) {
    const stripes = this.#all(turn);
    if (stripes.every(({ lane }) => lane < room)) return stripes;
    // Too many: close the gaps that stripes of other turns have left, so that as many as possible are seen.
    const used = [...new Set(stripes.map(({ lane }) => lane))].sort((a, b) => a - b);
    return stripes.map((stripe) => ({ ...stripe, lane: used.indexOf(stripe.lane) }));
  }

  /**
   * @param {Turn} turn
   * @returns {Stripe[]}
   */
  #all(turn) {
    return this.store
      .between(turn.start, turn.end)
      .flatMap((segment) =>
        codesOf(segment).map((code) => ({ segment, code, lane: this.#lanes.of(keyOf(segment, code)) })),
      );
  }

  /**
   * @param {Stripe} stripe
   * @param {Turn} turn
   * @param {number} origin
   */
  #stripe({ segment, code, lane }, turn, origin) {
    const part = intersection(segment, turn) ?? turn;
    const top = this.#edge(part.start, part.start + 1).top - origin;
    const bottom = this.#edge(part.end - 1, part.end).bottom - origin;
    const name = this.#name(code);
    const made = element("span", {
      class: "ws-stripe",
      role: "img",
      title: name,
      "aria-label": name,
      "data-segment": segment.id,
      "data-pattern": this.codebook.get(code)?.pattern ?? 0,
    });
    const { focus, selected } = this.store.view;
    made.classList.toggle("is-selected", segment.id === selected);
    made.classList.toggle("is-dim", focus !== null && focus !== code);
    made.classList.toggle("begins", segment.start >= turn.start);
    made.classList.toggle("ends", segment.end <= turn.end);
    made.style.setProperty("--code", this.codebook.get(code)?.color ?? "var(--quiet)");
    made.style.left = `${lane * STEP_PX}px`;
    made.style.top = `${top}px`;
    made.style.height = `${Math.max(bottom - top, 4)}px`;
    return made;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  #edge(start, end) {
    return this.anchor.rangeOf({ start, end }).getBoundingClientRect();
  }

  /** @param {Stripe[]} hidden */
  #more(hidden) {
    const names = [...new Set(hidden.map(({ code }) => this.#name(code)))].join(", ");
    const ids = [...new Set(hidden.map(({ segment }) => segment.id))].join(" ");
    const attributes = {
      class: "ws-more",
      role: "img",
      title: names,
      "aria-label": names,
      "data-segments": ids,
    };
    return element("span", attributes, [`+${hidden.length}`]);
  }

  /** @param {string} code */
  #name(code) {
    return code === NO_CODE ? gettext("Memo without a code") : this.codebook.name(code);
  }

  /** @param {HTMLElement} box */
  #overlay(box) {
    const known = /** @type {HTMLElement | null} */ (box.querySelector(".ws-stripes"));
    if (known) return known;
    const overlay = element("div", { class: "ws-stripes" });
    box.append(overlay);
    return overlay;
  }
}

/** @param {Segment} segment */
function codesOf(segment) {
  const codes = [...new Set(segment.codings.map((coding) => coding.code))];
  return codes.length ? codes : [NO_CODE];
}

/**
 * @param {Segment} segment
 * @param {string} code
 */
function keyOf(segment, code) {
  return `${segment.id} ${code}`;
}

/** @param {Segment} segment */
function keys(segment) {
  return codesOf(segment).map((code) => keyOf(segment, code));
}
