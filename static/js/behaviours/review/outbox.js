/**
 * What was said of codings and has not been sent yet. It lies in this browser, so that neither a cut line nor a closed
 * tab loses it, and is sent in its order by whichever tab of the same person and project comes first.
 *
 * @typedef {object} Said
 * @property {string} id
 * @property {string} coding
 * @property {string} url
 * @property {Record<string, string>} fields
 * @property {string} kind what was asked: the end of the address
 * @property {string} reads the coding, for people
 * @property {boolean} [tried] it may have arrived, and only the answer was lost
 *
 * @typedef {{outcome: "sent" | "refused" | "wait", text: string}} Answer
 *
 * @typedef {object} Listener
 * @property {(said: Said) => Promise<Answer>} send
 * @property {(said: Said, html: string) => void} sent
 * @property {(said: Said, message: string) => void} refused
 * @property {(waiting: Said[], why: string) => void} changed
 */

const SOONEST_MS = 2_000;
const LATEST_MS = 30_000;

export class Outbox {
  #isSending = false;
  #pause = SOONEST_MS;
  #timer = 0;
  /** @type {Said[]} where the browser keeps nothing, as long as the page lives */
  #here = [];

  /**
   * @param {string} name of person and project
   * @param {Listener} listener
   * @param {Storage | null} storage
   */
  constructor(name, listener, storage) {
    this.name = `benang:review:${name}`;
    this.listener = listener;
    this.storage = works(storage) ? storage : null;
  }

  /** Whether the page can be closed without losing anything. */
  get isSafe() {
    return this.storage !== null || this.#here.length === 0;
  }

  /** @returns {Said[]} in the order in which they were said */
  get waiting() {
    if (!this.storage) return [...this.#here];
    try {
      return JSON.parse(this.storage.getItem(this.name) ?? "[]");
    } catch {
      return [];
    }
  }

  /** @param {Said} said */
  add(said) {
    this.#keep([...this.waiting, said]);
    this.listener.changed(this.waiting, "");
    return this.flush();
  }

  /**
   * Not to be sent after all.
   *
   * @param {string} id
   */
  take(id) {
    this.#keep(this.waiting.filter((each) => each.id !== id));
    this.listener.changed(this.waiting, "");
  }

  /** Send what waits, one after the other, until nothing does or something stands in the way. */
  async flush() {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      while (await alone(this.name, () => this.#first()));
    } finally {
      this.#isSending = false;
    }
  }

  /** @returns {Promise<boolean>} whether to go on */
  async #first() {
    const [said] = this.waiting;
    if (!said) return false;
    const answer = await this.listener.send(said);
    if (answer.outcome === "wait") {
      this.#keep(this.waiting.map((each) => (each.id === said.id ? { ...each, tried: true } : each)));
      this.#timer = Number(setTimeout(() => this.flush(), this.#pause));
      this.#pause = Math.min(this.#pause * 2, LATEST_MS);
      this.listener.changed(this.waiting, answer.text);
      return false;
    }
    this.#pause = SOONEST_MS;
    this.take(said.id);
    if (answer.outcome === "sent") this.listener.sent(said, answer.text);
    else this.listener.refused(said, answer.text);
    return true;
  }

  /** @param {Said[]} all */
  #keep(all) {
    if (this.storage) this.storage.setItem(this.name, JSON.stringify(all));
    else this.#here = all;
  }
}

/** @param {Storage | null} storage */
function works(storage) {
  try {
    storage?.setItem("benang:review:try", "1");
    storage?.removeItem("benang:review:try");
    return true;
  } catch {
    return false;
  }
}

/**
 * One tab at a time, where the browser can see to it.
 *
 * @param {string} name
 * @param {() => Promise<boolean>} act
 * @returns {Promise<boolean>}
 */
async function alone(name, act) {
  const locks = globalThis.navigator?.locks;
  return locks ? await locks.request(name, act) : await act();
}
