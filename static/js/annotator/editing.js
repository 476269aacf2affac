/**
 * Correcting the words of a turn: a pencil follows the turn in hand, and the turn is handed to the dialog of the page
 * when everything coded here has reached the server. Afterwards the page is loaded anew, since its text is another
 * version's, and the reader finds the turn where it was.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 * @import {Caret} from "./caret.js"
 * @import {Navigation} from "./navigation.js"
 * @import {Sync} from "./sync.js"
 * @import {Turn, WorkspaceData} from "./types.js"
 *
 * @typedef {object} Deps
 * @property {WorkspaceData} data
 * @property {Anchor} anchor
 * @property {Caret} caret
 * @property {Navigation} navigation
 * @property {Announcer} announcer
 * @property {Sync} sync
 *
 * @typedef {{transcript: string, turn: number, top: number, message: string}} Return
 */
import { asElement, required, tell } from "./dom.js";

const STORED = "benang:return";

export class Editing {
  /** @type {HTMLElement | null} */
  #pencil = null;
  #waits = false;

  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
    if (deps.data.canEdit) this.#putPencil();
    document.addEventListener("annotator:corrected", (event) =>
      this.#leave(/** @type {CustomEvent} */ (event).detail),
    );
    document.addEventListener("annotator:outdated", (event) =>
      this.#leave({ index: this.#here().index, .../** @type {CustomEvent} */ (event).detail }),
    );
  }

  /** @param {number} [index] of a turn; else the one the caret is in */
  async open(index) {
    const { data, anchor, announcer, sync } = this.deps;
    if (!data.canEdit) return announcer.hint(gettext("You can read this transcript but not correct it."));
    const turn = index === undefined ? this.#here() : anchor.turns[index];
    if (!turn || this.#waits) return;
    if (!sync.isEmpty) announcer.hint(gettext("Your codings are sent first; then the turn opens."));
    this.#waits = true;
    await sync.drained();
    this.#waits = false;
    tell("edit-turn", { index: turn.index });
  }

  /** After a correction: the same turn at the same height, and what came of it. */
  resume() {
    const from = taken();
    const { anchor, announcer, navigation, data } = this.deps;
    const turn = from && from.transcript === data.transcript && anchor.turns[from.turn];
    if (!from || !turn) return;
    const scroll = () => {
      const pane = /** @type {HTMLElement} */ (required("#text-pane"));
      pane.scrollTop += turn.element.getBoundingClientRect().top - from.top;
    };
    navigation.goTo(turn.start);
    // Turns above had only an estimated height until now.
    requestAnimationFrame(() => {
      scroll();
      requestAnimationFrame(scroll);
    });
    if (from.message) announcer.hint(from.message);
  }

  /** @param {{index: number, message: string}} detail the page's dialog has stored a correction */
  #leave({ index, message }) {
    const top = this.deps.anchor.turns[index]?.element.getBoundingClientRect().top ?? 0;
    const place = { transcript: this.deps.data.transcript, turn: index, top, message };
    try {
      sessionStorage.setItem(STORED, JSON.stringify(place));
    } catch {
      // Storage may be forbidden; the page then opens at its beginning.
    }
    const address = new URL(location.href);
    address.searchParams.delete("segment");
    if (address.href === location.href) location.reload();
    else location.replace(address);
  }

  #here() {
    return this.deps.anchor.turnAt(this.deps.caret.home);
  }

  #putPencil() {
    const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector("#turn-pencil"));
    const pencil = /** @type {HTMLElement | null} */ (
      template?.content.firstElementChild?.cloneNode(true) ?? null
    );
    if (!pencil) return;
    this.#pencil = pencil;
    pencil.addEventListener("click", () => this.open(Number(pencil.dataset.turn)));
    // Keys and clicks on the pencil are not meant for the text it stands in.
    for (const name of ["pointerdown", "mousedown"])
      pencil.addEventListener(name, (event) => event.stopPropagation());
    pencil.addEventListener(
      "keydown",
      (event) => (event.key === "Enter" || event.key === " ") && event.stopPropagation(),
    );
    const { article } = this.deps.anchor;
    article.addEventListener("mouseover", (event) => {
      const over = asElement(event.target)?.closest(".turn");
      if (over) this.#move(this.deps.anchor.turnOf(over));
    });
    for (const name of ["mouseleave", "focusin", "keyup", "click"])
      article.addEventListener(name, () => this.#move(this.#here()));
    this.#move(this.deps.anchor.turns[0]);
  }

  /** @param {Turn | undefined} turn */
  #move(turn) {
    const pencil = this.#pencil;
    if (!turn || !pencil || pencil.dataset.turn === String(turn.index)) return;
    if (pencil === document.activeElement) return;
    pencil.dataset.turn = String(turn.index);
    pencil.setAttribute("aria-label", interpolate(gettext("Correct the words of turn %s"), [turn.index + 1]));
    required(".turn-head", turn.element).append(pencil);
  }
}

/** @returns {Return | null} what was left here before the page was loaded anew */
function taken() {
  try {
    const stored = sessionStorage.getItem(STORED);
    sessionStorage.removeItem(STORED);
    return stored ? JSON.parse(stored) : null;
  } catch {
    return null;
  }
}
