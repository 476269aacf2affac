/**
 * Short questions in a <dialog>: a line number, a memo, "replace A with B".
 *
 * @typedef {{label: string, value: string, primary?: boolean, focused?: boolean, key?: string}} Action
 *   key: a letter that presses it
 */
import { element } from "./dom.js";

/**
 * @param {string} title
 * @param {Node[]} body
 * @param {readonly Action[]} actions
 * @returns {Promise<string>} the value of the action, "" when dismissed
 */
export function ask(title, body, actions) {
  const form = element("form", { method: "dialog" }, [
    element("h2", { id: "ws-dialog-title" }, [title]),
    ...body,
    element("div", { class: "ws-dialog-actions" }, actions.map(button)),
  ]);
  const dialog = element("dialog", { class: "ws-dialog", "aria-labelledby": "ws-dialog-title" }, [form]);
  document.body.append(dialog);
  dialog.addEventListener("keydown", (event) => {
    const pressed = actions.find(({ key }) => key === event.key.toLowerCase());
    if (!pressed || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    event.preventDefault();
    dialog.close(pressed.value);
  });
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** @param {Action} action */
function button({ label, value, primary = false, focused = false, key = "" }) {
  const look = primary ? "btn btn-primary" : "btn btn-quiet";
  const hint = key ? [" ", element("kbd", {}, [key])] : [];
  return element("button", { value, class: look, autofocus: focused }, [label, ...hint]);
}

const CANCEL = () => ({ label: gettext("Cancel"), value: "" });

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
 * A person puts one code of an exclusive dimension on the same words, so there are two ways: the other one, or neither.
 *
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
  const keep = interpolate(gettext("Keep “%s”"), [have]);
  const answer = await ask(
    gettext("One code only"),
    [element("p", {}, [why])],
    [
      { label, value: "replace", primary: true, focused: true, key: "r" },
      { label: keep, value: "", key: "k" },
    ],
  );
  return answer === "replace";
}

/**
 * The same for many passages at once.
 *
 * @param {{all: number, rivals: number, want: string, dimension: string}} counts rivals: those with another code of
 *   the dimension
 * @returns {Promise<"skip" | "replace" | "">}
 */
export async function askReplaceMany({ all, rivals, want, dimension }) {
  const format = ngettext(
    "“%(dimension)s” takes one code on a segment. %(rivals)s of %(all)s passages has another one of it.",
    "“%(dimension)s” takes one code on a segment. %(rivals)s of %(all)s passages have another one of it.",
    rivals,
  );
  const why = interpolate(format, { all, rivals, dimension }, true);
  const rest = all - rivals;
  const skip = interpolate(ngettext("Code the other %s", "Code the other %s", rest), [rest]);
  const replace = interpolate(
    ngettext(
      "Replace it in %(rivals)s with “%(want)s”",
      "Replace them in %(rivals)s with “%(want)s”",
      rivals,
    ),
    { rivals, want },
    true,
  );
  const skipping = { label: skip, value: "skip", primary: true, focused: true, key: "s" };
  const replacing = { label: replace, value: "replace", key: "r" };
  const answer = await ask(
    gettext("One code only"),
    [element("p", {}, [why])],
    [...(rest ? [skipping] : []), replacing, CANCEL()],
  );
  return /** @type {"skip" | "replace" | ""} */ (answer);
}
