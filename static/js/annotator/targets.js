/**
 * What a command acts on: the segment somebody named, else the selected words, else the selected segment; and
 * whether the reader may. What a segment says belongs to the person who made it.
 *
 * @import {Actions} from "./actions.js"
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 * @import {Segment, Span} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {{span: Span, segment: Segment | undefined}} Target  segment: the one to change, if there is one
 */
import { tidy } from "./borders.js";

export class Targets {
  /**
   * @param {Store} store
   * @param {Anchor} anchor
   * @param {Actions} actions
   * @param {Announcer} announcer
   */
  constructor(store, anchor, actions, announcer) {
    this.store = store;
    this.anchor = anchor;
    this.actions = actions;
    this.announcer = announcer;
  }

  /** @returns {boolean} false after saying so */
  mayCode() {
    const { canCode } = this.actions.data;
    if (!canCode) this.announcer.hint(gettext("You can read this transcript but not code it."));
    return canCode;
  }

  /**
   * What a code is put on. On another coder's segment that is a segment of one's own over the same words.
   *
   * @param {string} [id] a segment named by whoever asks
   * @returns {Target | null} null after saying what is missing
   */
  words(id) {
    if (!this.mayCode()) return null;
    const segment = this.#pointedAt(id);
    if (segment && this.actions.isMine(segment)) return { span: segment, segment };
    const span = segment ?? this.#selected();
    if (span) return { span, segment: this.actions.mineOver(span) };
    this.announcer.hint(gettext("Select some words or a segment first."));
    return null;
  }

  /**
   * @param {string} [id]
   * @returns {Segment | undefined} the segment to change, after saying why not when there is none
   */
  segment(id) {
    if (!this.mayCode()) return undefined;
    const words = this.#selected();
    const segment = this.#pointedAt(id) ?? (words && this.actions.mineOver(words));
    if (segment && this.actions.isMine(segment)) return segment;
    this.announcer.hint(segment ? this.#notYours(segment) : gettext("Select a segment first."));
    return undefined;
  }

  /** @param {string} [id] */
  #pointedAt(id) {
    const { span, selected } = this.store.view;
    return this.store.get(id ?? (span ? null : selected));
  }

  #selected() {
    const { span } = this.store.view;
    return span && tidy(this.anchor, span);
  }

  /** @param {Segment} segment */
  #notYours({ coder }) {
    const theirs = gettext(
      "%s marked this passage, and nobody else can change it. Apply a code to mark your own.",
    );
    return interpolate(theirs, [this.actions.data.coders[coder] ?? gettext("Another coder")]);
  }
}
