/**
 * Short questions in a <dialog>: the key list, a line number, a memo, "replace A with B".
 *
 * @import {Binding} from "./types.js"
 *
 * @typedef {{label: string, value: string, primary?: boolean}} Action
 */
import { element } from "./dom.js";

/**
 * @param {string} title
 * @param {Node[]} body
 * @param {readonly Action[]} actions
 * @returns {Promise<string>} the value of the action, "" when dismissed
 */
function ask(title, body, actions) {
  const form = element("form", { method: "dialog" }, [
    element("h2", { id: "ws-dialog-title" }, [title]),
    ...body,
    element("div", { class: "ws-dialog-actions" }, actions.map(button)),
  ]);
  const dialog = element("dialog", { class: "ws-dialog", "aria-labelledby": "ws-dialog-title" }, [form]);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** @param {Action} action */
function button({ label, value, primary = false }) {
  return element("button", { value, class: primary ? "btn btn-primary" : "btn btn-quiet" }, [label]);
}

const CANCEL = () => ({ label: gettext("Cancel"), value: "" });

/** @param {readonly Binding[]} bindings the table the keyboard itself uses */
export function showKeys(bindings) {
  const groups = [...new Set(bindings.map((binding) => binding.group))];
  const tables = groups.map((group) =>
    element("section", {}, [
      element("h3", {}, [group]),
      keyList(bindings.filter((one) => one.group === group)),
    ]),
  );
  const body = element("div", { class: "ws-keylist" }, tables);
  return ask(gettext("Keys"), [body], [{ label: gettext("Close"), value: "", primary: true }]);
}

/** @param {readonly Binding[]} bindings */
function keyList(bindings) {
  const rows = bindings.flatMap(({ keys, shown, label }) => [
    element("dt", {}, shown ? [element("kbd", {}, [shown])] : keys.flatMap((key) => [keyName(key), " "])),
    element("dd", {}, [label]),
  ]);
  return element("dl", {}, rows);
}

/** @param {string} key as in the table of bindings */
function keyName(key) {
  /** @type {Record<string, string>} */
  const names = {
    Mod: /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : gettext("Ctrl"),
    Shift: gettext("Shift"),
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: gettext("Esc"),
  };
  return element("kbd", {}, [
    key
      .split("+")
      .map((part) => names[part] ?? part)
      .join(" + "),
  ]);
}

/** @returns {Promise<number | null>} */
export async function askLine() {
  const field = element("input", {
    type: "number",
    min: 1,
    inputmode: "numeric",
    required: true,
    class: "form-control",
  });
  const label = element("label", {}, [gettext("Line number"), field]);
  const answer = await ask(
    gettext("Go to line"),
    [label],
    [{ label: gettext("Go"), value: "go", primary: true }],
  );
  return answer === "go" && field.value ? Number(field.value) : null;
}

/**
 * The panel beside the text has a field for the memo of the segment it shows; without it a dialog asks.
 *
 * @param {string | undefined} segment
 */
export function focusMemoField(segment) {
  const field = /** @type {HTMLElement | null} */ (document.querySelector(`[data-memo="${segment}"]`));
  if (!field?.checkVisibility()) return false;
  field.focus();
  return true;
}

/**
 * @param {string} memo
 * @returns {Promise<string | null>} the new memo, null when it stays
 */
export async function askMemo(memo) {
  const field = element("textarea", { rows: 6, class: "form-control", autofocus: true }, [memo]);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    field.form?.requestSubmit(
      /** @type {HTMLElement | null} */ (field.form.querySelector("button[value=save]")),
    );
  });
  const label = element("label", {}, [gettext("Note on this segment"), field]);
  const save = { label: gettext("Save memo"), value: "save", primary: true };
  return (await ask(gettext("Memo"), [label], [save, CANCEL()])) === "save" ? field.value : null;
}

/**
 * @param {string} have name of the code that is there
 * @param {string} want name of the code to be put
 * @param {string} dimension
 */
export async function askReplace(have, want, dimension) {
  const why = interpolate(
    gettext("“%(dimension)s” takes one code on a segment, and “%(have)s” is there."),
    { dimension, have },
    true,
  );
  const label = interpolate(gettext("Replace “%(have)s” with “%(want)s”"), { have, want }, true);
  const replace = { label, value: "replace", primary: true };
  return (await ask(gettext("One code only"), [element("p", {}, [why])], [replace, CANCEL()])) === "replace";
}
