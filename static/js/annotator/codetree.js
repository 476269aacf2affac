/**
 * The tree of codes beside the text and the pinned ones over it: filter, clicks, counts, keys, what is left out.
 * The server renders the tree; rows are found by data-code whenever they are needed, since htmx may replace them.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Keymap} from "./keymap.js"
 * @import {Pins} from "./pins.js"
 * @import {Code} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Handlers
 * @property {(code: string) => void} apply to what is selected
 * @property {(code: string) => void} focus
 */
import { asElement, element, required, tell } from "./dom.js";
import { shortKey } from "./keymap.js";
import { fold } from "./matching.js";

const COUNT_DELAY_MS = 50;

export class CodeTree {
  #counting = 0;

  /**
   * @param {HTMLElement} root
   * @param {Store} store
   * @param {Codebook} codebook
   * @param {Pins} pins
   * @param {Keymap} keymap
   * @param {Handlers} handlers
   */
  constructor(root, store, codebook, pins, keymap, handlers) {
    this.root = root;
    this.store = store;
    this.codebook = codebook;
    this.pins = pins;
    this.keymap = keymap;
    this.handlers = handlers;
    this.filter = /** @type {HTMLInputElement} */ (required("#code-filter", root));
    root.addEventListener("input", () => this.#filterRows());
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("change", (event) => {
      const code = asElement(event.target)?.matches("[data-pin]") && this.#codeOf(event.target);
      if (!code) return;
      this.pins.toggle(code);
      // Refused when nine are pinned.
      /** @type {HTMLInputElement} */ (event.target).checked = this.pins.has(code);
    });
    document.addEventListener("htmx:afterSettle", () => this.refresh());
    store.onSegments(() => this.#countSoon());
    store.onView((view, before) => {
      if (view.layers === before.layers) return;
      this.#markFocus();
      this.#countSoon();
    });
    pins.kept.onChange(() => this.refresh());
    this.refresh();
  }

  /** Brings rows that are new up to what is known. */
  refresh() {
    for (const row of this.#rows()) this.#equip(row);
    this.#filterRows();
    this.#markFocus();
    this.#countSoon();
  }

  #rows() {
    return /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-code]"));
  }

  /** @param {EventTarget | null} target */
  #codeOf(target) {
    const row = /** @type {HTMLElement | null | undefined} */ (asElement(target)?.closest("[data-code]"));
    return row?.dataset.code ?? null;
  }

  /** @param {HTMLElement} row */
  #equip(row) {
    const code = row.dataset.code ?? "";
    const button = row.querySelector(".code-apply");
    button?.setAttribute("draggable", "true");
    const pin = /** @type {HTMLInputElement | null} */ (row.querySelector("[data-pin]"));
    if (pin) pin.checked = this.pins.has(code);
    button?.querySelector("kbd")?.remove();
    const digit = row.classList.contains("is-pinned")
      ? this.pins.codes.findIndex(({ id }) => id === code) + 1
      : 0;
    const key = digit ? String(digit) : this.codebook.keyOf(code);
    if (key) button?.querySelector(".code-count")?.before(this.#hint(key));
  }

  /** @param {string} key digits may have been given other keys */
  #hint(key) {
    if (!/\d/.test(key)) return element("kbd", {}, [key]);
    const slot = `apply-key:${key}`;
    return element("kbd", { "data-key": slot }, [shortKey(this.keymap.keyOf(slot))]);
  }

  #filterRows() {
    const words = fold(this.filter.value).split(/\s+/u).filter(Boolean);
    const shown = this.#withAncestors((code) =>
      words.every((word) => fold(`${code.path} ${code.name}`).includes(word)),
    );
    for (const row of this.#rows()) row.hidden = !shown.has(row.dataset.code ?? "");
    for (const family of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(".ws-family"))) {
      const isEmpty = !family.querySelector("[data-code]:not([hidden])");
      family.hidden = isEmpty && (words.length > 0 || family.id === "pinned-codes");
    }
  }

  /**
   * @param {(code: Code) => boolean} wanted
   * @returns {Set<string>} ids of the codes wanted and of all above them
   */
  #withAncestors(wanted) {
    /** @type {Set<string>} */
    const ids = new Set();
    for (const code of this.codebook.all().filter(wanted)) {
      for (let up = /** @type {Code | undefined} */ (code); up; up = this.codebook.get(up.parent ?? ""))
        ids.add(up.id);
    }
    return ids;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.target !== this.filter) return;
    if (event.key === "Escape") {
      this.filter.value = "";
      this.#filterRows();
      this.filter.blur();
    } else if (event.key === "Enter") {
      const query = this.filter.value.trim();
      const best = query ? this.codebook.search(query)[0] : undefined;
      if (best) this.#use(best.id);
    } else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const code = asElement(event.target)?.closest(".code-apply") && this.#codeOf(event.target);
    if (code) this.#use(code);
  }

  /** @param {string} code */
  #use(code) {
    const { span, selected } = this.store.view;
    if (span || selected) this.handlers.apply(code);
    else this.handlers.focus(code);
  }

  #markFocus() {
    const { focus, layers } = this.store.view;
    for (const row of this.#rows()) {
      const focused = row.dataset.code === focus;
      row.classList.toggle("is-off", !layers.showsCode(row.dataset.code ?? ""));
      row.classList.toggle("is-focus", focused);
      if (focused) row.querySelector(".code-apply")?.setAttribute("aria-current", "true");
      else row.querySelector(".code-apply")?.removeAttribute("aria-current");
    }
  }

  #countSoon() {
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => this.#count(), COUNT_DELAY_MS);
  }

  #count() {
    const counts = this.store.counts();
    const { layers } = this.store.view;
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (
      this.root.querySelectorAll("[data-count-for]")
    )) {
      const code = cell.dataset.countFor ?? "";
      const count = (counts[code] ?? 0).toLocaleString(document.documentElement.lang || undefined);
      const text = layers.showsCode(code) ? count : "";
      if (cell.textContent !== text) cell.textContent = text;
    }
    tell("counts", counts);
  }
}
