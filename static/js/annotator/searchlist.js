/**
 * The list of hits: each with the words around it, a box to choose it for coding, and a way to it.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Hit} from "./searchhits.js"
 *
 * @typedef {object} Handlers
 * @property {(index: number) => void} show
 * @property {() => void} chosen other hits are chosen than before
 */
import { element, required } from "./dom.js";
import { context } from "./searchhits.js";

const ROOM = 60;

export class SearchList {
  /** @type {readonly Hit[]} */
  #hits = [];
  #isDrawn = true;

  /**
   * @param {HTMLElement} panel
   * @param {Anchor} anchor
   * @param {boolean} canCode
   * @param {Handlers} handlers
   */
  constructor(panel, anchor, canCode, handlers) {
    this.panel = panel;
    this.anchor = anchor;
    this.canCode = canCode;
    this.handlers = handlers;
    this.list = required("[data-search=hits]", panel);
    this.all = /** @type {HTMLInputElement | null} */ (panel.querySelector("[data-search=all]"));
    this.all?.addEventListener("change", () => this.#chooseAll(Boolean(this.all?.checked)));
    this.list.addEventListener("change", () => this.#chosen());
    this.list.addEventListener("click", (event) => this.#click(/** @type {Element} */ (event.target)));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** @param {boolean} open */
  toggle(open) {
    this.panel.hidden = !open;
    if (open && !this.#isDrawn) this.#draw();
  }

  /** @param {readonly Hit[]} hits all of them are chosen at first */
  load(hits) {
    this.#hits = hits;
    this.#isDrawn = false;
    this.list.replaceChildren();
    if (this.isOpen) this.#draw();
    else this.handlers.chosen();
  }

  /** @returns {Set<number>} */
  get chosen() {
    if (!this.#isDrawn) return new Set(this.#hits.keys());
    return new Set(this.#boxes().flatMap((box, index) => (box.checked ? [index] : [])));
  }

  /** @param {number} index of the hit the reader is at; -1 for none */
  mark(index) {
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const row = this.list.children[index];
    row?.setAttribute("aria-current", "true");
    if (this.isOpen) row?.scrollIntoView({ block: "nearest" });
  }

  #draw() {
    this.#isDrawn = true;
    this.list.replaceChildren(...this.#hits.map((hit, index) => this.#row(hit, index)));
    this.#chosen();
  }

  /**
   * @param {Hit} hit
   * @param {number} index
   */
  #row(hit, index) {
    const turn = this.anchor.turnAt(hit.start);
    const units = [this.anchor.unitIn(hit.start, turn), this.anchor.unitIn(hit.end, turn)];
    const [before, words, behind] = context(this.anchor.text(turn), Number(units[0]), Number(units[1]), ROOM);
    const label = interpolate(
      gettext("Line %(line)s: %(quote)s"),
      { line: hit.line, quote: hit.quote },
      true,
    );
    const box = element("input", {
      type: "checkbox",
      class: "form-check-input",
      checked: true,
      "aria-label": label,
    });
    const go = element("button", { type: "button", class: "ws-search-go", "data-hit": index, dir: "auto" }, [
      element("span", { class: "ws-search-line" }, [String(hit.line)]),
      element("span", { class: "ws-search-context" }, [before, element("mark", {}, [words]), behind]),
    ]);
    return element("li", {}, this.canCode ? [box, go] : [go]);
  }

  /** @param {Element} target */
  #click(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-hit]"));
    if (button) this.handlers.show(Number(button.dataset.hit));
  }

  /** @param {boolean} checked */
  #chooseAll(checked) {
    for (const box of this.#boxes()) box.checked = checked;
    this.#chosen();
  }

  #chosen() {
    const { size } = this.chosen;
    if (this.all) {
      this.all.checked = size === this.#hits.length;
      this.all.indeterminate = size > 0 && size < this.#hits.length;
    }
    this.handlers.chosen();
  }

  /** @returns {HTMLInputElement[]} */
  #boxes() {
    return [...this.list.querySelectorAll("input")];
  }
}
