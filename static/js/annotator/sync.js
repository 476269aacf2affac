/**
 * Between the store and the server: sends what was done, settles what is answered, takes back what is refused,
 * and tells the rest of the page. What is unsent outlives the page; see outbox.js.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Api} from "./api.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Answer, Edit, Segment, Task, WorkspaceData} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Handlers
 * @property {(edits: readonly Edit[]) => void} refused
 * @property {(task: Task, fields: {have: string, want: string}) => void} conflict
 * @property {(answer: Answer) => void} travelled undo or redo has been done
 */
import { changesIn } from "./answers.js";
import { ApiError } from "./api.js";
import { Conflicts } from "./conflicts.js";
import { tell } from "./dom.js";
import { Outbox } from "./outbox.js";
import { Outgoing } from "./outgoing.js";
import { judge } from "./replay.js";
import { openShelf } from "./shelf.js";
import { Signing } from "./signing.js";
import { Tabs } from "./tabs.js";

const LOOK_AGAIN_MS = 15_000;

export class Sync {
  #tabs = new Tabs((message) => this.#heard(message));
  #signing = new Signing(() => this.#outgoing.retry(true));
  /** Said when the page is to be loaded anew, because its text is no longer the current one. */
  #outdated = "";
  #outgoing = new Outgoing({
    send: (task) => this.#tabs.inTurn(`benang-send-${this.data.project}`, () => this.#send(task)),
    answered: (task, answer) => this.#answered(task, answer),
    refused: (tasks, error) => this.#refused(tasks, error),
    waiting: (error) => this.#waiting(error),
    counted: () => this.#count(),
    keep: (task) => this.outbox.keep(task),
    forget: (tasks) => this.outbox.forget(tasks),
  });

  /**
   * @param {Api} api
   * @param {Store} store
   * @param {Announcer} announcer
   * @param {Codebook} codebook
   * @param {WorkspaceData} data
   */
  constructor(api, store, announcer, codebook, data) {
    this.data = data;
    this.api = api;
    this.store = store;
    this.announcer = announcer;
    this.outbox = new Outbox(openShelf(), this.#tabs, data);
    this.conflicts = new Conflicts({
      api,
      codebook,
      user: data.user.id,
      send: (task) => this.#again(task),
      drop: (tasks, there) => this.#drop(tasks, there),
      changed: () => this.#count(),
    });
    /** @type {Handlers} */
    this.handlers = { refused: () => {}, conflict: () => {}, travelled: () => {} };
    /** What was found at the start, to be laid over the segments before they are painted. */
    this.found = this.outbox.adopt();
    addEventListener("online", () => this.#outgoing.retry());
    addEventListener("focus", () => this.#outgoing.retry());
    addEventListener("beforeunload", (event) => !this.outbox.isSafe && event.preventDefault());
    document.addEventListener("annotator:send-now", () => {
      this.#outgoing.retry(true);
      void this.conflicts.ask();
    });
  }

  /**
   * Lay changes that were found over the segments.
   *
   * @param {readonly Task[]} tasks
   */
  show(tasks) {
    for (const task of tasks) if (this.#isHere(task)) this.#begin(task);
  }

  /** The page listens: send what was found, and look for more now and then. */
  async resume() {
    const found = this.found.then((tasks) => tasks.splice(0));
    this.#outgoing.addFound(await found);
    setInterval(() => this.#lookAgain(), LOOK_AGAIN_MS);
    for (const [name, n] of await this.outbox.others()) {
      const format = ngettext(
        "%(n)s change of %(name)s is kept in this browser until %(name)s signs in here again.",
        "%(n)s changes of %(name)s are kept in this browser until %(name)s signs in here again.",
        n,
      );
      this.announcer.hint(interpolate(format, { n, name }, true));
    }
  }

  /** @param {Task} task */
  send(task) {
    return this.#outgoing.add(task);
  }

  get isEmpty() {
    return this.#outgoing.size === 0;
  }

  /** @returns {Promise<void>} settled when everything done here is on the server, or was refused by it */
  drained() {
    return this.#outgoing.drained();
  }

  /**
   * @param {any} error
   * @param {boolean} [passes] only the line was cut: it is over when everything is sent
   */
  fail(error, passes = false) {
    const message = error instanceof Error ? error.message : String(error);
    tell("error", { message, code: error?.code ?? "unexpected", passes });
  }

  /** Tabs may have been closed meanwhile. */
  async #lookAgain() {
    const tasks = await this.outbox.adopt();
    this.show(tasks);
    this.#outgoing.addFound(tasks);
  }

  /** @param {{transcript?: string, version?: string}} place of a change */
  #isHere({ transcript, version }) {
    return (
      (transcript ?? this.data.transcript) === this.data.transcript &&
      (version ?? this.data.version) === this.data.version
    );
  }

  /** @param {Task} task */
  async #send(task) {
    if (task.passages) return this.#sendMany(task, task.passages);
    if (!task.adopted || !task.segment) return this.api.send(task);
    const there = await this.api.segment(task.segment);
    const verdict = judge(this.#outgoing.chainOf(task), there, this.data.user.id);
    if (verdict === "send") return this.api.send(task);
    if (verdict === "done") return there;
    throw new ApiError(
      409,
      "changed_elsewhere",
      gettext(
        "This segment was changed elsewhere after you had changed it here. Both are shown; nothing was overwritten.",
      ),
    );
  }

  /**
   * What the server had got before is not in its answer; what it has of that now is asked for.
   *
   * @param {Task} task
   * @param {readonly Segment[]} passages
   */
  async #sendMany(task, passages) {
    const answer = /** @type {{items: Segment[]}} */ (/** @type {unknown} */ (await this.api.send(task)));
    if (answer.items.length === passages.length || !this.#isHere(task)) return answer;
    const ids = new Set(passages.map(({ id }) => id));
    const { items } = await this.api.segments();
    return { items: items.filter(({ id }) => ids.has(id)) };
  }

  /** @param {any} error */
  #waiting(error) {
    if (error.needsSignIn) this.#signing.ask(error.code, this.#size);
    else this.fail(error, error.code === "offline");
  }

  get #size() {
    return this.#outgoing.size + this.conflicts.size;
  }

  #count() {
    tell("unsent", { n: this.#size, isHeldUp: this.#outgoing.isHeldUp || this.conflicts.size > 0 });
    if (this.#outdated && this.#size === 0) tell("outdated", { message: this.#outdated });
  }

  /** @param {any} message what another tab of this browser got from the server */
  #heard(message) {
    if (message.kind !== "changed" || message.version !== this.data.version) return;
    this.store.receive(message.answer, message.sequence);
  }

  /**
   * @param {Task} task
   * @param {any} answer
   */
  #answered(task, answer) {
    this.#signing.close();
    if (task.transcript && task.transcript !== this.data.transcript) return;
    const message = task.kind === "undo" ? gettext("Undone") : gettext("Done again");
    const { version } = this.data;
    if (answer?.undone && answer.undone.transcript !== this.data.transcript) {
      this.#travelledElsewhere(task, answer);
      return;
    }
    if ((answer?.version ?? version) !== version) {
      // A correction was taken back, or somebody made one: these words are no longer the current ones.
      this.#outdated = answer.undone ? message : gettext("The transcript was corrected meanwhile.");
      this.#count();
      return;
    }
    const changed = changesIn(task, answer, version);
    this.store.settle(task.edits, changed, task.sequence);
    this.#tabs.tell({ kind: "changed", version, answer: changed, sequence: task.sequence });
    for (const segment of changed.segments) tell("saved", { segment });
    for (const id of changed.deleted) tell("removed", { id });
    if (task.kind !== "undo" && task.kind !== "redo") return;
    this.handlers.travelled(changed);
    this.announcer.say(message);
  }

  /**
   * What was taken back, or made again, stands in another transcript or in none: say where, with a way there.
   *
   * @param {Task} task
   * @param {any} answer
   */
  #travelledElsewhere(task, { undone }) {
    this.store.rollback(task.edits);
    const opposite = task.kind === "undo" ? "redo" : "undo";
    tell("toast", { message: undone.said, command: opposite, page: undone.page });
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
    if (error.code === "stale_version" && task && this.#isHere(task)) this.#outdated = error.message;
    if (task && !task.adopted && error.code === "exclusive_dimension" && error.fields.have)
      this.handlers.conflict(task, error.fields);
    else if (this.conflicts.take(tasks, error)) return true;
    else if (task?.once && error.retryable)
      this.fail(new Error(gettext("The server could not be reached, so nothing was taken back. Try again.")));
    else this.fail(error);
    return false;
  }

  /**
   * @param {Task[]} tasks
   * @param {Segment | null} there
   */
  async #drop(tasks, there) {
    await this.outbox.forget(tasks);
    const id = tasks[0]?.segment;
    if (!id || (there && there.version !== this.data.version)) return;
    this.store.receive({ segments: there ? [there] : [], deleted: there ? [] : [id] });
  }

  /** @param {Task} task decided in a dialog */
  #again(task) {
    this.show([task]);
    this.send(task);
  }

  /** @param {Task} task */
  #begin(task) {
    if (task.passages) {
      task.edits.push(...task.passages.map((one) => ({ id: one.id, change: () => one })));
      this.store.beginAll(task.edits);
    } else if (task.segment) task.edits.push(this.store.begin(task.segment, () => task.after ?? null));
  }
}
