/**
 * Asks the server for what others do, again and again, and hands it on. Each answer says where the next question
 * begins, so nothing is missed: not by a cut line, not while the machine sleeps, not when the server starts anew.
 *
 * @import {LiveAnswer, Place} from "./types.js"
 *
 * @typedef {{answer: LiveAnswer | null, isCrowded: boolean}} Reply  null: nothing new; crowded: no room to wait
 * @typedef {object} Deps
 * @property {(query: Record<string, string>, signal: AbortSignal) => Promise<Reply>} ask
 * @property {() => Place} place where the reader is
 * @property {() => boolean} isHidden
 * @property {(answer: LiveAnswer) => void} take
 * @property {(news: {after: number, answer: LiveAnswer}) => void} tell the other tabs
 * @property {() => void} lost the server's log is not the one this page knew
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} sleep settled when the time is over, or at once when aborted
 */

const WAIT_S = 20;
const PAUSE_MS = { news: 100, crowded: 1_000, alone: 5_000, hidden: 15_000, refused: 60_000 };
const LONGEST_PAUSE_MS = 30_000;
/** An answer without news that comes sooner than this did not wait, whatever it says. */
const HASTY_MS = 500;

export class Live {
  /** Of those who are here nothing is known yet, which is not what the server would say of anybody. */
  #seen = "nobody";
  #others = 0;
  #failures = 0;
  #asking = false;
  #catchingUp = false;
  #nudge = new AbortController();

  /**
   * @param {number} after what the page knows of already
   * @param {Deps} deps
   */
  constructor(after, deps) {
    this.next = after;
    this.deps = deps;
  }

  /**
   * Ask for ever, for as long as `may` says so.
   *
   * @param {() => boolean} may
   */
  async run(may) {
    if (this.#asking) return;
    this.#asking = true;
    while (may()) {
      const pause = await this.#ask(this.deps.isHidden() ? 0 : WAIT_S);
      if (pause > 0 && may()) await this.deps.sleep(pause, this.#nudge.signal);
      if (this.#nudge.signal.aborted) this.#nudge = new AbortController();
    }
    this.#asking = false;
  }

  /** Ask anew, now: the line is back, somebody looks again, or the reader is elsewhere. */
  nudge() {
    this.#nudge.abort();
  }

  /**
   * What another tab was told.
   *
   * @param {{after: number, answer: LiveAnswer}} news
   */
  async heard({ after, answer }) {
    if (after <= this.next) return this.#take(after, answer);
    if (this.#asking || this.#catchingUp) return;
    // Something before it was not heard: this tab was frozen, say.
    this.#catchingUp = true;
    while (this.next < answer.next) {
      const known = this.next;
      const pause = await this.#ask(0);
      if (this.next === known) await this.deps.sleep(pause, this.#nudge.signal);
    }
    this.#catchingUp = false;
  }

  /**
   * @param {number} wait seconds the server may take
   * @returns {Promise<number>} how long to wait before the next question
   */
  async #ask(wait) {
    const { signal } = this.#nudge;
    const begun = performance.now();
    const after = this.next;
    try {
      const reply = await this.deps.ask(this.#query(wait), signal);
      this.#failures = 0;
      if (reply.answer) {
        this.deps.tell({ after, answer: reply.answer });
        this.#take(after, reply.answer);
      }
      return this.#pause(reply, performance.now() - begun);
    } catch (error) {
      if (signal.aborted) return 0;
      return this.#failed(/** @type {{status?: number}} */ (error));
    }
  }

  /** @param {number} wait */
  #query(wait) {
    const { at, segment } = this.deps.place();
    /** @type {Record<string, string>} */
    const query = { after: String(this.next), wait: String(wait), seen: this.#seen, at };
    if (segment) query.segment = segment;
    return query;
  }

  /**
   * @param {number} after what was asked
   * @param {LiveAnswer} answer
   */
  #take(after, answer) {
    if (answer.next < after) {
      this.next = answer.next;
      return this.deps.lost();
    }
    // Another tab may have told more meanwhile.
    if (answer.next < this.next) return;
    this.next = answer.next;
    this.#seen = answer.seen;
    this.#others = answer.present.length - 1;
    this.deps.take(answer);
  }

  /**
   * @param {Reply} reply
   * @param {number} took
   */
  #pause({ answer, isCrowded }, took) {
    if (this.deps.isHidden()) return PAUSE_MS.hidden;
    if (isCrowded) return this.#others > 0 ? PAUSE_MS.crowded : PAUSE_MS.alone;
    if (answer) return PAUSE_MS.news;
    return took < HASTY_MS ? PAUSE_MS.crowded : 0;
  }

  /** @param {{status?: number}} error signing in again is the outbox's to ask for */
  #failed({ status }) {
    if (status === 403 || status === 404) return PAUSE_MS.refused;
    this.#failures += 1;
    const pause = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** (this.#failures - 1));
    // Not all pages at once when a server comes back.
    return pause * (0.5 + Math.random() / 2);
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function sleep(ms, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
