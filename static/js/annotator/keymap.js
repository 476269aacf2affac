/**
 * The keys in force: the table of bindings.js with what this person has changed.
 *
 * @import {Kept} from "./kept.js"
 * @import {Binding} from "./types.js"
 * @import {Changes} from "./rebinding.js"
 */
import { changed, places, rebound, usual, withSlots } from "./rebinding.js";

export class Keymap {
  #usual;

  /**
   * @param {readonly Binding[]} table
   * @param {Kept<Changes>} kept
   */
  constructor(table, kept) {
    this.kept = kept;
    this.#usual = withSlots(table);
    /** @type {readonly Binding[]} */
    this.table = rebound(this.#usual, kept.value);
    kept.onChange((changes) => {
      this.table = rebound(this.#usual, changes);
    });
  }

  /** @param {string} slot */
  keyOf(slot) {
    return places(this.table).find((place) => place.slot === slot)?.key ?? usual(slot);
  }

  /** @param {string} slot */
  isChanged(slot) {
    return this.keyOf(slot) !== usual(slot);
  }

  get isUsual() {
    return Object.keys(this.kept.value).length === 0;
  }

  /** @param {readonly {slot: string, key: string}[]} wanted in one go */
  set(wanted) {
    this.kept.set(wanted.reduce((all, { slot, key }) => changed(all, slot, key), this.kept.value));
  }

  reset() {
    this.kept.set({});
  }
}

/**
 * @param {string} key as in the table
 * @returns {string} for people: "Ctrl + z"
 */
export function keyText(key) {
  /** @type {Record<string, string>} */
  const names = {
    Mod: /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : gettext("Ctrl"),
    Shift: gettext("Shift"),
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: gettext("Esc"),
    Space: gettext("Space"),
    Plus: "+",
  };
  return key
    .split("+")
    .map((part) => names[part] ?? part)
    .join(" + ");
}

/**
 * As key_text in apps/coding/templatetags/keys.py.
 *
 * @param {string} key
 * @returns {string} for buttons: Shift and a letter is the capital
 */
export function shortKey(key) {
  return /^Shift\+.$/u.test(key) ? key.slice(-1).toUpperCase() : keyText(key);
}
