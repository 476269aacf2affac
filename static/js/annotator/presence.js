/**
 * Who else is here, in the toolbar: initials, with the whole name on hover and for screen readers. Nobody is told of
 * comings and goings; whoever wants to know looks.
 *
 * @import {Person} from "./types.js"
 */
import { element } from "./dom.js";

const MOST_SHOWN = 5;

export class Presence {
  #shown = "";

  /**
   * @param {HTMLElement} list
   * @param {string} transcript
   */
  constructor(list, transcript) {
    this.list = list;
    this.transcript = transcript;
  }

  /** @param {readonly Person[]} people the others */
  show(people) {
    const here = (/** @type {Person} */ person) => person.transcript === this.transcript;
    const ordered = [...people.filter(here), ...people.filter((person) => !here(person))];
    const all = ordered.map((person) => ({ ...person, isHere: here(person) }));
    const known = JSON.stringify(all.map(({ id, name, isHere }) => [id, name, isHere]));
    if (known === this.#shown) return;
    this.#shown = known;
    const rest = all.slice(MOST_SHOWN);
    const items = all
      .slice(0, MOST_SHOWN)
      .map((person) => item(person.initials, said(person), person.isHere));
    if (rest.length) items.push(item(`+${rest.length}`, rest.map(said).join("; "), false));
    this.list.replaceChildren(...items);
    this.list.hidden = all.length === 0;
  }
}

/**
 * @param {string} short
 * @param {string} whole
 * @param {boolean} isHere
 */
function item(short, whole, isHere) {
  return element("li", { class: isHere ? "ws-person is-here" : "ws-person", title: whole }, [
    element("span", { "aria-hidden": "true" }, [short]),
    element("span", { class: "visually-hidden" }, [whole]),
  ]);
}

/** @param {{name: string, isHere: boolean}} person */
function said({ name, isHere }) {
  const format = isHere ? gettext("%s, in this transcript") : gettext("%s, elsewhere in this project");
  return interpolate(format, [name]);
}
