// The builder of questions and their text, side by side: what is changed in one shows in the other. The server reads and
// writes both (data-terms), so there is one language in one place.
//   [data-builder] a form of rows · [data-text] the field of the text · [data-problem] what is wrong with it

const PAUSE_MS = 250;

/** @param {HTMLElement} root */
export default function queryBuilder(root) {
  new Builder(root);
}

class Builder {
  /** The number of the latest question to the server: what answers an older one is too late. */
  #asked = 0;
  #pause = 0;
  #groups = 0;
  /** The text being written after the rows. @type {Promise<void> | null} */
  #writing = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = /** @type {HTMLFormElement} */ (root.querySelector("[data-builder]"));
    this.text = /** @type {HTMLTextAreaElement} */ (root.querySelector("[data-text]"));
    this.form.addEventListener("change", (event) => this.#changed(event));
    this.form.addEventListener("click", (event) => this.#click(event));
    this.form.addEventListener("keydown", (event) => this.#enterRow(event));
    this.text.addEventListener("input", () => this.#soon());
    this.text.addEventListener("keydown", (event) => this.#enter(event));
    this.text.form?.addEventListener("submit", (event) => this.#wait(event));
  }

  // --- from the rows to the text -------------------------------------------------------------------------

  /** @param {Event} event */
  #changed(event) {
    const field = /** @type {HTMLElement} */ (event.target);
    if (field instanceof HTMLSelectElement && field.dataset.kind !== undefined) this.#refit(field);
    this.#toText();
  }

  /**
   * Another kind of condition is filled in otherwise; what was typed stays where it is typed as well.
   *
   * @param {HTMLSelectElement} kind
   */
  #refit(kind) {
    const rest = /** @type {HTMLElement} */ (kind.closest("[data-row]")?.querySelector("[data-rest]"));
    const before = rest.querySelector("[data-source]");
    const typed = before?.querySelector("input")?.value ?? "";
    rest.replaceChildren(this.#pattern(kind.value));
    const after = rest.querySelector("[data-source]");
    const is_same = before instanceof HTMLElement && after instanceof HTMLElement;
    if (is_same && before.dataset.source === after.dataset.source)
      /** @type {HTMLInputElement} */ (after.querySelector("input")).value = typed;
    this.#attach();
  }

  #toText() {
    clearTimeout(this.#pause);
    const writing = this.#write().finally(() => {
      if (this.#writing === writing) this.#writing = null;
    });
    this.#writing = writing;
  }

  async #write() {
    const rows = new URLSearchParams(/** @type {any} */ (new FormData(this.form)));
    rows.set("from", "rows");
    const found = await this.#ask(rows);
    if (!found) return;
    this.text.value = /** @type {HTMLTextAreaElement} */ (found.querySelector("[data-part=text]")).value;
    this.#showProblem(found);
  }

  // --- from the text to the rows -------------------------------------------------------------------------

  #soon() {
    // An answer that is under way would write over what is being typed.
    this.#asked += 1;
    this.#writing = null;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#toRows(), PAUSE_MS);
  }

  async #toRows() {
    const found = await this.#ask(new URLSearchParams({ q: this.text.value }));
    if (!found) return;
    const rows = /** @type {HTMLElement} */ (found.querySelector("[data-part=rows]"));
    // Rows of a text that cannot be read are those of the last one that could.
    if (rows.childElementCount) this.form.replaceChildren(...rows.childNodes);
    this.#attach();
    this.#showProblem(found);
  }

  /** @param {Element} found */
  #showProblem(found) {
    const problem = /** @type {HTMLElement} */ (found.querySelector("[data-part=problem]"));
    this.root.querySelector("[data-problem]")?.replaceChildren(...problem.childNodes);
    this.text.setAttribute("aria-invalid", String(problem.innerHTML.trim() !== ""));
  }

  /**
   * @param {URLSearchParams} query
   * @returns {Promise<Element | null>} null when it came too late, or not at all
   */
  async #ask(query) {
    this.#asked += 1;
    const mine = this.#asked;
    this.root.dataset.terms = "asking";
    let found = null;
    try {
      const answer = await fetch(`${this.root.dataset.address}?${query}`);
      if (answer.ok) found = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    } catch {
      // The line is cut: text and rows part until the next change, and running the text says so.
    }
    if (mine !== this.#asked) return null;
    this.root.dataset.terms = "told";
    return found;
  }

  // --- rows that come and go -----------------------------------------------------------------------------

  /** @param {Event} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.dataset.add !== undefined) this.#add(button);
    else if (button.dataset.addGroup !== undefined) this.#addGroup();
    else if (button.dataset.remove !== undefined) this.#remove(button, "[data-row]");
    else if (button.dataset.removeGroup !== undefined) this.#remove(button, "[data-group]");
  }

  /** @param {HTMLButtonElement} button */
  #add(button) {
    const list = (button.closest("[data-group]") ?? this.form).querySelector("[data-rows]");
    const row = this.#pattern("row");
    const group = /** @type {HTMLInputElement} */ (row.querySelector("[name=group]"));
    group.value = button.dataset.add ?? "";
    this.#put(/** @type {Element} */ (list), row);
  }

  #addGroup() {
    this.#groups += 1;
    const name = `n${this.#groups}`;
    const group = this.#pattern("group");
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (group.querySelectorAll("[name=group]"));
    for (const field of fields) field.value = name;
    /** @type {HTMLSelectElement} */ (group.querySelector("[data-join]")).name = `join-${name}`;
    /** @type {HTMLElement} */ (group.querySelector("[data-add]")).dataset.add = name;
    this.#put(/** @type {Element} */ (this.form.querySelector("[data-rows]")), group);
  }

  /**
   * @param {Element} list
   * @param {DocumentFragment} made
   */
  #put(list, made) {
    const first = /** @type {HTMLElement | null} */ (made.querySelector("[data-kind]"));
    list.append(made);
    this.#attach();
    first?.focus();
  }

  /**
   * @param {HTMLElement} button
   * @param {string} what
   */
  #remove(button, what) {
    const gone = /** @type {Element} */ (button.closest(what));
    const beside = gone.nextElementSibling ?? gone.previousElementSibling;
    const add = gone.parentElement?.parentElement?.querySelector("[data-add]");
    gone.remove();
    const next = beside?.querySelector("[data-kind]") ?? add;
    if (next instanceof HTMLElement) next.focus();
    this.#toText();
  }

  /** @param {string} name */
  #pattern(name) {
    const pattern = /** @type {HTMLTemplateElement} */ (
      this.root.querySelector(`template[data-pattern="${name}"]`)
    );
    return /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
  }

  /** New parts attach their behaviours as those that htmx brings. */
  #attach() {
    this.form.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  }

  // --- running -------------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  #enter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.text.form?.requestSubmit();
  }

  /**
   * Enter in a row runs what the rows say, unless it chose a name.
   *
   * @param {KeyboardEvent} event
   */
  #enterRow(event) {
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    if (event.defaultPrevented) return;
    event.preventDefault();
    this.#toText();
    this.text.form?.requestSubmit();
  }

  /**
   * A row that was just changed stands in the text before it is run.
   *
   * @param {Event} event
   */
  async #wait(event) {
    if (!this.#writing) return;
    event.preventDefault();
    await this.#writing;
    this.text.form?.requestSubmit();
  }
}
