/**
 * Which codings the reader wants to see, said in commands: one code, only mine, some coders or dimensions, all again.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Wanted} from "./layers.js"
 * @import {WorkspaceData} from "./types.js"
 * @import {Store} from "./store.js"
 */
import { EVERYTHING, Layers } from "./layers.js";

export class Focusing {
  /**
   * @param {WorkspaceData} data
   * @param {Store} store
   * @param {Codebook} codebook
   * @param {Announcer} announcer
   */
  constructor(data, store, codebook, announcer) {
    this.data = data;
    this.store = store;
    this.codebook = codebook;
    this.announcer = announcer;
    // A new code may stand below the one that is focused.
    document.addEventListener("annotator:code-created", () => this.wanted.code && this.#look(this.wanted));
  }

  /** @returns {Wanted} */
  get wanted() {
    return this.store.view.layers.wanted;
  }

  /** @param {Partial<Wanted>} patch */
  want(patch) {
    this.#look({ ...this.wanted, ...patch });
    this.announcer.say(this.summary() || gettext("All codes are shown."));
  }

  /** @param {string} code the same again shows all codes again */
  code(code) {
    this.want({ code: this.wanted.code === code ? null : code });
  }

  /** @returns {string[]} everybody who has coded here, and the reader first */
  coders() {
    const { id } = this.data.user;
    const others = new Set(this.store.all().map(({ coder }) => coder));
    others.delete(id);
    const name = (/** @type {string} */ coder) => this.nameOf(coder);
    return [id, ...[...others].sort((a, b) => name(a).localeCompare(name(b)))];
  }

  /** @param {string} coder */
  nameOf(coder) {
    if (coder === this.data.user.id)
      return interpolate(gettext("%s (you)"), [this.data.coders[coder] ?? this.data.user.name]);
    return this.data.coders[coder] ?? gettext("Another coder");
  }

  get isOnlyMine() {
    return this.#others().length > 0 && this.#others().every((coder) => this.wanted.coders.includes(coder));
  }

  /** Only my codings; again, everybody's. */
  onlyMine() {
    if (!this.#others().length) return this.announcer.hint(gettext("Nobody else has coded here yet."));
    this.want({ coders: this.isOnlyMine ? [] : this.#others() });
  }

  /** @returns {boolean} whether something was left out */
  clear() {
    const { isOn } = this.store.view.layers;
    if (isOn) this.want({ ...EVERYTHING, hides: this.wanted.hides });
    return isOn;
  }

  /** @returns {string} what is shown, in a few words; "" when it is everything */
  summary() {
    const { code, dimensions } = this.wanted;
    const names = [
      code === null ? "" : this.codebook.name(code),
      dimensions.length ? this.#left(this.codebook.dimensions, dimensions) : "",
      this.#coderNames(),
    ].filter(Boolean);
    return names.length ? interpolate(gettext("Only: %s"), [names.join(" · ")]) : "";
  }

  #coderNames() {
    const off = this.wanted.coders;
    if (!off.length) return "";
    return this.#left(
      this.coders().map((id) => ({ id, name: this.nameOf(id) })),
      off,
    );
  }

  /**
   * @param {readonly {id: string, name: string}[]} all
   * @param {readonly string[]} off
   */
  #left(all, off) {
    const left = all.filter(({ id }) => !off.includes(id));
    return left.map(({ name }) => name).join(", ") || gettext("nothing");
  }

  #others() {
    return this.coders().filter((coder) => coder !== this.data.user.id);
  }

  /** @param {Wanted} wanted */
  #look(wanted) {
    this.store.look({ layers: new Layers(wanted, this.codebook), focus: wanted.code });
  }
}
