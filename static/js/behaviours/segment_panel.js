// The right pane of the workspace: loads the selected segment's fragment, and hands its buttons' wishes to the annotator.
//   <aside data-behaviour="segment_panel" data-url="/…/segments/00000000-…/">

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** @param {string} name @param {Record<string, string | undefined>} [details] */
function command(name, details = {}) {
  document.dispatchEvent(new CustomEvent("annotator:command", { detail: { name, ...details } }));
}

/** @param {HTMLElement} panel */
export default function segmentPanel(panel) {
  const hint = panel.innerHTML;
  let shown = "";

  /** @param {string} id */
  const addressOf = (id) => String(panel.dataset.url).replace(NOBODY, id);

  /** @param {string} id */
  function show(id) {
    shown = id;
    const offline = () => {
      if (id !== shown) return;
      say(gettext("No connection to the server: the details come when it is back."));
      addEventListener("online", () => id === shown && show(id), { once: true });
    };
    if (id) window.htmx.ajax("get", addressOf(id), { target: panel, swap: "innerHTML" }).catch(offline);
    else panel.innerHTML = hint;
  }

  /** @param {string} sentence */
  function say(sentence) {
    const line = document.createElement("p");
    line.className = "ws-hint";
    line.textContent = sentence;
    panel.replaceChildren(line);
  }

  /** The reader may have gone on before the answer came. */
  const isLate = (/** @type {Event} */ event) =>
    /** @type {CustomEvent} */ (event).detail.pathInfo.requestPath !== addressOf(shown);
  panel.addEventListener("htmx:beforeSwap", (event) => {
    if (isLate(event)) /** @type {CustomEvent} */ (event).detail.shouldSwap = false;
  });
  panel.addEventListener("htmx:responseError", (event) => {
    event.stopPropagation();
    if (!isLate(event)) say(gettext("The details of this segment could not be loaded."));
  });

  /** The memo being written must survive a reload of the panel. */
  const isWriting = () =>
    panel.contains(document.activeElement) && document.activeElement instanceof HTMLTextAreaElement;

  document.addEventListener("annotator:select", (event) => {
    const [id = ""] = /** @type {CustomEvent} */ (event).detail.ids;
    if (id !== shown) show(id);
  });
  document.addEventListener("annotator:saved", (event) => {
    const { segment } = /** @type {CustomEvent} */ (event).detail;
    if (segment.id === shown && !isWriting()) show(shown);
  });
  document.addEventListener("annotator:removed", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.id === shown) show("");
  });
  panel.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement && field.dataset.memo) {
      command("memo", { segment: field.dataset.memo, value: field.value });
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      document.getElementById("transcript")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-command]") : null;
    if (button instanceof HTMLElement) {
      command(String(button.dataset.command), { segment: button.dataset.segment, code: button.dataset.code });
    }
  });
}
