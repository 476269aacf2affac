/**
 * The codes as the annotator needs them: by id, by shortcut key, by a few typed letters, and which exclude which.
 *
 * @import {Code, Dimension} from "./types.js"
 */
import { fold, wordsOf } from "./matching.js";

export class Codebook {
  /** @type {Map<string, Code>} */
  #codes = new Map();
  /** @type {Map<string, Code>} */
  #keys = new Map();
  /** @type {Map<string, string>} */
  #folded = new Map();
  /** @type {Map<string, string>} names of codes that are gone: unsent changes may still carry them */
  #names = new Map();
  /** @type {readonly string[]} */
  #pinned = [];

  /**
   * @param {readonly Code[]} codes in the order of the tree
   * @param {readonly Dimension[]} dimensions
   */
  constructor(codes, dimensions) {
    this.dimensions = dimensions;
    for (const code of codes) this.#file(code);
    this.#shareKeys();
  }

  /** @param {Code} code */
  add(code) {
    this.#file(code);
    this.#shareKeys();
  }

  /**
   * Somebody changed it.
   *
   * @param {readonly Code[]} codes in the order of the tree
   * @param {readonly Dimension[]} dimensions
   */
  replace(codes, dimensions) {
    for (const { id, name } of this.#codes.values()) this.#names.set(id, name);
    this.#codes.clear();
    this.#folded.clear();
    this.dimensions = dimensions;
    for (const code of codes) this.#file(code);
    this.#shareKeys();
  }

  /** @param {string} id */
  get(id) {
    return this.#codes.get(id);
  }

  /** @param {string} id */
  name(id) {
    return this.#codes.get(id)?.name ?? this.#names.get(id) ?? gettext("Unknown code");
  }

  /** @param {string} id */
  dimensionName(id) {
    return this.dimensions.find((dimension) => dimension.id === id)?.name ?? "";
  }

  all() {
    return [...this.#codes.values()];
  }

  codable() {
    return this.all().filter((code) => code.codable);
  }

  /** @param {string} key as typed */
  byKey(key) {
    return this.#keys.get(key.toLowerCase());
  }

  /** @param {string} id */
  keyOf(id) {
    for (const [key, code] of this.#keys) if (code.id === id) return key;
    return null;
  }

  /**
   * @param {string} id
   * @returns {Set<string>} the code and all below it
   */
  under(id) {
    const found = new Set([id]);
    // Parents come before their children in the order of the tree; those made since stand at its end.
    for (const code of this.#codes.values()) if (code.parent && found.has(code.parent)) found.add(code.id);
    return found;
  }

  /** @param {readonly string[]} ids codes for the keys 1–9, in this order; none: as the codebook says */
  pin(ids) {
    this.#pinned = ids;
    this.#shareKeys();
  }

  /** @param {string} name */
  named(name) {
    const wanted = fold(name).trim();
    return this.all().find((code) => fold(code.name) === wanted);
  }

  /**
   * @param {string} query every word of it must occur in the path
   * @param {boolean} [headings] also codes that cannot be applied
   * @returns {Code[]} names that begin with the query first
   */
  search(query, headings = false) {
    const wanted = fold(query).trim();
    const all = headings ? this.all() : this.codable();
    if (!wanted) return all;
    return all
      .map((code) => ({ code, rank: this.#rank(code, wanted) }))
      .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
      .sort((a, b) => a.rank - b.rank)
      .map(({ code }) => code);
  }

  /**
   * @param {string} id a code to be put on a passage
   * @param {readonly string[]} present codes already there by the same person
   * @returns {Code | undefined} the one it cannot stand beside
   */
  rival(id, present) {
    const code = this.get(id);
    const dimension = this.dimensions.find((one) => one.id === code?.dimension);
    if (!code || !dimension?.exclusive) return undefined;
    return present
      .filter((other) => other !== id)
      .map((other) => this.get(other))
      .find((other) => other?.dimension === code.dimension);
  }

  /** @param {Code} code */
  #file(code) {
    this.#codes.set(code.id, code);
    this.#folded.set(code.id, fold(`${code.path} ${code.name}`));
  }

  /**
   * The reader's pinned codes have the digits first. While nothing is pinned, digits nobody asked for go, in order, to
   * codes without a key of their own: 1–9 always do something.
   */
  #shareKeys() {
    const codable = this.codable();
    this.#keys = new Map(
      codable.flatMap((code) => (code.shortcut ? [[code.shortcut.toLowerCase(), code]] : [])),
    );
    const pinned = this.#pinned.flatMap((id) => this.get(id) ?? []);
    for (const [at, code] of pinned.entries()) this.#keys.set(String(at + 1), code);
    if (pinned.length) return;
    const without = codable.filter((code) => !code.shortcut);
    for (const digit of "123456789") {
      if (this.#keys.has(digit)) continue;
      const code = without.shift();
      if (code) this.#keys.set(digit, code);
    }
  }

  /**
   * @param {Code} code
   * @param {string} wanted folded
   */
  #rank(code, wanted) {
    const name = fold(code.name);
    if (name.startsWith(wanted)) return 0;
    if (name.includes(` ${wanted}`)) return 1;
    if (name.includes(wanted)) return 2;
    const path = /** @type {string} */ (this.#folded.get(code.id));
    return wordsOf(wanted).every((word) => path.includes(word)) ? 3 : Number.POSITIVE_INFINITY;
  }
}
