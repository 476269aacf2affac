// A field to pick a name in, by any part of it: arrows and Enter choose, and what is typed stays where nothing fits.
// The names stand in the page: #query-choices holds {source: [{name, about?, color?}, …]}.
//   <span data-behaviour="query_pick" data-source="code"><input role="combobox"><ul role="listbox" hidden></ul></span>
import { fold, wordsOf } from "../annotator/matching.js";

/** @typedef {{name: string, about?: string, color?: string}} Choice */

const MOST_SHOWN = 60;
let made = 0;

/** @type {Record<string, Choice[]> | null} */
let read = null;

/** @param {string} source */
function choicesOf(source) {
  read ??= JSON.parse(document.querySelector("#query-choices")?.textContent || "{}");
  return /** @type {Record<string, Choice[]>} */ (read)[source] ?? [];
}

/**
 * @param {readonly Choice[]} choices
 * @param {string} typed
 */
export function fitting(choices, typed) {
  const words = wordsOf(typed);
  const found = choices.filter(({ name, about }) => {
    const folded = fold(`${name} ${about ?? ""}`);
    return words.every((word) => folded.includes(word));
  });
  const whole = fold(typed.trim());
  /** @param {Choice} choice */
  const rank = ({ name }) => {
    const at = fold(name).indexOf(whole);
    return at === 0 ? 0 : at > 0 ? 1 : 2;
  };
  // What begins so comes first, and what only stands under such a name comes last.
  return found.sort((a, b) => rank(a) - rank(b));
}

/** @param {HTMLElement} element */
export default function queryPick(element) {
  const input = /** @type {HTMLInputElement} */ (element.querySelector("input"));
  const list = /** @type {HTMLElement} */ (element.querySelector("[role=listbox]"));
  made += 1;
  list.id = `query-pick-${made}`;
  input.setAttribute("aria-controls", list.id);
  new Pick(element, input, list);
}

class Pick {
  #active = -1;

  /**
   * @param {HTMLElement} element
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   */
  constructor(element, input, list) {
    this.element = element;
    this.input = input;
    this.list = list;
    input.addEventListener("input", () => this.#show(this.#typed));
    input.addEventListener("click", () => this.#show(""));
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    // Before the field loses the focus to the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#click(event));
  }

  get #takesMany() {
    return this.element.dataset.many !== undefined;
  }

  /** What is being typed; where several names may stand with commas between, the last of them. */
  get #typed() {
    return this.#takesMany ? this.input.value.slice(this.#kept.length) : this.input.value;
  }

  /** The names before the one being typed, with the comma. */
  get #kept() {
    return this.#takesMany ? (/^(?:\s*(?:"[^"]*"|[^,"]*)\s*,)*/.exec(this.input.value)?.[0] ?? "") : "";
  }

  get #options() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  /** @param {string} typed */
  #show(typed) {
    const found = fitting(choicesOf(this.element.dataset.source ?? ""), typed).slice(0, MOST_SHOWN);
    this.list.replaceChildren(...found.map((choice, at) => optionOf(choice, `${this.list.id}-${at}`)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.#activate(typed.trim() && found.length ? 0 : -1);
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  /** @param {number} at */
  #activate(at) {
    this.#active = at;
    for (const [index, option] of this.#options.entries())
      option.setAttribute("aria-selected", String(index === at));
    const option = this.#options[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.#show("");
      const n = this.#options.length;
      if (n) this.#activate((this.#active + step + n) % n);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && !this.list.hidden && this.#options[this.#active]) {
      event.preventDefault();
      this.#choose(/** @type {HTMLElement} */ (this.#options[this.#active]));
    } else if (event.key === "Tab" && !this.list.hidden && this.#options[this.#active]) {
      this.#choose(/** @type {HTMLElement} */ (this.#options[this.#active]));
    }
  }

  /** @param {Event} event */
  #click(event) {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (option instanceof HTMLElement) this.#choose(option);
  }

  /** @param {HTMLElement} option */
  #choose(option) {
    const name = option.dataset.name ?? "";
    const kept = this.#kept && `${this.#kept} `;
    this.input.value = kept + (this.#takesMany && name.includes(",") ? `"${name}"` : name);
    this.#close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/**
 * @param {Choice} choice
 * @param {string} id
 */
function optionOf({ name, about, color }, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.dataset.name = name;
  if (color) option.append(swatchOf(color));
  const words = document.createElement("span");
  words.textContent = name;
  option.append(words);
  if (about) {
    const quiet = document.createElement("small");
    quiet.textContent = about;
    option.append(quiet);
  }
  return option;
}

/** @param {string} color */
function swatchOf(color) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "swatch");
  drawing.setAttribute("viewBox", "0 0 10 10");
  drawing.setAttribute("aria-hidden", "true");
  const square = document.createElementNS(space, "rect");
  for (const [name, value] of Object.entries({ width: "10", height: "10", rx: "2", fill: color }))
    square.setAttribute(name, value);
  drawing.append(square);
  return drawing;
}
