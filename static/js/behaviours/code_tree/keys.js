/** Moving codes by keys: M or Space grabs, arrows choose the place, Enter drops, Escape lets go; all of it is said. */

import { announce, placesOf, View } from "./view.js";

/** @typedef {import("./places.js").Place} Place */

const GRAB = new Set(["m", "M", " "]);
const DROP = new Set(["Enter", " "]);
/** @type {Record<string, "up" | "down" | "inward" | "outward">} */
const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "inward", ArrowLeft: "outward" };

/**
 * @param {HTMLElement} tree
 * @param {(code: string, place: Place) => void} drop
 */
export function moving(tree, drop) {
  /** @type {Grip | null} */
  let held = null;
  const letGo = (/** @type {string} */ said) => {
    held?.view.close();
    held = null;
    announce(said);
  };
  const grab = (/** @type {Element | null} */ row) => {
    if (row instanceof HTMLElement) held = new Grip(tree, String(row.dataset.code));
  };

  tree.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (isModified || !at?.matches("[data-code] > a, .code-grip")) return;
    if (!held) {
      if (!GRAB.has(event.key)) return;
      grab(at.closest("[data-code]"));
    } else if (DROP.has(event.key)) {
      const { code, place, view } = held;
      letGo("");
      if (view.places.isStart(place)) announce(gettext("It stays where it was."));
      else drop(code, place);
    } else {
      const step = STEPS[event.key];
      if (event.key === "Escape") letGo(gettext("Not moved."));
      else if (step) held.step(step);
      else return;
    }
    event.preventDefault();
  });
  // A screen reader presses the grip as the button it is.
  tree.addEventListener("click", (event) => {
    const grip = event.target instanceof Element ? event.target.closest(".code-grip") : null;
    if (!(grip instanceof HTMLElement) || held) return;
    grip.focus();
    grab(grip.closest("[data-code]"));
  });
  tree.addEventListener("focusout", () => held && letGo(gettext("Not moved.")));
}

class Grip {
  /**
   * @param {HTMLElement} tree
   * @param {string} code
   */
  constructor(tree, code) {
    this.code = code;
    this.view = new View(tree, placesOf(tree, code));
    this.place = this.view.places.start;
    const how = gettext("Arrow keys choose the place, Enter drops, Escape lets go.");
    const grabbed = interpolate(gettext("“%s” grabbed, %s."), [
      this.view.name(),
      this.view.words(this.place),
    ]);
    this.view.show(this.place);
    this.view.say([grabbed, this.view.load() && `${this.view.load()}.`, how].filter(Boolean).join(" "));
  }

  /** @param {"up" | "down" | "inward" | "outward"} step */
  step(step) {
    const next = this.view.places[step](this.place);
    if (!next) return this.view.say(gettext("There is no place there."));
    this.place = next;
    this.view.show(next);
    this.view.scrollTo(next);
    const across = this.view.places.isAcross(next) ? `, ${gettext("the numbers are shown first")}` : "";
    this.view.say(`${this.view.words(next)}${across}`);
  }
}
