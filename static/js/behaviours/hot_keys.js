// Keys of a page, or of a part of it: <div data-behaviour="hot_keys"> … <button data-keys="a Enter">. The key clicks
// what names it. Silent while somebody types, and on the page while a dialog is open.

const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select";
const PRESSED = "a, button, summary, [role=button]";

/** @param {HTMLElement} root */
export default function hotKeys(root) {
  const gone = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      if (!root.isConnected) return gone.abort();
      if (isMeantFor(event, root)) press(event, root);
    },
    { signal: gone.signal },
  );
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
function isMeantFor(event, root) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest(FIELDS) || (event.key === "Enter" && at?.closest(PRESSED))) return false;
  const dialog = document.querySelector("dialog[open]");
  return !dialog || dialog.contains(root);
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
function press(event, root) {
  const wanted = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-keys]")]);
  const found = wanted.find((each) => String(each.dataset.keys).split(" ").includes(event.key));
  if (!found || found.matches(":disabled")) return;
  event.preventDefault();
  found.click();
}
