// Rows to tick: one box for all of the page, a count, shift to tick a range. Without it the boxes and buttons still work.
//   <form data-behaviour="row_selection"> with [data-bulk-bar], <output>, [data-needs-rows], [data-all-rows], [data-row]

/** @param {HTMLElement} form */
export default function rowSelection(form) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-row]")]);
  const all = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-all-rows]"));
  if (!boxes.length || !all) return;
  let last = 0;

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr")?.classList.toggle("is-selected", box.checked);
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    showCount(form, ticked);
  };

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
 * @param {number} ticked
 */
function showCount(form, ticked) {
  form.querySelector("[data-bulk-bar]")?.classList.toggle("is-active", ticked > 0);
  const count = form.querySelector("output");
  if (count) {
    count.textContent = ticked
      ? interpolate(ngettext("%s selected", "%s selected", ticked), [ticked])
      : gettext("None selected");
  }
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll("[data-needs-rows]"));
  for (const button of buttons) button.disabled = ticked === 0;
}
