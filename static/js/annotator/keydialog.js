/**
 * The list of keys under `?`, in which every key can be changed: a press on it, then a press of the new one.
 *
 * @import {Keymap} from "./keymap.js"
 * @import {Binding} from "./types.js"
 * @import {Place} from "./rebinding.js"
 */
import { element } from "./dom.js";
import { strokeOf } from "./keyboard.js";
import { keyText } from "./keymap.js";
import { holderOf, nameOf, objection, places, usual } from "./rebinding.js";

/** @param {Keymap} keymap */
export function showKeys(keymap) {
  const dialog = new KeyDialog(keymap);
  dialog.open();
}

class KeyDialog {
  #isChanging = false;
  /** The slot whose new key is awaited. @type {string | null} */
  #listening = null;
  #list = element("div", { class: "ws-keylist" });
  #word = element("p", { class: "ws-keyword", role: "status" });
  #actions = element("div", { class: "ws-dialog-actions" });
  #dialog;

  /** @param {Keymap} keymap */
  constructor(keymap) {
    this.keymap = keymap;
    const title = element("h2", { id: "ws-keys-title" }, [gettext("Keys")]);
    const form = element("form", { method: "dialog" }, [
      title,
      element(
        "div",
        { class: "ws-keyscroll", role: "region", tabindex: 0, "aria-labelledby": "ws-keys-title" },
        [this.#list],
      ),
      element("div", { class: "ws-keyfoot" }, [this.#word, this.#actions]),
    ]);
    this.#dialog = element("dialog", { class: "ws-dialog is-keys", "aria-labelledby": "ws-keys-title" }, [
      form,
    ]);
    // Before the dialog and its buttons hear of it: the key pressed is the answer.
    this.#dialog.addEventListener("keydown", (event) => this.#heard(event), true);
    this.#dialog.addEventListener("cancel", (event) => this.#listening !== null && event.preventDefault());
    this.#dialog.addEventListener("close", () => this.#dialog.remove());
  }

  open() {
    document.body.append(this.#dialog);
    this.#draw();
    this.#dialog.showModal();
    /** @type {HTMLElement | null} */ (this.#actions.querySelector("[value=close]"))?.focus();
  }

  /** @param {string} [focus] the slot whose button gets the focus */
  #draw(focus) {
    const { table } = this.keymap;
    const groups = [...new Set(table.map(({ group }) => group))];
    this.#list.replaceChildren(...groups.map((group) => this.#group(group)));
    this.#actions.replaceChildren(...this.#buttons());
    const button = [...this.#list.querySelectorAll("button")].find(({ value }) => value === focus);
    button?.focus();
  }

  /** @param {string} group */
  #group(group) {
    const rows = this.keymap.table.filter((binding) => binding.group === group);
    return element("section", {}, [
      element("h3", {}, [group]),
      element(
        "dl",
        {},
        rows.flatMap((binding) => this.#row(binding)),
      ),
    ]);
  }

  /** @param {Binding} binding */
  #row(binding) {
    const own = places([binding]);
    const isUsual = own.every(({ slot }) => !this.keymap.isChanged(slot));
    const short =
      binding.shown && isUsual && !this.#isChanging ? [element("kbd", {}, [binding.shown])] : null;
    const keys = short ?? own.flatMap((place) => [this.#key(place), " "]);
    return [
      element("dt", {}, keys),
      element("dd", {}, [binding.label, this.#isChanging && !isUsual ? this.#back(own) : ""]),
    ];
  }

  /** @param {Place} place */
  #key({ slot, key, binding }) {
    const text = key ? keyText(key) : gettext("no key");
    if (!this.#isChanging)
      return element("kbd", { class: this.keymap.isChanged(slot) ? "is-changed" : "" }, [text]);
    const isAwaited = slot === this.#listening;
    const label = interpolate(
      gettext("%(label)s: %(key)s. Change"),
      { label: binding.label, key: text },
      true,
    );
    const made = element(
      "button",
      {
        type: "button",
        class: "ws-key",
        value: slot,
        "aria-label": label,
        "aria-pressed": String(isAwaited),
      },
      [element("kbd", {}, [isAwaited ? "…" : text])],
    );
    made.addEventListener("click", () => this.#listen(slot, binding));
    return made;
  }

  /** @param {readonly Place[]} own */
  #back(own) {
    const label = own[0]?.binding.label ?? "";
    const made = element(
      "button",
      {
        type: "button",
        class: "ws-key-back",
        "aria-label": interpolate(gettext("%s: back to the usual key"), [label]),
      },
      [gettext("Usual")],
    );
    made.addEventListener("click", () => this.#restore(own));
    return made;
  }

  /** The usual key may be another's by now: those that took it go back as well. @param {readonly Place[]} own */
  #restore(own) {
    const wanted = own.map(({ slot }) => ({ slot, key: usual(slot) }));
    const others = wanted.flatMap(({ slot, key }) => {
      const holder = holderOf(this.keymap.table, key);
      return holder && holder.slot !== slot ? [{ slot: holder.slot, key: usual(holder.slot) }] : [];
    });
    this.keymap.set([...wanted, ...others]);
    this.#say(interpolate(gettext("%s has its usual key again."), [own[0]?.binding.label ?? ""]));
    this.#draw(own[0]?.slot);
  }

  #buttons() {
    const close = element("button", { value: "close", class: "btn btn-primary" }, [gettext("Close")]);
    const change = this.#button(this.#isChanging ? gettext("Done changing") : gettext("Change keys"), () => {
      this.#isChanging = !this.#isChanging;
      this.#listening = null;
      this.#say(this.#isChanging ? gettext("Choose the key to be changed, then press the new one.") : "");
      this.#draw();
      /** @type {HTMLElement | null} */ (this.#actions.querySelector("[value=change]"))?.focus();
    });
    change.value = "change";
    const reset = this.#button(gettext("All keys as usual"), () => {
      this.keymap.reset();
      this.#say(gettext("All keys are as usual."));
      this.#draw();
      /** @type {HTMLElement | null} */ (this.#actions.querySelector("[value=change]"))?.focus();
    });
    return [close, change, ...(this.keymap.isUsual ? [] : [reset])];
  }

  /**
   * @param {string} label
   * @param {() => void} act
   */
  #button(label, act) {
    const made = element("button", { type: "button", class: "btn btn-quiet" }, [label]);
    made.addEventListener("click", act);
    return made;
  }

  /**
   * @param {string} slot
   * @param {Binding} binding
   */
  #listen(slot, binding) {
    this.#listening = slot;
    this.#say(
      interpolate(gettext("Press the new key for “%s”, or Esc to leave it as it is."), [binding.label]),
    );
    this.#draw(slot);
  }

