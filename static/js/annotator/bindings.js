/**
 * Every key of the workspace in one table, as it is until somebody changes it (rebinding.js). The keyboard acts on the
 * table and the key list shows it, so it is always true.
 * A code's own shortcut applies that code unless a key below is the same.
 *
 * @import {Binding, Keystroke} from "./types.js"
 */
import { playerKeys } from "./playerkeys.js";

/** Keys that are matched by their place on the keyboard when Shift or Alt changes the character they type. */
export const PLACES = new Map([
  ["[", "BracketLeft"],
  ["]", "BracketRight"],
]);

/** Keys whose own sign cannot stand in the table. */
const SPELT = new Map([
  [" ", "space"],
  ["+", "plus"],
]);

/**
 * @param {boolean} [playable] there is a recording to listen to
 * @returns {readonly Binding[]}
 */
export function bindings(playable = false) {
  return [
    ...reading(),
    ...(playable ? playerKeys() : []),
    ...selecting(),
    ...coding(),
    ...borders(),
    ...rest(),
  ];
}

/**
 * @param {Keystroke} stroke
 * @param {readonly Binding[]} table
 * @returns {{binding: Binding, value: string | undefined} | null}
 */
export function match(stroke, table) {
  for (const binding of table) {
    const at = binding.keys.findIndex((key) => fits(stroke, key));
    if (at >= 0) return { binding, value: binding.values?.[at] };
  }
  return null;
}

/**
 * @param {Keystroke} stroke
 * @param {string} key such as "j", "Shift+u", "Mod+ArrowLeft"; Mod is Ctrl, or Command on a Mac
 */
function fits(stroke, key) {
  if (!key) return false;
  const parts = key.split("+");
  const name = /** @type {string} */ (parts.pop());
  if (parts.includes("Mod") !== (stroke.ctrlKey || stroke.metaKey)) return false;
  if (parts.includes("Alt") !== stroke.altKey) return false;
  const shiftTells = name !== "Plus" && (name.length > 1 || /\p{L}/u.test(name) || PLACES.has(name));
  if (shiftTells && parts.includes("Shift") !== stroke.shiftKey) return false;
  if (parts.length && PLACES.has(name)) return stroke.code === PLACES.get(name);
  // On a Mac, Alt and a letter type another sign.
  if (stroke.altKey && stroke.code === `Key${name.toUpperCase()}`) return true;
  return (SPELT.get(stroke.key) ?? stroke.key.toLowerCase()) === name.toLowerCase();
}

/** @returns {Binding[]} */
function reading() {
  const group = gettext("Read");
  return [
    { command: "next-turn", keys: ["j"], group, label: gettext("Next turn") },
    { command: "previous-turn", keys: ["k"], group, label: gettext("Previous turn") },
    { command: "next-segment", keys: ["n"], group, label: gettext("Next segment") },
    { command: "previous-segment", keys: ["p"], group, label: gettext("Previous segment") },
    { command: "search", keys: ["/"], group, label: gettext("Search in this transcript") },
    { command: "ask-line", keys: ["g"], group, label: gettext("Go to line") },
    { command: "ask-focus", keys: ["f"], group, label: gettext("Focus one code; again for all") },
    {
      command: "ask-filter",
      keys: ["Shift+f"],
      group,
      label: gettext("Filter by coder, dimension, code"),
    },
    {
      command: "only-mine",
      keys: ["Shift+o"],
      group,
      label: gettext("Only my codings; again for everybody's"),
    },
    { command: "show-all", keys: ["Shift+a"], group, label: gettext("Show all codings again") },
    { command: "reading", keys: ["Shift+r"], group, label: gettext("Reading mode, and back") },
  ];
}

