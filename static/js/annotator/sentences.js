/**
 * The sentences of the transcript as the server cuts them, which knows the abbreviations of the language. Until they
 * have come, and where there is no line, borders.js makes do with what the browser knows.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Api} from "./api.js"
 * @import {Span} from "./types.js"
 *
 * @typedef {{starts: Uint32Array, ends: Uint32Array}} Sentences
 */
import { lastAtOrBefore } from "./offsets.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** @type {WeakMap<Anchor, Sentences>} */
const known = new WeakMap();

/**
 * Until a worker has cut them the answer is empty; then it is asked again, ever more rarely.
 *
 * @param {Api} api
 * @param {Anchor} anchor
 */
export async function fetchSentences(api, anchor) {
  for (let wait = FIRST_WAIT_MS; wait <= LONGEST_WAIT_MS; wait *= 2) {
    const answer = await api.sentences().catch(() => null);
    if (answer?.steps) {
      known.set(anchor, spansOf(answer.steps));
      anchor.article.dataset.sentences = "yes";
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * @param {Anchor} anchor
 * @param {number} offset
 * @returns {Span | null | undefined} the sentence around it, without white space; undefined when none are known
 */
export function knownSentence(anchor, offset) {
  const sentences = known.get(anchor);
  return sentences && sentenceIn(sentences, anchor.turnAt(offset), offset);
}

/**
 * @param {Sentences} sentences
 * @param {Span} turn
 * @param {number} offset in the turn
 * @returns {Span | null}
 */
export function sentenceIn({ starts, ends }, turn, offset) {
  const before = lastAtOrBefore(starts, offset);
  // What stands before the first sentence of a turn is the turn's, not the sentence's before.
  const index = before >= 0 && Number(ends[before]) > turn.start ? before : before + 1;
  const [start, end] = [Number(starts[index]), Number(ends[index])];
  return start >= turn.start && end <= turn.end ? { start, end } : null;
}

/**
 * @param {readonly number[]} steps [gap, length, gap, length, …]
 * @returns {Sentences}
 */
export function spansOf(steps) {
  const starts = new Uint32Array(steps.length / 2);
  const ends = new Uint32Array(steps.length / 2);
  let at = 0;
  for (let i = 0; i < starts.length; i++) {
    starts[i] = at + Number(steps[2 * i]);
    at = Number(starts[i]) + Number(steps[2 * i + 1]);
    ends[i] = at;
  }
  return { starts, ends };
}
