/**
 * The stripes in the margin: one for every coding, in a column of its own, only in turns that are in or near view.
 * Columns beyond the room in the margin are not drawn but counted ("+3"), so that the text never moves.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Segment, SegmentChange, Span, Turn} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {{segment: Segment, code: string, lane: number, top: number, bottom: number}} Stripe
 */
import { element, required } from "./dom.js";
import { apart, Lanes } from "./lanes.js";
import { intersection } from "./offsets.js";

const STEP_PX = 9;
const GAP_PX = 3;
/** The room that "+12" takes at the top of the margin. */
const SIGN_COLUMNS = 3;
const SIGN_PX = 22;
const SHORTEST_PX = 4;
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
   * @param {readonly Turn[]} turns
   * @returns {() => void} the layout is read now; this writes
   */
  draw(turns) {
    const drawn = turns.map((turn) => {
      const box = required(".turn-stripes", turn.element);
      return { box, items: this.#layOut(turn, box.getBoundingClientRect()) };
    });
    return () => {
      for (const { box, items } of drawn) this.#overlay(box).replaceChildren(...items);
    };
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
    const room = Math.max(1, Math.floor((box.width + GAP_PX) / STEP_PX));
    const all = apart(this.#stripesIn(turn, box.top), room);
    const fits = all.every((stripe) => stripe.lane < room);
    const beside = all.some((stripe) => stripe.top < SIGN_PX);
    const shown = fits ? room : Math.max(1, room - (beside ? SIGN_COLUMNS : 0));
    const items = all.filter((stripe) => stripe.lane < shown).map((stripe) => this.#stripe(stripe, turn));
    const hidden = all.filter((stripe) => stripe.lane >= shown);
    return hidden.length ? [...items, this.#more(hidden)] : items;
  }

  /**
   * @param {Turn} turn
   * @param {number} origin
   * @returns {Stripe[]} those first that reach into other turns, where they stand in the same column
   */
  #stripesIn(turn, origin) {
    const stripes = this.store.between(turn.start, turn.end).flatMap((segment) => {
      const part = /** @type {Span} */ (intersection(segment, turn));
      const top = this.anchor.rectOfCharacter(part.start).top - origin;
      const bottom = Math.max(this.anchor.rectOfCharacter(part.end - 1).bottom - origin, top + SHORTEST_PX);
      return this.#shown(segment).map((code) => {
        return { segment, code, lane: this.#lanes.of(keyOf(segment, code)), top, bottom };
      });
    });
    const within = (/** @type {Stripe} */ { segment }) =>
      segment.start >= turn.start && segment.end <= turn.end;
    return [...stripes.filter((one) => !within(one)), ...stripes.filter(within)];
  }

  /** @param {Segment} segment */
  #shown(segment) {
    const { layers } = this.store.view;
    return codesOf(segment).filter((code) => !layers.wanted.hides || layers.shows(segment, code));
  }

  /**
   * @param {Stripe} stripe
   * @param {Turn} turn
   */
  #stripe({ segment, code, lane, top, bottom }, turn) {
    const name = this.#name(code);
    const made = element("span", {
      class: "ws-stripe",
      role: "img",
      title: name,
      "aria-label": name,
      "data-segment": segment.id,
      "data-pattern": this.codebook.get(code)?.pattern ?? 0,
    });
    const { layers, selected } = this.store.view;
    made.classList.toggle("is-selected", segment.id === selected);
    made.classList.toggle("is-dim", !layers.shows(segment, code));
    made.classList.toggle("begins", segment.start >= turn.start);
    made.classList.toggle("ends", segment.end <= turn.end);
    made.style.setProperty("--code", this.codebook.get(code)?.color ?? "var(--quiet)");
    made.style.left = `${lane * STEP_PX}px`;
    made.style.top = `${top}px`;
    made.style.height = `${bottom - top}px`;
    return made;
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
