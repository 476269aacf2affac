/**
 * One upload on the page: what is chosen, and its way to the server.
 *
 * @import {Chosen} from "./files.js"
 */

import { UploadApi } from "./api.js";
import { idOf, newId, objectionTo } from "./files.js";
import { FileList } from "./list.js";
import { Sender, Unreached } from "./sender.js";

const TRY_AGAIN_MS = 2_000;

/**
 * @template {HTMLElement} T
 * @param {HTMLElement} inside
 * @param {string} selector
 */
export function part(inside, selector) {
  return /** @type {T} */ (inside.querySelector(selector));
}

export class Upload {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.api = new UploadApi(form.dataset.api ?? "");
    this.resumes = form.dataset.batch !== undefined;
    this.batch = form.dataset.batch ?? newId();
    this.input = /** @type {HTMLInputElement} */ (part(form, "#files"));
    this.drop = part(form, "[data-drop]");
    this.sending = part(form, "[data-sending]");
    this.bar = /** @type {HTMLProgressElement} */ (part(this.sending, "progress"));
    this.again = /** @type {HTMLButtonElement} */ (part(form, "[data-again]"));
    this.limits = {
      endings: (this.drop.dataset.endings ?? "").split(" "),
      most: Number(this.drop.dataset.most),
    };
    /** @type {Chosen[]} */
    this.chosen = [];
    /** @type {Map<string, string>} the refused and why */
    this.refused = new Map();
    this.sent = 0;
    this.page = "";
    this.isOffline = false;
    this.list = new FileList(part(form, "[data-list]"), (files) => this.takeOut(files));
  }

  /** @param {{file: File, path: string}[]} files */
  add(files) {
    const known = new Set(this.chosen.map(({ id }) => id));
    for (const { file, path } of files) {
      const id = idOf(this.batch, path, file);
      if (!known.has(id))
        this.chosen.push({ id, file, path, size: file.size, objection: objectionTo(file, this.limits) });
      known.add(id);
    }
    this.chosen.sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }));
    this.show();
  }

  /** @param {Chosen[]} files */
  takeOut(files) {
    this.chosen = this.chosen.filter((file) => !files.includes(file));
    this.show();
    this.input.focus();
  }

  show() {
    this.list.show(this.chosen);
    // What is chosen is kept here; the field is emptied, so that the same file can be chosen again.
    this.input.value = "";
    this.input.required = false;
    const none = !this.chosen.some(({ objection }) => !objection);
    this.input.setCustomValidity(none ? gettext("Choose at least one file.") : "");
  }

  async start() {
    const good = this.chosen.filter(({ objection }) => !objection);
    for (const each of this.form.querySelectorAll("[data-details], [data-drop], [data-before]")) {
      /** @type {HTMLElement} */ (each).hidden = true;
    }
    const instead = /** @type {HTMLElement | null} */ (document.querySelector("[data-instead]"));
    if (instead) instead.hidden = true;
    const opened = this.resumes ? () => this.api.look(this.batch) : () => this.api.open(this.#body());
    this.sending.hidden = false;
    this.say();
    this.list.fix();
    this.list.mark(good, "waiting");
    window.addEventListener("beforeunload", warn);
    try {
      const batch = await this.#patiently(opened);
      this.page = batch.page;
      // Whoever closes this page and comes back finds the batch, and what is missing of it.
      if (!this.resumes) history.replaceState(null, "", batch.page);
      const there = new Set(batch.arrived);
      this.list.mark(
        good.filter(({ id }) => there.has(id)),
        "there",
      );
      const missing = good.filter(({ id }) => !there.has(id));
      if (missing.length > 0) await this.#send(missing);
      else await this.#finish();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {Chosen[]} files */
  async #send(files) {
    this.refused.clear();
    this.sent = 0;
    this.again.hidden = true;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    /** @type {Sender<Chosen>} */
    this.sender = new Sender({
      post: (some, moved, signal) => this.api.add(this.batch, some, moved, signal),
      tell: (some, state, why) => {
        this.list.mark(some, state, why);
        if (state === "sent") this.sent += some.length;
        if (state === "refused") for (const { id } of some) this.refused.set(id, why);
        this.say(files.length);
      },
      moved: (here) => {
        this.bar.value = bytes ? here / bytes : 1;
      },
      pausing: (waiting) => {
        this.isOffline = waiting;
        this.say(files.length);
      },
    });
    await this.sender.send(files);
    if (this.sender.isStopped) this.leave();
    else if (this.refused.size > 0) this.#offerAgain(files.filter(({ id }) => this.refused.has(id)));
    else await this.#finish();
  }

  /** What was expected is there: let it be read. Otherwise the batch's page says what is missing. */
  async #finish() {
    const batch = await this.#patiently(() => this.api.look(this.batch));
    if (batch.receiving && batch.arrived.length >= batch.expected) {
      await this.#patiently(() => this.api.begin(this.batch));
    }
    this.leave();
  }

  /** @param {Chosen[]} files */
  #offerAgain(files) {
    const count = interpolate(ngettext("%s file was refused.", "%s files were refused.", files.length), [
      files.length,
    ]);
    this.#tell(`${count} ${this.refused.values().next().value ?? ""}`);
    this.again.hidden = false;
    this.again.onclick = () => this.#send(files).catch((error) => this.#fail(error));
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.sender?.isStopped) return this.leave();
    window.removeEventListener("beforeunload", warn);
    this.#tell(error instanceof Error ? error.message : String(error));
  }

  leave() {
    window.removeEventListener("beforeunload", warn);
    location.assign(this.page || location.href);
  }

  stop() {
    this.isLeaving = true;
    if (this.sender && this.refused.size === 0) this.sender.stop();
    else this.leave();
  }

  /** @param {number} [total] */
  say(total = this.chosen.filter(({ objection }) => !objection).length) {
    const done = interpolate(
      ngettext("%(sent)s of %(total)s file sent.", "%(sent)s of %(total)s files sent.", total),
      {
        sent: this.sent,
        total,
      },
      true,
    );
    const offline = gettext("No connection to the server; sending goes on by itself when it is back.");
    this.#tell(this.isOffline ? `${done} ${offline}` : done);
  }

  /** @param {string} sentence */
  #tell(sentence) {
    part(this.sending, "[data-said]").textContent = sentence;
  }

  /**
   * Ask until the line is back.
   * @template T
   * @param {() => Promise<T>} ask
   * @returns {Promise<T>}
   */
  async #patiently(ask) {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Unreached) || this.isLeaving) throw error;
        this.isOffline = true;
        this.say();
        await new Promise((done) => setTimeout(done, TRY_AGAIN_MS));
        this.isOffline = false;
      }
    }
  }

  #body() {
    const said = new FormData(this.form);
    return {
      id: this.batch,
      office: said.get("office") ?? "",
      new_office: said.get("new_office") ?? "",
      by_name: said.has("by_name"),
      files: this.chosen.length,
      left_out: this.chosen
        .filter(({ objection }) => objection)
        .map(({ path, file }) => ({ name: path, size: file.size })),
    };
  }
}

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}
