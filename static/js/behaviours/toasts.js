// What the annotator has to say, bottom left: an error stays until closed, a notice of what was done goes by itself.
// One of each may stand there: that the line is cut must not take away the way to undo, nor the other way round.
//   <div class="ws-toasts" data-behaviour="toasts"></div>

const SHOWN_MS = 12_000;

/** @param {HTMLElement} place */
export default function toasts(place) {
  document.addEventListener("annotator:toast", (event) => {
    const { message, undo, command, page } = /** @type {CustomEvent} */ (event).detail;
    const toast = show(place, message, "notice");
    if (page) toast.lastElementChild?.before(link(gettext("Show it"), page));
    if (undo || command) toast.lastElementChild?.before(commandButton(toast, command ?? "undo"));
    setTimeout(() => toast.remove(), SHOWN_MS);
  });
  document.addEventListener("annotator:error", (event) => {
    const { message, passes } = /** @type {CustomEvent} */ (event).detail;
    show(place, message, "error").dataset.passes = passes ? "yes" : "no";
  });
  document.addEventListener("annotator:unsent", (event) => {
    const { n } = /** @type {CustomEvent} */ (event).detail;
    if (n === 0) place.querySelector(".ws-toast[data-passes=yes]")?.remove();
  });
}

/**
 * @param {HTMLElement} place
 * @param {string} message
 * @param {"notice" | "error"} kind
 */
function show(place, message, kind) {
  place.querySelector(`.ws-toast.is-${kind}`)?.remove();
  const toast = document.createElement("div");
  toast.className = `ws-toast is-${kind}`;
  const text = document.createElement("p");
  text.textContent = message;
  toast.append(
    text,
    button(gettext("Close"), () => toast.remove()),
  );
  place.append(toast);
  return toast;
}

/**
 * @param {HTMLElement} toast
 * @param {"undo" | "redo"} name
 */
function commandButton(toast, name) {
  const made = button(name === "undo" ? gettext("Undo") : gettext("Redo"), () => {
    document.dispatchEvent(new CustomEvent("annotator:command", { detail: { name } }));
    toast.remove();
  });
  const key = document.createElement("kbd");
  key.dataset.key = name === "undo" ? "undo:u" : "redo:Shift+u";
  made.append(" ", key);
  return made;
}

/**
 * @param {string} label
 * @param {string} href
 */
function link(label, href) {
  const made = document.createElement("a");
  made.className = "btn btn-sm btn-quiet";
  made.textContent = label;
  made.href = href;
  return made;
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
