/**
 * The filter: a small panel under its button, and the sign that shows while something is left out.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Focusing} from "./focusing.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {"coders" | "dimensions"} Kind
 */
import { element, required } from "./dom.js";

const TALLY = { coders: "coder", dimensions: "dimension" };

export class FocusPanel {
  #box = element("div", {
    class: "ws-filter",
    id: "ws-filter",
    role: "dialog",
    "aria-label": gettext("Filter"),
    tabindex: -1,
    hidden: true,
  });

  /**
   * @param {Store} store
   * @param {Codebook} codebook
   * @param {Focusing} focusing
   * @param {{pickCode: (at: HTMLElement) => void, left: () => void}} handlers
   */
  constructor(store, codebook, focusing, handlers) {
    this.store = store;
    this.codebook = codebook;
    this.focusing = focusing;
    this.handlers = handlers;
    this.button = required("[data-command=ask-filter]");
    this.sign = required("#filter-sign");
    this.button.after(this.#box);
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("pointerdown", (event) => this.#outside(event), true);
    store.onView((view, before) => view.layers !== before.layers && this.#changed());
  }

  toggle() {
    if (!this.#box.hidden) return this.#close();
    this.#box.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#draw();
    this.#box.querySelector("input")?.focus();
  }

  /** @param {boolean} [back] to the text */
  #close(back = true) {
    this.#box.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (back) this.handlers.left();
  }

  #changed() {
    const summary = this.focusing.summary();
    this.sign.hidden = !summary;
    required("[data-summary]", this.sign).textContent = summary;
    if (!this.#box.hidden) this.#draw();
  }

  #draw() {
    const held = /** @type {HTMLInputElement | null} */ (document.activeElement)?.value;
    this.#box.replaceChildren(
      this.#checks("coders", gettext("Coders"), this.#coders(), this.#mine()),
      this.#checks("dimensions", gettext("Dimensions"), this.codebook.dimensions),
      this.#code(),
      this.#rest(),
    );
    const again = [...this.#box.querySelectorAll("input, button")].find(
      (one) => held && /** @type {HTMLInputElement} */ (one).value === held,
    );
    /** @type {HTMLElement | undefined} */ (again)?.focus();
  }

  #coders() {
    return this.focusing.coders().map((id) => ({ id, name: this.focusing.nameOf(id) }));
  }

  #mine() {
    const made = element(
      "button",
      {
        type: "button",
        class: "btn btn-sm btn-quiet",
        value: "mine",
        "aria-pressed": String(this.focusing.isOnlyMine),
      },
      [gettext("Only mine")],
    );
    made.addEventListener("click", () => this.focusing.onlyMine());
    return made;
  }

  /**
   * @param {Kind} kind
   * @param {string} title
   * @param {readonly {id: string, name: string}[]} all
   * @param {HTMLElement} [also]
   */
  #checks(kind, title, all, also) {
    const counts = this.#tally(kind);
    const rows = all.map(({ id, name }) => this.#check(kind, id, name, counts.get(id) ?? 0));
    return element("fieldset", {}, [element("legend", {}, [title]), ...(also ? [also] : []), ...rows]);
  }

  /**
   * @param {Kind} kind
   * @param {string} id
   * @param {string} name
   * @param {number} count
   */
  #check(kind, id, name, count) {
    const off = this.focusing.wanted[kind];
    const box = element("input", { type: "checkbox", class: "form-check-input", value: id });
    box.checked = !off.includes(id);
    box.addEventListener("change", () =>
      this.focusing.want({ [kind]: box.checked ? off.filter((one) => one !== id) : [...off, id] }),
    );
    const n = count.toLocaleString(document.documentElement.lang || undefined);
    return element("label", {}, [box, element("span", {}, [name]), element("span", { class: "ws-n" }, [n])]);
  }

  /**
   * @param {Kind} kind
   * @returns {Map<string, number>} codings here, whatever is left out at the moment
   */
  #tally(kind) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { coder, codings } of this.store.all()) {
      for (const { code } of codings) {
        const id = TALLY[kind] === "coder" ? coder : (this.codebook.get(code)?.dimension ?? "");
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    return counts;
  }

  #code() {
    const { code } = this.focusing.wanted;
    const name = code === null ? gettext("Choose a code") : this.codebook.name(code);
    const pick = element("button", { type: "button", class: "btn btn-sm btn-quiet", value: "code" }, [name]);
    pick.addEventListener("click", () => this.handlers.pickCode(pick));
    const all = element("button", { type: "button", class: "btn btn-sm btn-quiet", value: "codes" }, [
      gettext("All codes"),
    ]);
    all.addEventListener("click", () => this.focusing.want({ code: null }));
    return element("fieldset", {}, [
      element("legend", {}, [gettext("One code with all below it")]),
      pick,
      " ",
      code === null ? "" : all,
    ]);
  }

  #rest() {
    const { hides } = this.focusing.wanted;
    const choice = (/** @type {boolean} */ value, /** @type {string} */ label) => {
      const radio = element("input", {
        type: "radio",
        name: "ws-rest",
        class: "form-check-input",
        value: `hides-${value}`,
      });
      radio.checked = hides === value;
      radio.addEventListener("change", () => this.focusing.want({ hides: value }));
      return element("label", {}, [radio, element("span", {}, [label])]);
    };
    return element("fieldset", {}, [
      element("legend", {}, [gettext("The rest is")]),
      choice(false, gettext("dimmed")),
      choice(true, gettext("hidden")),
    ]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  /** @param {Event} event */
  #outside(event) {
    const at = /** @type {Element} */ (event.target);
    const own = this.#box.contains(at) || this.button.contains(at) || at.closest(".ws-picker");
    if (!this.#box.hidden && !own) this.#close(false);
  }
}
