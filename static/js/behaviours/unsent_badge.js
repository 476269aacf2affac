// Says how many changes wait to be sent, with a button beside it while something stands in the way:
//   <span data-behaviour="unsent_badge" hidden></span><button hidden>Send now</button>

/** @param {HTMLElement} badge */
export default function unsentBadge(badge) {
  const button = /** @type {HTMLElement | null} */ (badge.nextElementSibling);
  document.addEventListener("annotator:unsent", (event) => {
    const { n, isHeldUp } = /** @type {CustomEvent} */ (event).detail;
    badge.hidden = n === 0;
    badge.textContent = interpolate(ngettext("%s not sent", "%s not sent", n), [n]);
    if (button) button.hidden = n === 0 || !isHeldUp;
  });
  button?.addEventListener("click", () => document.dispatchEvent(new CustomEvent("annotator:send-now")));
}
