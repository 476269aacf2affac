/**
 * Keys to commands, by the table in force. Silent while somebody types in a field or a dialog is open.
 *
 * @import {Codebook} from "./codebook.js"
 * @import {Keymap} from "./keymap.js"
 * @import {Keystroke} from "./types.js"
 */
import { match } from "./bindings.js";
import { asElement } from "./dom.js";

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const BUTTONS = "button, a[href], summary, [role=button]";
const DIALOGS = "dialog, [role=dialog], [role=menu], [role=listbox]";

/**
 * @param {Keymap} keymap
 * @param {Codebook} codebook
 * @param {HTMLElement} article
 * @param {(command: string, value: string | undefined) => void} run
 */
export function listen(keymap, codebook, article, run) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || isPress(event)) return;
    const stroke = strokeOf(event);
    const elsewhere = isElsewhere(event.target);
    const { table } = keymap;
    const found = match(stroke, elsewhere ? table.filter(({ scope }) => scope === "always") : table);
    if (found) {
      if (found.binding.scope === "text" && !isText(event.target, article)) return;
      event.preventDefault();
      run(found.binding.command, found.value);
    } else if (
      !elsewhere &&
      !stroke.ctrlKey &&
      !stroke.metaKey &&
      !stroke.altKey &&
      codebook.byKey(stroke.key)
    ) {
      event.preventDefault();
      run("apply-key", stroke.key);
    }
  });
}

/**
 * AltGr reports itself as Ctrl and Alt on some systems, but it only types a character.
 *
 * @param {KeyboardEvent} event
 * @returns {Keystroke}
 */
export function strokeOf(event) {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
  const typing = event.getModifierState("AltGraph");
  return { key, code, shiftKey, metaKey, ctrlKey: ctrlKey && !typing, altKey: altKey && !typing };
}

/**
 * A button keeps the keys that press it.
 *
 * @param {KeyboardEvent} event
 */
function isPress({ key, target }) {
  return (key === " " || key === "Enter") && Boolean(asElement(target)?.closest(BUTTONS));
}

/** @param {EventTarget | null} target */
function isElsewhere(target) {
  const at = asElement(target);
  return Boolean(at?.closest(FIELDS) || at?.closest(DIALOGS) || document.querySelector("dialog[open]"));
}

/**
 * @param {EventTarget | null} target
 * @param {HTMLElement} article
 */
function isText(target, article) {
  const at = asElement(target);
  return at === document.body || (at !== null && article.contains(at));
}
