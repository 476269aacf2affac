/**
 * What the upload page asks of the server. XMLHttpRequest sends the files, because fetch does not tell how far it is.
 *
 * @import {Chosen} from "./files.js"
 * @typedef {{job: string, page: string, receiving: boolean, expected: number, arrived: string[]}} Batch
 */

import { Unreached } from "./sender.js";

const MAY_COME_BACK = new Set([0, 408, 429, 502, 503, 504]);
const PATIENCE_MS = 20_000;

export class UploadApi {
  /** @param {string} base */
  constructor(base) {
    this.base = base;
  }

  /**
   * @param {Record<string, unknown>} body
   * @returns {Promise<Batch>}
   */
  open(body) {
    return this.#ask("POST", "", body);
  }

  /**
   * @param {string} batch
   * @returns {Promise<Batch>}
   */
  look(batch) {
    return this.#ask("GET", `/${batch}`);
  }

  /** @param {string} batch */
  begin(batch) {
    return this.#ask("POST", `/${batch}/begin`);
  }

  /**
   * @param {string} batch
   * @param {Chosen[]} files
   * @param {(bytes: number) => void} moved
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  add(batch, files, moved, signal) {
    const form = new FormData();
    for (const { id, path, file } of files) {
      form.append("ids", id);
      form.append("names", path);
      form.append("files", file, file.name);
    }
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${this.base}/${batch}/files`);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", cookie("csrftoken"));
      request.upload.onprogress = (event) => moved(event.loaded);
      request.onload = () =>
        request.status === 201 ? done() : failed(refusal(request.status, request.responseText));
      request.onerror = request.ontimeout = request.onabort = () => failed(refusal(0, ""));
      signal.addEventListener("abort", () => request.abort(), { once: true });
      request.send(form);
    });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #ask(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(this.base + path, { method, headers, body: sent, signal }).catch(() => null);
    const said = answer ? await answer.text().catch(() => "") : "";
    if (!answer?.ok) throw refusal(answer?.status ?? 0, said);
    return JSON.parse(said);
  }
}

/**
 * @param {number} status 0 when there was no answer
 * @param {string} said
 */
function refusal(status, said) {
  if (MAY_COME_BACK.has(status)) return new Unreached();
  if (status === 401) return new Error(gettext("You are signed out. Sign in again and open this page anew."));
  try {
    return new Error(JSON.parse(said).message);
  } catch {
    return new Error(interpolate(gettext("The server could not do this (error %s)."), [status]));
  }
}

/** @param {string} name */
function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
