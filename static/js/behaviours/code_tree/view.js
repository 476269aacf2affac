/** The tree as it stands on the page: its codes, the line that shows a place, and the words that say it. */

import { Places } from "./places.js";

/** @typedef {import("./places.js").Place} Place */

/** @param {HTMLElement} tree */
export function rowsOf(tree) {
  return /** @type {HTMLElement[]} */ ([...tree.querySelectorAll("[data-code]")]);
}

/**
 * @param {HTMLElement} tree
 * @param {string} moving
 */
export function placesOf(tree, moving) {
  const dimensions = /** @type {HTMLElement[]} */ ([...tree.querySelectorAll("[data-dimension]")]);
  const codes = rowsOf(tree).map((row) => ({
    id: String(row.dataset.code),
    parent: String(row.dataset.parent),
    dimension: dimensionAround(row),
  }));
  return new Places(
    dimensions.map((each) => String(each.dataset.dimension)),
    codes,
    moving,
  );
}

/** @param {HTMLElement} row */
export function dimensionAround(row) {
  const section = row.closest("[data-dimension]");
  return section instanceof HTMLElement ? String(section.dataset.dimension) : "";
}

/**
 * A code's row or a dimension's head.
 * @param {HTMLElement} tree
 * @param {string} id
 */
export function lineOf(tree, id) {
  const found = tree.querySelector(`[data-code="${id}"], [data-dimension="${id}"] > .code-tree-head`);
  return found instanceof HTMLElement ? found : null;
}

/**
 * @param {HTMLElement} tree
 * @param {string} id a code or a dimension
 */
function nameOf(tree, id) {
  const found = tree.querySelector(`[data-code="${id}"], [data-dimension="${id}"]`);
  return found instanceof HTMLElement ? String(found.dataset.name) : "";
}

/** Shows what moves and where to, and takes it all away again. */
export class View {
  /**
   * @param {HTMLElement} tree
   * @param {Places} places
   */
  constructor(tree, places) {
    this.tree = tree;
    this.places = places;
    this.drop = /** @type {HTMLElement} */ (tree.querySelector("[data-drop]"));
    this.bar = /** @type {HTMLElement} */ (tree.querySelector("[data-moving]"));
    for (const row of rowsOf(tree))
      row.classList.toggle("is-moving", places.branch.has(String(row.dataset.code)));
    tree.classList.add("is-grabbed");
  }

  /** @param {Place | null} place */
  show(place) {
    for (const line of this.tree.querySelectorAll(".is-target")) line.classList.remove("is-target");
    this.drop.hidden = !place;
    if (!place) return;
    const { row, edge } = this.places.edge(place);
    const line = lineOf(this.tree, row);
    if (!line) return;
    lineOf(this.tree, place.under)?.classList.add("is-target");
    const box = line.getBoundingClientRect();
    const around = this.tree.getBoundingClientRect();
    this.drop.style.top = `${(edge === "before" ? box.top : box.bottom) - around.top}px`;
    this.drop.style.insetInlineStart = `${8 + 18 * this.depthUnder(place.under)}px`;
  }

  /** @param {string} under */
  depthUnder(under) {
    return this.places.codes.has(under) ? Number(lineOf(this.tree, under)?.getAttribute("aria-level")) : 0;
  }

  /** @param {string} said */
  say(said) {
    this.bar.hidden = false;
    this.bar.textContent = said;
    announce(said);
  }

  /** @param {Place} place */
  scrollTo(place) {
    lineOf(this.tree, this.places.edge(place).row)?.scrollIntoView({ block: "nearest" });
  }

  /**
   * A place in words: under what, as which of how many.
   * @param {Place} place
   */
  words(place) {
    const number = place.position + 1;
    const all = this.places.at(place.under).length + 1;
    const names = [nameOf(this.tree, place.under), number, all];
    return this.places.codes.has(place.under)
      ? interpolate(gettext("under “%s”, %s of %s"), names)
      : interpolate(gettext("at the top of “%s”, %s of %s"), names);
  }

  /** What goes along, in numbers, and whether a page with the numbers comes before the change. */
  load() {
    const rows = rowsOf(this.tree).filter((row) => this.places.branch.has(String(row.dataset.code)));
    const codings = rows.reduce((sum, row) => sum + Number(row.dataset.codings), 0);
    const said = [];
    if (rows.length > 1) {
      const count = rows.length - 1;
      said.push(interpolate(ngettext("%s sub-code goes along", "%s sub-codes go along", count), [count]));
    }
    if (codings)
      said.push(interpolate(ngettext("%s coding goes along", "%s codings go along", codings), [codings]));
    return said.join(", ");
  }

  name() {
    return nameOf(this.tree, this.places.moving);
  }

  close() {
    this.show(null);
    this.bar.hidden = true;
    this.tree.classList.remove("is-grabbed");
    for (const row of rowsOf(this.tree)) row.classList.remove("is-moving");
  }
}

/** @param {string} said */
export function announce(said) {
  const live = document.getElementById("codebook-live");
  if (live) live.textContent = said;
}