/** @returns {Binding[]} */
function selecting() {
  const group = gettext("Move and select");
  const steps = ["left character", "right character", "backward line", "forward line"];
  const arrows = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
  const words = ["left word", "right word"];
  const line = ["backward lineboundary", "forward lineboundary"];
  const scope = "text";
  return [
    { command: "move", keys: arrows, values: steps, scope, group, label: gettext("Move the caret") },
    {
      command: "move",
      keys: prefix("Mod+", arrows.slice(0, 2)),
      values: words,
      scope,
      group,
      label: gettext("Move by a word"),
    },
    {
      command: "move",
      keys: ["Home", "End"],
      values: line,
      scope,
      group,
      label: gettext("To the ends of the line"),
    },
    {
      command: "extend-selection",
      keys: prefix("Shift+", arrows),
      values: steps,
      scope,
      group,
      label: gettext("Select"),
    },
    {
      command: "extend-selection",
      keys: prefix("Mod+Shift+", arrows.slice(0, 2)),
      values: words,
      scope,
      group,
      label: gettext("Select by a word"),
    },
    {
      command: "extend-selection",
      keys: ["Shift+Home", "Shift+End"],
      values: line,
      scope,
      group,
      label: gettext("Select to the ends of the line"),
    },
    {
      command: "select-sentence",
      keys: ["s"],
      group,
      label: gettext("Select the sentence; again adds the next"),
    },
    { command: "select-turn", keys: ["t"], group, label: gettext("Select the turn; again adds the next") },
    {
      command: "select-here",
      keys: ["Enter"],
      scope,
      group,
      label: gettext("Select the segment here; again the one under it"),
    },
    { command: "back", keys: ["Escape"], group, label: gettext("Back: let go of selection, segment, focus") },
  ];
}

/** @returns {Binding[]} */
function coding() {
  const group = gettext("Code");
  const digits = [..."123456789"];
  return [
    { command: "open-picker", keys: ["c"], group, label: gettext("Choose a code") },
    {
      command: "apply-key",
      keys: digits,
      values: digits,
      shown: "1–9",
      group,
      label: gettext("Apply the pinned code, or the code with this number"),
    },
    {
      command: "pin-code",
      keys: ["Alt+p"],
      scope: "always",
      group,
      label: gettext("Pin or unpin the code under the cursor, in the tree or the picker"),
    },
    { command: "repeat", keys: ["r"], group, label: gettext("Apply the last codes again") },
    { command: "in-vivo", keys: ["v"], group, label: gettext("New code named by the selected words") },
    { command: "ask-memo", keys: ["m"], group, label: gettext("Write a memo") },
    { command: "remove-code", keys: ["x"], group, label: gettext("Remove a code") },
    { command: "remove-segment", keys: ["Delete", "Shift+x"], group, label: gettext("Remove the segment") },
  ];
}

/** @returns {Binding[]} */
function borders() {
  const group = gettext("Borders");
  const out = ["start -1 word", "end 1 word"];
  const inwards = ["start 1 word", "end -1 word"];
  const brackets = ["[", "]"];
  return [
    {
      command: "border",
      keys: brackets,
      values: out,
      group,
      label: gettext("Widen by a word, left or right"),
    },
    {
      command: "border",
      keys: prefix("Shift+", brackets),
      values: inwards,
      group,
      label: gettext("Narrow by a word"),
    },
    {
      command: "border",
      keys: prefix("Alt+", brackets),
      values: out.map(byCharacter),
      group,
      label: gettext("Widen by a character"),
    },
    {
      command: "border",
      keys: prefix("Alt+Shift+", brackets),
      values: inwards.map(byCharacter),
      group,
      label: gettext("Narrow by a character"),
    },
  ];
}

/** @returns {Binding[]} */
function rest() {
  const group = gettext("Change and help");
  return [
    { command: "undo", keys: ["u", "Mod+z"], group, label: gettext("Undo") },
    { command: "redo", keys: ["Shift+u", "Mod+Shift+z", "Mod+y"], group, label: gettext("Redo") },
    { command: "edit-turn", keys: ["e"], group, label: gettext("Correct the words of this turn") },
    { command: "help", keys: ["?"], group, label: gettext("Show these keys") },
  ];
}

/**
 * @param {string} modifiers
 * @param {readonly string[]} keys
 */
function prefix(modifiers, keys) {
  return keys.map((key) => modifiers + key);
}

/** @param {string} value */
function byCharacter(value) {
  return value.replace("word", "character");
}
