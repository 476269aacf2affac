/**
 * Ink for browsers without CSS Custom Highlights: translucent boxes behind the words, one for every line a
 * passage touches, in a layer of the turn. The text's DOM is not touched here either.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Ink, Marks, Span, Turn} from "./types.js"
 */
import { fillAlpha, parse } from "./colours.js";
import { element, required } from "./dom.js";

/** @implements {Ink} */
export class BoxInk {
  /** @type {Map<Turn, HTMLElement>} */
  #layers = new Map();
  /** @type {Map<string, string>} */
  #fills = new Map();

  /**
   * @param {Anchor} anchor
   * @param {Codebook} codebook
   */
  constructor(anchor, codebook) {
    this.anchor = anchor;
    this.codebook = codebook;
    this.restyle();
  }

  /** @param {ReadonlyMap<Turn, Marks>} turns */
  paint(turns) {
    const drawn = [...turns].map(([turn, marks]) => {
      const origin = required(".turn-stripes", turn.element).getBoundingClientRect();
      const boxes = [...marks].flatMap(([key, spans]) =>
        spans.flatMap((span) => this.#boxes(key, span, origin)),
      );
      return { turn, boxes };
    });
    return () => {
      for (const { turn, boxes } of drawn) this.#layer(turn).replaceChildren(...boxes);
    };
  }

  /** @param {Turn} turn */
  clear(turn) {
    this.#layers.get(turn)?.remove();
    this.#layers.delete(turn);
  }

  restyle() {
    const { color, backgroundColor } = getComputedStyle(this.anchor.article);
    for (const code of this.codebook.all()) {
      const colour = parse(code.color);
      const alpha = fillAlpha(colour, parse(backgroundColor), parse(color));
      this.#fills.set(code.id, `rgb(${colour.join(" ")} / ${alpha})`);
    }
  }

  /** @param {Turn} turn */
  #layer(turn) {
    const known = this.#layers.get(turn);
    if (known) return known;
    const layer = element("div", { class: "ws-boxes", "aria-hidden": "true" });
    required(".turn-stripes", turn.element).append(layer);
    this.#layers.set(turn, layer);
    return layer;
  }

  /**
   * @param {string} key
   * @param {Span} span
   * @param {DOMRect} origin
   */
  #boxes(key, span, origin) {
    const fill = this.#fills.get(key);
    return this.anchor.rectsOf(span).map((rect) => {
      const box = element("span", { class: fill ? "ws-box" : `ws-box is-${key}` });
      if (fill) box.style.backgroundColor = fill;
      box.style.left = `${rect.left - origin.left}px`;
      box.style.top = `${rect.top - origin.top}px`;
      box.style.width = `${rect.width}px`;
      box.style.height = `${rect.height}px`;
      return box;
    });
  }
}
