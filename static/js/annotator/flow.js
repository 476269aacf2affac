/**
 * Numbered lines hold 72 characters. Where the column is too narrow for them in the reader's type, lines flow into
 * one another and a number stands where its line begins; one line would else break into a long and a short half.
 */

const SAMPLE = "Kalau saya lihat, kami rutin sekali mengadakan bimbingan teknis untuk dan";
const WIDEST = 1.06;

/** @param {HTMLElement} article */
export function fitLines(article) {
  const text = article.querySelector(".turn-text");
  const pen = document.createElement("canvas").getContext("2d");
  if (!text || !pen) return;
  const fit = () => {
    const { fontSize, fontFamily } = getComputedStyle(text);
    pen.font = `${fontSize} ${fontFamily}`;
    article.classList.toggle("flows", pen.measureText(SAMPLE).width * WIDEST > text.clientWidth);
  };
  new ResizeObserver(fit).observe(article);
}

/**
 * Turns out of view are not laid out; their height is guessed from their lines, so that the scroll bar is honest.
 *
 * @param {HTMLElement} article
 */
export function estimateHeights(article) {
  for (const turn of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll(".turn"))) {
    const lines = turn.getElementsByClassName("line").length;
    turn.style.setProperty("--lines", String(lines));
  }
}
