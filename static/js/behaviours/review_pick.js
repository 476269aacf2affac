// A code by typing any part of its name: a filter over a list, in place of a long <select>, whose value it sets.
//   <div data-behaviour="review_pick"><label for="x"></label><select id="x">…</select></div>
import { element } from "../annotator/dom.js";
import { fold, matches, wordsOf } from "../annotator/matching.js";

/** @param {HTMLElement} place */
export default function reviewPick(place) {
  const select = place.querySelector("select");
  if (select) new Pick(place, select).listen();
}

class Pick {
  #active = 0;
  /** @type {HTMLOptionElement[]} */
  #found = [];

  /**
   * @param {HTMLElement} place
   * @param {HTMLSelectElement} select
   */
  constructor(place, select) {
    this.select = select;
    const label = place.querySelector("label");
    const list = `${select.id}-list`;
    this.input = element("input", {
      class: "form-control",
      type: "text",
      id: `${select.id}-filter`,
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": list,
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: gettext("Any part of its name"),
    });
    this.list = element("ul", {
      id: list,
      class: "rv-pick-list",
      role: "listbox",
      "aria-label": gettext("Codes"),
    });
    if (label) label.htmlFor = this.input.id;
    select.hidden = true;
    select.required = false;
    place.append(this.input, this.list);
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.select.value = "";
      this.#show();
    });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (row) this.#choose(Array.prototype.indexOf.call(this.list.children, row));
    });
    this.#show();
  }

  #show() {
    const wanted = wordsOf(this.input.value);
    const options = [...this.select.options].filter((option) => option.value);
    this.#found = options.filter((option) => wanted.every((word) => fold(option.text).includes(word)));
    this.list.replaceChildren(...this.#found.map((option, index) => this.#row(option, index)));
    this.list.hidden = !this.#found.length;
    this.input.setCustomValidity(this.select.value ? "" : gettext("Choose a code from the list."));
    this.#mark(0);
  }

  /**
   * @param {HTMLOptionElement} option
   * @param {number} index
   */
  #row(option, index) {
    /** @type {(Node | string)[]} */
    const parts = [];
    let from = 0;
    for (const { start, end } of matches(option.text, this.input.value)) {
      parts.push(option.text.slice(from, start), element("mark", {}, [option.text.slice(start, end)]));
      from = end;
    }
    const id = `${this.list.id}-${index}`;
    return element("li", { id, role: "option", "aria-selected": "false" }, [
      ...parts,
      option.text.slice(from),
    ]);
  }

  /** @param {number} at */
  #mark(at) {
    this.#active = Math.max(0, Math.min(at, this.#found.length - 1));
    [...this.list.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.#active));
    });
    const row = this.list.children[this.#active];
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    if (document.activeElement === this.input) row?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.#mark(this.#active + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#active - 1);
    else if (event.key === "Enter") {
      if (!this.select.value) this.#choose(this.#active);
      // With Ctrl the form is sent as well.
      if (event.ctrlKey || event.metaKey) return;
      this.select.form?.querySelector("textarea")?.focus();
    } else return;
    event.preventDefault();
  }

  /** @param {number} at */
  #choose(at) {
    const option = this.#found[at];
    if (!option) return;
    this.select.value = option.value;
    this.input.value = option.text;
    this.input.setCustomValidity("");
    this.list.hidden = true;
  }
}
