/**
 * The pinned codes over the tree, with their digits. They move up and down by a button, by Alt and the arrows, or by
 * dragging one onto another.
 *
 * @import {Code} from "./types.js"
 * @import {Pins} from "./pins.js"
 */
import { element } from "./dom.js";

export class PinPanel {
  /**
   * @param {HTMLElement} section
   * @param {Pins} pins
   */
  constructor(section, pins) {
    this.section = section;
    this.pins = pins;
    this.list = /** @type {HTMLElement} */ (section.querySelector("ul"));
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    pins.kept.onChange(() => this.draw());
    this.draw();
  }

  draw() {
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    const at = this.list.contains(held) ? { code: this.#codeOf(held), act: held?.dataset.act ?? "" } : null;
    const { codes } = this.pins;
    this.list.replaceChildren(...codes.map((code, index) => this.#row(code, index)));
    if (!at) return;
    const button = `[data-code="${at.code}"] [data-act="${at.act}"]`;
    /** @type {HTMLElement | null} */ (this.list.querySelector(button))?.focus();
  }

  /**
   * @param {Code} code
   * @param {number} index
   */
  #row(code, index) {
    const dot = element("span", { class: "ws-dot", "aria-hidden": "true" });
    dot.style.setProperty("--code", code.color);
    const apply = element(
      "button",
      { type: "button", class: "code-apply", "data-act": "apply", title: code.path },
      [
        dot,
        element("span", { class: "code-name" }, [code.name]),
        element("span", { class: "code-count", "data-count-for": code.id }),
      ],
    );
    const up = interpolate(gettext("Move %s up"), [code.name]);
    const off = interpolate(gettext("Unpin %s"), [code.name]);
    return element("li", { class: "ws-code is-pinned", "data-code": code.id }, [
      apply,
      element("span", { class: "code-acts" }, [
        index > 0 ? small("up", "↑", up) : "",
        small("unpin", "×", off),
      ]),
    ]);
  }

  /** @param {Event} event */
  #click(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-act]");
    const code = this.#codeOf(button);
    const act = /** @type {HTMLElement | null} */ (button)?.dataset.act;
    if (act === "up") this.#move(code, -1);
    if (act === "unpin") this.pins.toggle(code);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!way || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(this.#codeOf(/** @type {Element} */ (event.target)), way);
  }

  /**
   * @param {string} code
   * @param {number} way
   */
  #move(code, way) {
    const at = this.pins.codes.findIndex(({ id }) => id === code);
    const to = at + way;
    if (to >= 0 && to < this.pins.codes.length) this.pins.move(code, to);
  }

  /** @param {Element | null} element */
  #codeOf(element) {
    return (
      /** @type {HTMLElement | null | undefined} */ (element?.closest("[data-code]"))?.dataset.code ?? ""
    );
  }
}

/**
 * @param {string} act
 * @param {string} sign
 * @param {string} label
 */
function small(act, sign, label) {
  const attributes = {
    type: "button",
    class: "code-act",
    "data-act": act,
    "aria-label": label,
    title: label,
  };
  return element("button", attributes, [element("span", { "aria-hidden": "true" }, [sign])]);
}
