/** What a player needs to know about time, without a player: which turn is heard, how times are written and kept. */

/** @typedef {{at: number, index: number}} Stamp  at: milliseconds of the transcript's clock; index: of the turn */

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const KEPT = 100;

/**
 * Timestamps are typed by people, and some go back: in the order of time, of the same time in that of the text.
 *
 * @param {readonly Stamp[]} stamps
 */
export function inTime(stamps) {
  return [...stamps].sort((a, b) => a.at - b.at || a.index - b.index);
}

/**
 * @param {readonly Stamp[]} stamps in time
 * @param {number} ms of the transcript's clock
 * @returns {Stamp | null} the last that has begun
 */
export function heardAt(stamps, ms) {
  let low = 0;
  let high = stamps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {Stamp} */ (stamps[middle]).at <= ms) low = middle + 1;
    else high = middle;
  }
  return stamps[low - 1] ?? null;
}

/**
 * @param {readonly Stamp[]} stamps in any order
 * @param {number} index of a turn
 * @returns {Stamp | null} the timestamp of that turn, or of the nearest before it that has one
 */
export function stampBefore(stamps, index) {
  let found = null;
  for (const stamp of stamps) {
    if (stamp.index <= index && (!found || stamp.index >= found.index)) found = stamp;
  }
  return found;
}

/**
 * @param {number} seconds
 * @returns {string} "0:37", "12:04", "1:02:04"
 */
export function clock(seconds) {
  const whole = Math.floor(Math.max(0, seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}

/**
 * @param {number} speed
 * @param {number} way -1 or 1
 */
export function nextSpeed(speed, way) {
  const faster = SPEEDS.find((one) => one > speed) ?? SPEEDS.at(-1);
  const slower = SPEEDS.findLast((one) => one < speed) ?? SPEEDS[0];
  return Number(way > 0 ? faster : slower);
}

/**
 * Where each recording was left: the latest come last, the oldest are forgotten.
 *
 * @param {readonly [string, number][]} places
 * @param {string} id
 * @param {number} seconds
 * @returns {[string, number][]}
 */
export function withPlace(places, id, seconds) {
  return [...places.filter(([other]) => other !== id), /** @type {[string, number]} */ ([id, seconds])].slice(
    -KEPT,
  );
}
