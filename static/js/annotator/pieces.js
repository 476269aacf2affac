/**
 * Cuts overlapping spans into flat pieces, each with everything that covers it, and chooses what is painted
 * where: a pile of any depth is filled by at most `limit` colours, or the words under it could not be read.
 *
 * @import {Span} from "./types.js"
 *
 * @typedef {Span & {key: string}} Keyed
 * @typedef {Span & {over: Keyed[]}} Piece
 */

/**
 * @param {readonly Keyed[]} spans
 * @returns {Piece[]} ascending, disjoint, only where something lies; `over` in the order given
 */
export function pieces(spans) {
  const edges = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  /** @type {Piece[]} */
  const flat = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = /** @type {number} */ (edges[i]);
    const end = /** @type {number} */ (edges[i + 1]);
    const over = spans.filter((one) => one.start <= start && one.end >= end);
    if (over.length) flat.push({ start, end, over });
  }
  return flat;
}

/**
 * The narrower of two passages is filled first: the wider still shows on both sides of it.
 *
 * @param {readonly Keyed[]} spans
 * @param {number} limit how many keys may fill one piece
 * @returns {Map<string, Span[]>} for each key what to fill, pieces that touch joined
 */
export function fills(spans, limit) {
  /** @type {Map<string, {start: number, end: number}[]>} */
  const chosen = new Map();
  for (const { start, end, over } of pieces(spans)) {
    for (const key of narrowest(over).slice(0, limit)) {
      const before = chosen.get(key);
      const last = before?.at(-1);
      if (last?.end === start) last.end = end;
      else if (before) before.push({ start, end });
      else chosen.set(key, [{ start, end }]);
    }
  }
  return chosen;
}

/** @param {Keyed[]} over */
function narrowest(over) {
  const ranked = [...over].sort((a, b) => a.end - a.start - (b.end - b.start));
  return [...new Set(ranked.map((one) => one.key))];
}
