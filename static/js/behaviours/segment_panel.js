// The right pane of the workspace: loads the selected segment's fragment, and hands its buttons' wishes to the annotator.
//   <aside data-behaviour="segment_panel" data-url="/…/segments/00000000-…/">

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** @param {string} name @param {Record<string, string | undefined>} [details] */
function command(name, details = {}) {
  document.dispatchEvent(new CustomEvent("annotator:command", { detail: { name, ...details } }));
}

/**
 * @param {string} address
 * @returns {Promise<string | null>} null when there was no answer, or not the one wanted
 */
async function fragment(address) {
  try {
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

/** @param {HTMLElement} panel */
export default function segmentPanel(panel) {
  const hint = panel.innerHTML;
  let shown = "";
  let asked = 0;

  /** @param {string} id */
  async function show(id) {
    shown = id;
    const nth = ++asked;
    if (!id) {
      panel.innerHTML = hint;
      return;
    }
    const html = await fragment(String(panel.dataset.url).replace(NOBODY, id));
    // The reader may have gone on, or begun to write a memo, before the answer came.
    if (nth !== asked || isWriting()) return;
    if (html !== null) {
      panel.innerHTML = html;
      // The review of the passage is fetched behind it.
      window.htmx.process(panel);
    } else {
      panel.textContent = gettext("The details of this segment could not be loaded.");
      addEventListener("online", () => nth === asked && show(id), { once: true });
    }
  }

  const isWriting = () =>
    panel.contains(document.activeElement) && document.activeElement instanceof HTMLTextAreaElement;

  document.addEventListener("annotator:select", (event) => {
    const [id = ""] = /** @type {CustomEvent} */ (event).detail.ids;
    if (id !== shown) show(id);
  });
  document.addEventListener("annotator:saved", (event) => {
    const { segment } = /** @type {CustomEvent} */ (event).detail;
    if (segment.id === shown) show(shown);
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
      const { segment, code, activity: value } = button.dataset;
      command(String(button.dataset.command), { segment, code, value });
    }
  });
}
