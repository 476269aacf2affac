/**
 * Two handles at the borders of the selected segment, to be dragged by mouse or finger.
 * They stop at words; with Alt at any character. The keys [ and ] do the same without dragging.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Segment, Span} from "./types.js"
 * @import {Store} from "./store.js"
 */
import { element } from "./dom.js";
import { snap } from "./passages.js";

export class Handles {
  /** @type {Record<"start" | "end", HTMLElement>} */
  #grips;
  /** @type {Span | null} */
  #wanted = null;

  /**
   * @param {HTMLElement} pane
   * @param {Anchor} anchor
   * @param {Store} store
   * @param {{mayMove: (segment: Segment) => boolean, moved: (segment: Segment, span: Span) => void}} handlers
   */
  constructor(pane, anchor, store, handlers) {
    this.pane = pane;
    this.anchor = anchor;
    this.store = store;
    this.handlers = handlers;
    this.#grips = { start: this.#grip("start"), end: this.#grip("end") };
    pane.append(this.#grips.start, this.#grips.end);
    store.onView(() => this.draw());
    store.onSegments(() => this.draw());
    new ResizeObserver(() => this.draw()).observe(anchor.article);
  }

  draw() {
    const segment = this.store.get(this.store.view.selected);
    const shown = segment !== undefined && this.store.view.span === null && this.handlers.mayMove(segment);
    const span = this.#wanted ?? segment;
    for (const edge of /** @type {const} */ (["start", "end"])) {
      this.#grips[edge].hidden = !shown;
      if (shown && span) this.#put(edge, span[edge]);
    }
  }

  /** @param {"start" | "end"} edge */
  #grip(edge) {
    const grip = element("div", { class: `ws-grip is-${edge}`, "aria-hidden": "true", hidden: true });
    grip.addEventListener("pointerdown", (event) => this.#drag(event, edge));
    return grip;
  }

  /**
   * @param {"start" | "end"} edge
   * @param {number} offset
   */
  #put(edge, offset) {
    const { node, unit } = this.anchor.place(offset, edge);
    const range = document.createRange();
    range.setStart(node, unit);
    const rect = range.getBoundingClientRect();
    const frame = this.pane.getBoundingClientRect();
    this.#grips[edge].style.left = `${rect.left - frame.left + this.pane.scrollLeft}px`;
    this.#grips[edge].style.top = `${rect.top - frame.top + this.pane.scrollTop}px`;
    this.#grips[edge].style.height = `${rect.height}px`;
  }

  /**
   * @param {PointerEvent} down
   * @param {"start" | "end"} edge
   */
  #drag(down, edge) {
    const segment = this.store.get(this.store.view.selected);
    if (!segment || down.button !== 0) return;
    down.preventDefault();
    this.pane.classList.add("is-dragging");
    const ended = new AbortController();
    const move = (/** @type {PointerEvent} */ event) => this.#preview(segment, edge, event);
    const stop = (/** @type {Event} */ event) => {
      ended.abort();
      this.#finish(segment, event.type === "pointerup");
    };
    document.addEventListener("pointermove", move, { signal: ended.signal });
    document.addEventListener("pointerup", stop, { signal: ended.signal });
    document.addEventListener("pointercancel", stop, { signal: ended.signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && stop(event), {
      signal: ended.signal,
    });
  }

  /**
   * @param {Segment} segment
   * @param {"start" | "end"} edge
   * @param {PointerEvent} event
   */
  #preview(segment, edge, event) {
    const under = this.anchor.offsetAtPoint(event.clientX, event.clientY);
    if (under === null) return;
    const turn = this.anchor.turnAt(under, edge);
    const unit = this.anchor.unitIn(under, turn);
    const offset = event.altKey
      ? under
      : this.anchor.offsetIn(turn, snap(this.anchor.text(turn), unit, edge));
    const span =
      edge === "start" ? { start: offset, end: segment.end } : { start: segment.start, end: offset };
    if (span.start >= span.end) return;
    this.#wanted = span;
    this.store.look({ span, held: true });
    this.draw();
    for (const grip of Object.values(this.#grips)) grip.hidden = false;
    this.#put(edge, offset);
  }

  /**
   * @param {Segment} segment
   * @param {boolean} keep
   */
  #finish(segment, keep) {
    const wanted = this.#wanted;
    this.#wanted = null;
    this.pane.classList.remove("is-dragging");
    this.store.look({ span: null, held: false });
    if (keep && wanted) this.handlers.moved(segment, wanted);
    this.draw();
  }
}
