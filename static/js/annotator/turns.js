/**
 * The turns as the page was served: where each begins and ends, and its elements when somebody asks for them.
 *
 * @import {Turn} from "./types.js"
 */
import { required } from "./dom.js";

/**
 * Of thousands of turns few are ever asked for more than where they begin and end, and a leaf says that of its turns.
 *
 * @param {HTMLElement} article
 * @returns {Turn[]}
 */
export function readTurns(article) {
  /** @type {Turn[]} */
  const turns = [];
  for (const leaf of article.getElementsByClassName("leaf")) {
    const bounds = (leaf.getAttribute("data-bounds") ?? "").split(" ").map(Number);
    for (let i = 0; i < bounds.length; i += 2) {
      const [start, end] = /** @type {[number, number]} */ (bounds.slice(i, i + 2));
      turns.push(lazyTurn(turns.length, start, end, leaf, i / 2));
    }
  }
  return turns;
}

/**
 * @param {number} index
 * @param {number} start
 * @param {number} end
 * @param {Element} leaf
 * @param {number} position of the turn on it
 * @returns {Turn}
 */
function lazyTurn(index, start, end, leaf, position) {
  return {
    index,
    start,
    end,
    leaf,
    get element() {
      return /** @type {HTMLElement} */ (leaf.children[position]);
    },
    get body() {
      return required(".turn-text", this.element);
    },
    get before() {
      return JSON.parse(leaf.getAttribute("data-between") ?? "[]")[position] ?? "";
    },
  };
}
