/**
 * Commands that code: apply, repeat, take away, memo, borders. They act on the selected words, else the segment.
 *
 * @import {Actions} from "./actions.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Navigation} from "./navigation.js"
 * @import {Recent} from "./recent.js"
 * @import {Segment, Span} from "./types.js"
 * @import {Store} from "./store.js"
 * @import {Target, Targets} from "./targets.js"
 *
 * @typedef {object} Deps
 * @property {Store} store
 * @property {Anchor} anchor
 * @property {Codebook} codebook
 * @property {Actions} actions
 * @property {Navigation} navigation
 * @property {Announcer} announcer
 * @property {Targets} targets
 * @property {Recent} recent
 */
import { moveBorder } from "./borders.js";
import { askMemo, askReplace, focusMemoField } from "./dialogs.js";
import { tell } from "./dom.js";

export class Coding {
  /**
   * The codes put on the segment coded last, in that order.
   *
   * @type {string[]}
   */
  last = [];
  /** @type {string | null} */
  #lastSegment = null;

  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
    this.store = deps.store;
    this.actions = deps.actions;
    this.targets = deps.targets;
  }

  /**
   * One question after the other where codes cannot stand beside those that are there.
   *
   * @param {readonly string[]} codes
   * @param {string} [id]
   */
  async apply(codes, id) {
    const target = this.targets.words(id);
    if (!target) return;
    for (const code of codes) {
      const asked = this.put(target, code);
      if (asked) await asked;
    }
  }

  /** @param {string} key */
  applyKey(key) {
    const code = this.deps.codebook.byKey(key);
    if (code) void this.apply([code.id]);
    else this.deps.announcer.hint(interpolate(gettext("No code has the key %s."), [key]));
  }

  repeat() {
    if (this.last.length) void this.apply([...this.last]);
    else if (this.targets.mayCode()) this.deps.announcer.hint(gettext("You have not applied a code yet."));
  }

  /** @param {string} [id] */
  removeSegment(id) {
    const segment = this.targets.segment(id);
    if (!segment) return;
    this.actions.remove(segment);
    this.#removed(gettext("Segment removed"));
  }

  /**
   * @param {string} [id]
   * @param {string} [value] the memo; asked for when it is not given
   */
  async memo(id, value) {
    const target = this.targets.words(id);
    if (!target) return;
    if (value === undefined && focusMemoField(target.segment?.id)) return;
    const memo = value ?? (await askMemo(target.segment?.memo ?? ""));
    if (memo === null) return;
    const segment = target.segment && this.store.get(target.segment.id);
    if (segment) this.actions.setMemo(segment, memo);
    else if (memo.trim()) this.deps.navigation.settle(this.actions.create(target.span, [], memo));
  }

  /**
   * @param {string} step as moveBorder takes it
   * @param {string} [id]
   */
  border(step, id) {
    const { anchor, navigation, announcer } = this.deps;
    const { span } = this.store.view;
    if (span && !id) return navigation.selectSpan(moveBorder(anchor, span, step));
    const segment = this.targets.segment(id);
    if (!segment) return;
    const wanted = moveBorder(anchor, segment, step);
    this.actions.setBorders(segment, wanted);
    announcer.say(anchor.quote(wanted));
  }

  /**
   * The server knows of a code in the same exclusive dimension that this page did not.
   *
   * @param {Span} span
   * @param {string | null} id
   * @param {readonly string[]} codes as they were refused
   * @param {{have: string, want: string}} fields
   */
  async settleConflict(span, id, codes, { have, want }) {
    if (!(await this.#mayReplace(have, want))) return;
    const segment = this.store.get(id);
    const left = codes.filter((code) => code !== have);
    if (segment) this.actions.setCodes(segment, left);
    else this.deps.navigation.settle(this.actions.create(span, left));
  }

  /**
   * @param {Target} target
   * @param {string} code
   * @returns {Promise<void> | undefined} a promise where the reader has to be asked
   */
  put(target, code) {
    const present = this.present(target);
    const { codebook, announcer } = this.deps;
    if (present.includes(code)) {
      announcer.hint(interpolate(gettext("%s is already there."), [codebook.name(code)]));
      return undefined;
    }
    const rival = codebook.rival(code, present);
    if (rival) return this.#replace(target, rival.id, code);
    this.#save(target, [...present, code], code);
    return undefined;
  }

  /**
   * @param {Target} target
   * @param {string} have
   * @param {string} want
   */
  async #replace(target, have, want) {
    if (!(await this.#mayReplace(have, want))) return;
    this.#save(target, [...this.present(target).filter((code) => code !== have), want], want);
  }

  /**
   * @param {string} have
   * @param {string} want
   */
  #mayReplace(have, want) {
    const { codebook } = this.deps;
    const dimension = codebook.dimensionName(codebook.get(want)?.dimension ?? "");
    return askReplace(codebook.name(have), codebook.name(want), dimension);
  }

  /**
   * @param {Target} target
   * @param {readonly string[]} codes
   * @param {string} added
   */
  #save(target, codes, added) {
    const segment = this.#current(target);
    if (segment) this.actions.setCodes(segment, codes);
    const id = segment?.id ?? this.actions.create(target.span, codes);
    this.last = this.#lastSegment === id ? [...this.last, added] : [added];
    this.#lastSegment = id;
    this.deps.recent.used(added);
    this.deps.navigation.settle(id);
    this.deps.announcer.say(interpolate(gettext("Coded %s"), [this.deps.codebook.name(added)]));
  }

  /**
   * @param {Target} target
   * @param {string} code
   */
  take(target, code) {
    const segment = this.#current(target);
    if (!segment) return;
    this.actions.setCodes(
      segment,
      this.actions.myCodes(segment).filter((one) => one !== code),
    );
    this.#removed(interpolate(gettext("%s removed"), [this.deps.codebook.name(code)]));
  }

  /** @param {string} message */
  #removed(message) {
    tell("toast", { message, undo: true });
  }

  /**
   * @param {Target} target
   * @returns {Segment | undefined} as it is now: several codes may follow one another on the same words
   */
  #current({ span, segment }) {
    return segment ? this.store.get(segment.id) : this.actions.mineOver(span);
  }

  /** @param {Target} target */
  present(target) {
    const segment = this.#current(target);
    return segment ? this.actions.myCodes(segment) : [];
  }
}
