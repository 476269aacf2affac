/** Where each recording was left, and how this reader listens: kept in the browser, or for as long as the page lasts. */
import { withPlace } from "./playing.js";

const PLACES = "benang:listened";
const HABITS = "benang:player";

/** @typedef {{speed: number, follow: boolean, folded: boolean}} Habits */

/** @param {string} id */
export function placeOf(id) {
  return new Map(places()).get(id) ?? 0;
}

/**
 * @param {string} id
 * @param {number} seconds
 */
export function keepPlace(id, seconds) {
  write(PLACES, withPlace(places(), id, Math.round(seconds * 10) / 10));
}

/** @returns {Habits} */
export function habits() {
  return { speed: 1, follow: false, folded: false, .../** @type {Partial<Habits>} */ (read(HABITS)) };
}

/** @param {Partial<Habits>} changed */
export function keepHabits(changed) {
  write(HABITS, { ...habits(), ...changed });
}

/** @returns {[string, number][]} */
function places() {
  const kept = read(PLACES);
  return Array.isArray(kept) ? kept : [];
}

/** @param {string} key */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage may be forbidden or full.
  }
}
