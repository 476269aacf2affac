/**
 * One live region for screen readers, and the sentences said in it.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Step} from "./caret.js"
 * @import {Segment, Span} from "./types.js"
 */
import { element, tell } from "./dom.js";
import { words } from "./passages.js";

const QUOTE_LENGTH = 120;

export class Announcer {
  #region = element("div", {
    class: "visually-hidden",
    role: "status",
    "aria-live": "polite",
    id: "ws-live",
  });

  /** @type {import("./types.js").Turn | null} the one spoken of last */
  #turn = null;

  /**
   * @param {Anchor} anchor
   * @param {Codebook} codebook
   */
  constructor(anchor, codebook) {
    this.anchor = anchor;
    this.codebook = codebook;
    document.body.append(this.#region);
  }

  /** @param {string} message */
  say(message) {
    // The same words again are only read when the node is a new one.
    this.#region.replaceChildren(element("p", {}, [message]));
  }

  /**
   * What everybody must be told: shown, and read from where it is shown.
   *
   * @param {string} message
   */
  hint(message) {
    tell("toast", { message, undo: false });
  }

  /**
   * @param {Segment} segment
   * @param {number} nth 1-based, of those that lie here
   * @param {number} of
   */
  segment(segment, nth, of) {
    const codes =
      segment.codings.map(({ code }) => this.codebook.name(code)).join(", ") || gettext("no code");
    const values = { lines: this.lines(segment), codes, quote: this.#quote(segment), nth, of };
    const format =
      of > 1
        ? gettext("Segment %(nth)s of %(of)s here, %(lines)s: %(codes)s. %(quote)s")
        : gettext("Segment, %(lines)s: %(codes)s. %(quote)s");
    this.say(interpolate(format, values, true));
  }

  /**
   * Where the caret has come to, as a screen reader says it in a field, and which codes begin or end on the way.
   *
   * @param {number} offset
   * @param {Step} step
   * @param {readonly Segment[]} before what lay under the caret
   * @param {readonly Segment[]} after
   */
  moved(offset, step, before, after) {
    const turn = this.anchor.turnAt(offset);
    const isNew = turn !== this.#turn;
    this.#turn = turn;
    const names = (/** @type {readonly Segment[]} */ here, /** @type {readonly Segment[]} */ there) =>
      here
        .filter(({ id }) => !there.some((other) => other.id === id))
        .flatMap(({ codings }) => codings.map(({ code }) => this.codebook.name(code)))
        .join(", ");
    const [left, entered] = [names(before, after), names(after, before)];
    const said = [
      isNew ? this.#speaker(offset) : "",
      this.#unit(offset, step),
      left && interpolate(gettext("out of %s"), [left]),
      entered && interpolate(gettext("into %s"), [entered]),
    ];
    this.say(said.filter(Boolean).join("; "));
  }

  /** @param {Span | null} span */
  selection(span) {
    if (!span) return this.say(gettext("Nothing is selected"));
    this.say(interpolate(gettext("Selected: %s"), [this.#quote(span)]));
  }

  /** @param {number} offset */
  turn(offset) {
    const turn = this.anchor.turnAt(offset);
    this.#turn = turn;
    const speaker = this.#speaker(offset);
    const line = this.anchor.lineAt(turn.start);
    const values = { speaker, line, text: this.anchor.text(turn) };
    this.say(interpolate(gettext("%(speaker)s, line %(line)s: %(text)s"), values, true));
  }

  /** @param {Span} span */
  lines(span) {
    const first = this.anchor.lineAt(span.start);
    const last = this.anchor.lineAt(span.end - 1);
    if (first === last) return interpolate(gettext("line %s"), [first]);
    return interpolate(gettext("lines %(first)s to %(last)s"), { first, last }, true);
  }

  /** @param {number} offset */
  #speaker(offset) {
    const { element: turn } = this.anchor.turnAt(offset);
    return turn.querySelector(".speaker")?.textContent?.trim() || gettext("Paragraph");
  }

  /**
   * @param {number} offset
   * @param {Step} step
   * @returns {string} the character, word or line there
   */
  #unit(offset, step) {
    const turn = this.anchor.turnAt(offset);
    const text = this.anchor.text(turn);
    const at = this.anchor.unitIn(offset, turn);
    if (step === "line")
      return this.anchor.place(offset).node.parentElement?.closest(".line")?.textContent ?? "";
    if (step === "word") {
      // Some systems go to the ends of words, others to their beginnings.
      const all = words(text);
      const inside = all.find(({ start, end }) => start <= at && at < end);
      const word = inside ?? all.find(({ end }) => end === at) ?? all.find(({ start }) => start > at);
      return word ? text.slice(word.start, word.end) : gettext("End of the turn");
    }
    const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
      text.slice(at, at + 32),
    );
    if (!first) return gettext("End of the turn");
    return first.segment.trim() || gettext("Space");
  }

  /** @param {Span} span */
  #quote(span) {
    const said = this.anchor.quote(span);
    return said.length <= QUOTE_LENGTH ? said : `${said.slice(0, QUOTE_LENGTH)}…`;
  }
}
