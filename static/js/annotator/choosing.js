/**
 * Commands that let the reader choose a code first: the picker over the selection, which code to remove or to focus,
 * and codes made on the spot.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Api} from "./api.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Coding} from "./coding.js"
 * @import {Focusing} from "./focusing.js"
 * @import {Recent} from "./recent.js"
 * @import {Navigation} from "./navigation.js"
 * @import {NewCode, Picker} from "./picker.js"
 * @import {Code, Span} from "./types.js"
 * @import {Store} from "./store.js"
 * @import {Target} from "./targets.js"
 *
 * @typedef {object} Deps
 * @property {Store} store
 * @property {Anchor} anchor
 * @property {Codebook} codebook
 * @property {Coding} coding
 * @property {Navigation} navigation
 * @property {Picker} picker
 * @property {Focusing} focusing
 * @property {Recent} recent
 * @property {Announcer} announcer
 * @property {Api} api
 * @property {(error: any) => void} fail
 */
import { required, tell } from "./dom.js";
import { inVivoName } from "./passages.js";

export class Choosing {
  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
    this.store = deps.store;
    this.coding = deps.coding;
  }

  /** @param {string} [id] */
  openPicker(id) {
    const target = this.#wanted(id) && this.coding.targets.words(id);
    if (!target) return;
    const present = () => this.coding.present(target);
    this.#pick(gettext("Choose a code"), target.span, {
      present,
      recent: this.deps.recent.codes,
      create: (wanted) => void this.#create(wanted, target),
      choose: (code) =>
        present().includes(code.id)
          ? this.coding.take(target, code.id)
          : void this.coding.put(target, code.id),
    });
  }

  /**
   * One code for many passages, which are not shown.
   *
   * @param {HTMLElement} button that asked
   * @param {(code: Code) => void} choose
   */
  pickFor(button, choose) {
    this.deps.picker.open({
      label: gettext("Choose a code"),
      at: button.getBoundingClientRect(),
      recent: this.deps.recent.codes,
      create: (wanted) => void this.#make(wanted, choose),
      choose,
      closed: () => button.focus(),
    });
  }

  /**
   * @param {string} [id]
   * @param {string} [code]
   */
  removeCode(id, code) {
    const segment = this.coding.targets.segment(id);
    if (!segment) return;
    const mine = this.coding.actions.myCodes(segment);
    const wanted = code ?? (mine.length === 1 ? mine[0] : undefined);
    if (!mine.length) this.deps.announcer.hint(gettext("There is no code on this segment."));
    else if (wanted) this.coding.take({ span: segment, segment }, wanted);
    else {
      const choose = (/** @type {Code} */ { id: one }) => this.coding.take({ span: segment, segment }, one);
      this.#pick(gettext("Remove which code?"), segment, { only: mine, recent: [...mine].reverse(), choose });
    }
  }

  inVivo() {
    const target = this.coding.targets.words();
    if (!target) return;
    const { anchor, codebook } = this.deps;
    const name = inVivoName(anchor.quote(target.span));
    const known = codebook.named(name);
    if (known?.codable) this.coding.put(target, known.id);
    else if (name) void this.#create({ name, dimension: this.#usualDimension() }, target);
  }

  askFocus() {
    const { selected, focus } = this.store.view;
    const { focusing } = this.deps;
    const segment = this.store.get(selected);
    const codes = [...new Set(segment?.codings.map(({ code }) => code))];
    if (focus) return focusing.code(focus);
    if (codes.length === 1) return focusing.code(/** @type {string} */ (codes[0]));
    const only = codes.length ? codes : undefined;
    this.#pick(gettext("Focus which code?"), segment ?? null, {
      only,
      headings: true,
      choose: ({ id }) => focusing.code(id),
    });
  }

  /** @param {HTMLElement} button of the filter that asked */
  pickFocus(button) {
    this.deps.picker.open({
      label: gettext("Focus which code?"),
      at: button.getBoundingClientRect(),
      headings: true,
      choose: ({ id }) => this.deps.focusing.want({ code: id }),
      closed: () => button.focus(),
    });
  }

  /** @returns {string | undefined} the code under the picker's cursor, while it is open */
  get codeInPicker() {
    return this.deps.picker.activeCode;
  }

  /**
   * With nothing to code, c is for the codebook.
   *
   * @param {string} [id]
   */
  #wanted(id) {
    const { span, selected } = this.store.view;
    if (id || span || selected) return true;
    required("#code-filter").focus();
    return false;
  }

  /**
   * @param {NewCode} wanted
   * @param {Target} target
   */
  #create(wanted, target) {
    return this.#make(wanted, ({ id }) => void this.coding.put(target, id));
  }

  /**
   * @param {NewCode} wanted
   * @param {(code: Code) => void} made
   */
  async #make(wanted, made) {
    const { api, codebook, fail } = this.deps;
    try {
      const code = await api.createCode(wanted);
      codebook.add(code);
      tell("code-created", { code });
      made(code);
    } catch (error) {
      fail(error);
    }
  }

  #usualDimension() {
    const { codebook } = this.deps;
    const used = codebook.get(this.coding.last.at(-1) ?? "")?.dimension;
    const open = codebook.dimensions.find((dimension) => !dimension.exclusive) ?? codebook.dimensions[0];
    return used ?? open?.id ?? "";
  }

  /**
   * @param {string} label
   * @param {Span | null} span
   * @param {Omit<import("./picker.js").Request, "label" | "at" | "closed">} request
   */
  #pick(label, span, request) {
    const { navigation, picker } = this.deps;
    picker.open({
      label,
      at: span && navigation.endOf(span),
      closed: () => navigation.returnToText(),
      ...request,
    });
    if (span && picker.floor !== undefined) navigation.endOf(span, picker.floor);
  }
}
