/**
 * Something a person has set for themselves: in force at once, also offline, and kept on the server. What the server
 * has not got yet waits in this browser, and is sent by the next page or when the line is back.
 *
 * @template T
 * @typedef {object} Options
 * @property {string} name of the thing and whose it is
 * @property {T} value as the server gave it with the page
 * @property {(value: T) => Promise<unknown>} send
 * @property {(error: any) => void} fail
 */

/** @template T */
export class Kept {
  #sending = false;
  /** @type {Set<(value: T) => void>} */
  #listeners = new Set();

  /** @param {Options<T>} options */
  constructor({ name, value, send, fail }) {
    this.store = `benang:${name}`;
    this.send = send;
    this.fail = fail;
    const waiting = /** @type {T | null} */ (readKept(this.store));
    /** @type {string | null} */
    this.waiting = waiting === null ? null : JSON.stringify(waiting);
    this.value = waiting ?? value;
    for (const event of ["online", "focus"]) addEventListener(event, () => void this.#flush());
    void this.#flush();
  }

  /** @param {(value: T) => void} listener */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** @param {T} value */
  set(value) {
    this.value = value;
    this.waiting = JSON.stringify(value);
    writeKept(this.store, value);
    for (const listener of this.#listeners) listener(value);
    void this.#flush();
  }

  async #flush() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.waiting !== null) {
      const sent = this.waiting;
      try {
        await this.send(JSON.parse(sent));
      } catch (error) {
        if (/** @type {any} */ (error).retryable) break;
        this.fail(error);
      }
      // Set again meanwhile: once more.
      if (this.waiting !== sent) continue;
      this.waiting = null;
      writeKept(this.store, null);
    }
    this.#sending = false;
  }
}

/**
 * @param {string} name
 * @returns {unknown} null when nothing readable is there
 */
export function readKept(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value null takes it away
 */
export function writeKept(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage may be forbidden; it then lasts as long as the page.
  }
}
