/**
 * What the reader wants to see of the codings: of some coders, some dimensions, of one code with all below it. The
 * rest is dimmed or hidden. A value that never changes: the view gets another one. No page is needed here.
 *
 * @import {Code, Segment} from "./types.js"
 *
 * @typedef {object} Wanted
 * @property {readonly string[]} coders that are off
 * @property {readonly string[]} dimensions that are off
 * @property {string | null} code the only one, with all below it
 * @property {boolean} hides the rest, instead of dimming it
 *
 * @typedef {object} Tree
 * @property {(id: string) => Code | undefined} get
 * @property {(id: string) => Set<string>} under a code and all below it
 */

/** @type {Wanted} */
export const EVERYTHING = { coders: [], dimensions: [], code: null, hides: false };

export class Layers {
  #coders;
  #dimensions;
  #codes;

  /**
   * @param {Wanted} wanted
   * @param {Tree} tree
   */
  constructor(wanted, tree) {
    this.wanted = wanted;
    this.tree = tree;
    this.#coders = new Set(wanted.coders);
    this.#dimensions = new Set(wanted.dimensions);
    this.#codes = wanted.code === null ? null : tree.under(wanted.code);
  }

  /** Whether anything is left out at all. */
  get isOn() {
    return this.#coders.size > 0 || this.#dimensions.size > 0 || this.#codes !== null;
  }

  /**
   * @param {Pick<Segment, "coder">} segment
   * @param {string} code "" for a segment that has none
   */
  shows({ coder }, code) {
    return !this.#coders.has(coder) && this.showsCode(code);
  }

  /** @param {string} code */
  showsCode(code) {
    if (this.#codes !== null && !this.#codes.has(code)) return false;
    if (!this.#dimensions.size) return true;
    const dimension = this.tree.get(code)?.dimension;
    return dimension !== undefined && !this.#dimensions.has(dimension);
  }

  /** @param {Segment} segment whether any of it is shown */
  passes(segment) {
    if (!this.isOn) return true;
    const { codings } = segment;
    return codings.length ? codings.some(({ code }) => this.shows(segment, code)) : this.shows(segment, "");
  }

  /** @param {Segment} segment whether it is on the page at all */
  isThere(segment) {
    return !this.wanted.hides || this.passes(segment);
  }
}

/** Nothing left out. */
export const ALL = new Layers(EVERYTHING, { get: () => undefined, under: (id) => new Set([id]) });
