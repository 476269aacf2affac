/**
 * Ink through the CSS Custom Highlight API: one Highlight for every code, holding ranges only of the turns in or
 * near view. The text's DOM is not touched. Fills are translucent, so where two meet the colour deepens.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Ink, Marks, Span, Turn} from "./types.js"
 */
import { fillAlpha, parse } from "./colours.js";
import { element } from "./dom.js";

/** Marks that are not codes have a style of their own and lie above the codes, each above those before it. */
const OWN = ["selected", "pending", "hit", "hit-now", "drop"];

/** @implements {Ink} */
export class HighlightInk {
  /** @type {Map<string, Highlight>} */
  #highlights = new Map();
  /** @type {Map<Turn, [Highlight, AbstractRange][]>} */
  #painted = new Map();
  #sheet = new CSSStyleSheet();
  #scope = highlightsInherit() ? "#transcript" : ":is(.line, .line span)";

  static get available() {
    return typeof CSS !== "undefined" && "highlights" in CSS && typeof Highlight === "function";
  }

  /**
   * @param {Anchor} anchor
   * @param {Codebook} codebook
   */
  constructor(anchor, codebook) {
    this.anchor = anchor;
    this.codebook = codebook;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
    this.restyle();
  }

  /** @param {ReadonlyMap<Turn, Marks>} turns */
  paint(turns) {
    return () => {
      for (const [turn, marks] of turns) this.#paint(turn, marks);
    };
  }

  /**
   * @param {Turn} turn
   * @param {Marks} marks
   */
  #paint(turn, marks) {
    this.clear(turn);
    /** @type {[Highlight, AbstractRange][]} */
    const painted = [];
    for (const [key, spans] of marks) {
      const highlight = this.#highlight(key);
      for (const span of spans) {
        const range = this.#range(span);
        highlight.add(range);
        painted.push([highlight, range]);
      }
    }
    this.#painted.set(turn, painted);
  }

  /** @param {Turn} turn */
  clear(turn) {
    for (const [highlight, range] of this.#painted.get(turn) ?? []) highlight.delete(range);
    this.#painted.delete(turn);
  }

  /** The colours of the page or of the codes are others. */
  restyle() {
    const { color, backgroundColor } = getComputedStyle(this.anchor.article);
    const ink = parse(color);
    const paper = parse(backgroundColor);
    const rules = this.codebook.all().map((code) => {
      const colour = parse(code.color);
      const alpha = fillAlpha(colour, paper, ink);
      return this.#rule(nameOf(code.id), `rgb(${colour.join(" ")} / ${alpha.toFixed(3)})`);
    });
    this.#sheet.replaceSync(rules.join("\n"));
  }

  /**
   * @param {string} name
   * @param {string} fill
   */
  #rule(name, fill) {
    const highlight = `${this.#scope}::highlight(${name})`;
    // Where the system chooses the colours, all fills look alike.
    return `${highlight} { background-color: ${fill}; }
      @media (forced-colors: active) { ${highlight} { text-decoration: underline 2px; } }`;
  }

  /** @param {string} key */
  #highlight(key) {
    const known = this.#highlights.get(key);
    if (known) return known;
    const made = new Highlight();
    made.priority = OWN.indexOf(key) + 1;
    this.#highlights.set(key, made);
    CSS.highlights.set(nameOf(key), made);
    return made;
  }

  /** @param {Span} span */
  #range(span) {
    const from = this.anchor.place(span.start, "start");
    const to = this.anchor.place(span.end, "end");
    return new StaticRange({
      startContainer: from.node,
      startOffset: from.unit,
      endContainer: to.node,
      endOffset: to.unit,
    });
  }
}

/** @param {string} key an id or a word; an identifier of CSS must not begin with a digit */
function nameOf(key) {
  return `ws-${key.replace(/[^\w-]/g, "_")}`;
}

/**
 * Where highlights inherit, as the standard says, one element matches the rules instead of every line: with forty
 * codes that is most of the time it takes to style a turn that scrolls into view. Tried on an element apart, since a
 * rule for the transcript would style all of it again.
 */
function highlightsInherit() {
  const inner = element("span");
  const probe = element("div", { class: "ws-probe" }, [inner]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".ws-probe::highlight(ws-probe) { background-color: rgb(1 2 3); }");
  document.body.append(probe);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const { backgroundColor } = getComputedStyle(inner, "::highlight(ws-probe)");
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  probe.remove();
  return backgroundColor === "rgb(1, 2, 3)";
}
