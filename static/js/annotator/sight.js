/**
 * Knows which turns are in or near view. An IntersectionObserver over thousands of turns would be asked about every
 * one of them in every frame; turns stand in order, so binary searches after a scroll find the same. Leaves are
 * searched first: asking where a turn stands would lay out the leaf it is on.
 *
 * @import {Turn} from "./types.js"
 *
 * @typedef {{element: Element, turns: Turn[]}} Leaf
 */

/** Turns are painted this far outside the window, so that scrolling never meets bare text. */
const NEAR_PX = 300;

export class Sight {
  /** @type {Set<Turn>} */
  near = new Set();
  /** @type {Leaf[]} */
  #leaves = [];

  /**
   * @param {HTMLElement} pane what scrolls
   * @param {readonly Turn[]} turns in order
   * @param {(entered: Turn[], left: Turn[]) => void} moved before the frame is painted
   */
  constructor(pane, turns, moved) {
    this.pane = pane;
    this.moved = moved;
    for (const turn of turns) this.#file(turn);
    pane.addEventListener("scroll", () => this.look(), { passive: true });
    new ResizeObserver(() => this.look()).observe(pane);
  }

  look() {
    const { top, bottom, height } = this.pane.getBoundingClientRect();
    const seen = height ? this.#between(top - NEAR_PX, bottom + NEAR_PX) : [];
    const now = new Set(seen);
    const entered = seen.filter((turn) => !this.near.has(turn));
    const left = [...this.near].filter((turn) => !now.has(turn));
    if (!entered.length && !left.length) return;
    this.near = now;
    this.moved(entered, left);
  }

  /** @param {Turn} turn */
  #file(turn) {
    const last = this.#leaves.at(-1);
    if (last?.element === turn.leaf) last.turns.push(turn);
    else this.#leaves.push({ element: turn.leaf, turns: [turn] });
  }

  /**
   * @param {number} top in the viewport
   * @param {number} bottom
   * @returns {Turn[]} those that reach into it, and one more
   */
  #between(top, bottom) {
    const leaves = this.#leaves.slice(firstBelow(this.#leaves, top), firstBelow(this.#leaves, bottom) + 1);
    const turns = leaves.flatMap((leaf) => leaf.turns);
    return turns.slice(firstBelow(turns, top), firstBelow(turns, bottom) + 1);
  }
}

/**
 * @param {readonly {element: Element}[]} parts in order
 * @param {number} y in the viewport
 * @returns {number} index of the first part that ends below it
 */
function firstBelow(parts, y) {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { element } = /** @type {{element: Element}} */ (parts[middle]);
    if (element.getBoundingClientRect().bottom <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}
