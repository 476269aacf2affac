/**
 * What to do with a change that is found again: send it, leave it because it is there already, or ask. And how to
 * put a refused one again. Nothing here touches the page or the server.
 *
 * @import {Segment, Task} from "./types.js"
 */

/**
 * A tab may have been closed after the server did what it asked and before it heard of it. Somebody else, or another
 * tab, may have changed the segment since.
 *
 * @param {readonly Task[]} chain changes of one segment in their order, the one to be judged first
 * @param {Segment | null} there what the server has now
 * @param {string} user
 * @returns {"send" | "done" | "clash"}
 */
export function judge(chain, there, user) {
  const [task] = chain;
  if (task && isSame(task.before ?? null, there, user)) return "send";
  return chain.some(({ after }) => isSame(after ?? null, there, user)) ? "done" : "clash";
}

/**
 * Whether two states of a segment say the same as far as one person's changes go. After a correction the borders are
 * others; the words count.
 *
 * @param {Segment | null} one
 * @param {Segment | null} other
 * @param {string} user
 */
export function isSame(one, other, user) {
  if (!one || !other) return one === other;
  const sameBorders = one.version !== other.version || (one.start === other.start && one.end === other.end);
  return (
    sameBorders &&
    one.quote === other.quote &&
    (one.memo ?? "") === (other.memo ?? "") &&
    codesOf(one, user).sort().join() === codesOf(other, user).sort().join()
  );
}

/**
 * @param {Segment} segment
 * @param {string} user
 */
export function codesOf(segment, user) {
  return segment.codings.filter(({ by }) => by === user).map(({ code }) => code);
}

/**
 * @param {string} text
 * @param {string} quote
 * @param {number} near in code points
 * @returns {{start: number, end: number} | null} where the words stand, the nearest place, in code points
 */
export function locate(text, quote, near) {
  let [best, at, points] = [-1, 0, 0];
  for (let found = text.indexOf(quote); quote && found >= 0; found = text.indexOf(quote, found + 1)) {
    points += [...text.slice(at, found)].length;
    at = found;
    if (best < 0 || Math.abs(points - near) < Math.abs(best - near)) best = points;
  }
  return best < 0 ? null : { start: best, end: best + [...quote].length };
}

/**
 * @param {object} state
 * @param {Segment} state.mine as it should be
 * @param {Segment | null} state.there
 * @param {{version: string, text: string}} state.current the transcript
 * @param {readonly string[]} state.missing codes that are no more
 * @param {string} state.user
 * @param {() => string} newId
 * @returns {Segment | null} mine on the text of now; null when its words are no longer there
 */
export function mineAgain({ mine, there, current, missing, user }, newId) {
  const isOld = mine.version !== current.version;
  const span = isOld ? locate(current.text, mine.quote, mine.start) : mine;
  if (!span) return null;
  // A passage that waits for a decision, or that somebody else holds, is left alone: mine gets an id of its own.
  const isTaken = there !== null && (there.version !== current.version || there.coder !== user);
  return {
    ...mine,
    id: isTaken ? newId() : mine.id,
    version: current.version,
    start: span.start,
    end: span.end,
    codings: mine.codings.filter(({ by, code }) => by === user && !missing.includes(code)),
  };
}

/**
 * @param {Segment} again as mineAgain gives it
 * @param {Segment | null} there
 * @param {string} user
 * @returns {Task}
 */
export function taskToPut(again, there, user) {
  const { id, transcript, version, start, end, memo } = again;
  const body = { transcript, version, start, end, codes: codesOf(again, user), memo: memo ?? "" };
  const before = there?.id === id ? there : null;
  return { ...taskFor(again), kind: "put", method: "PUT", body, before, after: again };
}

/**
 * @param {readonly Segment[]} passages as mineAgain gives them, of one transcript
 * @param {string} user
 * @returns {Task}
 */
export function taskToPutMany(passages, user) {
  const segments = passages.map((one) => {
    const { id, transcript, version, start, end } = one;
    return { id, transcript, version, start, end, codes: codesOf(one, user) };
  });
  const { transcript, version } = /** @type {Segment} */ (passages[0]);
  const body = { segments };
  return {
    kind: "bulk",
    method: "POST",
    path: "/segments/bulk",
    body,
    segment: null,
    passages,
    edits: [],
    transcript,
    version,
  };
}

/**
 * What is left of many passages after what was done to some of them since.
 *
 * @param {readonly Task[]} tasks the change that made them, and what was refused with it
 * @returns {Segment[]}
 */
export function leftOf([first, ...later]) {
  const states = new Map(
    (first?.passages ?? []).map((one) => /** @type {[string, Segment | null]} */ ([one.id, one])),
  );
  for (const { segment, after } of later) if (segment) states.set(segment, after ?? null);
  return [...states.values()].filter((one) => one !== null);
}

/**
 * @param {Segment} there
 * @returns {Task}
 */
export function taskToRemove(there) {
  return { ...taskFor(there), kind: "delete", method: "DELETE", body: undefined, before: there, after: null };
}

/** @param {Segment} segment */
function taskFor({ id, transcript, version }) {
  return { path: `/segments/${id}`, segment: id, edits: [], transcript, version };
}
