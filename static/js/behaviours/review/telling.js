/**
 * What stands over the desk: how much is not sent yet, and what the server did not take.
 *
 * @import {Said} from "./outbox.js"
 */

/**
 * @param {HTMLElement} root
 * @param {number} n
 * @param {string} why nothing while it is only on its way
 */
export function tellUnsent(root, n, why) {
  const message = /** @type {HTMLElement | null} */ (root.querySelector("[data-unsent]"));
  const words = root.querySelector("[data-unsent-words]");
  if (!message || !words) return;
  if (n && why) {
    const kept = ngettext(
      "%s is not sent yet. It is kept in this browser and sent when that is possible.",
      "%s are not sent yet. They are kept in this browser and sent when that is possible.",
      n,
    );
    words.textContent = `${why} ${interpolate(kept, [n])}`;
    message.hidden = false;
  } else if (!n) {
    message.hidden = true;
    words.textContent = "";
  }
}

/**
 * It stays until it is closed, with what was written, so that nothing of it is lost.
 *
 * @param {HTMLElement} root
 * @param {Said} said
 * @param {string} message
 * @param {() => void} look
 */
export function tellRefusal(root, said, message, look) {
  const place = /** @type {HTMLElement | null} */ (root.querySelector("[data-refused]"));
  if (!place) return;
  const entry = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = [said.reads, message].filter(Boolean).join(": ");
  entry.append(text);
  const written = said.fields.reason || said.fields.text;
  if (written) {
    const quote = document.createElement("blockquote");
    quote.textContent = written;
    entry.append(quote);
  }
  const close = () => {
    entry.remove();
    place.hidden = !place.childElementCount;
  };
  entry.append(
    button(gettext("Look at it again"), () => {
      close();
      look();
    }),
    " ",
    button(gettext("Close"), close),
  );
  place.append(entry);
  place.hidden = false;
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-quiet";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
