/**
 * The list of chosen files on the page: one light row each, of which only what changes is touched.
 *
 * @import {Chosen} from "./files.js"
 * @import {State} from "./sender.js"
 */

import { readableSize } from "./files.js";

export class FileList {
  /**
   * @param {HTMLElement} box holds a sentence, a button that empties the list, and the list
   * @param {(files: Chosen[]) => void} remove
   */
  constructor(box, remove) {
    this.box = box;
    this.remove = remove;
    this.rows = /** @type {HTMLElement} */ (box.querySelector("ul"));
    this.sum = /** @type {HTMLElement} */ (box.querySelector("[data-sum]"));
    this.clear = /** @type {HTMLButtonElement} */ (box.querySelector("[data-clear]"));
    /** @type {Map<string, HTMLElement>} */
    this.facts = new Map();
    /** @type {Chosen[]} */
    this.files = [];
    this.clear.addEventListener("click", () => remove(this.files));
  }

  /** @param {Chosen[]} files */
  show(files) {
    this.files = files;
    this.facts.clear();
    this.rows.replaceChildren(...files.map((file) => this.#row(file)));
    this.box.hidden = files.length === 0;
    this.#count();
  }

  /** From here on nothing is taken out. */
  fix() {
    this.clear.remove();
    for (const button of this.rows.querySelectorAll("button")) button.remove();
  }

  /**
   * @param {Chosen[]} files
   * @param {State | "there"} state
   * @param {string} [why]
   */
  mark(files, state, why = "") {
    const said = {
      waiting: gettext("waiting"),
      sending: gettext("being sent"),
      sent: gettext("sent"),
      there: gettext("arrived before"),
      refused: why,
    }[state];
    for (const { id, file } of files) {
      const facts = this.facts.get(id);
      if (!facts) continue;
      facts.textContent = `${readableSize(file.size)} · ${said}`;
      facts.className =
        { refused: "state-bad", sent: "state-good", there: "state-good" }[String(state)] ?? "text-quiet";
    }
  }

  /** @param {Chosen} chosen */
  #row(chosen) {
    const { id, file, path, objection } = chosen;
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = path;
    const facts = document.createElement("span");
    facts.className = objection ? "state-bad" : "text-quiet";
    facts.textContent = objection
      ? `${readableSize(file.size)} · ${interpolate(gettext("%s, will not be sent"), [objection])}`
      : readableSize(file.size);
    if (!objection) this.facts.set(id, facts);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-sm";
    remove.textContent = gettext("Take out");
    remove.setAttribute("aria-label", interpolate(gettext("Take out %s"), [path]));
    remove.addEventListener("click", () => this.remove([chosen]));
    item.append(name, facts, remove);
    return item;
  }

  #count() {
    const bytes = this.files.reduce((sum, { file }) => sum + file.size, 0);
    const kept = this.files.filter(({ objection }) => objection).length;
    const files = interpolate(ngettext("%s file", "%s files", this.files.length), [this.files.length]);
    const back = interpolate(ngettext("%s will not be sent", "%s will not be sent", kept), [kept]);
    this.sum.textContent = [files, readableSize(bytes), ...(kept ? [back] : [])].join(" · ");
  }
}
