/**
 * Numbered lines hold 72 characters. Where the column is too narrow for them in the reader's type, lines flow into
 * one another and a number stands where its line begins; one line would else break into a long and a short half.
 */

import { element } from "./dom.js";

const SAMPLE = "Kalau saya lihat, kami rutin sekali mengadakan bimbingan teknis untuk dan";
const WIDEST = 1.06;

/** @param {HTMLElement} article */
export function fitLines(article) {
  const text = article.querySelector(".turn-text");
  if (!text) return;
  const sample = element("span", {}, [SAMPLE]);
  article.before(element("div", { class: "ws-ruler", "aria-hidden": "true" }, [sample]));
  const last = { width: 0, sample: 0 };
  // The article gets another height whenever a leaf comes into view; measuring the words each time would lay out
  // everything in the middle of scrolling.
  const sizes = new ResizeObserver((entries) => {
    const now = { ...last };
    for (const { target, contentRect } of entries) {
      now[target === article ? "width" : "sample"] = contentRect.width;
    }
    if (now.width === last.width && now.sample === last.sample) return;
    Object.assign(last, now);
    article.classList.toggle("flows", now.sample * WIDEST > text.clientWidth);
  });
  sizes.observe(article);
  sizes.observe(sample);
}

/**
 * Leaves out of view are not laid out; their height is guessed from what is on them, so that the scroll bar is honest.
 *
 * @param {HTMLElement} article
 */
export function estimateHeights(article) {
  for (const leaf of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll(".leaf"))) {
    leaf.style.setProperty("--lines", leaf.dataset.lines ?? "");
    leaf.style.setProperty("--turns", String(leaf.childElementCount));
  }
}
