/**
 * Between places in the DOM and offsets in the text. Turns are found by binary search; inside a turn the text
 * nodes are walked once and remembered, since the text's DOM never changes.
 * A place outside every turn's body (a speaker's name, a gap) snaps to the nearest body edge it leans to.
 *
 * @import {Span, Turn} from "./types.js"
 *
 * @typedef {"start" | "end"} Lean  which end of a range the place is
 * @typedef {{text: string, nodes: Text[], starts: number[]}} Body  starts: UTF-16 offset of every text node
 */
import { countPoints, fromUtf16, intersection, lastAtOrBefore, quote, toUtf16 } from "./offsets.js";
import { readTurns } from "./turns.js";

export class Anchor {
  /** @type {WeakMap<Turn, Body>} */
  #bodies = new WeakMap();
  #probe = document.createRange();
  /** One for all that is measured: a browser minds every range there is whenever an element comes or goes. */
  #ruler = document.createRange();

  /** @param {HTMLElement} article */
  constructor(article) {
    this.article = article;
    this.turns = readTurns(article);
    this.starts = Uint32Array.from(this.turns, (turn) => turn.start);
  }

  /** @param {Element} element a .turn */
  turnOf(element) {
    return this.turns[Number(element.getAttribute("data-index") ?? -1)];
  }

  /**
   * @param {number} offset
   * @param {Lean} [lean]
   * @returns {Turn} the turn whose body holds the offset, or the last that begins before it
   */
  turnAt(offset, lean = "start") {
    const at = lean === "end" ? offset - 1 : offset;
    return /** @type {Turn} */ (this.turns[Math.max(0, lastAtOrBefore(this.starts, at))]);
  }

  /** @param {Span} span */
  turnsIn(span) {
    const first = Math.max(0, lastAtOrBefore(this.starts, span.start));
    const last = lastAtOrBefore(this.starts, span.end - 1);
    return this.turns.slice(first, last + 1).filter((turn) => intersection(turn, span));
  }

  /** @param {Turn} turn */
  text(turn) {
    return this.#body(turn).text;
  }

  /**
   * @param {Span} span
   * @returns {string} the words said in it, a line for every turn
   */
  quote(span) {
    return this.turnsIn(span)
      .map((turn) => {
        const part = /** @type {Span} */ (intersection(turn, span));
        return quote(this.text(turn), { start: part.start - turn.start, end: part.end - turn.start });
      })
      .join("\n");
  }

  /**
   * @param {Span} span
   * @returns {string} the version's text there, with the labels and gaps between turns: what the server quotes
   */
  source(span) {
    let text = "";
    let at = -1;
    for (let i = Math.max(0, lastAtOrBefore(this.starts, span.start)); at < span.end; i++) {
      const turn = this.turns[i];
      if (!turn) break;
      at = this.turns[i - 1]?.end ?? 0;
      text += cut(turn.before, at, span) + cut(this.text(turn), turn.start, span);
      at = turn.end;
    }
    return text;
  }

