/**
 * Code points and UTF-16: the twin of core/text/offsets.py, tried on the same fixtures.
 * Everything stored or sent counts Unicode code points; the DOM counts UTF-16 units. Nothing else converts.
 *
 * @import {Span} from "./types.js"
 */

export class SpanError extends RangeError {}

const LAST_BMP = 0xffff;

/**
 * @param {number} start
 * @param {number} end
 * @returns {Span}
 * @throws {SpanError} unless 0 <= start < end
 */
export function span(start, end) {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= end) {
    throw new SpanError(`not a span: ${start}, ${end}`);
  }
  return { start, end };
}

/**
 * @param {string} text
 * @param {number} offset in code points
 * @returns {number} the same place in UTF-16 units
 * @throws {SpanError} outside the text
 */
export function toUtf16(text, offset) {
  if (!Number.isInteger(offset) || offset < 0) throw new SpanError(`not an offset: ${offset}`);
  let unit = 0;
  for (let left = offset; left > 0; left--) {
    const point = text.codePointAt(unit);
    if (point === undefined) throw new SpanError(`offset ${offset} lies beyond the text`);
    unit += point > LAST_BMP ? 2 : 1;
  }
  return unit;
}

/**
 * @param {string} text
 * @param {number} unit in UTF-16 units
 * @returns {number} the same place in code points
 * @throws {SpanError} outside the text or inside a surrogate pair
 */
export function fromUtf16(text, unit) {
  if (!Number.isInteger(unit) || unit < 0 || unit > text.length)
    throw new SpanError(`not an offset: ${unit}`);
  let offset = 0;
  let at = 0;
  while (at < unit) {
    at += /** @type {number} */ (text.codePointAt(at)) > LAST_BMP ? 2 : 1;
    offset += 1;
  }
  if (at !== unit) throw new SpanError(`offset ${unit} lies inside a surrogate pair`);
  return offset;
}

/** @param {string} text */
export function countPoints(text) {
  return fromUtf16(text, text.length);
}

/**
 * @param {Span} a
 * @param {Span} b
 */
export function overlaps(a, b) {
  return a.start < b.end && b.start < a.end;
}

/**
 * @param {Span} a
 * @param {Span} b
 */
export function sameSpan(a, b) {
  return a.start === b.start && a.end === b.end;
}

/**
 * @param {Span} a
 * @param {Span} b
 * @returns {Span | null} what both cover
 */
export function intersection(a, b) {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : null;
}

/**
 * @param {string} text
 * @param {Span} part in code points
 */
export function quote(text, part) {
  return text.slice(toUtf16(text, part.start), toUtf16(text, part.end));
}

/**
 * @param {ArrayLike<number>} sorted ascending
 * @param {number} value
 * @returns {number} index of the last item that is <= value, or -1
 */
export function lastAtOrBefore(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {number} */ (sorted[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
