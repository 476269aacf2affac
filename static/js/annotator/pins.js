/**
 * The codes a member keeps at hand: on the keys 1–9, in an order of their own, in this project only.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Kept} from "./kept.js"
 * @import {Code, Desk} from "./types.js"
 */

export const MOST_PINS = 9;

export class Pins {
  /**
   * @param {Codebook} codebook
   * @param {Kept<Desk>} kept
   * @param {Announcer} announcer
   */
  constructor(codebook, kept, announcer) {
    this.codebook = codebook;
    this.kept = kept;
    this.announcer = announcer;
    this.#apply();
    kept.onChange(() => this.#apply());
  }

  /** @returns {Code[]} those that are still there */
  get codes() {
    return this.kept.value.pinned.flatMap((id) => this.codebook.get(id) ?? []);
  }

  /** @param {string} id */
  has(id) {
    return this.codes.some((code) => code.id === id);
  }

  /** @param {string} id */
  toggle(id) {
    const ids = this.codes.map((code) => code.id);
    const name = this.codebook.name(id);
    if (ids.includes(id)) {
      this.#keep(ids.filter((one) => one !== id));
      this.announcer.say(interpolate(gettext("%s is no longer pinned."), [name]));
    } else if (!this.codebook.get(id)?.codable) {
      this.announcer.hint(interpolate(gettext("%s is a heading and cannot be applied."), [name]));
    } else if (ids.length >= MOST_PINS) {
      this.announcer.hint(gettext("Nine codes are pinned, one for each digit. Unpin one first."));
    } else {
      this.#keep([...ids, id]);
      const values = { name, digit: ids.length + 1 };
      this.announcer.say(interpolate(gettext("%(name)s is pinned to %(digit)s."), values, true));
    }
  }

  /**
   * @param {string} id
   * @param {number} to index
   */
  move(id, to) {
    const ids = this.codes.map((code) => code.id).filter((one) => one !== id);
    const at = Math.max(0, Math.min(to, ids.length));
    this.#keep([...ids.slice(0, at), id, ...ids.slice(at)]);
    const values = { name: this.codebook.name(id), digit: at + 1 };
    this.announcer.say(interpolate(gettext("%(name)s is pinned to %(digit)s."), values, true));
  }

  /** @param {string[]} pinned */
  #keep(pinned) {
    this.kept.set({ ...this.kept.value, pinned });
  }

  #apply() {
    this.codebook.pin(this.codes.map((code) => code.id));
  }
}
