/**
 * The keys that buttons show, `<kbd data-key="undo:u">`, follow the keys in force. The server writes them with the
 * page; here they change with a change, and in panels and toasts that come later.
 *
 * @import {Keymap} from "./keymap.js"
 */
import { shortKey } from "./keymap.js";

/** @param {Keymap} keymap */
export function keepHints(keymap) {
  const write = () => {
    for (const hint of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("kbd[data-key]"))) {
      const key = keymap.keyOf(hint.dataset.key ?? "");
      const text = shortKey(key);
      hint.hidden = key === "";
      if (hint.textContent !== text) hint.textContent = text;
    }
  };
  const later = new MutationObserver(write);
  for (const place of document.querySelectorAll("#detail, .ws-toasts"))
    later.observe(place, { childList: true });
  keymap.kept.onChange(write);
  write();
}
