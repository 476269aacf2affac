/**
 * Sends files in small requests, two at a time, each again when the line breaks. No DOM; `post` does the sending.
 *
 * @typedef {{id: string, size: number}} Parcel whatever is sent: only its id and size matter here
 * @typedef {"waiting" | "sending" | "sent" | "refused"} State
 */

export const MOST_FILES = 20;
export const MOST_BYTES = 20 * 1024 * 1024;
const AT_ONCE = 2;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The line or the server failed: the same request may go through later. */
export class Unreached extends Error {}

/**
 * @template {Parcel} T
 */
export class Sender {
  /**
   * @param {object} does
   * @param {(parcels: T[], moved: (bytes: number) => void, signal: AbortSignal) => Promise<unknown>} does.post
   *   rejects with Unreached when it may be tried again, else with the sentence of a refusal
   * @param {(parcels: T[], state: State, why: string) => void} does.tell
   * @param {(bytes: number) => void} does.moved how many bytes are there or on their way, of all
   * @param {(waiting: boolean) => void} does.pausing whether it waits for the line
   * @param {(ms: number, signal: AbortSignal) => Promise<void>} [does.pause]
   */
  constructor({ post, tell, moved, pausing, pause = untilLater }) {
    this.post = post;
    this.tell = tell;
    this.moved = moved;
    this.pausing = pausing;
    this.pause = pause;
    this.aborting = new AbortController();
    this.bytesSent = 0;
    /** @type {Map<T[], number>} */
    this.underWay = new Map();
    this.paused = 0;
  }

  get isStopped() {
    return this.aborting.signal.aborted;
  }

  /**
   * Send them all. Settles when all were answered for, or sending was stopped.
   * @param {T[]} parcels
   */
  async send(parcels) {
    const queue = requests(parcels);
    const lane = async () => {
      for (let next = queue.shift(); next && !this.isStopped; next = queue.shift()) await this.#one(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  stop() {
    this.aborting.abort();
  }

  /** @param {T[]} parcels */
  async #one(parcels) {
    for (let pause = FIRST_PAUSE_MS; !this.isStopped; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      this.tell(parcels, "sending", "");
      try {
        await this.post(parcels, (bytes) => this.#onTheWay(parcels, bytes), this.aborting.signal);
        this.underWay.delete(parcels);
        this.bytesSent += weight(parcels);
        this.#onTheWay(parcels, null);
        this.tell(parcels, "sent", "");
        return;
      } catch (error) {
        this.#onTheWay(parcels, null);
        this.tell(parcels, "waiting", "");
        if (!(error instanceof Unreached)) {
          this.tell(parcels, "refused", error instanceof Error ? error.message : String(error));
          return;
        }
        if (!this.isStopped) await this.#wait(pause);
      }
    }
  }

  /** @param {number} ms */
  async #wait(ms) {
    this.paused += 1;
    this.pausing(true);
    await this.pause(ms, this.aborting.signal);
    this.paused -= 1;
    if (this.paused === 0) this.pausing(false);
  }

  /**
   * @param {T[]} parcels
   * @param {number | null} bytes
   */
  #onTheWay(parcels, bytes) {
    if (bytes === null) this.underWay.delete(parcels);
    else this.underWay.set(parcels, Math.min(bytes, weight(parcels)));
    this.moved(this.bytesSent + [...this.underWay.values()].reduce((sum, each) => sum + each, 0));
  }
}

/**
 * Parcels as requests, none larger than a server takes in without trouble; a large file goes alone.
 * @template {Parcel} T
 * @param {T[]} parcels
 * @returns {T[][]}
 */
export function requests(parcels) {
  /** @type {T[][]} */
  const made = [];
  let bytes = 0;
  for (const parcel of parcels) {
    const last = made.at(-1);
    if (last && last.length < MOST_FILES && bytes + parcel.size <= MOST_BYTES) {
      last.push(parcel);
      bytes += parcel.size;
    } else {
      made.push([parcel]);
      bytes = parcel.size;
    }
  }
  return made;
}

/** @param {Parcel[]} parcels */
function weight(parcels) {
  return parcels.reduce((sum, parcel) => sum + parcel.size, 0);
}

/**
 * Wait; less when the line comes back, or sending is stopped.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function untilLater(ms, signal) {
  return new Promise((done) => {
    const ready = new AbortController();
    const over = () => {
      clearTimeout(timer);
      ready.abort();
      done();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener("abort", over, { signal: ready.signal });
    globalThis.addEventListener("online", over, { signal: ready.signal });
  });
}
