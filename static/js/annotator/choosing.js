/**
 * Commands that let the reader choose a code first: the picker over the selection, which code to remove or to focus,
 * and codes made on the spot.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Api} from "./api.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Coding} from "./coding.js"
 * @import {Navigation} from "./navigation.js"
 * @import {Picker} from "./picker.js"
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
      recent: this.coding.last,
      create: (name, dimension) => void this.#create(name, dimension, target),
      choose: (code) =>
        present().includes(code.id) ? this.coding.take(target, code.id) : this.coding.put(target, code.id),
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
    else if (name) void this.#create(name, this.#usualDimension(), target);
  }

  askFocus() {
    const { selected, focus } = this.store.view;
    const segment = this.store.get(selected);
    const codes = [...new Set(segment?.codings.map(({ code }) => code))];
    if (focus) return this.focusCode(focus);
    if (codes.length === 1) return this.focusCode(/** @type {string} */ (codes[0]));
    const only = codes.length ? codes : undefined;
    this.#pick(gettext("Focus which code?"), segment ?? null, {
      only,
      choose: ({ id }) => this.focusCode(id),
    });
  }

  /** @param {string} code the same again shows everything again */
  focusCode(code) {
    const focus = this.store.view.focus === code ? null : code;
    this.store.look({ focus });
    const name = this.deps.codebook.name(code);
    this.deps.announcer.say(
      focus ? interpolate(gettext("Only %s is shown strongly."), [name]) : gettext("All codes are shown."),
    );
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
   * @param {string} name
   * @param {string} dimension
   * @param {Target} target
   */
  async #create(name, dimension, target) {
    const { api, codebook, fail } = this.deps;
    try {
      const code = await api.createCode({ name, dimension });
      codebook.add(code);
      tell("code-created", { code });
      this.coding.put(target, code.id);
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