  /** @param {KeyboardEvent} event */
  #heard(event) {
    const slot = this.#listening;
    if (slot === null) return;
    event.stopPropagation();
    const key = nameOf(strokeOf(event));
    if (key === null) return;
    event.preventDefault();
    const place = places(this.keymap.table).find((one) => one.slot === slot);
    if (!place || key === "Escape") return this.#done(slot, gettext("Nothing was changed."));
    const why = objection(key, place.binding);
    if (why) return this.#say(`${keyText(key)}: ${why}`);
    const holder = holderOf(this.keymap.table, key);
    if (holder && holder.slot !== slot) return this.#askSwap(place, holder);
    this.#take(place, key);
  }

  /**
   * @param {Place} place
   * @param {string} key
   */
  #take(place, key) {
    this.keymap.set([{ slot: place.slot, key }]);
    this.#done(place.slot, this.#now(place.binding, key));
  }

  /**
   * @param {Place} place
   * @param {Place} holder
   */
  #askSwap(place, holder) {
    const { slot, key, binding } = place;
    this.#listening = null;
    const values = { key: keyText(holder.key), label: holder.binding.label };
    this.#say(interpolate(gettext("%(key)s is the key of “%(label)s”."), values, true));
    const why = key && objection(key, holder.binding);
    const swap = this.#button(
      interpolate(
        gettext("Swap: “%(label)s” gets %(key)s"),
        { label: holder.binding.label, key: keyText(key) },
        true,
      ),
      () => {
        this.keymap.set([
          { slot, key: holder.key },
          { slot: holder.slot, key },
        ]);
        this.#done(slot, this.#now(binding, holder.key));
      },
    );
    const cancel = this.#button(gettext("Cancel"), () => this.#done(slot, gettext("Nothing was changed.")));
    this.#word.append(" ", ...(why || !key ? [] : [swap, " "]), cancel);
    (why || !key ? cancel : swap).focus();
  }

  /**
   * @param {Binding} binding
   * @param {string} key
   */
  #now({ label }, key) {
    return interpolate(gettext("%(key)s now means “%(label)s”."), { key: keyText(key), label }, true);
  }

  /**
   * @param {string} slot
   * @param {string} message
   */
  #done(slot, message) {
    this.#listening = null;
    this.#say(message);
    this.#draw(slot);
  }

  /** @param {string} message */
  #say(message) {
    this.#word.replaceChildren(message);
  }
}
