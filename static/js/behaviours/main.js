// Attaches small page behaviours: <div data-behaviour="name"> loads behaviours/name.js and calls its default export.

/** @param {ParentNode} root */
async function attach(root) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    if (!(element instanceof HTMLElement) || element.dataset.attached) continue;
    element.dataset.attached = "yes";
    const behaviour = await import(`./${element.dataset.behaviour}.js`);
    behaviour.default(element);
  }
}

attach(document);
// Fragments that htmx brings may carry behaviours too.
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement) attach(event.target.parentNode ?? document);
});
