/**
 * One live region for screen readers, and the sentences said in it.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Segment, Span} from "./types.js"
 */
import { element, tell } from "./dom.js";

const QUOTE_LENGTH = 120;

export class Announcer {
  #region = element("div", {
    class: "visually-hidden",
    role: "status",
    "aria-live": "polite",
    id: "ws-live",
  });

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

  /** @param {Span} span */
  selection(span) {
    this.say(interpolate(gettext("Selected: %s"), [this.#quote(span)]));
  }

  /** @param {number} offset */
  turn(offset) {
    const turn = this.anchor.turnAt(offset);
    const speaker = turn.element.querySelector(".speaker")?.textContent?.trim() || gettext("Paragraph");
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

  /** @param {Span} span */
  #quote(span) {
    const said = this.anchor.quote(span);
    return said.length <= QUOTE_LENGTH ? said : `${said.slice(0, QUOTE_LENGTH)}…`;
  }
}
