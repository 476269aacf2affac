/**
 * Changes the server would not take because something else is there now. Both sides are shown, one question after the
 * other, and nothing is overwritten without being asked. Until it is decided the change stays written down.
 *
 * @import {Api} from "./api.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Segment, Task} from "./types.js"
 *
 * @typedef {object} Case
 * @property {Task[]} tasks of one segment, in their order
 * @property {any} error
 *
 * @typedef {object} Deps
 * @property {Api} api
 * @property {Codebook} codebook
 * @property {string} user
 * @property {(task: Task) => void} send
 * @property {(tasks: Task[], there: Segment | null) => Promise<void>} drop the changes are not to be kept any longer
 * @property {() => void} changed fewer or more are open
 */
import { ask } from "./dialogs.js";
import { element, uuid } from "./dom.js";
import { isSame, leftOf, mineAgain, taskToPut, taskToPutMany, taskToRemove } from "./replay.js";

const QUOTES_SHOWN = 5;
const OURS_TO_SETTLE = new Set([
  "changed_elsewhere",
  "http_500",
  "id_taken",
  "in_doubt",
  "no_such_code",
  "no_such_segment",
  "stale_version",
]);

export class Conflicts {
  /** @type {Case[]} */
  #cases = [];
  #isAsking = false;

  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
  }

  /** How many changes wait for a decision. */
  get size() {
    return this.#cases.reduce((sum, { tasks }) => sum + tasks.length, 0);
  }

  /**
   * @param {Task[]} tasks refused
   * @param {any} error
   * @returns {boolean} whether this is something to be decided
   */
  take(tasks, error) {
    const [task] = tasks;
    if (!(task?.segment || task?.passages) || task.once || !(task.adopted || OURS_TO_SETTLE.has(error.code)))
      return false;
    this.#cases.push({ tasks, error });
    void this.ask();
    return true;
  }

  /** Ask about all that are open, until somebody would rather decide later. */
  async ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      for (let first = this.#cases[0]; first; first = this.#cases[0]) {
        const settled = first.tasks[0]?.passages ? this.#settleMany(first) : this.#settle(first);
        if (!(await settled)) break;
        this.#cases.shift();
        this.deps.changed();
      }
    } catch {
      // No answer about what is there now: "Send now" asks again.
    }
    this.#isAsking = false;
    this.deps.changed();
  }

  /**
   * @param {Case} one
   * @returns {Promise<boolean>} whether it was decided
   */
  async #settle({ tasks, error }) {
    const { api, user, drop, send } = this.deps;
    const last = /** @type {Task} */ (tasks.at(-1));
    const id = /** @type {string} */ (last.segment);
    const mine = last.after ?? null;
    const there = await api.segment(id);
    // The answer to an earlier sending was lost, or somebody did the same.
    if (isSame(mine, there, user)) {
      await drop(tasks, there);
      return true;
    }
    const again = mine && (await this.#again(mine, there, error));
    const choice = await this.#choose(mine, there, again, error);
    if (choice === "") return false;
    if (choice === "mine" && again) send(taskToPut(again, there, user));
    else if (choice === "mine" && there) send(taskToRemove(there));
    await drop(tasks, there);
    return true;
  }

  /**
   * Passages coded at once: all of them were refused.
   *
   * @param {Case} one
   * @returns {Promise<boolean>} whether it was decided
   */
  async #settleMany({ tasks, error }) {
    const { api, user, drop, send } = this.deps;
    const mine = leftOf(tasks);
    const [first] = mine;
    const current = first && (await api.wordsOf(first.transcript));
    const missing = error.fields?.codes ?? [];
    const again = mine.flatMap((one) => {
      const put = current ? mineAgain({ mine: one, there: null, current, missing, user }, uuid) : null;
      return put?.codings.length ? [put] : [];
    });
    const choice = first ? await this.#chooseMany(mine, again, error) : "theirs";
    if (choice === "") return false;
    if (choice === "mine") send(taskToPutMany(again, user));
    await drop(tasks, null);
    return true;
  }

  /**
   * @param {readonly Segment[]} mine
   * @param {readonly Segment[]} again
   * @param {any} error
   */
  #chooseMany(mine, again, error) {
    const format = ngettext("%s passage coded at once", "%s passages coded at once", mine.length);
    const quotes = mine.slice(0, QUOTES_SHOWN).map(({ quote }) => element("li", {}, [quote]));
    if (mine.length > QUOTES_SHOWN) quotes.push(element("li", {}, ["…"]));
    const sides = element("div", { class: "outbox-sides" }, [
      element("section", {}, [
        element("h3", {}, [gettext("Mine")]),
        element("p", {}, [interpolate(format, [mine.length])]),
        element("ul", {}, quotes),
      ]),
      element("section", {}, [
        element("h3", {}, [gettext("There now")]),
        element("p", {}, [gettext("Nothing: none of them was kept.")]),
        element("p", {}, [
          interpolate(
            gettext("%(n)s of %(of)s can be put again."),
            { n: again.length, of: mine.length },
            true,
          ),
        ]),
      ]),
    ]);
    return ask(
      gettext("Your change met another one"),
      [element("p", {}, [error.message]), sides],
      [
        ...(again.length ? [{ label: gettext("Put mine again"), value: "mine", primary: true }] : []),
        { label: gettext("Discard mine"), value: "theirs" },
        { label: gettext("Decide later"), value: "", focused: true },
      ],
    );
  }

  /**
   * @param {Segment} mine
   * @param {Segment | null} there
   * @param {any} error
   */
  async #again(mine, there, error) {
    const { api, user } = this.deps;
    const current = await api.wordsOf(mine.transcript);
    return mineAgain({ mine, there, current, missing: error.fields?.codes ?? [], user }, uuid);
  }

  /**
   * @param {Segment | null} mine
   * @param {Segment | null} there
   * @param {Segment | null} again
   * @param {any} error
   */
  #choose(mine, there, again, error) {
    const sides = element("div", { class: "outbox-sides" }, [
      this.#side(gettext("Mine"), mine, gettext("The segment is removed.")),
      this.#side(gettext("There now"), there, gettext("Nothing: the segment is not there.")),
    ]);
    const body = [element("p", {}, [error.message]), sides];
    if (mine && !again)
      body.push(
        element("p", {}, [
          gettext("These words are no longer in the transcript: yours cannot be put again."),
        ]),
      );
    const canPut = again !== null || mine === null;
    return ask(gettext("Your change met another one"), body, [
      ...(canPut
        ? [
            {
              label: mine ? gettext("Put mine again") : gettext("Remove it anyway"),
              value: "mine",
              primary: true,
            },
          ]
        : []),
      { label: there ? gettext("Keep what is there") : gettext("Discard mine"), value: "theirs" },
      // The dialog may open while somebody types: the next key must not decide anything.
      { label: gettext("Decide later"), value: "", focused: true },
    ]);
  }

  /**
   * @param {string} title
   * @param {Segment | null} segment
   * @param {string} empty
   */
  #side(title, segment, empty) {
    const heading = element("h3", {}, [title]);
    if (!segment) return element("section", {}, [heading, element("p", {}, [empty])]);
    const codes = segment.codings.map(({ code }) => this.deps.codebook.name(code)).join(", ");
    return element("section", {}, [
      heading,
      element("blockquote", {}, [segment.quote]),
      element("p", {}, [codes || gettext("no code")]),
      ...(segment.memo ? [element("p", { class: "outbox-memo" }, [segment.memo])] : []),
    ]);
  }
}
