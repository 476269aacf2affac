// The desk of a reviewer: a verdict is kept at once and sent behind one's back, and the next coding stands there.
// Without it every button is a form of its own, and the page comes again.
//   <div data-behaviour="review_desk" data-user data-project data-desk data-item data-filter> with [data-place], …
import hotKeys from "./hot_keys.js";
import { attach } from "./main.js";
import { Items, saidBy, sender } from "./review/asking.js";
import { Drafts, listenToFields } from "./review/fields.js";
import { Outbox } from "./review/outbox.js";
import { Rows } from "./review/rows.js";
import { tellRefusal, tellUnsent } from "./review/telling.js";

/** @import {Said} from "./review/outbox.js" */

/** @param {HTMLElement} root */
export default function reviewDesk(root) {
  hotKeys(root);
  new Desk(root).listen();
}

class Desk {
  #asked = 0;
  #drafts = new Drafts();

  /** @param {HTMLElement} root */
  constructor(root) {
    const { user = "", project = "", desk = "", item = "", filter = "" } = root.dataset;
    this.root = root;
    this.place = /** @type {HTMLElement} */ (root.querySelector("[data-place]"));
    this.rows = new Rows(root, filter);
    this.first = this.coding;
    /** The coding that is shown, or will be as soon as it is there. */
    this.wanted = this.first;
    this.items = new Items((coding) => `${item.replace(this.first, coding)}?desk=${desk}&${filter}`);
    /** The verdict that one key takes back. */
    this.undo = /** @type {HTMLFormElement | null} */ (root.querySelector("[data-undo]"));
    this.outbox = new Outbox(
      `${user}:${project}`,
      {
        send: sender(user),
        sent: (said, html) => this.#sent(said, html),
        refused: (said, message) => this.#refused(said, message),
        changed: (waiting, why) => this.#changed(waiting, why),
      },
      window.localStorage ?? null,
    );
  }

  /** The coding that is shown. */
  get coding() {
    return this.place.querySelector("article")?.dataset.coding ?? "";
  }

  listen() {
    this.root.addEventListener("submit", (event) => this.#submit(event));
    this.root.addEventListener("click", (event) => this.#click(event));
    listenToFields(this.root);
    this.root.addEventListener("input", (event) => this.#drafts.write(event));
    this.root.addEventListener("htmx:beforeSwap", (event) => this.#drafts.sent(event));
    this.root.querySelector("[data-send-now]")?.addEventListener("click", () => this.outbox.flush());
    addEventListener("online", () => this.outbox.flush());
    addEventListener("beforeunload", (event) => this.outbox.isSafe || event.preventDefault());
    this.#changed(this.outbox.waiting, "");
    this.outbox.flush();
    this.#prepare();
    this.root.dataset.ready = "yes";
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("[data-act], [data-undo]")) return;
    event.preventDefault();
    if (form === this.undo) this.#takeBack(form);
    else this.#act(form);
  }

  /** @param {HTMLFormElement} form */
  #act(form) {
    const coding = this.coding;
    const article = this.place.querySelector("article");
    const said = saidBy(form, coding, article?.dataset.reads ?? "");
    this.#drafts.forget(form);
    if (this.undo && said.kind === "judge") this.#remember(coding);
    const next = "stay" in form.dataset ? coding : this.rows.after(coding);
    this.outbox.add(said);
    this.#say(gettext("Kept."));
    if (next && next !== coding) this.#show(next);
    else this.#end(coding);
  }

  /** @param {HTMLFormElement} form */
  #takeBack(form) {
    const { coding = "" } = form.dataset;
    const [unsent] = this.outbox.waiting.filter((each) => each.coding === coding && !each.tried).slice(-1);
    if (unsent && !navigator.onLine) this.outbox.take(unsent.id);
    else this.outbox.add(saidBy(form, coding, ""));
    form.hidden = true;
    this.#say(gettext("The last verdict is taken back."));
    this.#show(coding);
  }

  /**
   * The verdict on this coding is the last one now.
   *
   * @param {string} coding
   */
  #remember(coding) {
    const undo = /** @type {HTMLFormElement} */ (this.undo);
    const item = String(this.root.dataset.item);
    undo.action = `${item.replace(this.first, coding)}withdraw/`;
    undo.dataset.coding = coding;
    undo.hidden = false;
  }

