// Files to upload: dropped or chosen, listed before they are sent, and taken out again one by one. What would be
// refused is not sent, and nothing is sent without an office: a browser forgets the files when a form comes back.
// Without this the plain file field does the same work.

/**
 * @param {number} bytes
 * @returns {string}
 */
function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** power).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${units[power]}`;
}

/**
 * Why a file would be refused; the server judges again.
 * @param {File} file
 * @param {string[]} endings
 * @param {number} most
 */
function objection(file, endings, most) {
  if (file.size === 0) return gettext("empty");
  if (file.size > most) return gettext("too large");
  return endings.some((ending) => file.name.toLowerCase().endsWith(ending)) ? "" : gettext("cannot be read");
}

/**
 * Ask for an office, or the name of a new one, before the files go on their way.
 * @param {HTMLElement} form
 */
function wantOffice(form) {
  const office = /** @type {HTMLSelectElement} */ (form.querySelector("[name=office]"));
  const fresh = /** @type {HTMLInputElement} */ (form.querySelector("[name=new_office]"));
  const judge = () => {
    const missing = !office.value && !fresh.value.trim();
    office.setCustomValidity(missing ? gettext("Choose an office, or name a new one.") : "");
  };
  for (const field of [office, fresh]) field.addEventListener("input", judge);
  judge();
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
    facts.textContent = problem
      ? `${size(file.size)} · ${interpolate(gettext("%s, will not be sent"), [problem])}`
      : size(file.size);
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
    for (const file of chosen) if (!objection(file, endings, most)) transfer.items.add(file);
    input.files = transfer.files;
    list.replaceChildren(...chosen.map(row));
    list.hidden = chosen.length === 0;
  }

  wantOffice(form);
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
