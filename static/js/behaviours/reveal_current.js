// Scrolls a row of links sideways, where it is too long for the screen, so that the current one is in view.

/** @param {HTMLElement} row */
export default function revealCurrent(row) {
  const current = row.querySelector("[aria-current]");
  if (!(current instanceof HTMLElement) || row.scrollWidth <= row.clientWidth) return;
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
