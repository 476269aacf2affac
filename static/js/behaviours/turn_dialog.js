// The dialog in which a turn of the workspace is corrected, and right behind it the questions the correction raised:
//   <dialog data-behaviour="turn_dialog" data-url="/…/turns/0/edit/">
// Every answer of the server is a fragment. One that carries data-corrected="what happened" says that the text is
// another version's from now on: the page is loaded anew when the dialog has no more to ask.

import { attach } from "./main.js";
// Fetched with the dialog, so that no key is lost when the first question comes.
import "./hot_keys.js";

const FIRST = "/turns/0/";

/** @param {HTMLElement} element */
export default function turnDialog(element) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  let index = 0;
  let corrected = "";

  document.addEventListener("annotator:edit-turn", async (event) => {
    index = /** @type {CustomEvent} */ (event).detail.index;
    const html = await ask(String(dialog.dataset.url).replace(FIRST, `/turns/${index}/`));
    if (html === null) return complain(gettext("The turn could not be opened. Try again."));
    show(html);
    dialog.showModal();
    focus();
  });
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const body = new FormData(form, event.submitter);
    const html = await ask(String(form.getAttribute("action")), body);
    if (html !== null) show(html);
    else say(gettext("This could not be sent. Your words are kept here; try again."));
    focus();
  });
  dialog.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      if (!event.repeat) field.form?.requestSubmit();
    }
  });
  dialog.addEventListener("click", async (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("[data-close]")) return dialog.close();
    const choice = /** @type {HTMLAnchorElement | null | undefined} */ (at?.closest(".doubt-places a"));
    if (!choice) return;
    event.preventDefault();
    const html = await ask(choice.href);
    if (html !== null) show(html);
    focus();
  });
  dialog.addEventListener("close", () => corrected && leave());

  /** @param {string} html */
  function show(html) {
    dialog.innerHTML = html;
    attach(dialog);
    const told = /** @type {HTMLElement | null} */ (dialog.querySelector("[data-corrected]"));
    corrected = told?.dataset.corrected ?? corrected;
    if (corrected && !dialog.querySelector("form")) leave();
  }

  function leave() {
    document.dispatchEvent(new CustomEvent("annotator:corrected", { detail: { index, message: corrected } }));
    corrected = "";
  }

  function focus() {
    const field = /** @type {HTMLElement | null} */ (dialog.querySelector("[autofocus]"));
    field?.focus();
  }

  /** @param {string} message */
  function say(message) {
    const place = dialog.querySelector("[data-problem]");
    if (place) place.textContent = message;
    else complain(message);
  }
}

/** @param {string} message */
function complain(message) {
  document.dispatchEvent(new CustomEvent("annotator:error", { detail: { message, code: "unexpected" } }));
}

/**
 * @param {string} address
 * @param {FormData} [body] posted when there is one
 * @returns {Promise<string | null>} null when there was no answer, or not a fragment
 */
async function ask(address, body) {
  try {
    const method = body ? "POST" : "GET";
    const response = await fetch(address, { method, body, headers: { "HX-Request": "true" } });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}
