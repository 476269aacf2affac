// Files to upload: dropped or chosen, listed before they are sent, and taken out again one by one.
// Without this the plain file field does the same work.

/**
 * @param {number} bytes
 * @returns {string}
 */
function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${units[power]}`;
}

/**
 * Why a file will be refused, so that nobody waits for the answer; the server judges again.
 * @param {File} file
 * @param {string[]} endings
 * @param {number} most
 */
function objection(file, endings, most) {
  if (file.size === 0) return gettext("empty");
  if (file.size > most) return gettext("too large");
  return endings.some((ending) => file.name.toLowerCase().endsWith(ending)) ? "" : gettext("cannot be read");
}

/** @param {HTMLElement} form */
export default function uploadDrop(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const drop = /** @type {HTMLElement} */ (form.querySelector("[data-drop]"));
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-list]"));
  const endings = (form.dataset.endings ?? "").split(" ");
  const most = Number(form.dataset.most);
  /** @type {File[]} */
  let chosen = [];

  /** @param {Iterable<File>} files */
  function add(files) {
    for (const file of files) {
      if (!chosen.some((other) => other.name === file.name && other.size === file.size)) chosen.push(file);
    }
    show();
  }

  /** @param {File} file */
  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const facts = document.createElement("span");
    const problem = objection(file, endings, most);
    facts.className = problem ? "state-bad" : "text-quiet";
    facts.textContent = problem ? `${size(file.size)} · ${problem}` : size(file.size);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-sm";
    remove.textContent = gettext("Take out");
    remove.setAttribute("aria-label", interpolate(gettext("Take out %s"), [file.name]));
    remove.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      show();
      input.focus();
    });
    item.append(name, facts, remove);
    return item;
  }

  function show() {
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    list.replaceChildren(...chosen.map(row));
    list.hidden = chosen.length === 0;
  }

  input.addEventListener("change", () => add(input.files ?? []));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("is-over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer?.files ?? []);
  });
}
