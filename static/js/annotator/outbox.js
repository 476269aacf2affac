/**
 * Unsent changes, kept until the server has them. A change belongs to the tab it was made in; when that tab is gone,
 * another one of the same person and project takes it up. Other people's changes are never touched.
 *
 * @import {Entry, Shelf, Task} from "./types.js"
 *
 * @typedef {object} Place
 * @property {string} project
 * @property {string} transcript
 * @property {string} version
 * @property {{id: string, name: string}} user
 *
 * @typedef {object} Neighbours
 * @property {string} id of this tab
 * @property {() => Promise<Set<string>>} open
 */

export class Outbox {
  /** Changes being written, or that could not be. */
  #unsafe = new Set();

  /**
   * @param {Promise<Shelf>} shelf
   * @param {Neighbours} tabs
   * @param {Place} place
   */
  constructor(shelf, tabs, place) {
    this.shelf = shelf;
    this.tabs = tabs;
    this.place = place;
  }

  /** Whether the page can be closed without losing anything. */
  get isSafe() {
    return this.#unsafe.size === 0;
  }

  /**
   * Write a change down, or write down what became of it. It is to be sent when `kept` has settled.
   *
   * @param {Task} task
   */
  keep(task) {
    this.#unsafe.add(task);
    // To undo twice is not the same as once: it is not kept, and leaving before it is sent warns.
    if (task.once) return;
    const kept = (task.kept ?? Promise.resolve())
      .then(() => this.#write(task))
      .then((isSafe) => {
        if (isSafe && task.kept === kept) this.#unsafe.delete(task);
      });
    task.kept = kept;
  }

  /**
   * The server has them, or somebody decided to do without.
   *
   * @param {readonly Task[]} tasks
   */
  async forget(tasks) {
    for (const task of tasks) this.#unsafe.delete(task);
    const kept = tasks.filter((task) => task.kept);
    await Promise.all(kept.map((task) => task.kept));
    const keys = kept.flatMap(({ key }) => key ?? []);
    if (keys.length) await (await this.shelf).remove(keys).catch(() => {});
  }

  /** @returns {Promise<Task[]>} changes of mine that no open tab looks after; this one does from now on */
  async adopt() {
    const { user, project } = this.place;
    const open = await this.tabs.open();
    const isFree = (/** @type {Entry} */ entry) =>
      entry.user === user.id && entry.project === project && !open.has(entry.tab);
    const shelf = await this.shelf;
    // Looking is quick, claiming waits for the disk.
    if (!(await shelf.all().catch(() => [])).some(isFree)) return [];
    return (await shelf.claim(this.tabs.id, isFree).catch(() => [])).map(asTask);
  }

  /** @returns {Promise<Map<string, number>>} names of others whose changes wait in this browser → how many */
  async others() {
    const { user, project } = this.place;
    const all = await (await this.shelf).all().catch(() => []);
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const entry of all) {
      if (entry.user !== user.id && entry.project === project)
        counts.set(entry.name, (counts.get(entry.name) ?? 0) + 1);
    }
    return counts;
  }

  /**
   * @param {Task} task
   * @returns {Promise<boolean>} whether it outlives the page; else leaving warns
   */
  async #write(task) {
    const shelf = await this.shelf;
    const entry = asEntry(task, this.tabs.id, this.place);
    try {
      if (task.key) await shelf.put(entry);
      else task.key = await shelf.add(entry);
      return shelf.isSafe;
    } catch {
      // The disk is full, say.
      return false;
    }
  }
}

/**
 * @param {Task} task
 * @param {string} tab
 * @param {Place} place
 * @returns {Entry}
 */
function asEntry(task, tab, { project, transcript, version, user }) {
  const { kind, method, path, body, segment, passages, before = null, after = null, key } = task;
  return {
    ...(key === undefined ? {} : { key }),
    tab,
    user: user.id,
    name: user.name,
    project,
    transcript: task.transcript ?? transcript,
    version: task.version ?? version,
    at: new Date().toISOString(),
    kind,
    method,
    path,
    body,
    segment,
    ...(passages ? { passages } : {}),
    before,
    after,
  };
}

/**
 * @param {Entry} entry
 * @returns {Task}
 */
function asTask({ key, transcript, version, kind, method, path, body, segment, passages, before, after }) {
  return {
    key,
    transcript,
    version,
    kind,
    method,
    path,
    body,
    segment,
    passages,
    before,
    after,
    edits: [],
    adopted: true,
    kept: Promise.resolve(),
  };
}
