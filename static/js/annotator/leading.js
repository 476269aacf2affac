/**
 * Of the tabs of one project in this browser one asks the server for news and tells the others: the one somebody
 * looks at. Web Locks decide; where there are none (see tabs.js) every tab asks for itself.
 *
 * @typedef {object} Handlers
 * @property {() => void} began this tab is to ask from now on
 * @property {(news: any) => void} heard what the asking tab told
 */

const CHANNEL = "benang-live-";
/** Who has given way once stays where it is for so long, lest three tabs pass the task round. */
const PATIENCE_MS = 2_000;

export class Leading {
  isLeading = false;
  #locks = /** @type {LockManager | undefined} */ (navigator.locks);
  #channel;
  #name;
  #gaveWay = Number.NEGATIVE_INFINITY;
  #wanted = Number.NEGATIVE_INFINITY;
  #giveUp = () => {};

  /**
   * @param {string} project
   * @param {Handlers} handlers
   */
  constructor(project, handlers) {
    this.handlers = handlers;
    this.#name = CHANNEL + project;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.kind === "news") handlers.heard(data);
      else if (data.kind === "want") this.#give();
    });
  }

  start() {
    if (this.#locks) return void this.#standInLine();
    this.isLeading = true;
    this.handlers.began();
  }

  /** @param {{after: number, answer: object}} news */
  tell(news) {
    this.#channel.postMessage({ kind: "news", ...news });
  }

  /** Somebody looks at this tab now. */
  want() {
    if (!this.isLeading) this.#channel.postMessage({ kind: "want" });
  }

  async #standInLine() {
    for (;;) {
      await /** @type {LockManager} */ (this.#locks).request(this.#name, () => this.#lead());
    }
  }

  /** @returns {Promise<void>} settled when this tab gives way to another */
  #lead() {
    return new Promise((resolve) => {
      this.isLeading = true;
      this.#giveUp = () => {
        this.isLeading = false;
        this.#gaveWay = performance.now();
        resolve();
      };
      // It may be another hidden tab's turn: whoever wanted it comes after.
      if (performance.now() - this.#wanted < PATIENCE_MS) this.#give();
      if (this.isLeading) this.handlers.began();
    });
  }

  #give() {
    this.#wanted = performance.now();
    if (document.hasFocus() || performance.now() - this.#gaveWay < PATIENCE_MS) return;
    if (this.isLeading) this.#giveUp();
  }
}
