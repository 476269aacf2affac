/**
 * After a selection by touch a "Code" button floats under it: the browser's own menu and handles are above.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Store} from "./store.js"
 */
import { element } from "./dom.js";

const BELOW_PX = 36;

export class TouchBar {
  #button = element("button", { type: "button", class: "ws-touch", hidden: true }, [gettext("Code")]);

  /**
   * @param {Anchor} anchor
   * @param {Store} store
   * @param {() => void} press
   */
  constructor(anchor, store, press) {
    this.anchor = anchor;
    this.store = store;
    document.body.append(this.#button);
    // Keeps the selection: a press elsewhere would drop it before the click.
    this.#button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#button.addEventListener("click", () => {
      this.#button.hidden = true;
      press();
    });
    store.onView(({ span }) => {
      if (!span) this.#button.hidden = true;
    });
  }

  show() {
    const { span } = this.store.view;
    this.#button.hidden = span === null;
    if (!span) return;
    const last = this.anchor.rectsOf(span).at(-1);
    if (!last) return;
    const { offsetWidth, offsetHeight } = this.#button;
    const left = Math.min(Math.max(last.right - offsetWidth / 2, 8), innerWidth - offsetWidth - 8);
    const top = Math.min(last.bottom + BELOW_PX, innerHeight - offsetHeight - 8);
    this.#button.style.left = `${left}px`;
    this.#button.style.top = `${top}px`;
  }
}
