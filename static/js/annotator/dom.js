/** Small helpers for elements: making them, and where they are. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null>} [attributes] false and null leave the attribute out
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function required(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return /** @type {T} */ (found);
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
export function asElement(target) {
  if (target instanceof HTMLElement) return target;
  return target instanceof Node ? target.parentElement : null;
}

/**
 * Scrolls `pane` as little as needed to show `rect` with some room around it.
 *
 * @param {HTMLElement} pane
 * @param {{top: number, bottom: number}} rect in the viewport
 * @param {number} [floor] what lies under this line of the viewport is covered
 */
export function keepInView(pane, rect, floor = Number.POSITIVE_INFINITY) {
  const { top, bottom } = pane.getBoundingClientRect();
  const lowest = Math.min(bottom, floor);
  const room = Math.min(64, (lowest - top) / 4);
  if (rect.top < top + room) pane.scrollTop -= top + room - rect.top;
  else if (rect.bottom > lowest - room) pane.scrollTop += rect.bottom - (lowest - room);
}

/**
 * Tells the rest of the page.
 *
 * @param {string} name
 * @param {object} detail
 */
export function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`annotator:${name}`, { detail }));
}

/** A new id. crypto.randomUUID exists on https and localhost only, and offices have plain intranets. */
export function uuid() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set([(Number(bytes[6]) & 0x0f) | 0x40], 6);
  bytes.set([(Number(bytes[8]) & 0x3f) | 0x80], 8);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
