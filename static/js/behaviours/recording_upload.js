// A recording on its way to the server: how far it is and how long it still takes, and a button that stops it.
// Without this the plain form does the same, in silence.

const MEGABYTE = 1024 * 1024;
// Before this the rate says nothing yet.
const RATE_AFTER_MS = 2000;

/** @param {HTMLElement} element the form */
export default function recordingUpload(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const problem = /** @type {HTMLElement} */ (form.querySelector("[data-problem]"));
  const sending = /** @type {HTMLElement} */ (form.querySelector("[data-sending]"));
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const said = /** @type {HTMLElement} */ (form.querySelector("[data-said]"));
  const send = /** @type {HTMLButtonElement} */ (form.querySelector("[data-send]"));
  const stop = /** @type {HTMLButtonElement} */ (form.querySelector("[data-stop]"));
  /** @type {XMLHttpRequest | null} */
  let request = null;

  /** @param {string} sentence "" when all is well */
  function end(sentence) {
    request = null;
    problem.textContent = sentence;
    sending.hidden = stop.hidden = true;
    send.disabled = input.disabled = false;
    removeEventListener("beforeunload", warn);
    if (sentence) input.focus();
  }

  /** @param {BeforeUnloadEvent} event */
  function warn(event) {
    event.preventDefault();
  }

  /** @param {File} file */
  function start(file) {
    const body = new FormData();
    body.append("file", file);
    const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken"));
    const began = performance.now();
    const made = new XMLHttpRequest();
    made.open("PUT", form.dataset.api ?? "");
    made.setRequestHeader("X-CSRFToken", token.value);
    made.responseType = "json";
    made.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (100 * loaded) / total;
      said.textContent = progress(loaded, total, performance.now() - began);
    });
    made.addEventListener("load", () => {
      if (made.status >= 200 && made.status < 300) {
        removeEventListener("beforeunload", warn);
        location.assign(form.action);
      } else
        end(
          made.response?.message ?? interpolate(gettext("The server refused it (error %s)."), [made.status]),
        );
    });
    made.addEventListener("error", () =>
      end(gettext("The line broke before all of it was sent. Nothing was changed; try again.")),
    );
    made.addEventListener("abort", () => end(gettext("Stopped. Nothing was changed.")));
    addEventListener("beforeunload", warn);
    made.send(body);
    return made;
  }

  form.addEventListener("submit", (event) => {
    const file = input.files?.[0];
    if (!file) return;
    event.preventDefault();
    if (request) return;
    if (file.size > Number(form.dataset.most)) {
      end(gettext("This file is too large. Save it with a lower bit rate, or cut it, and choose that."));
      return;
    }
    problem.textContent = "";
    sending.hidden = stop.hidden = false;
    send.disabled = input.disabled = true;
    request = start(file);
    stop.focus();
  });
  stop.addEventListener("click", () => request?.abort());
}

/**
 * @param {number} loaded
 * @param {number} total
 * @param {number} elapsedMs
 */
function progress(loaded, total, elapsedMs) {
  const number = (/** @type {number} */ value) =>
    (value / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 0 });
  if (loaded >= total) return gettext("All of it is sent; it is being put in place.");
  const done = interpolate(
    gettext("%(loaded)s of %(total)s MB"),
    { loaded: number(loaded), total: number(total) },
    true,
  );
  if (elapsedMs < RATE_AFTER_MS) return done;
  const left = Math.ceil(((total - loaded) * elapsedMs) / loaded / 1000);
  const rest =
    left < 90
      ? interpolate(ngettext("%s second left", "%s seconds left", left), [left])
      : interpolate(ngettext("%s minute left", "%s minutes left", Math.round(left / 60)), [
          Math.round(left / 60),
        ]);
  return `${done} · ${rest}`;
}
