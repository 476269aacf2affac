/**
 * Dragging between the codes and the text, both ways, with a sign of where the thing would go: a code onto selected
 * words, a segment, a stripe, or the sentence under it; selected words onto a code; a code onto the pinned ones.
 *
 * @import {Actions} from "./actions.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Coding} from "./coding.js"
 * @import {Navigation} from "./navigation.js"
 * @import {Pins} from "./pins.js"
 * @import {Segment, Span} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Deps
 * @property {string} language
 * @property {Store} store
 * @property {Anchor} anchor
 * @property {Actions} actions
 * @property {Navigation} navigation
 * @property {Coding} coding
 * @property {Pins} pins
 */
import { sentenceSpan } from "./borders.js";
import { asElement } from "./dom.js";

const DRAGGED = "application/x-benang-code";

export class Dragging {
  /** @type {HTMLElement | null} */
  #marked = null;

  /**
   * @param {HTMLElement} root what holds the codes
   * @param {Deps} deps
   */
  constructor(root, deps) {
    this.root = root;
    this.deps = deps;
    const { article } = deps.anchor;
    article.addEventListener("dragover", (event) => this.#overText(event));
    article.addEventListener("dragleave", (event) => this.#leave(event));
    article.addEventListener("drop", (event) => this.#dropOnText(event));
    root.addEventListener("dragstart", (event) => {
      const code = codeOf(event.target);
      if (code) event.dataTransfer?.setData(DRAGGED, code);
    });
    root.addEventListener("dragover", (event) => this.#overCodes(event));
    root.addEventListener("dragleave", (event) => this.#leave(event));
    root.addEventListener("drop", (event) => this.#dropOnCode(event));
    document.addEventListener("dragend", () => this.#clear());
  }

  /** @param {DragEvent} event */
  #overText(event) {
    if (!dragsCode(event)) return;
    event.preventDefault();
    const under = this.#under(event);
    const { drop } = this.deps.store.view;
    if (under?.span.start !== drop?.start || under?.span.end !== drop?.end)
      this.deps.store.look({ drop: under?.span ?? null });
  }

  /** @param {DragEvent} event */
  #dropOnText(event) {
    const code = event.dataTransfer?.getData(DRAGGED);
    const under = code ? this.#under(event) : null;
    this.#clear();
    if (!code || !under) return;
    event.preventDefault();
    if (!under.segment && !under.isSelected) this.deps.navigation.selectSpan(under.span);
    void this.deps.coding.apply([code], under.segment?.id);
  }

  /** @param {DragEvent} event */
  #overCodes(event) {
    const row = rowOf(event.target);
    const isTarget = dragsCode(event)
      ? row?.classList.contains("is-pinned")
      : this.deps.store.view.span !== null;
    this.#mark(isTarget ? row : null);
    if (row && isTarget) event.preventDefault();
  }

  /** @param {DragEvent} event */
  #dropOnCode(event) {
    const code = codeOf(event.target);
    const dragged = event.dataTransfer?.getData(DRAGGED);
    this.#clear();
    if (!code) return;
    event.preventDefault();
    if (!dragged) void this.deps.coding.apply([code]);
    else if (dragged !== code) this.#pin(dragged, code);
  }

  /**
   * @param {string} code
   * @param {string} onto the pinned code whose place it takes
   */
  #pin(code, onto) {
    const { pins } = this.deps;
    if (!pins.has(code)) pins.toggle(code);
    if (pins.has(code))
      pins.move(
        code,
        pins.codes.findIndex(({ id }) => id === onto),
      );
  }

  /**
   * @param {DragEvent} event
   * @returns {{span: Span, segment?: Segment, isSelected?: boolean} | null}
   */
  #under(event) {
    const { store, anchor, actions, language } = this.deps;
    const stripe = /** @type {HTMLElement | null | undefined} */ (
      asElement(event.target)?.closest("[data-segment]")
    );
    const striped = store.get(stripe?.dataset.segment ?? null);
    if (striped) return { span: striped, segment: striped };
    const offset = anchor.offsetAtPoint(event.clientX, event.clientY);
    if (offset === null) return null;
    const { span, layers } = store.view;
    if (span && span.start <= offset && offset < span.end) return { span, isSelected: true };
    const segment = store.at(offset).find((one) => actions.isMine(one) && layers.isThere(one));
    if (segment) return { span: segment, segment };
    const sentence = sentenceSpan(anchor, offset, language);
    return sentence && { span: sentence };
  }

  /** @param {DragEvent} event */
  #leave(event) {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    const place = /** @type {Node} */ (event.currentTarget);
    if (!to || !place.contains(to)) this.#clear();
  }

  #clear() {
    this.#mark(null);
    this.deps.store.look({ drop: null });
  }

  /** @param {HTMLElement | null} row */
  #mark(row) {
    this.#marked?.classList.remove("is-drop");
    row?.classList.add("is-drop");
    this.#marked = row;
  }
}

/** @param {DragEvent} event */
function dragsCode(event) {
  return event.dataTransfer?.types.includes(DRAGGED) ?? false;
}

/** @param {EventTarget | null} target */
function rowOf(target) {
  return /** @type {HTMLElement | null} */ (asElement(target)?.closest("[data-code]") ?? null);
}

/** @param {EventTarget | null} target */
function codeOf(target) {
  return rowOf(target)?.dataset.code ?? null;
}
