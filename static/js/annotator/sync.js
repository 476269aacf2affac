/**
 * Between the store and the server: sends what was done, settles what is answered, takes back what is refused,
 * and tells the rest of the page.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Api} from "./api.js"
 * @import {Answer, Edit, Segment, Task} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Handlers
 * @property {(edits: readonly Edit[]) => void} refused
 * @property {(task: Task, fields: {have: string, want: string}) => void} conflict
 * @property {(answer: Answer) => void} travelled undo or redo has been done
 */
import { tell } from "./dom.js";
import { Outgoing } from "./outgoing.js";

export class Sync {
  #outgoing = new Outgoing({
    send: (task) => this.api.send(task),
    answered: (task, answer) => this.#answered(task, answer),
    refused: (tasks, error) => this.#refused(tasks, error),
    waiting: (error) => this.fail(error),
    counted: (n) => tell("unsent", { n }),
  });

  /**
   * @param {Api} api
   * @param {Store} store
   * @param {Announcer} announcer
   */
  constructor(api, store, announcer) {
    this.api = api;
    this.store = store;
    this.announcer = announcer;
    /** @type {Handlers} */
    this.handlers = { refused: () => {}, conflict: () => {}, travelled: () => {} };
    addEventListener("online", () => this.#outgoing.retry());
    addEventListener("focus", () => this.#outgoing.retry());
    addEventListener("beforeunload", (event) => this.#outgoing.size && event.preventDefault());
  }

  /** @param {Task} task */
  send(task) {
    return this.#outgoing.add(task);
  }

  /** @param {any} error */
  fail(error) {
    const message = error instanceof Error ? error.message : String(error);
    tell("error", { message, code: error?.code ?? "unexpected" });
  }

  /**
   * @param {Task} task
   * @param {any} answer
   */
  #answered(task, answer) {
    const changed = changesIn(task, answer);
    this.store.settle(task.edits, changed);
    for (const segment of changed.segments) tell("saved", { segment });
    for (const id of changed.deleted) tell("removed", { id });
    if (task.kind !== "undo" && task.kind !== "redo") return;
    this.handlers.travelled(changed);
    this.announcer.say(task.kind === "undo" ? gettext("Undone") : gettext("Done again"));
  }

  /**
   * @param {Task[]} tasks
   * @param {any} error
   */
  #refused(tasks, error) {
    const edits = tasks.flatMap((task) => task.edits);
    this.store.rollback(edits);
    this.handlers.refused(edits);
    const [task] = tasks;
    if (task && error.code === "exclusive_dimension" && error.fields.have)
      this.handlers.conflict(task, error.fields);
    else if (task?.once && error.retryable)
      this.fail(new Error(gettext("The server could not be reached, so nothing was taken back. Try again.")));
    else this.fail(error);
  }
}

/**
 * @param {Task} task
 * @param {any} answer a segment, nothing, or what undo did
 * @returns {Answer}
 */
function changesIn(task, answer) {
  if (task.kind === "undo" || task.kind === "redo") return answer;
  if (task.kind === "delete") return { segments: [], deleted: [/** @type {string} */ (task.segment)] };
  return { segments: [/** @type {Segment} */ (answer)], deleted: [] };
}
