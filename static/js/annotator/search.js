/**
 * Search in the transcript: a bar over the text that counts and walks the hits, and codes all or some of them.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 * @import {Api} from "./api.js"
 * @import {Caret} from "./caret.js"
 * @import {Choosing} from "./choosing.js"
 * @import {Hit} from "./searchhits.js"
 * @import {Navigation} from "./navigation.js"
 * @import {SearchCoding} from "./searchcoding.js"
 * @import {Span, WorkspaceData} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Deps
 * @property {WorkspaceData} data
 * @property {HTMLElement} pane
 * @property {Api} api
 * @property {Store} store
 * @property {Anchor} anchor
 * @property {Caret} caret
 * @property {Navigation} navigation
 * @property {Announcer} announcer
 * @property {Choosing} choosing
 * @property {SearchCoding} coding
 * @property {(error: unknown) => void} fail
 */
import { sentenceSpan } from "./borders.js";
import { required, tell } from "./dom.js";
import { showPane } from "./panes.js";
import { around, hitFrom, passagesOf, step } from "./searchhits.js";
import { SearchList } from "./searchlist.js";

const WAIT_MS = 200;

export class Search {
  /** @type {readonly Hit[]} */
  #hits = [];
  #more = false;
  #at = -1;
  /** What the hits are of; "" before the first search. */
  #asked = "";
  #timer = 0;
  /** Where the reader was before. */
  #from = { scroll: 0, offset: /** @type {number | null} */ (null) };

