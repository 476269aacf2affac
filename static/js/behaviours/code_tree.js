// The tree of codes, whose codes move by drag and by keys. Without it they move by the buttons and pages beside it.
//   <nav data-behaviour="code_tree" data-place="address of a code's place, with a nil id"> with [data-code] rows

import { dragging } from "./code_tree/drag.js";
import { moving } from "./code_tree/keys.js";
import { announce, rowsOf } from "./code_tree/view.js";

/** @typedef {import("./code_tree/places.js").Place} Place */

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** @param {HTMLElement} tree */
export default function codeTree(tree) {
  addGrips(tree);
  const hint = tree.querySelector("[data-hint]");
  if (hint instanceof HTMLElement) hint.hidden = false;
  const drop = (/** @type {string} */ code, /** @type {Place} */ place) => send(tree, code, place);
  dragging(tree, drop);
  moving(tree, drop);
  const said = tree.closest("#codebook")?.querySelector(".codebook-said");
  if (said?.textContent?.trim()) announce(said.textContent.trim());
}

/** @param {HTMLElement} tree */
function addGrips(tree) {
  const template = tree.querySelector("template[data-grip]");
  if (!(template instanceof HTMLTemplateElement)) return;
  for (const row of rowsOf(tree)) {
    const grip = template.content.firstElementChild?.cloneNode(true);
    if (!(grip instanceof HTMLElement)) return;
    grip.setAttribute("aria-label", interpolate(gettext("Move “%s”"), [row.dataset.name]));
    row.append(grip);
  }
}

/**
 * @param {HTMLElement} tree
 * @param {string} code
 * @param {Place} place
 */
function send(tree, code, place) {
  const address = String(tree.dataset.place).replace(NOBODY, code);
  const values = { under: place.under, position: place.position, at: tree.dataset.at ?? "" };
  const how = { source: tree, target: "#codebook", select: "#codebook", swap: "outerHTML show:none", values };
  return window.htmx.ajax("POST", address, how);
}
