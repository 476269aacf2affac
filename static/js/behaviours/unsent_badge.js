// Says how many changes wait to be sent: <span data-behaviour="unsent_badge" hidden></span>

/** @param {HTMLElement} badge */
export default function unsentBadge(badge) {
  document.addEventListener("annotator:unsent", (event) => {
    const { n } = /** @type {CustomEvent} */ (event).detail;
    badge.hidden = n === 0;
    badge.textContent = interpolate(ngettext("%s not sent", "%s not sent", n), [n]);
  });
}
