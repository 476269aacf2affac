/**
 * The session has ended, or somebody else has signed in: a dialog says so, keeps the way to sign in at hand, and goes
 * away by itself when the changes go through.
 */
import { element, required } from "./dom.js";

export class Signing {
  /** @type {HTMLDialogElement | null} */
  #dialog = null;

  /** @param {() => void} again send once more */
  constructor(again) {
    this.again = again;
  }

  /**
   * @param {string} code why the server did not take the changes
   * @param {number} count of changes
   */
  ask(code, count) {
    this.close();
    const form = element("form", { method: "dialog" }, [
      element("h2", { id: "outbox-signing-title" }, [gettext("Sign in again")]),
      element("p", {}, [
        code === "someone_else"
          ? gettext("Somebody else is signed in in this browser now.")
          : gettext("You are signed out."),
        " ",
        keptSentence(count),
      ]),
      element("p", {}, [
        gettext("Sign in in the new tab, then come back here. Nothing on this page is lost."),
      ]),
      element("div", { class: "ws-dialog-actions" }, [this.#link(), ...this.#buttons()]),
    ]);
    const dialog = element("dialog", { class: "ws-dialog", "aria-labelledby": "outbox-signing-title" }, [
      form,
    ]);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "again") this.again();
    });
    dialog.showModal();
    this.#dialog = dialog;
  }

  close() {
    this.#dialog?.close("");
    this.#dialog = null;
  }

  #link() {
    const href = required("#unsent").dataset.signIn ?? "/";
    const attributes = { href, target: "_blank", rel: "noopener", class: "btn btn-primary" };
    return element("a", attributes, [gettext("Sign in in a new tab")]);
  }

  #buttons() {
    return [
      element("button", { value: "again", class: "btn btn-quiet" }, [gettext("Try again")]),
      element("button", { value: "", class: "btn btn-quiet" }, [gettext("Later")]),
    ];
  }
}

/** @param {number} count */
function keptSentence(count) {
  const format = ngettext("Your %s change is kept.", "Your %s changes are kept.", count);
  return interpolate(format, [count]);
}
