/** The fields of the desk: what is written in them outlives going on to another coding, and keys leave or send them. */

export class Drafts {
  /** What is written and not sent, by where it would be sent to. @type {Map<string, string>} */
  #held = new Map();

  /** @param {Event} event */
  write(event) {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement && field.form) this.#held.set(name(field.form), field.value);
  }

  /** @param {HTMLFormElement} form */
  forget(form) {
    this.#held.delete(name(form));
  }

  /** @param {Event} event of htmx, which sends the forms of the thread */
  sent(event) {
    const { requestConfig, xhr } = /** @type {CustomEvent} */ (event).detail;
    if (xhr.status < 400 && requestConfig.elt instanceof HTMLFormElement) this.forget(requestConfig.elt);
  }

  /** @param {HTMLElement} place */
  restore(place) {
    for (const form of place.querySelectorAll("form")) {
      const draft = this.#held.get(name(form));
      const field = form.querySelector("textarea");
      if (!draft || !field) continue;
      field.value = draft;
      form.closest("details")?.setAttribute("open", "");
    }
  }
}

/** @param {HTMLElement} root */
export function listenToFields(root) {
  root.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing || !(field instanceof HTMLElement)) return;
    if (event.key === "Escape") leave(root, field);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event, field);
  });
  // Does not bubble.
  root.addEventListener("toggle", (event) => enter(event.target), true);
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} field
 */
function send(event, field) {
  if (!field.matches("textarea, .rv-pick input")) return;
  event.preventDefault();
  field.closest("form")?.requestSubmit();
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} field
 */
function leave(root, field) {
  const open = field.closest("details[open]") ?? root.querySelector(".rv-act[open]");
  open?.removeAttribute("open");
  /** @type {HTMLElement | null} */ (root.querySelector("[data-heading]"))?.focus();
}

/** @param {EventTarget | null} details */
function enter(details) {
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.matches(".rv-act")) return;
  const field = details.querySelector("input:not([type=hidden]), textarea");
  /** @type {HTMLElement | null} */ (field)?.focus();
}

/** @param {HTMLFormElement} form */
function name(form) {
  const state = form.querySelector("[name=state], [name=kind]");
  return form.action + (state instanceof HTMLInputElement ? `#${state.value}` : "");
}
