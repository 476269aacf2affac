/**
 * Sends changes to the server one after the other, in the order they were made.
 * A cut line keeps them and tries again; a refusal hands the change back so that it can be taken off the page.
 *
 * @import {Task} from "./types.js"
 *
 * @typedef {object} Handlers
 * @property {(task: Task) => Promise<unknown>} send
 * @property {(task: Task, answer: any) => void} answered
 * @property {(tasks: Task[], error: any) => void} refused the task and all that built on it
 * @property {(error: any) => void} waiting said once per interruption
 * @property {(count: number) => void} counted
 */

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export class Outgoing {
  /** @type {Task[]} */
  #tasks = [];
  #running = false;
  #sending = false;
  #wait = FIRST_WAIT_MS;
  #wake = () => {};

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
  }

  get size() {
    return this.#tasks.length;
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
    if (waits && task.kind === "borders" && last.kind === "borders" && last.segment === task.segment) {
      last.body = task.body;
      last.edits.push(...task.edits);
      return true;
    }
    this.#tasks.push(task);
    this.handlers.counted(this.size);
    if (!this.#running) void this.#run();
    return false;
  }

  /** The line is back, or somebody asked: do not wait any longer. */
  retry() {
    this.#wait = FIRST_WAIT_MS;
    this.#wake();
  }

  async #run() {
    this.#running = true;
    while (this.#tasks.length) {
      const task = /** @type {Task} */ (this.#tasks[0]);
      try {
        this.#sending = true;
        const answer = await this.handlers.send(task);
        this.#sending = false;
        this.#wait = FIRST_WAIT_MS;
        this.#finish([task]);
        this.handlers.answered(task, answer);
      } catch (error) {
        this.#sending = false;
        await this.#failed(task, error);
      }
    }
    this.#running = false;
  }

  /**
   * @param {Task} task
   * @param {any} error
   */
  async #failed(task, error) {
    if (error.retryable && !task.once) {
      if (this.#wait === FIRST_WAIT_MS) this.handlers.waiting(error);
      await this.#pause(error.retryAfterMs ?? this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
      return;
    }
    const lost = task.kind === "put" ? this.#tasks.filter((other) => other.segment === task.segment) : [task];
    this.#finish(lost);
    this.handlers.refused(lost, error);
  }

  /** @param {Task[]} done */
  #finish(done) {
    this.#tasks = this.#tasks.filter((task) => !done.includes(task));
    this.handlers.counted(this.size);
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
