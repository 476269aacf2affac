/**
 * Words, sentences and characters inside the text of one turn, in UTF-16 units of that text.
 * A word is what core/text/words.py calls one: letters, digits and marks with an apostrophe or hyphen inside.
 *
 * @import {Span} from "./types.js"
 */

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’\-‑][\p{L}\p{N}\p{M}]+)*/gu;

/**
 * @param {string} text
 * @returns {Span[]}
 */
export function words(text) {
  return Array.from(text.matchAll(WORD), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/**
 * @param {string} text
 * @param {number} at
 * @param {string} language BCP 47
 * @returns {Span | null} the sentence around `at`, without the white space behind it
 */
export function sentenceAt(text, at, language) {
  const inside = Math.min(at, text.length - 1);
  const found = new Intl.Segmenter(language, { granularity: "sentence" }).segment(text).containing(inside);
  if (!found) return null;
  const start = found.index + (found.segment.length - found.segment.trimStart().length);
  const end = found.index + found.segment.trimEnd().length;
  return start < end ? { start, end } : null;
}

/**
 * The places a border may move to: words for `start` begin, words for `end` finish, or any character.
 *
 * @param {string} text
 * @param {"start" | "end"} edge
 * @param {"word" | "character"} unit
 * @returns {number[]} ascending
 */
export function stops(text, edge, unit) {
  if (unit === "word") return words(text).map((word) => word[edge]);
  const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
  return Array.from(clusters, ({ index, segment }) => (edge === "start" ? index : index + segment.length));
}

/**
 * @param {string} text
 * @param {number} at
 * @param {"start" | "end"} edge
 * @returns {number} the nearest word border of that kind
 */
export function snap(text, at, edge) {
  const all = stops(text, edge, "word");
  if (!all.length) return at;
  return all.reduce((best, stop) => (Math.abs(stop - at) < Math.abs(best - at) ? stop : best));
}

/**
 * A code named by the interviewee's own words: one line, no punctuation around it, at most 80 characters.
 *
 * @param {string} said
 */
export function inVivoName(said) {
  const line = said.replace(/\s+/gu, " ").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  if (line.length <= 80) return line;
  return line
    .slice(0, 81)
    .replace(/\s+\S*$/u, "")
    .slice(0, 80);
}
