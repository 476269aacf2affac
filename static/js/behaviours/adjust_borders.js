// Choosing the words of a passage in the text around it, with mouse, touch or Shift and the arrows:
//   <form data-behaviour="adjust_borders" data-base="1200" data-start="1234" data-end="1250">
//     <div data-plain>…a field for the words, for pages without this…</div>
//     <div data-chosen hidden><textarea data-context>…</textarea></div>
//     <input type="hidden" name="start" disabled> <input type="hidden" name="end" disabled>
// Offsets are code points of the whole text; `base` is where the context begins.

import { countPoints, toUtf16 } from "../annotator/offsets.js";

/** @param {HTMLElement} element */
export default function adjustBorders(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const plain = /** @type {HTMLElement} */ (form.querySelector("[data-plain]"));
  const chosen = /** @type {HTMLElement} */ (form.querySelector("[data-chosen]"));
  const context = /** @type {HTMLTextAreaElement} */ (form.querySelector("[data-context]"));
  const base = Number(form.dataset.base);

  plain.hidden = true;
  chosen.hidden = false;
  for (const field of plain.querySelectorAll("textarea")) field.disabled = true;
  form.closest("details")?.addEventListener("toggle", (event) => {
    if (/** @type {HTMLDetailsElement} */ (event.target).open) select();
  });
  // The words cannot be changed here; a field that is read only would show no caret.
  context.addEventListener("beforeinput", (event) => event.preventDefault());
  context.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      form.closest("details")?.removeAttribute("open");
    }
  });
  form.addEventListener("formdata", (event) => {
    const { formData } = event;
    const [start, end] = selected();
    formData.set("start", String(base + countPoints(context.value.slice(0, start))));
    formData.set("end", String(base + countPoints(context.value.slice(0, end))));
  });

  /** The selection without the spaces at its ends. */
  function selected() {
    const { selectionStart, selectionEnd, value } = context;
    const words = value.slice(selectionStart, selectionEnd);
    const start = selectionStart + words.length - words.trimStart().length;
    return [start, Math.max(start, selectionEnd - (words.length - words.trimEnd().length))];
  }

  function select() {
    const place = (/** @type {string | undefined} */ at) => toUtf16(context.value, Number(at) - base);
    context.focus();
    context.setSelectionRange(place(form.dataset.start), place(form.dataset.end));
    // A browser shows the end of the field, or nothing of what was selected: about so far down it stands.
    const share = context.selectionStart / context.value.length;
    context.scrollTop = share * context.scrollHeight - context.clientHeight / 3;
  }
}
