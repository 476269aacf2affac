/**
 * Codes many passages at once, as one change that undo takes back whole.
 *
 * @import {Actions} from "./actions.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Code, Segment, Span} from "./types.js"
 * @import {Store} from "./store.js"
 */
import { askReplaceMany } from "./dialogs.js";
import { tell } from "./dom.js";

export class SearchCoding {
  /**
   * @param {Store} store
   * @param {Actions} actions
   * @param {Codebook} codebook
   */
  constructor(store, actions, codebook) {
    this.store = store;
    this.actions = actions;
    this.codebook = codebook;
  }

  /**
   * @param {readonly Span[]} passages those that I gave the code already are left as they are
   * @param {Code} code
   */
  async code(passages, code) {
    const fresh = passages.filter((span) => !this.#has(span, code.id));
    if (!fresh.length) {
      tell("toast", { message: gettext("These passages have this code already."), undo: false });
      return;
    }
    const clashing = this.#clashes(fresh, code.id);
    const answer = clashing.size ? await this.#ask(fresh.length, clashing.size, code) : "skip";
    if (!answer) return;
    const free = fresh.filter((span) => !clashing.has(span));
    if (free.length) this.actions.createMany(free, code.id);
    if (answer === "replace") for (const segment of clashing.values()) this.#replace(segment, code.id);
    const n = answer === "replace" ? fresh.length : free.length;
    const format = ngettext("Coded %(n)s passage: %(code)s", "Coded %(n)s passages: %(code)s", n);
    tell("toast", { message: interpolate(format, { n, code: code.name }, true), undo: true });
  }

  /**
   * @param {readonly Span[]} passages
   * @param {string} code
   * @returns {Map<Span, Segment>} passages with my segment on exactly these words that the code cannot stand on
   */
  #clashes(passages, code) {
    /** @type {Map<Span, Segment>} */
    const found = new Map();
    for (const span of passages) {
      const mine = this.actions.mineOver(span);
      if (mine && this.codebook.rival(code, this.actions.myCodes(mine))) found.set(span, mine);
    }
    return found;
  }

  /**
   * @param {number} all
   * @param {number} rivals
   * @param {Code} code
   */
  #ask(all, rivals, { name, dimension }) {
    return askReplaceMany({ all, rivals, want: name, dimension: this.codebook.dimensionName(dimension) });
  }

  /**
   * @param {Segment} segment
   * @param {string} code
   */
  #replace(segment, code) {
    const codes = this.actions.myCodes(segment);
    const rival = this.codebook.rival(code, codes)?.id;
    this.actions.setCodes(segment, [...codes.filter((one) => one !== rival), code]);
  }

  /**
   * @param {Span} span
   * @param {string} code
   */
  #has(span, code) {
    return this.store
      .between(span.start, span.end)
      .some(
        (one) => one.start === span.start && one.end === span.end && this.actions.myCodes(one).includes(code),
      );
  }
}
