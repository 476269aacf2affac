/** The list of the desk: which coding comes after which, how each stands, and the counts in the tabs. */

export class Rows {
  /**
   * @param {HTMLElement} root
   * @param {string} filter
   */
  constructor(root, filter) {
    this.root = root;
    this.tab = new URLSearchParams(filter).get("waiting") ?? "open";
    this.desk = root.dataset.desk;
  }

  /** @returns {HTMLElement[]} */
  get #all() {
    return [...this.root.querySelectorAll(".rv-row")].map((row) => /** @type {HTMLElement} */ (row));
  }

  /** @param {string} coding */
  #row(coding) {
    return this.#all.find((row) => row.dataset.coding === coding);
  }

  /** Codings that still stand where the page shows them, and wait for nothing to be sent. */
  left() {
    const kinds = this.desk === "returned" ? ["returned"] : [this.tab];
    return this.#all
      .filter((row) => kinds.includes(row.dataset.kind ?? "") && !("unsent" in row.dataset))
      .map((row) => row.dataset.coding ?? "");
  }

  /**
   * @param {string} coding
   * @param {number} by
   * @returns {string | undefined}
   */
  step(coding, by) {
    const ids = this.#all.map((row) => row.dataset.coding);
    return ids[ids.indexOf(coding) + by];
  }

  /** @param {string} coding */
  after(coding) {
    return this.step(coding, 1);
  }

  /** @param {string} coding */
  choose(coding) {
    for (const row of this.#all) {
      const link = row.querySelector("a");
      if (row.dataset.coding !== coding) link?.removeAttribute("aria-current");
      else link?.setAttribute("aria-current", "true");
    }
    const link = this.#row(coding)?.querySelector("a");
    // Where the list stands beside the passage; under it, it must not pull the page away.
    if (link && getComputedStyle(this.root).gridTemplateColumns.includes(" ")) {
      link.scrollIntoView({ block: "nearest" });
    }
  }

  /**
   * What was said of these is not sent yet.
   *
   * @param {string[]} codings
   */
  mark(codings) {
    for (const row of this.#all) {
      const isUnsent = codings.includes(row.dataset.coding ?? "");
      const mark = row.querySelector("[data-mark]");
      if (isUnsent === "unsent" in row.dataset || !mark) continue;
      if (isUnsent) {
        row.dataset.unsent = mark.innerHTML;
        mark.textContent = gettext("being sent");
      } else {
        mark.innerHTML = row.dataset.unsent ?? "";
        delete row.dataset.unsent;
      }
      mark.classList.toggle("rv-is-unsent", isUnsent);
    }
  }

  /**
   * @param {string} coding
   * @param {string} html the row as it is now
   * @returns {string} what the server says of it
   */
  replace(coding, html) {
    const old = this.#row(coding);
    const made = new DOMParser().parseFromString(html, "text/html").querySelector("li");
    if (!made) return "";
    this.#count(old?.dataset.kind, -1);
    this.#count(made.dataset.kind, 1);
    const current = old?.querySelector("a")?.getAttribute("aria-current");
    const box = old?.querySelector("input");
    if (current) made.querySelector("a")?.setAttribute("aria-current", current);
    if (box) made.prepend(box);
    old?.replaceWith(made);
    return made.dataset.said ?? "";
  }

  /**
   * @param {string | undefined} kind
   * @param {number} by
   */
  #count(kind, by) {
    const count = this.root.ownerDocument.querySelector(`[data-count="${kind}"]`);
    // A count with a thousands separator is left to the next page.
    if (count && /^\d+$/.test(count.textContent ?? ""))
      count.textContent = String(Number(count.textContent) + by);
  }
}
