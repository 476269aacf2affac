/** Dragging codes with mouse, pen or finger. A finger drags by the grip only, so that it can scroll by the rest. */

import { placesOf, View } from "./view.js";

/** @typedef {import("./places.js").Place} Place */

// So far a press may wander and still be a click.
const WANDER = 5;
// So near to the edge of the window the page begins to scroll, by at most so much a frame.
const EDGE = 60;
const SPEED = 16;

/**
 * @param {HTMLElement} tree
 * @param {(code: string, place: Place) => void} drop
 */
export function dragging(tree, drop) {
  tree.addEventListener("dragstart", (event) => event.preventDefault());
  tree.addEventListener("pointerdown", (event) => {
    const row = draggedRow(event);
    if (row) new Drag(tree, row, event, drop);
  });
}

/** @param {PointerEvent} event */
function draggedRow(event) {
  const at = event.target instanceof Element ? event.target : null;
  const isMouse = event.pointerType === "mouse";
  if (!event.isPrimary || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  if (!at?.closest(isMouse ? "[data-code] > a, .code-grip" : ".code-grip")) return null;
  const row = at.closest("[data-code]");
  return row instanceof HTMLElement ? row : null;
}

class Drag {
  /**
   * @param {HTMLElement} tree
   * @param {HTMLElement} row
   * @param {PointerEvent} event
   * @param {(code: string, place: Place) => void} drop
   */
  constructor(tree, row, event, drop) {
    this.tree = tree;
    this.code = String(row.dataset.code);
    this.begin = { x: event.clientX, y: event.clientY };
    this.drop = drop;
    /** @type {View | null} */
    this.view = null;
    /** @type {Place | null} */
    this.place = null;
    this.at = this.begin;
    this.said = "";
    const gone = new AbortController();
    this.gone = gone;
    const { signal } = gone;
    document.addEventListener("pointermove", (moved) => this.move(moved), { signal });
    document.addEventListener("pointerup", () => this.end(true), { signal });
    document.addEventListener("pointercancel", () => this.end(false), { signal });
    document.addEventListener("keydown", (pressed) => pressed.key === "Escape" && this.end(false), {
      signal,
    });
  }

  /** @param {PointerEvent} event */
  move(event) {
    this.at = { x: event.clientX, y: event.clientY };
    if (!this.view) {
      if (Math.hypot(this.at.x - this.begin.x, this.at.y - this.begin.y) < WANDER) return;
      this.view = new View(this.tree, placesOf(this.tree, this.code));
      this.scroll();
    }
    event.preventDefault();
    this.look();
  }

  look() {
    if (!this.view) return;
    this.place = this.pointed(this.view);
    this.view.show(this.place);
    const said = this.sentence(this.view);
    if (said !== this.said) this.view.say(said);
    this.said = said;
  }

  /** @param {View} view */
  sentence(view) {
    if (!this.place) return interpolate(gettext("Moving “%s”"), [view.name()]);
    const said = [interpolate(gettext("Move “%s” %s"), [view.name(), view.words(this.place)]), view.load()];
    if (view.places.isAcross(this.place)) said.push(gettext("the numbers are shown first"));
    return said.filter(Boolean).join(" · ");
  }

  /** @param {View} view */
  pointed(view) {
    const under = document.elementFromPoint(this.at.x, this.at.y);
    const line = under?.closest("[data-code], .code-tree-head");
    if (!(line instanceof HTMLElement) || !this.tree.contains(line)) return null;
    const box = line.getBoundingClientRect();
    const part = (this.at.y - box.top) / box.height;
    const zone = part < 0.3 ? "before" : part > 0.7 ? "after" : "into";
    const section = line.closest("[data-dimension]");
    const row = line.dataset.code ?? (section instanceof HTMLElement ? section.dataset.dimension : "");
    return view.places.pointed(String(row), zone);
  }

  /** Scrolls as long as the pointer is near an edge of the window. */
  scroll() {
    if (this.gone.signal.aborted) return;
    const over = Math.max(this.at.y - (window.innerHeight - EDGE), 0) - Math.max(EDGE - this.at.y, 0);
    if (over) {
      window.scrollBy(0, Math.max(-SPEED, Math.min(SPEED, over / 3)));
      this.look();
    }
    requestAnimationFrame(() => this.scroll());
  }

  /** @param {boolean} isDrop */
  end(isDrop) {
    this.gone.abort();
    if (!this.view) return;
    // The click that follows would open the code.
    const stop = (/** @type {Event} */ event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    this.tree.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => this.tree.removeEventListener("click", stop, { capture: true }));
    this.view.close();
    if (isDrop && this.place && !this.view.places.isStart(this.place)) this.drop(this.code, this.place);
  }
}
