// The rows of rules: one empty row stands ready for the next rule, and a speaker is asked for only where one is named.

const NAMING = new Set(["says", "same"]);

/** @param {HTMLElement} element */
export default function ruleRows(element) {
  const list = element.querySelector("[data-rows]");
  if (!list) return;
  for (const row of rowsOf(list)) show(row);
  element.addEventListener("input", (event) => {
    const row = event.target instanceof HTMLElement ? event.target.closest("[data-row]") : null;
    if (!(row instanceof HTMLElement)) return;
    show(row);
    if (row === list.lastElementChild && field(row, "what_").value) list.append(emptyLike(row));
  });
  element.addEventListener("click", (event) => {
    const button = event.target instanceof HTMLElement ? event.target.closest("[data-remove]") : null;
    const row = button?.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    if (row === list.lastElementChild) return;
    const next = row.nextElementSibling;
    row.remove();
    if (next instanceof HTMLElement) field(next, "what_").focus();
    element.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** @param {Element} list */
function rowsOf(list) {
  return /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-row]"));
}

/**
 * @param {HTMLElement} row
 * @param {string} name the beginning of the field's name
 */
function field(row, name) {
  return /** @type {HTMLInputElement} */ (row.querySelector(`[name^="${name}"]`));
}

/** @param {HTMLElement} row */
function show(row) {
  field(row, "who_is_").hidden = !NAMING.has(field(row, "kind_").value);
}

/** @param {HTMLElement} row the last row */
function emptyLike(row) {
  const fresh = /** @type {HTMLElement} */ (row.cloneNode(true));
  const number = Number(field(row, "kind_").name.slice("kind_".length)) + 1;
  for (const part of ["kind_", "what_", "who_is_"]) {
    const input = field(fresh, part);
    input.name = `${part}${number}`;
    input.id = `id_${part}${number}`;
    input.value = part === "kind_" ? field(row, part).value : "";
  }
  for (const error of fresh.querySelectorAll(".invalid-feedback")) error.remove();
  const remove = /** @type {HTMLButtonElement} */ (fresh.querySelector("[data-remove]"));
  remove.value = `remove-${number}`;
  show(fresh);
  return fresh;
}
