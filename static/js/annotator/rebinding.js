/**
 * Other keys for commands: a slot is a command with the key it has by itself ("undo:u"), and may hold another key.
 * No page is needed here.
 *
 * @import {Binding, Keystroke} from "./types.js"
 *
 * @typedef {Readonly<Record<string, string>>} Changes slot → the key chosen for it; "" for none
 * @typedef {{slot: string, key: string, binding: Binding}} Place
 */
import { PLACES } from "./bindings.js";

/** What the browser or the system does itself, whatever a page wants. */
const RESERVED = new Set([
  ..."F1 F5 F6 F7 F11 F12 Alt+F4 Alt+ArrowLeft Alt+ArrowRight Alt+Home Alt+d Alt+Space Mod+Tab".split(" "),
  ...[..."abcdfhjklnopqrstuvwx0123456789-="].map((key) => `Mod+${key}`),
  "Mod+Plus",
  ...[..."bcdijknpqrtvwm"].map((key) => `Mod+Shift+${key}`),
]);
const NO_KEYS = new Set(["Unidentified", "Process", "Dead"]);
const MODIFIERS = new Set([
  "Shift",
  "Control",
  "Alt",
  "AltGraph",
  "Meta",
  "CapsLock",
  "NumLock",
  "Fn",
  "FnLock",
]);

/**
 * @param {readonly Binding[]} table as it is by itself
 * @returns {Binding[]} with the name of every slot, which stays when the key changes
 */
export function withSlots(table) {
  return table.map((binding) => ({
    ...binding,
    slots: binding.keys.map((key) => `${binding.command}:${key}`),
  }));
}

/**
 * A key somebody chose is theirs: a slot that has it by itself, perhaps since a newer version, goes without.
 *
 * @param {readonly Binding[]} table with slots
 * @param {Changes} changes
 * @returns {Binding[]}
 */
export function rebound(table, changes) {
  const slots = new Set(table.flatMap(({ slots: names = [] }) => names));
  const chosen = new Set(
    Object.keys(changes).flatMap((slot) => (slots.has(slot) ? lower(changes[slot]) : [])),
  );
  return table.map((binding) => ({
    ...binding,
    keys: binding.keys.map((key, at) => {
      const change = changes[binding.slots?.[at] ?? ""];
      return change ?? (chosen.has(lower(key)) ? "" : key);
    }),
  }));
}

/**
 * @param {Keystroke} stroke
 * @returns {string | null} as the table writes it; null while only modifiers are held
 */
export function nameOf(stroke) {
  if (MODIFIERS.has(stroke.key) || NO_KEYS.has(stroke.key)) return null;
  const mod = stroke.ctrlKey || stroke.metaKey;
  const changed = mod || stroke.altKey || stroke.shiftKey;
  const typed = stroke.altKey ? /^Key([A-Z])$/.exec(stroke.code)?.[1] : undefined;
  const isLetter = typed !== undefined || /^\p{L}$/u.test(stroke.key);
  const place = isLetter || !changed ? undefined : [...PLACES].find(([, code]) => code === stroke.code)?.[0];
  const name = place ?? plainName(typed ?? stroke.key);
  const shift = stroke.shiftKey && (isLetter || place !== undefined || (name.length > 1 && name !== "Plus"));
  return [mod && "Mod", stroke.altKey && "Alt", shift && "Shift", name].filter(Boolean).join("+");
}

/**
 * @param {string} key
 * @param {Binding} binding that is to have it
 * @returns {string} why it cannot, or ""
 */
export function objection(key, binding) {
  if (key.endsWith("Tab") || key.endsWith("Escape"))
    return gettext("This key is needed to move through the page and to leave things. Press another one.");
  if (RESERVED.has(key)) return gettext("The browser keeps this combination for itself. Press another one.");
  if (binding.scope === "always" && !/Mod\+|Alt\+|^(Shift\+)?F\d+$/.test(key))
    return gettext(
      "This command works while you type, so it needs a key that types nothing. Press another one.",
    );
  return "";
}

/**
 * @param {readonly Binding[]} table with slots
 * @param {string} key
 * @returns {Place | null} who has the key now
 */
export function holderOf(table, key) {
  for (const place of places(table)) if (lower(place.key) === lower(key)) return place;
  return null;
}

/**
 * @param {readonly Binding[]} table with slots
 * @returns {Place[]}
 */
export function places(table) {
  return table.flatMap((binding) =>
    (binding.slots ?? []).map((slot, at) => ({ slot, key: binding.keys[at] ?? "", binding })),
  );
}

/**
 * @param {Changes} changes
 * @param {string} slot
 * @param {string} key
 * @returns {Changes} without what is as it is by itself
 */
export function changed(changes, slot, key) {
  const { [slot]: _before, ...others } = changes;
  return key === usual(slot) ? others : { ...others, [slot]: key };
}

/** @param {string} slot */
export function usual(slot) {
  return slot.slice(slot.indexOf(":") + 1);
}

/** @param {string} key */
function plainName(key) {
  if (key === " ") return "Space";
  if (key === "+") return "Plus";
  return key.length === 1 ? key.toLowerCase() : key;
}

/** @param {string | undefined} key */
function lower(key) {
  return key?.toLowerCase() ?? "";
}
