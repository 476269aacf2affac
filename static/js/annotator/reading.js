/**
 * Reading mode: only the words, in larger type and a comfortable measure. The line that was at the top stays there.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 */
import { tell } from "./dom.js";

export class Reading {
  /**
   * @param {HTMLElement} workspace
   * @param {HTMLElement} pane
   * @param {Anchor} anchor
   * @param {Announcer} announcer
   */
  constructor(workspace, pane, anchor, announcer) {
    this.workspace = workspace;
    this.pane = pane;
    this.anchor = anchor;
    this.announcer = announcer;
  }

  get isOn() {
    return this.workspace.classList.contains("is-reading");
  }

  toggle() {
    const top = this.#top();
    this.workspace.classList.toggle("is-reading");
    if (top !== null) this.#bringBack(top);
    this.anchor.article.focus({ preventScroll: true });
    this.announcer.say(
      this.isOn ? gettext("Reading mode. Esc comes back.") : gettext("Reading mode has ended."),
    );
    tell("reading", { isOn: this.isOn });
  }

  /** @returns {boolean} whether it was on */
  leave() {
    const { isOn } = this;
    if (isOn) this.toggle();
    return isOn;
  }

  /** @returns {number | null} what stands in the first line that is wholly in view */
  #top() {
    const { top } = this.pane.getBoundingClientRect();
    const turn = this.anchor.turns.find(({ element: one }) => one.getBoundingClientRect().bottom > top);
    if (!turn) return null;
    const line = [...turn.body.getElementsByClassName("line")].find(
      (one) => one.getBoundingClientRect().bottom > top + 4,
    );
    return line ? this.anchor.offsetAt(line, 0, "start") : turn.start;
  }

  /** @param {number} offset to the top of the pane */
  #bringBack(offset) {
    const look = () => {
      const { top } = this.anchor.rangeOf({ start: offset, end: offset + 1 }).getBoundingClientRect();
      this.pane.scrollTop += top - this.pane.getBoundingClientRect().top - 8;
    };
    look();
    // Turns on the way had only an estimated height: look again when they have been laid out.
    requestAnimationFrame(look);
  }
}
