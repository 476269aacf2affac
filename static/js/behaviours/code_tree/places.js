/**
 * Where a code can go in the tree, without the DOM: one step up, down, in or out, or where a pointer is.
 *
 * @typedef {{id: string, parent: string, dimension: string}} Code `parent` is empty at the top
 * @typedef {{under: string, position: number}} Place under a code or a dimension, among the codes there without the one
 *   that moves
 * @typedef {"before" | "into" | "after"} Zone the part of a row the pointer is on
 */

export class Places {
  /**
   * @param {string[]} dimensions in order
   * @param {Code[]} codes in the order of the tree
   * @param {string} moving
   */
  constructor(dimensions, codes, moving) {
    this.dimensions = dimensions;
    this.codes = new Map(codes.map((code) => [code.id, code]));
    this.moving = moving;
    /** The code that moves, and all below it. */
    this.branch = new Set([moving]);
    for (const code of codes) if (this.branch.has(code.parent)) this.branch.add(code.id);
    const all = codes.filter((code) => this.home(code.id) === this.home(moving));
    /** @type {Place} */
    this.start = { under: this.home(moving), position: all.findIndex((code) => code.id === moving) };
  }

  /**
   * What a code stands under: another, or its dimension.
   * @param {string} id
   */
  home(id) {
    const code = this.codes.get(id);
    return code?.parent || code?.dimension || "";
  }

  /**
   * The codes under a code or at the top of a dimension, without the one that moves.
   * @param {string} under
   */
  at(under) {
    const found = [];
    for (const id of this.codes.keys()) if (id !== this.moving && this.home(id) === under) found.push(id);
    return found;
  }

  /** @param {Place} place */
  isStart(place) {
    return place.under === this.start.under && place.position === this.start.position;
  }

  /**
   * Whether a place lies in another dimension than the code stands in.
   * @param {Place} place
   */
  isAcross(place) {
    return this.dimensionOf(place.under) !== this.dimensionOf(this.moving);
  }

  /** @param {string} id a code or a dimension */
  dimensionOf(id) {
    return this.codes.get(id)?.dimension ?? id;
  }

  /** @param {Place} place */
  up(place) {
    if (place.position > 0) return { under: place.under, position: place.position - 1 };
    if (this.codes.has(place.under)) return this.beside(place.under, 0);
    const before = this.dimensions[this.dimensions.indexOf(place.under) - 1];
    return before ? { under: before, position: this.at(before).length } : null;
  }

  /** @param {Place} place */
  down(place) {
    if (place.position < this.at(place.under).length)
      return { under: place.under, position: place.position + 1 };
    if (this.codes.has(place.under)) return this.beside(place.under, 1);
    const after = this.dimensions[this.dimensions.indexOf(place.under) + 1];
    return after ? { under: after, position: 0 } : null;
  }

  /**
   * Last under the code that stands before the place.
   * @param {Place} place
   */
  inward(place) {
    const before = this.at(place.under)[place.position - 1];
    return before ? { under: before, position: this.at(before).length } : null;
  }

  /**
   * Behind the code that it stands under.
   * @param {Place} place
   */
  outward(place) {
    return this.codes.has(place.under) ? this.beside(place.under, 1) : null;
  }

  /**
   * Where a pointer on a row means. Behind a code that has others below it is before the first of those.
   * @param {string} row a code or a dimension
   * @param {Zone} zone
   * @returns {Place | null}
   */
  pointed(row, zone) {
    if (this.branch.has(row)) return null;
    if (!this.codes.has(row)) return { under: row, position: 0 };
    const below = this.at(row);
    if (zone === "into") return { under: row, position: below.length };
    if (zone === "after" && below.length) return { under: row, position: 0 };
    return this.beside(row, zone === "after" ? 1 : 0);
  }

  /**
   * The row that shows a place, and at which of its edges.
   * @param {Place} place
   * @returns {{row: string, edge: "before" | "after"}}
   */
  edge(place) {
    const there = this.at(place.under);
    const next = there[place.position];
    if (next) return { row: next, edge: "before" };
    const last = there.at(-1);
    return { row: last ? this.lowest(last) : place.under, edge: "after" };
  }

  /**
   * The last row of a branch, without what moves.
   * @param {string} id
   * @returns {string}
   */
  lowest(id) {
    const last = this.at(id).at(-1);
    return last ? this.lowest(last) : id;
  }

  /**
   * @param {string} id
   * @param {0 | 1} behind
   */
  beside(id, behind) {
    const under = this.home(id);
    return { under, position: this.at(under).indexOf(id) + behind };
  }
}
