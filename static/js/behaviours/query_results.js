// Keys over the results of a query: n and p go from passage to passage, x ticks the one in focus, Shift+X all between it
// and the one ticked last, o opens it. Without it the boxes and links still work.

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** @param {HTMLElement} list */
export default function queryResults(list) {
  const gone = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      if (!list.isConnected) return gone.abort();
      if (isMeant(event)) press(list, event);
    },
    { signal: gone.signal },
  );
}

/** @param {KeyboardEvent} event */
function isMeant(event) {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const at = event.target instanceof Element ? event.target : null;
  return !at?.closest(FIELDS) && !document.querySelector("dialog[open]");
}

/**
 * @param {HTMLElement} list
 * @param {KeyboardEvent} event
 */
function press(list, event) {
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-result]")]);
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const key = event.key.toLowerCase();
  if (key === "n") go(items[Math.min(at + 1, items.length - 1)], event);
  else if (key === "p") go(items[Math.max(at - 1, 0)], event);
  else if (key === "x") tick(items[at], event);
  else if (key === "o") items[at]?.querySelector("a")?.click();
}

/**
 * @param {HTMLElement | undefined} item
 * @param {KeyboardEvent} event
 */
function go(item, event) {
  if (!item) return;
  event.preventDefault();
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

/**
 * A click as a mouse would make it, so that Shift is known to whoever listens.
 *
 * @param {HTMLElement | undefined} item
 * @param {KeyboardEvent} event
 */
function tick(item, event) {
  const box = item?.querySelector("[data-row]");
  if (!box) return;
  event.preventDefault();
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
}