  /**
   * @param {Said} said
   * @param {string} html
   */
  #sent(said, html) {
    const words = this.rows.replace(said.coding, html);
    if (words) this.#say(words);
    // What was said stands in the thread of what is still looked at.
    if (this.wanted === said.coding && !this.#isWriting()) this.#show(said.coding, false);
    if (!this.outbox.waiting.length && this.root.dataset.atEnd) location.assign(this.#onward());
  }

  /**
   * @param {Said} said
   * @param {string} message
   */
  #refused(said, message) {
    delete this.root.dataset.atEnd;
    tellRefusal(this.root, said, message, () => this.#show(said.coding));
  }

  /**
   * @param {Said[]} waiting
   * @param {string} why
   */
  #changed(waiting, why) {
    this.rows.mark(waiting.map(({ coding }) => coding));
    tellUnsent(this.root, waiting.length, why);
  }

  /** Everything on this page is looked at: the next page, once all of it is sent. */
  #end(/** @type {string} */ coding) {
    const [left] = this.rows.left();
    if (left && left !== coding) return this.#show(left);
    this.root.dataset.atEnd = "yes";
    this.place.querySelector("article")?.setAttribute("aria-busy", "true");
    this.place.querySelector(".rv-acts")?.remove();
    if (!this.outbox.waiting.length) location.assign(this.#onward());
  }

  #onward() {
    const { filter = "", nextPage = "", desk = "" } = this.root.dataset;
    // What was judged has left the list, so its beginning holds what comes next.
    const stays = desk === "queue" && this.rows.tab === "all";
    return stays && nextPage ? nextPage : `${location.pathname}?${filter}`;
  }

  /**
   * @param {string} coding
   * @param {boolean} [goes] whether the reader goes there, and is told so
   */
  async #show(coding, goes = true) {
    const nth = ++this.#asked;
    this.wanted = coding;
    this.rows.choose(coding);
    this.place.querySelector("article")?.setAttribute("aria-busy", "true");
    // No key may judge what is about to leave.
    for (const button of this.place.querySelectorAll("button")) button.disabled = true;
    const html = await this.items.take(coding);
    if (nth !== this.#asked) return;
    if (html === null) return this.#wait(coding, nth);
    this.place.innerHTML = html;
    attach(this.place);
    window.htmx.process(this.place);
    this.#drafts.restore(this.place);
    if (goes) this.#arrive(coding);
    this.#prepare();
  }

  /** @param {string} coding */
  #arrive(coding) {
    const { filter = "" } = this.root.dataset;
    history.replaceState(null, "", `?${[filter, `coding=${coding}`].filter(Boolean).join("&")}`);
    const heading = /** @type {HTMLElement | null} */ (this.place.querySelector("[data-heading]"));
    heading?.focus({ preventScroll: true });
    const top = this.place.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2) this.place.scrollIntoView({ block: "start" });
    this.#say(this.place.querySelector("article")?.dataset.reads ?? "");
  }

  /**
   * @param {string} coding
   * @param {number} nth
   */
  #wait(coding, nth) {
    const text = document.createElement("p");
    text.className = "message message-warning";
    text.textContent = gettext(
      "This coding could not be loaded: the line is cut. It comes when the line is back.",
    );
    this.place.replaceChildren(text);
    addEventListener("online", () => nth === this.#asked && this.#show(coding), { once: true });
  }

  #prepare() {
    const next = this.rows.after(this.coding);
    this.items.prepare(next);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = /** @type {HTMLElement | null} */ (target.closest("[data-step]"));
    const row = /** @type {HTMLElement | null} */ (target.closest(".rv-row a")?.closest(".rv-row") ?? null);
    const wanted = step ? this.rows.step(this.wanted, Number(step.dataset.step)) : row?.dataset.coding;
    if (wanted) {
      event.preventDefault();
      this.#show(wanted);
    } else if (step) {
      event.preventDefault();
      const { nextPage } = this.root.dataset;
      if (nextPage && Number(step.dataset.step) > 0) location.assign(nextPage);
      else this.#say(gettext("There is no further coding on this page."));
    } else if (target.closest("label[data-keys]")) {
      /** @type {HTMLElement | null} */ (this.place.querySelector("[data-comment]"))?.focus();
    }
  }

  #isWriting() {
    const at = document.activeElement;
    return at instanceof HTMLTextAreaElement && this.place.contains(at);
  }

  /** @param {string} words */
  #say(words) {
    const said = this.root.querySelector("[data-said]");
    if (said) said.textContent = words;
  }
}
