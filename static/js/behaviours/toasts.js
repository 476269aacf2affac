// What the annotator has to say, bottom left: an error stays until closed, a change that can be undone goes by itself.
//   <div class="ws-toasts" data-behaviour="toasts"></div>

const SHOWN_MS = 8000;

/** @param {HTMLElement} place */
export default function toasts(place) {
  document.addEventListener("annotator:toast", (event) => {
    const { message, undo } = /** @type {CustomEvent} */ (event).detail;
    const toast = show(place, message);
    if (undo) toast.lastElementChild?.before(undoButton(toast));
    setTimeout(() => toast.remove(), SHOWN_MS);
  });
  document.addEventListener("annotator:error", (event) => {
    show(place, /** @type {CustomEvent} */ (event).detail.message).classList.add("is-error");
  });
}

/**
 * @param {HTMLElement} place
 * @param {string} message
 */
function show(place, message) {
  const toast = document.createElement("div");
  toast.className = "ws-toast";
  const text = document.createElement("p");
  text.textContent = message;
  toast.append(
    text,
    button(gettext("Close"), () => toast.remove()),
  );
  place.replaceChildren(toast);
  return toast;
}

/** @param {HTMLElement} toast */
function undoButton(toast) {
  const undo = button(gettext("Undo"), () => {
    document.dispatchEvent(new CustomEvent("annotator:command", { detail: { name: "undo" } }));
    toast.remove();
  });
  const key = document.createElement("kbd");
  key.textContent = "u";
  undo.append(" ", key);
  return undo;
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-quiet";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
