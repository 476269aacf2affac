// A text in which `[[` opens a list of things to link to; the chosen link is written by its identifier.
//   <div data-behaviour="memo_editor" data-linkable="/api/…"> with a <textarea>, a [role=listbox] and a [role=status]

/** @typedef {{kind: string, name: string, detail: string, link: string}} Linkable */

// What is typed since `[[` on the same line.
const OPEN = /\[\[([^[\]\n|]{0,60})$/;
const WAIT_MS = 120;

/** @param {HTMLElement} editor */
export default function memoEditor(editor) {
  const field = editor.querySelector("textarea");
  const list = /** @type {HTMLElement | null} */ (editor.querySelector("[role=listbox]"));
  const status = /** @type {HTMLElement | null} */ (editor.querySelector("[role=status]"));
  if (field && list && status) new Completion(field, list, status, String(editor.dataset.linkable)).listen();
}

class Completion {
  /** @type {Linkable[]} */
  #found = [];
  #active = 0;
  #asked = 0;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} list
   * @param {HTMLElement} status
   * @param {string} address
   */
  constructor(field, list, status, address) {
    this.field = field;
    this.list = list;
    this.status = status;
    this.address = address;
  }

  listen() {
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.addEventListener("input", () => this.#look());
    this.field.addEventListener("click", () => this.#look());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("blur", () => this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option) this.#choose(Array.prototype.indexOf.call(this.list.children, option));
    });
  }

  /** What was typed since `[[` before the caret; null outside of such. */
  get #typed() {
    const { value, selectionStart, selectionEnd } = this.field;
    if (selectionStart !== selectionEnd) return null;
    return OPEN.exec(value.slice(0, selectionStart))?.[1] ?? null;
  }

  async #look() {
    const nth = ++this.#asked;
    const typed = this.#typed;
    if (typed === null) return this.#close();
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    if (nth !== this.#asked) return;
    const found = await this.#fetch(typed);
    if (nth === this.#asked && document.activeElement === this.field) this.#show(found);
  }

  /**
   * @param {string} typed
   * @returns {Promise<Linkable[]>}
   */
  async #fetch(typed) {
    try {
      const response = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`);
      return response.ok ? (await response.json()).items : [];
    } catch {
      return [];
    }
  }

  /** @param {Linkable[]} found */
  #show(found) {
    this.#found = found;
    this.#active = 0;
    this.list.replaceChildren(...found.map((each, index) => option(each, index)));
    this.list.hidden = !found.length;
    this.#mark();
    this.status.textContent = found.length
      ? interpolate(ngettext("%s thing to link to", "%s things to link to", found.length), [found.length])
      : gettext("Nothing is called so.");
  }

  #mark() {
    Array.from(this.list.children).forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.#active));
    });
    const active = this.list.children[this.#active];
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.field.setAttribute("aria-activedescendant", active.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#asked++;
    this.#found = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.field.form?.requestSubmit();
      return;
    }
    if (!this.#found.length) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step) {
      this.#active = (this.#active + step + this.#found.length) % this.#found.length;
      this.#mark();
    } else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#active);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #choose(index) {
    const chosen = this.#found[index];
    const typed = this.#typed;
    if (!chosen || typed === null) return;
    const end = this.field.selectionStart;
    this.field.setRangeText(`${chosen.link} `, end - typed.length - 2, end, "end");
    this.#close();
  }
}

/**
 * @param {Linkable} linkable
 * @param {number} index
 */
function option({ kind, name, detail }, index) {
  const node = document.createElement("li");
  node.id = `memo-choice-${index}`;
  node.setAttribute("role", "option");
  const said = document.createElement("span");
  said.textContent = name;
  const about = document.createElement("small");
  about.textContent = [kindName(kind), detail].filter(Boolean).join(" · ");
  node.append(said, about);
  return node;
}

/** @param {string} kind */
function kindName(kind) {
  /** @type {Record<string, string>} */
  const names = {
    code: gettext("Code"),
    transcript: gettext("Transcript"),
    participant: gettext("Participant"),
    office: gettext("Office"),
    memo: gettext("Memo"),
    segment: gettext("Passage"),
  };
  return names[kind] ?? kind;
}
