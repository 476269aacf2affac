/**
 * The codes used most recently, which the picker shows first. Kept in this browser: it changes with every coding, and
 * a request for each would double what coding costs.
 */
import { readKept, writeKept } from "./kept.js";

const MOST = 12;

export class Recent {
  /** @param {{project: string, user: {id: string}}} whose */
  constructor({ project, user }) {
    this.name = `benang:recent:${user.id}:${project}`;
    const kept = readKept(this.name);
    /** @type {string[]} */
    this.codes = Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  }

  /** @param {string} code */
  used(code) {
    this.codes = [code, ...this.codes.filter((one) => one !== code)].slice(0, MOST);
    writeKept(this.name, this.codes);
  }
}
