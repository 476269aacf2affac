/** Calls back when the colours of the page change: theme, contrast, system setting. */

/** @param {() => void} changed */
export function watchTheme(changed) {
  // Styles of the new theme are in force by the next frame.
  const later = () => requestAnimationFrame(changed);
  new MutationObserver(later).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-bs-theme", "class"],
  });
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", later);
  }
}