  /**
   * @param {Node} node
   * @param {number} unit
   * @param {Lean} lean
   */
  offsetAt(node, unit, lean) {
    const body = (node instanceof Element ? node : node.parentElement)?.closest(".turn-text");
    const turn = body?.parentElement && this.article.contains(body) && this.turnOf(body.parentElement);
    if (!body || !turn) return this.#edgeNear(node, unit, lean);
    this.#probe.setStart(body, 0);
    this.#probe.setEnd(node, unit);
    return turn.start + countPoints(this.#probe.toString());
  }

  /**
   * @param {AbstractRange} range
   * @returns {Span | null} null when no words lie in it
   */
  spanOf(range) {
    const start = this.offsetAt(range.startContainer, range.startOffset, "start");
    const end = this.offsetAt(range.endContainer, range.endOffset, "end");
    return start < end ? { start, end } : null;
  }

  /**
   * @param {number} offset
   * @param {Lean} [lean] "end" prefers the end of one text node to the start of the next
   * @returns {{node: Text, unit: number}}
   */
  place(offset, lean = "start") {
    const turn = this.turnAt(offset, lean);
    const { text, nodes, starts } = this.#body(turn);
    const within = Math.max(0, Math.min(offset, turn.end) - turn.start);
    const unit = toUtf16(text, within);
    const index = Math.max(0, lastAtOrBefore(starts, lean === "end" ? unit - 1 : unit));
    return { node: /** @type {Text} */ (nodes[index]), unit: unit - /** @type {number} */ (starts[index]) };
  }

  /**
   * @param {Span} span
   * @returns {Range}
   */
  rangeOf(span) {
    const from = this.place(span.start, "start");
    const to = this.place(span.end, "end");
    const range = document.createRange();
    range.setStart(from.node, from.unit);
    range.setEnd(to.node, to.unit);
    return range;
  }

  /**
   * @param {number} offset
   * @returns {DOMRect} of the character there, in the viewport
   */
  rectOfCharacter(offset) {
    const { node, unit } = this.place(offset, "start");
    const high = /** @type {number} */ (node.data.codePointAt(unit)) > 0xffff;
    this.#ruler.setStart(node, unit);
    this.#ruler.setEnd(node, Math.min(node.length, unit + (high ? 2 : 1)));
    return this.#ruler.getBoundingClientRect();
  }

  /**
   * A range over several lines also reports the boxes of the lines between; only the words are wanted.
   *
   * @param {Span} span
   * @returns {DOMRect[]} of the words, in order, in the viewport
   */
  rectsOf(span) {
    return this.turnsIn(span).flatMap((turn) => {
      const part = /** @type {Span} */ (intersection(turn, span));
      const [from, to] = [this.unitIn(part.start, turn), this.unitIn(part.end, turn)];
      const { nodes, starts } = this.#body(turn);
      return nodes.flatMap((node, i) =>
        this.#textRects(node, from - Number(starts[i]), to - Number(starts[i])),
      );
    });
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {number | null} the offset under a point of the viewport
   */
  offsetAtPoint(x, y) {
    const position = document.caretPositionFromPoint?.(x, y);
    const range = position ? null : document.caretRangeFromPoint?.(x, y);
    const node = position?.offsetNode ?? range?.startContainer;
    if (!node || !this.article.contains(node)) return null;
    return this.offsetAt(node, position?.offset ?? range?.startOffset ?? 0, "start");
  }

  /** @param {number} offset */
  lineAt(offset) {
    const line = /** @type {HTMLElement | null} */ (this.place(offset).node.parentElement?.closest(".line"));
    return Number(line?.dataset.n ?? 0);
  }

  /** @param {number} number */
  offsetOfLine(number) {
    const line = this.article.querySelector(`.line[data-n="${number}"]`);
    return line ? this.offsetAt(line, 0, "start") : null;
  }

  /**
   * @param {number} offset
   * @param {Turn} [turn]
   * @returns {number} UTF-16 offset inside the turn's text
   */
  unitIn(offset, turn = this.turnAt(offset)) {
    return toUtf16(this.text(turn), Math.max(0, Math.min(offset, turn.end) - turn.start));
  }

  /**
   * @param {Turn} turn
   * @param {number} unit
   */
  offsetIn(turn, unit) {
    return turn.start + fromUtf16(this.text(turn), unit);
  }

  /**
   * @param {Node} node
   * @param {number} unit
   * @param {Lean} lean
   */
  #edgeNear(node, unit, lean) {
    let low = 0;
    let high = this.turns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      this.#probe.selectNodeContents(/** @type {Turn} */ (this.turns[middle]).body);
      if (this.#probe.comparePoint(node, unit) > 0) low = middle + 1;
      else high = middle;
    }
    const before = this.turns[low - 1];
    const after = this.turns[low];
    if (lean === "start") return after?.start ?? before?.end ?? 0;
    return before?.end ?? after?.start ?? 0;
  }

  /**
   * @param {Text} node
   * @param {number} from UTF-16 units; may lie before the node
   * @param {number} to may lie behind it
   * @returns {DOMRect[]}
   */
  #textRects(node, from, to) {
    const start = Math.max(from, 0);
    const end = Math.min(to, node.length);
    if (start >= end) return [];
    this.#ruler.setStart(node, start);
    this.#ruler.setEnd(node, end);
    return [...this.#ruler.getClientRects()];
  }

  /** @param {Turn} turn */
  #body(turn) {
    const known = this.#bodies.get(turn);
    if (known) return known;
    /** @type {Body} */
    const body = { text: "", nodes: [], starts: [] };
    const walker = document.createTreeWalker(turn.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      body.starts.push(body.text.length);
      body.nodes.push(/** @type {Text} */ (node));
      body.text += node.nodeValue;
    }
    this.#bodies.set(turn, body);
    return body;
  }
}

/**
 * @param {string} text
 * @param {number} at where it begins
 * @param {Span} span
 * @returns {string} as much of it as lies in the span
 */
function cut(text, at, span) {
  const part = intersection({ start: at, end: at + countPoints(text) }, span);
  return part ? quote(text, { start: part.start - at, end: part.end - at }) : "";
}
