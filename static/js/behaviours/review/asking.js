/**
 * What the desk asks of the server, and what its answers mean.
 *
 * @import {Answer, Said} from "./outbox.js"
 */

import { uuid } from "../../annotator/dom.js";

const GONE_ALREADY = new Set(["no_such_verdict", "no_such_coding", "not_returned"]);

/** The page's token against forged requests, which htmx sends as well. */
function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

/**
 * @param {string} user whose page this is: somebody else may have signed in since
 * @returns {(said: Said) => Promise<Answer>}
 */
export function sender(user) {
  return async (said) => {
    let response;
    try {
      response = await fetch(said.url, {
        method: "POST",
        headers: { "HX-Request": "true", "X-CSRFToken": token(), "X-Signed-In-As": user },
        body: new URLSearchParams(said.fields),
      });
    } catch {
      return { outcome: "wait", text: gettext("The line is cut.") };
    }
    return await meaning(said, response);
  };
}

/**
 * @param {Said} said
 * @param {Response} response
 * @returns {Promise<Answer>}
 */
async function meaning(said, response) {
  if (response.redirected) return { outcome: "wait", text: gettext("Sign in again, in another tab.") };
  if (response.ok) return { outcome: "sent", text: await response.text() };
  const code = response.headers.get("X-Error");
  // Without a code it is no word of the review: a server that restarts, or a page that is too old.
  if (!code || code === "someone_else")
    return { outcome: "wait", text: gettext("The server did not take it. Reload the page to try again.") };
  // It had arrived the first time, and only the answer was lost.
  if (said.tried && GONE_ALREADY.has(code)) return { outcome: "sent", text: "" };
  return { outcome: "refused", text: words(await response.text()) };
}

/** @param {string} html */
export function words(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent?.trim() ?? "";
}

/**
 * What a form says of a coding.
 *
 * @param {HTMLFormElement} form
 * @param {string} coding
 * @param {string} reads
 * @returns {Said}
 */
export function saidBy(form, coding, reads) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    // The token is the page's that sends it, which may be a later one.
    if (name !== "csrfmiddlewaretoken") fields[name] = String(value);
  }
  const url = new URL(form.action).pathname;
  return { id: uuid(), coding, url, fields, kind: url.split("/").at(-2) ?? "", reads };
}

/** Items of the desk by their coding, asked for before they are wanted. */
export class Items {
  /** @type {Map<string, Promise<string | null>>} */
  #coming = new Map();

  /** @param {(coding: string) => string} address */
  constructor(address) {
    this.address = address;
  }

  /** @param {string | undefined} coding */
  prepare(coding) {
    if (coding && !this.#coming.has(coding)) this.#coming.set(coding, this.#fetch(coding));
  }

  /**
   * What was prepared is given once: afterwards it may be old.
   *
   * @param {string} coding
   * @returns {Promise<string | null>} null when the line is cut
   */
  async take(coding) {
    const coming = this.#coming.get(coding);
    this.#coming.delete(coding);
    return (await coming) ?? (await this.#fetch(coding));
  }

  /** @param {string} coding */
  async #fetch(coding) {
    try {
      const response = await fetch(this.address(coding), { headers: { "HX-Request": "true" } });
      if (response.redirected || response.status >= 500) return null;
      return await response.text();
    } catch {
      return null;
    }
  }
}
