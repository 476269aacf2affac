// A thread of a coding: Ctrl+Enter sends, and what the server or the line did not take stays in its field.
import { words } from "./review/asking.js";

/** @param {HTMLElement} thread */
export default function reviewThread(thread) {
  const said = thread.querySelector("[data-thread-said]");
  const problem = /** @type {HTMLElement | null} */ (thread.querySelector("[data-thread-problem]"));
  if (said && thread.dataset.said) said.textContent = thread.dataset.said;
  thread.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    event.stopPropagation();
    event.target.form?.requestSubmit();
  });
  /** @param {string} text */
  const tell = (text) => {
    if (!problem) return;
    problem.textContent = text;
    problem.hidden = !text;
  };
  thread.addEventListener("htmx:beforeRequest", () => tell(""));
  thread.addEventListener("htmx:sendError", () =>
    tell(gettext("The line is cut, so this was not sent. It stays in its field; send it again later.")),
  );
  thread.addEventListener("htmx:responseError", (event) => {
    const { xhr } = /** @type {CustomEvent} */ (event).detail;
    tell(
      xhr.status < 500
        ? words(xhr.responseText)
        : gettext("This did not work. What you wrote stays in its field."),
    );
  });
}
