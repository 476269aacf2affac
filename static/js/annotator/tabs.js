/**
 * The other tabs of this browser: which of them are open, and one at a time. Web Locks exist on https and localhost
 * only; on a plain intranet open tabs are asked to answer instead, and every tab sends for itself, which is safe
 * because no request does more when it comes twice.
 */
import { uuid } from "./dom.js";

const ANSWER_MS = 300;
const CHANNEL = "benang-tabs";
const PREFIX = "benang-tab-";

export class Tabs {
  id = uuid();
  #locks = /** @type {LockManager | undefined} */ (navigator.locks);
  #channel = new BroadcastChannel(CHANNEL);
  /** @type {Set<string>} */
  #answered = new Set();

  /** @param {(message: any) => void} heard what another tab told */
  constructor(heard) {
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.kind === "who") this.#channel.postMessage({ kind: "here", tab: this.id });
      else if (data.kind === "here") this.#answered.add(data.tab);
      else heard(data);
    });
    // Held for as long as the page lives, however it ends.
    void this.#locks?.request(PREFIX + this.id, () => new Promise(() => {}));
  }

  /** @param {object} message */
  tell(message) {
    this.#channel.postMessage(message);
  }

  /** @returns {Promise<Set<string>>} ids of the tabs that are open, this one among them */
  async open() {
    if (this.#locks) {
      const held = (await this.#locks.query()).held ?? [];
      const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
      return new Set([...names, this.id]);
    }
    this.#answered = new Set([this.id]);
    this.#channel.postMessage({ kind: "who" });
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    return this.#answered;
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} act while no other tab does something of that name
   * @returns {Promise<T>}
   */
  async inTurn(name, act) {
    return this.#locks ? await this.#locks.request(name, act) : act();
  }
}
