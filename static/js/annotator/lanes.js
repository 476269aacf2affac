/**
 * Gives every stripe in the margin a column so that no two that overlap share one.
 * The first colouring is the greedy one over the starts, which uses as few columns as the deepest pile needs.
 * Later changes move nothing that has a column: readers learn where their stripes are.
 *
 * @import {Span} from "./types.js"
 *
 * @typedef {Span & {key: string}} Keyed
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