  /**
   * @param {HTMLFormElement} bar
   * @param {Deps} deps
   */
  constructor(bar, deps) {
    this.bar = bar;
    this.deps = deps;
    this.field = /** @type {HTMLInputElement} */ (this.#part("field"));
    this.mode = /** @type {HTMLSelectElement} */ (this.#part("mode"));
    this.list = new SearchList(this.#part("panel"), deps.anchor, deps.data.canCode, {
      show: (index) => this.#show(index),
      chosen: () => this.#countChosen(),
    });
    this.field.addEventListener("input", () => this.#soon());
    for (const part of [this.mode, this.#part("strict")])
      part.addEventListener("change", () => {
        this.#part("strict").hidden = this.mode.value === "stem";
        void this.#search();
      });
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.addEventListener("keydown", (event) => this.#key(event));
    bar.addEventListener("click", (event) => this.#press(/** @type {Element} */ (event.target)));
  }

  open() {
    const { pane, caret, store, data, announcer } = this.deps;
    if (data.isOld) {
      announcer.hint(gettext("Only the current version of a transcript can be searched."));
      return;
    }
    if (this.bar.hidden || !this.bar.contains(document.activeElement))
      this.#from = { scroll: pane.scrollTop, offset: caret.offset };
    this.bar.hidden = false;
    // Where there is room for one pane, another may be shown.
    showPane(required("#workspace"), "text");
    store.look({ hits: this.#hits });
    this.field.focus({ preventScroll: true });
    this.field.select();
  }

  /**
   * @param {string} query
   * @param {string} mode
   */
  find(query, mode) {
    this.open();
    if (this.bar.hidden) return;
    this.field.value = query;
    this.mode.value = mode;
    this.#part("strict").hidden = mode === "stem";
    void this.#walk(1);
  }

  close() {
    clearTimeout(this.#timer);
    this.bar.hidden = true;
    this.#at = -1;
    this.list.mark(-1);
    this.deps.store.look({ hits: [], hit: null });
    this.deps.navigation.returnToText();
  }

  /** Close, and be where one was. */
  #goBack() {
    const { scroll, offset } = this.#from;
    this.close();
    if (offset !== null) this.deps.caret.place(offset, false);
    this.deps.pane.scrollTop = scroll;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const isWalk = event.key === "Enter" && event.target === this.field;
    if (event.key !== "Escape" && !isWalk) return;
    event.preventDefault();
    event.stopPropagation();
    if (isWalk) void this.#walk(event.shiftKey ? -1 : 1);
    else this.#goBack();
  }

  /** @param {Element} target */
  #press(target) {
    const button = /** @type {HTMLButtonElement | null} */ (target.closest("button[data-search]"));
    /** @type {Record<string, () => unknown>} */
    const acts = {
      next: () => this.#walk(1),
      previous: () => this.#walk(-1),
      list: () => this.#toggleList(/** @type {HTMLElement} */ (button)),
      code: () => this.#code(/** @type {HTMLElement} */ (button)),
      close: () => this.close(),
    };
    acts[button?.dataset.search ?? ""]?.();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), WAIT_MS);
  }

  /** The newest question wins: an answer to an older one is not looked at. */
  async #search() {
    clearTimeout(this.#timer);
    const { api, data, fail } = this.deps;
    const query = this.field.value.trim();
    const mode = this.mode.value;
    const strict = this.#strict();
    const asked = JSON.stringify([query, mode, strict]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    try {
      const found = query
        ? await api.search(query, mode, strict)
        : { version: data.version, items: [], more: false };
      if (asked !== this.#asked) return;
      if (found.version !== data.version)
        tell("outdated", { message: gettext("The transcript was corrected meanwhile.") });
      else this.#found(found.items, found.more, query);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#asked = "";
      if (/** @type {any} */ (error).status === 422) this.#refused(/** @type {Error} */ (error).message);
      else fail(error);
    }
  }

  /** What matters; to related words nothing does. */
  #strict() {
    if (this.mode.value === "stem") return {};
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (this.bar.querySelectorAll("[data-strict]"));
    return Object.fromEntries(Array.from(boxes, (box) => [box.dataset.strict ?? "", box.checked]));
  }

  /** @param {string} message the question cannot be answered: said where it is asked, for it may be half typed */
  #refused(message) {
    this.#found([], false, "");
    this.#part("refusal").textContent = message;
    this.field.setAttribute("aria-invalid", "true");
    this.deps.announcer.say(message);
  }

  /**
   * @param {readonly Hit[]} hits
   * @param {boolean} more
   * @param {string} query
   */
  #found(hits, more, query) {
    this.#hits = hits;
    this.#more = more;
    this.#at = -1;
    this.list.load(hits);
    if (!this.bar.hidden) this.deps.store.look({ hits, hit: null });
    this.#part("refusal").textContent = "";
    this.field.removeAttribute("aria-invalid");
    const said = query ? this.#sayCount() : "";
    this.#part("count").textContent = said;
    if (said) this.deps.announcer.say(said);
    for (const name of ["next", "previous", "list"])
      this.#part(name).toggleAttribute("disabled", !hits.length);
  }

  #sayCount() {
    const n = this.#hits.length;
    if (!n) return gettext("Not found");
    if (this.#more) return interpolate(gettext("The first %s hits"), [n]);
    return interpolate(ngettext("%s hit", "%s hits", n), [n]);
  }

  /** @param {number} way -1 or 1 */
  async #walk(way) {
    await this.#search();
    const count = this.#hits.length;
    if (!count) return;
    const first = this.#at < 0 && way > 0 ? hitFrom(this.#hits, this.deps.caret.home) : -1;
    this.#show(first >= 0 ? first : step(this.#at, way, count));
  }

  /** @param {number} index */
  #show(index) {
    const hit = this.#hits[index];
    if (!hit) return;
    this.#at = index;
    this.deps.store.look({ hit });
    this.list.mark(index);
    this.#reveal(hit);
    const values = { nth: index + 1, of: this.#hits.length, line: hit.line, quote: hit.quote };
    this.#part("count").textContent = interpolate(gettext("%(nth)s of %(of)s"), values, true);
    this.deps.announcer.say(
      interpolate(gettext("Hit %(nth)s of %(of)s, line %(line)s: %(quote)s"), values, true),
    );
  }

  /** @param {Span} hit in the upper part of what the bar leaves free of the text */
  #reveal(hit) {
    const { anchor, pane } = this.deps;
    const look = () => {
      const { top } = anchor.rangeOf(hit).getBoundingClientRect();
      const from = this.bar.getBoundingClientRect().bottom;
      const to = pane.getBoundingClientRect().bottom;
      if (top < from + 16 || top > to - 64) pane.scrollTop += top - from - (to - from) / 3;
    };
    look();
    // Turns on the way had only an estimated height: look again when they have been laid out.
    requestAnimationFrame(look);
  }

  /** @param {HTMLElement} button */
  #toggleList(button) {
    this.list.toggle(!this.list.isOpen);
    button.setAttribute("aria-expanded", String(this.list.isOpen));
    this.list.mark(this.#at);
  }

  #countChosen() {
    const button = /** @type {HTMLButtonElement | null} */ (this.bar.querySelector("[data-search=code]"));
    if (!button) return;
    const n = this.list.chosen.size;
    button.disabled = n === 0;
    button.textContent = interpolate(ngettext("Code %s hit", "Code %s hits", n), [n]);
  }

  /** @param {HTMLElement} button */
  #code(button) {
    const { anchor, data, choosing, coding } = this.deps;
    const sentences = /** @type {HTMLInputElement} */ (this.#part("sentences")).checked;
    const widen = (/** @type {Span} */ hit) =>
      sentences ? around(hit, sentenceSpan(anchor, hit.start, data.language)) : hit;
    const passages = passagesOf(this.#hits, this.list.chosen, widen);
    choosing.pickFor(button, (code) => coding.code(passages, code));
  }

  /** @param {string} name */
  #part(name) {
    return required(`[data-search=${name}]`, this.bar);
  }
}
