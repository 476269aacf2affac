/**
 * Chooses a code: a filter (combobox) over a list (listbox), opened at the selection, or as a sheet from below
 * where the window is narrow. Finds by any part of the name or path and makes a new code on the spot, in a dimension or
 * under another code.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Pins} from "./pins.js"
 * @import {Code} from "./types.js"
 *
 * @typedef {object} Request
 * @property {string} label what is being chosen
 * @property {DOMRect | null} at where, in the viewport
 * @property {readonly string[]} [only] choose among these codes only
 * @property {() => readonly string[]} [present] codes the passage has already
 * @property {readonly string[]} [recent] shown first while nothing is typed
 * @property {boolean} [headings] codes that cannot be applied can be chosen too
 * @property {(wanted: NewCode) => void} [create] when new codes may be made
 * @property {(code: Code) => void} choose
 * @property {() => void} closed
 *
 * @typedef {{name: string, dimension: string, parent?: string}} NewCode
 *
 * @typedef {{id: string, choose: () => void, node: HTMLElement, code?: string, goesOn?: boolean}} Option
 *   goesOn: the choice leads to another one
 */
import { element } from "./dom.js";
import { matches } from "./matching.js";

const GAP_PX = 6;
const SHEET_BELOW_PX = 700;

export class Picker {
  /** @type {Request | null} */
  #request = null;
  /** @type {Option[]} */
  #options = [];
  #active = 0;
  /** The name of a new code whose parent is being chosen. @type {string | null} */
  #child = null;
  #step = element("p", {
    class: "ws-picker-step",
    id: "ws-picker-step",
    "aria-live": "polite",
    hidden: true,
  });
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
  #box = element("div", { class: "ws-picker", role: "dialog", hidden: true }, [
    this.#step,
    this.#input,
    this.#list,
  ]);

  /**
   * @param {Codebook} codebook
   * @param {Pins} pins
   */
  constructor(codebook, pins) {
    this.codebook = codebook;
    pins.kept.onChange(() => this.#request && this.#again());
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

  /** @returns {string | undefined} the code under the cursor, while open */
  get activeCode() {
    return this.#request ? this.#options[this.#active]?.code : undefined;
  }

  /** @param {Request} request */
  open(request) {
    this.#request = request;
    this.#askParent(null);
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
    this.#options = this.#child === null ? this.#choices(query, request) : this.#parents(query, request);
    if (this.#options.length) this.#list.replaceChildren(...this.#options.map((option) => option.node));
    else this.#list.replaceChildren(element("li", { class: "ws-picker-none" }, [gettext("No code found")]));
    this.#activate(0);
  }

  /** The same list with what has changed, the cursor where it was. */
  #again() {
    const at = this.#active;
    this.#filter();
    this.#activate(at);
  }

  /**
   * @param {string} query
   * @param {Request} request
   */
  #choices(query, request) {
    const all = this.codebook.search(query, request.headings);
    const found = all.filter((code) => request.only?.includes(code.id) ?? true);
    const codes = query ? found : this.#recentFirst(found, request.recent ?? []);
    return [...codes.map((code) => this.#option(code, request)), ...this.#creations(query, request)];
  }

  /**
   * @param {string} query
   * @param {Request} request
   * @returns {Option[]} the codes a new one may stand under
   */
  #parents(query, { create }) {
    const name = /** @type {string} */ (this.#child);
    return this.codebook.search(query, true).map((code) => ({
      ...this.#row(code, []),
      choose: () => create?.({ name, dimension: code.dimension, parent: code.id }),
    }));
  }

  /** @param {string | null} name of the new code that is to stand under another; null: none is made */
  #askParent(name) {
    this.#child = name;
    this.#step.hidden = name === null;
    this.#step.textContent =
      name === null ? "" : interpolate(gettext("New code “%s”: under which code?"), [name]);
    this.#input.value = "";
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
    const key = this.codebook.keyOf(code.id);
    const present = request.present?.().includes(code.id) ?? false;
    const notes = [
      present ? element("span", { class: "ws-picker-note" }, [gettext("on it")]) : "",
      key ? element("kbd", {}, [key]) : "",
    ];
    return { ...this.#row(code, notes), code: code.id, choose: () => request.choose(code) };
  }

  /**
   * @param {Code} code
   * @param {(Node | string)[]} notes
   */
  #row(code, notes) {
    const id = `ws-option-${code.id}`;
    const dot = element("span", { class: "ws-dot", "aria-hidden": "true" });
    dot.style.setProperty("--code", code.color);
    const name = element("span", { class: "ws-picker-name" }, this.#marked(code.path || code.name));
    return {
      id,
      node: element("li", { id, role: "option", "aria-selected": "false" }, [dot, name, ...notes]),
    };
  }

  /**
   * @param {string} text
   * @returns {(Node | string)[]} what was typed marked in it
   */
  #marked(text) {
    /** @type {(Node | string)[]} */
    const parts = [];
    let from = 0;
    for (const { start, end } of matches(text, this.#input.value)) {
      parts.push(text.slice(from, start), element("mark", {}, [text.slice(start, end)]));
      from = end;
    }
    return [...parts, text.slice(from)];
  }

  /**
   * @param {string} query
   * @param {Request} request
   * @returns {Option[]} one for every dimension the new code may belong to, and one for "under another code"
   */
  #creations(query, { create }) {
    if (!create || !query || this.codebook.named(query)) return [];
    const label = interpolate(gettext("Create code “%s”"), [query]);
    const inDimensions = this.codebook.dimensions.map(({ id, name }) => ({
      ...creation(id, label, name),
      choose: () => create({ name: query, dimension: id }),
    }));
    if (!this.codebook.all().length) return inDimensions;
    const under = {
      ...creation("under", label, gettext("under another code…")),
      goesOn: true,
      choose: () => {
        this.#askParent(query);
        this.#filter();
      },
    };
    return [...inDimensions, under];
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
    if (option.goesOn) return option.choose();
    if (!stay) this.close();
    option.choose();
    if (!stay) return;
    if (this.#child !== null) this.#askParent(null);
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
      Escape: () => this.#back(),
      Tab: () => this.close(),
    };
    const act = keys[event.key] ?? this.#shortcut(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** From the choice of a parent to the new code's name, else out. */
  #back() {
    const name = this.#child;
    if (name === null) return this.close();
    this.#askParent(null);
    this.#input.value = name;
    this.#filter();
  }

  /**
   * While nothing is typed a digit is a code's shortcut, not the beginning of a name.
   *
   * @param {KeyboardEvent} event
   */
  #shortcut(event) {
    if (
      this.#child !== null ||
      this.#input.value ||
      !/^[1-9]$/.test(event.key) ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
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

/**
 * @param {string} key
 * @param {string} label
 * @param {string} where
 */
function creation(key, label, where) {
  const id = `ws-create-${key}`;
  const node = element("li", { id, role: "option", class: "ws-picker-new", "aria-selected": "false" }, [
    element("span", { "aria-hidden": "true" }, ["+"]),
    element("span", { class: "ws-picker-name" }, [label]),
    element("span", { class: "ws-picker-note" }, [where]),
  ]);
  return { id, node };
}
