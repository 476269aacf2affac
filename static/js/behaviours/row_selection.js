// Rows to tick: one box for all of the page, a count, shift to tick a range. Without it the boxes and buttons still work.
//   <form data-behaviour="row_selection"> with [data-bulk-bar], <output>, [data-needs-rows], [data-all-rows], [data-row]

/** What was ticked, by value: a table that comes anew, because a filter changed meanwhile, keeps its ticks. */
const ticked = new Set();

/** @param {HTMLElement} form */
export default function rowSelection(form) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-row]")]);
  const all = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-all-rows]"));
  if (!boxes.length || !all) return;
  let last = 0;

  const show = () => {
    for (const box of boxes) {
      box.closest("tr")?.classList.toggle("is-selected", box.checked);
      if (box.checked) ticked.add(box.value);
      else ticked.delete(box.value);
    }
    const n = boxes.filter((box) => box.checked).length;
    all.checked = n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
    showCount(form, n);
  };

  for (const box of boxes) box.checked ||= ticked.has(box.value);
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  boxes.forEach((box, index) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey) {
        for (const each of boxes.slice(Math.min(last, index), Math.max(last, index) + 1))
          each.checked = box.checked;
      }
      last = index;
      show();
    });
  });
  show();
}

/**
 * @param {HTMLElement} form
 * @param {number} n
 */
function showCount(form, n) {
  form.querySelector("[data-bulk-bar]")?.classList.toggle("is-active", n > 0);
  const count = form.querySelector("output");
  if (count) {
    count.textContent = n
      ? interpolate(ngettext("%s selected", "%s selected", n), [n])
      : gettext("None selected");
  }
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll("[data-needs-rows]"));
  for (const button of buttons) button.disabled = n === 0;
}
