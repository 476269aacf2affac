/**
 * Knows which turns are in or near view. An IntersectionObserver over thousands of turns would be asked about every
 * one of them in every frame; turns stand in order, so two binary searches after a scroll find the same.
 *
 * @import {Turn} from "./types.js"
 */

/** Turns are painted this far outside the window, so that scrolling never meets bare text. */
const NEAR_PX = 300;

export class Sight {
  /** @type {Set<Turn>} */
  near = new Set();

  /**
   * @param {HTMLElement} pane what scrolls
   * @param {readonly Turn[]} turns in order
   * @param {(entered: Turn[], left: Turn[]) => void} moved before the frame is painted
   */
  constructor(pane, turns, moved) {
    this.pane = pane;
    this.turns = turns;
    this.moved = moved;
    pane.addEventListener("scroll", () => this.look(), { passive: true });
    new ResizeObserver(() => this.look()).observe(pane);
  }

  look() {
    const { top, bottom, height } = this.pane.getBoundingClientRect();
    const first = this.#firstBelow(top - NEAR_PX);
    const seen = height ? this.turns.slice(first, this.#firstBelow(bottom + NEAR_PX) + 1) : [];
    const now = new Set(seen);
    const entered = seen.filter((turn) => !this.near.has(turn));
    const left = [...this.near].filter((turn) => !now.has(turn));
    if (!entered.length && !left.length) return;
    this.near = now;
    this.moved(entered, left);
  }

  /**
   * @param {number} y in the viewport
   * @returns {number} index of the first turn that ends below it
   */
  #firstBelow(y) {
    let low = 0;
    let high = this.turns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { element } = /** @type {Turn} */ (this.turns[middle]);
      if (element.getBoundingClientRect().bottom <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
