// Attaches small page behaviours: <div data-behaviour="name"> loads behaviours/name.js and calls its default export.

/** @param {ParentNode} root */
export function attach(root) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("[data-behaviour]:not([data-attached])")
  );
  return Promise.all(Array.from(found, attachTo));
}

/** @param {HTMLElement} element */
async function attachTo(element) {
  element.dataset.attached = "soon";
  const behaviour = await import(`./${element.dataset.behaviour}.js`);
  behaviour.default(element);
  element.dataset.attached = "yes";
}

/** Settled when the behaviours of the page as it was served listen. */
export const attached = attach(document);
// Fragments that htmx brings may carry behaviours too.
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement) attach(event.target.parentNode ?? document);
});
