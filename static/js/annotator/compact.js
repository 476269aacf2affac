/**
 * Reads the segments of a transcript as apps/coding/compact.py writes them for this page: columns of numbers, without
 * the words, which the page has.
 *
 * @import {Coding, Segment, Span} from "./types.js"
 *
 * @typedef {object} Compact
 * @property {string} transcript
 * @property {string} version
 * @property {string[]} codes
 * @property {string[]} people
 * @property {string[]} states
 * @property {string} ids 32 digits each
 * @property {number[]} starts differences from one to the next
 * @property {number[]} lengths
 * @property {number[]} coders numbers of people
 * @property {Record<string, string>} memos by the segment's number
 * @property {number[]} codings for every segment how many, then code, person and state of each
 */

const DIGITS = 32;

/**
 * @param {Compact} columns
 * @param {(span: Span) => string} source the words of the version
 * @returns {Segment[]} in text order. Identifiers and times of codings stay with the server.
 */
export function unfold(columns, source) {
  const { transcript, version, lengths, coders, memos, people } = columns;
  const codings = unfoldCodings(columns);
  let start = 0;
  return columns.starts.map((step, i) => {
    start += step;
    const span = { start, end: start + Number(lengths[i]) };
    return {
      id: dashed(columns.ids, i * DIGITS),
      transcript,
      version,
      ...span,
      // Thousands of segments, and hardly one whose words are ever asked for.
      get quote() {
        return source(span);
      },
      coder: String(people[Number(coders[i])]),
      memo: memos[i] ?? "",
      created: "",
      codings: /** @type {Coding[]} */ (codings[i]),
    };
  });
}

/**
 * @param {Compact} columns
 * @returns {Coding[][]} those of each segment
 */
function unfoldCodings({ codings, codes, people, states }) {
  const text = (/** @type {string[]} */ table, /** @type {number} */ at) =>
    String(table[Number(codings[at])]);
  /** @type {Coding[][]} */
  const unfolded = [];
  for (let at = 0; at < codings.length; ) {
    const end = at + 1 + 3 * Number(codings[at]);
    /** @type {Coding[]} */
    const here = [];
    for (at += 1; at < end; at += 3) {
      here.push({
        id: "",
        code: text(codes, at),
        by: text(people, at + 1),
        state: text(states, at + 2),
        at: "",
      });
    }
    unfolded.push(here);
  }
  return unfolded;
}

/**
 * @param {string} digits
 * @param {number} at
 */
function dashed(digits, at) {
  const part = (/** @type {number} */ from, /** @type {number} */ to) => digits.slice(at + from, at + to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}
