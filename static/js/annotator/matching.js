/**
 * Where a few typed letters stand in a name, without regard to case and accents. No page is needed here.
 *
 * @import {Span} from "./types.js"
 */

/**
 * Letters without case or accents, so that "edukasi" finds "Édukasi".
 *
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {string} query
 * @returns {string[]} folded
 */
export function wordsOf(query) {
  return fold(query)
    .split(/[\s›]+/u)
    .filter(Boolean);
}

/**
 * @param {string} text
 * @param {string} query
 * @returns {Span[]} in UTF-16 units of `text`, ascending and apart: the query as a whole, else each of its words
 */
export function matches(text, query) {
  const { folded, places } = foldedPlaces(text);
  const whole = fold(query).trim();
  if (!whole) return [];
  const wanted = folded.includes(whole) ? [whole] : wordsOf(query);
  const found = wanted.flatMap((word) => occurrences(folded, word)).sort((a, b) => a.start - b.start);
  /** @type {{start: number, end: number}[]} */
  const joined = [];
  for (const { start, end } of found) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined.map(({ start, end }) => ({ start: Number(places[start]), end: Number(places[end]) }));
}

/**
 * @param {string} folded
 * @param {string} word
 * @returns {Span[]}
 */
function occurrences(folded, word) {
  const found = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
    found.push({ start: at, end: at + word.length });
  return found;
}

/**
 * @param {string} text
 * @returns {{folded: string, places: number[]}} for every unit of `folded`, and its end, where it comes from
 */
function foldedPlaces(text) {
  let folded = "";
  /** @type {number[]} */
  const places = [];
  let at = 0;
  for (const sign of text) {
    const plain = fold(sign);
    for (let i = 0; i < plain.length; i++) places.push(at);
    folded += plain;
    at += sign.length;
  }
  return { folded, places: [...places, at] };
}
