/**
 * Gives every stripe in the margin a column so that no two that overlap share one.
 * The first colouring is the greedy one over the starts, which uses as few columns as the deepest pile needs.
 * Later changes move nothing that has a column: readers learn where their stripes are.
 *
 * @import {Span} from "./types.js"
 *
 * @typedef {Span & {key: string}} Keyed
 * @typedef {{lane: number, top: number, bottom: number}} Drawn  where a stripe would stand, in pixels
 */

export class Lanes {
  /** @type {Map<string, number>} */
  #lanes = new Map();

  /** @param {readonly Keyed[]} intervals everything anew, in reading order */
  colour(intervals) {
    this.#lanes.clear();
    /** @type {number[]} */
    const ends = [];
    for (const { key, start, end } of intervals) {
      let lane = ends.findIndex((last) => last <= start);
      if (lane < 0) lane = ends.length;
      ends[lane] = end;
      this.#lanes.set(key, lane);
    }
  }

  /**
   * Keeps the column the key has unless a neighbour is in it, else takes the first free one.
   *
   * @param {string} key
   * @param {Iterable<string>} neighbours keys of the stripes it overlaps
   */
  place(key, neighbours) {
    const taken = new Set();
    for (const other of neighbours) if (other !== key) taken.add(this.#lanes.get(other));
    let lane = this.#lanes.get(key) ?? 0;
    if (taken.has(lane)) lane = 0;
    while (taken.has(lane)) lane += 1;
    this.#lanes.set(key, lane);
    return lane;
  }

  /** @param {string} key */
  remove(key) {
    this.#lanes.delete(key);
  }

  /** @param {string} key */
  of(key) {
    return this.#lanes.get(key) ?? 0;
  }
}

/**
 * Passages that follow one another on the same line do not overlap in the text but would in the margin: the later
 * one goes to a free column. Where that leaves more columns than there is room for, empty ones are closed.
 *
 * @template {Drawn} T
 * @param {readonly T[]} stripes of one turn; those that come first keep their column
 * @param {number} room columns
 * @returns {T[]}
 */
export function apart(stripes, room) {
  /** @type {Drawn[][]} */
  const columns = [];
  const free = (/** @type {Drawn} */ { top, bottom }, /** @type {number} */ lane) =>
    columns[lane]?.every((other) => other.bottom <= top || bottom <= other.top) ?? true;
  const placed = stripes.map((stripe) => {
    let { lane } = stripe;
    if (!free(stripe, lane)) lane = 0;
    while (!free(stripe, lane)) lane += 1;
    columns[lane] = [...(columns[lane] ?? []), stripe];
    return { ...stripe, lane };
  });
  if (columns.length <= room) return placed;
  const used = Object.keys(columns).map(Number);
  return placed.map((stripe) => ({ ...stripe, lane: used.indexOf(stripe.lane) }));
}
