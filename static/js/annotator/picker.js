/**
 * Chooses a code: a filter (combobox) over a list (listbox), opened at the selection, or as a sheet from below
 * where the window is narrow. Finds by any part of the name or path and makes a new code on the spot.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Code} from "./types.js"
 *
 * @typedef {object} Request
 * @property {string} label what is being chosen
 * @property {DOMRect | null} at where, in the viewport
 * @property {readonly string[]} [only] choose among these codes only
 * @property {() => readonly string[]} [present] codes the passage has already
 * @property {readonly string[]} [recent] shown first while nothing is typed
 * @property {(name: string, dimension: string) => void} [create] when new codes may be made
 * @property {(code: Code) => void} choose
 * @property {() => void} closed
 *
 * @typedef {{id: string, choose: () => void, node: HTMLElement}} Option
 */
import { element } from "./dom.js";

const GAP_PX = 6;
const SHEET_BELOW_PX = 700;

export class Picker {
  /** @type {Request | null} */
  #request = null;
  /** @type {Option[]} */
  #options = [];
  #active = 0;
  #input = element("input", {
    type: "text",
    class: "ws-picker-filter",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "ws-picker-list",
    "aria-autocomplete": "list",
    "aria-label": gettext("Find a code"),
    placeholder: gettext("Find a code"),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "done",
  });
  #list = element("ul", {
    id: "ws-picker-list",
    class: "ws-picker-list",
    role: "listbox",
    "aria-label": gettext("Codes"),
  });
  #box = element("div", { class: "ws-picker", role: "dialog", hidden: true }, [this.#input, this.#list]);

  /** @param {Codebook} codebook */
  constructor(codebook) {
    this.codebook = codebook;
    document.body.append(this.#box);
    this.#input.addEventListener("input", () => this.#filter());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("pointerdown", (event) => this.#outside(event), true);
    this.#box.addEventListener("focusout", (event) => this.#left(event));
    window.visualViewport?.addEventListener("resize", () => this.#place());
  }

  /** The line of the viewport under which it covers the text, when it comes from below. */
  get floor() {
    return this.#box.classList.contains("is-sheet") ? this.#box.getBoundingClientRect().top : undefined;
  }

  /** @param {Request} request */
  open(request) {
    this.#request = request;
    this.#input.value = "";
    this.#box.setAttribute("aria-label", request.label);
    this.#box.hidden = false;
    this.#filter();
    this.#place();
    this.#input.focus({ preventScroll: true });
  }

  close() {
    const request = this.#request;
    if (!request) return;
    this.#request = null;
    this.#box.hidden = true;
    request.closed();
  }

  #filter() {
    const request = /** @type {Request} */ (this.#request);
    const query = this.#input.value.trim();
    const found = this.codebook.search(query).filter((code) => request.only?.includes(code.id) ?? true);
    const codes = query ? found : this.#recentFirst(found, request.recent ?? []);
    this.#options = [...codes.map((code) => this.#option(code, request)), ...this.#creations(query, request)];
    if (this.#options.length) this.#list.replaceChildren(...this.#options.map((option) => option.node));
    else this.#list.replaceChildren(element("li", { class: "ws-picker-none" }, [gettext("No code found")]));
    this.#activate(0);
  }

  /**
   * @param {Code[]} codes
   * @param {readonly string[]} recent
   */
  #recentFirst(codes, recent) {
    const first = recent.flatMap((id) => codes.filter((code) => code.id === id));
    return [...first, ...codes.filter((code) => !first.includes(code))];
  }

  /**
   * @param {Code} code
   * @param {Request} request
   * @returns {Option}
   */
  #option(code, request) {
    const id = `ws-option-${code.id}`;
    const dot = element("span", { class: "ws-dot", "aria-hidden": "true" });
    dot.style.setProperty("--code", code.color);
    const key = this.codebook.keyOf(code.id);
    const present = request.present?.().includes(code.id) ?? false;
    const node = element("li", { id, role: "option", "aria-selected": "false" }, [
      dot,
      element("span", { class: "ws-picker-name" }, [code.path || code.name]),
      present ? element("span", { class: "ws-picker-note" }, [gettext("on it")]) : "",
      key ? element("kbd", {}, [key]) : "",
    ]);
    return { id, node, choose: () => request.choose(code) };
  }

  /**
   * @param {string} query
   * @param {Request} request
   * @returns {Option[]} one for every dimension the new code may belong to
   */
  #creations(query, { create }) {
    if (!create || !query || this.codebook.named(query)) return [];
    return this.codebook.dimensions.map((dimension) => {
      const id = `ws-create-${dimension.id}`;
      const label = interpolate(gettext("Create code “%s”"), [query]);
      const node = element("li", { id, role: "option", class: "ws-picker-new", "aria-selected": "false" }, [
        element("span", { "aria-hidden": "true" }, ["+"]),
        element("span", { class: "ws-picker-name" }, [label]),
        element("span", { class: "ws-picker-note" }, [dimension.name]),
      ]);
      return { id, node, choose: () => create(query, dimension.id) };
    });
  }

  /** @param {number} index */
  #activate(index) {
    this.#options[this.#active]?.node.setAttribute("aria-selected", "false");
    this.#active = Math.max(0, Math.min(index, this.#options.length - 1));
    const option = this.#options[this.#active];
    option?.node.setAttribute("aria-selected", "true");
    option?.node.scrollIntoView({ block: "nearest" });
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  /** @param {boolean} stay so that several codes can be put on one passage */
  #choose(stay) {
    const option = this.#options[this.#active];
    if (!option) return;
    if (!stay) this.close();
    option.choose();
    if (!stay) return;
    this.#filter();
    this.#input.select();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const last = this.#options.length - 1;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => this.#activate(this.#active === last ? 0 : this.#active + 1),
      ArrowUp: () => this.#activate(this.#active === 0 ? last : this.#active - 1),
      Enter: () => this.#choose(event.shiftKey),
      Escape: () => this.close(),
      Tab: () => this.close(),
    };
    const act = keys[event.key] ?? this.#shortcut(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /**
   * While nothing is typed a digit is a code's shortcut, not the beginning of a name.
   *
   * @param {KeyboardEvent} event
   */
  #shortcut(event) {
    if (this.#input.value || !/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey)
      return null;
    const code = this.codebook.byKey(event.key);
    const at = this.#options.findIndex((option) => option.id === `ws-option-${code?.id}`);
    if (at < 0) return null;
    return () => {
      this.#activate(at);
      this.#choose(false);
    };
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const node = /** @type {Element} */ (event.target).closest("[role=option]");
    const at = this.#options.findIndex((option) => option.node === node);
    if (at < 0) return;
    this.#activate(at);
    this.#choose(event.shiftKey);
  }

  /** @param {Event} event */
  #outside(event) {
    if (this.#request && !this.#box.contains(/** @type {Node} */ (event.target))) this.close();
  }

  /** @param {FocusEvent} event */
  #left(event) {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (to && !this.#box.contains(to)) this.close();
  }

  #place() {
    const at = this.#request?.at;
    const sheet = innerWidth < SHEET_BELOW_PX || !at;
    this.#box.classList.toggle("is-sheet", sheet);
    const seen = window.visualViewport;
    const hidden = seen ? Math.max(0, innerHeight - seen.height - seen.offsetTop) : 0;
    this.#box.style.bottom = sheet ? `${hidden}px` : "auto";
    this.#box.style.left = sheet
      ? "0"
      : `${Math.max(8, Math.min(at.left, innerWidth - this.#box.offsetWidth - 8))}px`;
    this.#box.style.top = sheet ? "auto" : `${this.#besides(at)}px`;
  }

  /**
   * @param {DOMRect} at
   * @returns {number} under the words, or over them where there is no room below
   */
  #besides(at) {
    const height = this.#box.offsetHeight;
    const below = at.bottom + GAP_PX;
    return below + height <= innerHeight - 8 ? below : Math.max(8, at.top - GAP_PX - height);
  }
}
