/**
 * Finds the segments that touch a stretch of text without looking at all of them.
 * Segments are filed under every bucket of 1,024 code points they reach into, so adding, moving and
 * removing one costs its own length only, and a lookup costs what lies near.
 *
 * @import {Span} from "./types.js"
 */
import { overlaps } from "./offsets.js";

const BUCKET_BITS = 10;

/**
 * Reading order: earlier first, the wider of two that begin together first.
 *
 * @param {Span & {id: string}} a
 * @param {Span & {id: string}} b
 */
export function byPosition(a, b) {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1);
}

/** @template {Span & {id: string}} T */
export class Intervals {
  /** @type {Map<number, Set<T>>} */
  #buckets = new Map();

  /** @param {T} item */
  add(item) {
    for (let key = item.start >> BUCKET_BITS; key <= (item.end - 1) >> BUCKET_BITS; key++) {
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.add(item);
      else this.#buckets.set(key, new Set([item]));
    }
  }

  /** @param {T} item the very object that was added */
  remove(item) {
    for (let key = item.start >> BUCKET_BITS; key <= (item.end - 1) >> BUCKET_BITS; key++) {
      this.#buckets.get(key)?.delete(item);
    }
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {T[]} items that overlap [start, end), in reading order
   */
  between(start, end) {
    /** @type {Set<T>} */
    const found = new Set();
    for (let key = start >> BUCKET_BITS; key <= (end - 1) >> BUCKET_BITS; key++) {
      for (const item of this.#buckets.get(key) ?? []) if (overlaps(item, { start, end })) found.add(item);
    }
    return [...found].sort(byPosition);
  }
}
