/**
 * Sends changes to the server one after the other, in the order they were made, each when it has been written down.
 * A cut line keeps them and tries again; a refusal hands the change back so that it can be taken off the page.
 *
 * @import {Task} from "./types.js"
 *
 * @typedef {object} Handlers
 * @property {(task: Task) => Promise<unknown>} send
 * @property {(task: Task, answer: any) => void} answered
 * @property {(tasks: Task[], error: any) => boolean | void} refused the task and all that built on it; true when
 *   somebody has to decide, so that they are kept
 * @property {(error: any) => void} waiting said once per interruption and reason
 * @property {(count: number) => void} counted
 * @property {(task: Task) => void} [keep] write it down, or what became of it
 * @property {(tasks: Task[]) => Promise<void>} [forget] they need not be kept any longer
 */

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
// A server that fails on everything comes back; one that fails on this change alone must not hold up the others.
const MOST_BREAKDOWNS = 3;

export class Outgoing {
  /** @type {Task[]} */
  #tasks = [];
  /** @type {(() => void)[]} */
  #waiting = [];
  #running = false;
  #sending = false;
  #wait = FIRST_WAIT_MS;
  #breakdowns = 0;
  /** @type {string | null} */
  #told = null;
  #wake = () => {};

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
  }

  get size() {
    return this.#tasks.length;
  }

  /** Whether something stands in the way of sending. */
  get isHeldUp() {
    return this.#told !== null;
  }

  /**
   * Borders moved again before they were sent are sent once.
   *
   * @param {Task} task
   * @returns {boolean} whether it went into the task before it
   */
  add(task) {
    const last = this.#tasks.at(-1);
    const waits = last && !(this.#sending && this.#tasks.length === 1);
    if (waits && mayJoin(last, task)) {
      last.body = task.body;
      last.after = task.after;
      last.edits.push(...task.edits);
      this.handlers.keep?.(last);
      return true;
    }
    this.handlers.keep?.(task);
    this.#push([task]);
    return false;
  }

  /** @param {readonly Task[]} tasks left by a tab that is gone, written down already */
  addFound(tasks) {
    if (tasks.length) this.#push(tasks);
  }

  /**
   * @param {Task} task
   * @returns {Task[]} it and what waits behind it for the same segment, or for one of those it makes
   */
  chainOf(task) {
    const ids = new Set(task.passages?.map(({ id }) => id) ?? [task.segment]);
    return this.#tasks.filter((other) => other === task || (other.segment && ids.has(other.segment)));
  }

  /** @returns {Promise<void>} settled when nothing waits to be sent */
  drained() {
    return this.size ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  /**
   * The line is back, or somebody asked: do not wait any longer.
   *
   * @param {boolean} [asked] then say again what stands in the way
   */
  retry(asked = false) {
    if (asked) this.#told = null;
    this.#wait = FIRST_WAIT_MS;
    this.#wake();
  }

  /** @param {readonly Task[]} tasks */
  #push(tasks) {
    this.#tasks.push(...tasks);
    this.handlers.counted(this.size);
    if (!this.#running) void this.#run();
  }

  async #run() {
    this.#running = true;
    while (this.#tasks.length) {
      const task = /** @type {Task} */ (this.#tasks[0]);
      try {
        this.#sending = true;
        if (task.kept) await task.kept;
        const answer = await this.handlers.send(task);
        this.#flow();
        await this.#finish([task]);
        this.handlers.answered(task, answer);
      } catch (error) {
        this.#sending = false;
        await this.#failed(task, error);
      }
    }
    this.#running = false;
    if (!this.size) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Something came through. */
  #flow() {
    this.#sending = false;
    this.#wait = FIRST_WAIT_MS;
    this.#breakdowns = 0;
    this.#told = null;
  }

  /**
   * @param {Task} task
   * @param {any} error
   */
  async #failed(task, error) {
    const isBroken = error.status === 500 && ++this.#breakdowns < MOST_BREAKDOWNS;
    if ((error.retryable || isBroken) && !task.once) {
      const code = error.code ?? "";
      if (this.#told !== code) {
        this.#told = code;
        this.handlers.waiting(error);
        this.handlers.counted(this.size);
      }
      await this.#pause(error.retryAfterMs ?? this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
      return;
    }
    this.#flow();
    const takesAll = task.kind === "put" || task.kind === "bulk" || error.code === "changed_elsewhere";
    const lost = takesAll ? this.chainOf(task) : [task];
    const isKept = this.handlers.refused(lost, error) === true;
    await this.#finish(lost, isKept);
  }

  /**
   * @param {Task[]} done
   * @param {boolean} [isKept]
   */
  async #finish(done, isKept = false) {
    this.#tasks = this.#tasks.filter((task) => !done.includes(task));
    this.handlers.counted(this.size);
    // Before the next is sent: what is found again after a closed tab must never be older than what was sent.
    if (!isKept) await this.handlers.forget?.(done);
  }

  /** @param {number} ms */
  #pause(ms) {
    return /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      })
    );
  }
}

/**
 * A change that another tab left may have been sent already; it is not touched.
 *
 * @param {Task} last
 * @param {Task} task
 */
function mayJoin(last, task) {
  return task.kind === "borders" && last.kind === "borders" && last.segment === task.segment && !last.adopted;
}
