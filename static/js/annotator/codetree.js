/**
 * The tree of codes beside the text: its filter, its clicks, its counts, and dragging between it and the text.
 * The server renders the tree; rows are found by data-code whenever they are needed, since htmx may replace them.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Code} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Handlers
 * @property {(code: string) => void} apply to what is selected
 * @property {(code: string) => void} focus
 * @property {(code: string, offset: number) => void} drop
 */
import { fold } from "./codebook.js";
import { asElement, element, required, tell } from "./dom.js";

const COUNT_DELAY_MS = 50;
const DRAGGED = "application/x-benang-code";

export class CodeTree {
  #counting = 0;

  /**
   * @param {HTMLElement} root
   * @param {Store} store
   * @param {Codebook} codebook
   * @param {Handlers} handlers
   */
  constructor(root, store, codebook, handlers) {
    this.root = root;
    this.store = store;
    this.codebook = codebook;
    this.handlers = handlers;
    this.filter = /** @type {HTMLInputElement} */ (required("#code-filter", root));
    root.addEventListener("input", () => this.#filterRows());
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("htmx:afterSettle", () => this.refresh());
    store.onSegments(() => this.#countSoon());
    store.onView((view, before) => view.focus !== before.focus && this.#markFocus());
    this.refresh();
  }

  /** Brings rows that are new up to what is known. */
  refresh() {
    for (const row of this.#rows()) this.#equip(row);
    this.#filterRows();
    this.#markFocus();
    this.#countSoon();
  }

  /**
   * A code dropped on the text codes what is under it; selected words dropped on a code are coded with it.
   *
   * @param {Anchor} anchor
   */
  acceptDrags(anchor) {
    const dragsCode = (/** @type {DragEvent} */ event) =>
      event.dataTransfer?.types.includes(DRAGGED) ?? false;
    anchor.article.addEventListener("dragover", (event) => dragsCode(event) && event.preventDefault());
    anchor.article.addEventListener("drop", (event) => {
      const code = event.dataTransfer?.getData(DRAGGED);
      const offset = anchor.offsetAtPoint(event.clientX, event.clientY);
      if (code && offset !== null) this.handlers.drop(code, offset);
    });
    this.root.addEventListener("dragstart", (event) => {
      const code = this.#codeOf(event.target);
      if (code) event.dataTransfer?.setData(DRAGGED, code);
    });
    this.root.addEventListener("dragover", (event) => {
      if (!dragsCode(event) && this.store.view.span && this.#codeOf(event.target)) event.preventDefault();
    });
    this.root.addEventListener("drop", (event) => {
      const code = this.#codeOf(event.target);
      if (!code || dragsCode(event)) return;
      event.preventDefault();
      this.handlers.apply(code);
    });
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
    const button = row.querySelector(".code-apply");
    const key = this.codebook.keyOf(row.dataset.code ?? "");
    button?.setAttribute("draggable", "true");
    if (!key || !button || button.querySelector("kbd")) return;
    const mark = element("kbd", {}, [key]);
    const count = button.querySelector(".code-count");
    if (count) count.before(mark);
    else button.append(mark);
  }

  #filterRows() {
    const words = fold(this.filter.value).split(/\s+/u).filter(Boolean);
    const shown = this.#withAncestors((code) =>
      words.every((word) => fold(`${code.path} ${code.name}`).includes(word)),
    );
    for (const row of this.#rows()) row.hidden = !shown.has(row.dataset.code ?? "");
    for (const family of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(".ws-family"))) {
      family.hidden = words.length > 0 && !family.querySelector("[data-code]:not([hidden])");
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
    const { focus } = this.store.view;
    for (const row of this.#rows()) {
      const focused = row.dataset.code === focus;
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
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (
      this.root.querySelectorAll("[data-count-for]")
    )) {
      const text = (counts[cell.dataset.countFor ?? ""] ?? 0).toLocaleString(
        document.documentElement.lang || undefined,
      );
      if (cell.textContent !== text) cell.textContent = text;
    }
    tell("counts", counts);
  }
}
