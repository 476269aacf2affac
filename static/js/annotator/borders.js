/**
 * Where borders go: moved by a word or a character, across turns if need be; off white space; around a sentence.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Span, Turn} from "./types.js"
 */
import { intersection } from "./offsets.js";
import { sentenceAt, stops } from "./passages.js";
import { knownSentence } from "./sentences.js";

/**
 * @param {Anchor} anchor
 * @param {Span} span
 * @param {string} step such as "start -1 word" or "end 1 character"
 * @returns {Span} the same when the border cannot move there
 */
export function moveBorder(anchor, span, step) {
  const [edge, way, unit] = /** @type {["start" | "end", string, "word" | "character"]} */ (step.split(" "));
  const offset = nextStop(anchor, span[edge], edge, Number(way), unit);
  const moved = edge === "start" ? { start: offset, end: span.end } : { start: span.start, end: offset };
  return moved.start < moved.end ? moved : span;
}

/**
 * @param {Anchor} anchor
 * @param {Span} span
 * @returns {Span | null} without white space, and without the gap between two turns, at either end
 */
export function tidy(anchor, span) {
  const parts = anchor.turnsIn(span).flatMap((turn) => intersection(turn, span) ?? []);
  const spoken = parts
    .map((part) => ({ ...part, said: anchor.quote(part) }))
    .filter(({ said }) => said.trim());
  const [first, last] = [spoken[0], spoken.at(-1)];
  if (!first || !last) return null;
  return {
    start: first.start + (first.said.length - first.said.trimStart().length),
    end: last.end - (last.said.length - last.said.trimEnd().length),
  };
}

/**
 * @param {Anchor} anchor
 * @param {number} offset
 * @param {string} language
 * @returns {Span | null}
 */
export function sentenceSpan(anchor, offset, language) {
  const sentence = knownSentence(anchor, offset);
  if (sentence !== undefined) return sentence;
  const turn = anchor.turnAt(offset);
  const found = sentenceAt(anchor.text(turn), anchor.unitIn(offset, turn), language);
  return found && { start: anchor.offsetIn(turn, found.start), end: anchor.offsetIn(turn, found.end) };
}

/**
 * @param {Anchor} anchor
 * @param {number} offset
 * @param {"start" | "end"} edge
 * @param {number} way -1 or 1
 * @param {"word" | "character"} unit
 */
function nextStop(anchor, offset, edge, way, unit) {
  /** @type {Turn | undefined} */
  let turn = anchor.turnAt(offset, edge);
  while (turn) {
    const at = anchor.unitIn(offset, turn);
    const inside = offset >= turn.start && offset <= turn.end;
    const all = stops(anchor.text(turn), edge, unit);
    const stop =
      way > 0 ? all.find((one) => !inside || one > at) : all.findLast((one) => !inside || one < at);
    if (stop !== undefined) return anchor.offsetIn(turn, stop);
    turn = anchor.turns[turn.index + way];
  }
  return offset;
}
