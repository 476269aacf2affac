/**
 * What was found, without a page: walking, the words around a hit, and which passages to code.
 *
 * @import {Span} from "./types.js"
 *
 * @typedef {Span & {quote: string, turn: number, line: number}} Hit
 */

/**
 * @param {readonly Span[]} hits in reading order
 * @param {number} offset
 * @returns {number} the first hit that begins there or after, the first of all behind the last, -1 without hits
 */
export function hitFrom(hits, offset) {
  const at = hits.findIndex(({ start }) => start >= offset);
  return at < 0 && hits.length ? 0 : at;
}

/**
 * @param {number} at -1 before the first step
 * @param {number} way -1 or 1
 * @param {number} count more than 0
 * @returns {number} round and round
 */
export function step(at, way, count) {
  if (at < 0) return way > 0 ? 0 : count - 1;
  return (at + way + count) % count;
}

/**
 * @param {readonly Span[]} hits in reading order
 * @param {ReadonlySet<number>} chosen indices of hits
 * @param {(hit: Span) => Span} widen to what is to be coded
 * @returns {Span[]} each passage once, however many hits lie in it
 */
export function passagesOf(hits, chosen, widen) {
  /** @type {Map<string, Span>} */
  const passages = new Map();
  for (const [index, hit] of hits.entries()) {
    if (!chosen.has(index)) continue;
    const { start, end } = widen(hit);
    passages.set(`${start}-${end}`, { start, end });
  }
  return [...passages.values()];
}

/**
 * @param {Span} hit
 * @param {Span | null} sentence around the beginning of the hit
 * @returns {Span} both: words that stand together may belong to two sentences
 */
export function around(hit, sentence) {
  if (!sentence) return hit;
  return { start: Math.min(hit.start, sentence.start), end: Math.max(hit.end, sentence.end) };
}

/**
 * @param {string} text
 * @param {number} from in UTF-16 units, as `to`
 * @param {number} to
 * @param {number} room how much to show on each side, at most
 * @returns {[string, string, string]} what stands before, the words, what stands behind; cut between words
 */
export function context(text, from, to, room) {
  const before = text.slice(Math.max(0, from - room), from);
  const behind = text.slice(to, to + room);
  return [
    from > room ? `…${before.replace(/^\S*/u, "")}` : before,
    text.slice(from, to),
    to + room < text.length ? `${behind.replace(/\S*$/u, "")}…` : behind,
  ];
}
