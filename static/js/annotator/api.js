/**
 * The only module that fetches. Answers are JSON; whatever goes wrong becomes an ApiError with a sentence in it.
 *
 * @import {Answer, Code, Segment, Task} from "./types.js"
 */

const PATIENCE_MS = 20_000;
const TRY_AGAIN = new Set([0, 401, 408, 429, 502, 503, 504]);

export class ApiError extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} code
   * @param {string} message
   * @param {Record<string, any>} [fields]
   * @param {number | null} [retryAfterMs]
   */
  constructor(status, code, message, fields = {}, retryAfterMs = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfterMs = retryAfterMs;
  }

  /** The change may still go through as it is: after signing in again, or once the server or the line is back. */
  get retryable() {
    return TRY_AGAIN.has(this.status);
  }
}

export class Api {
  /**
   * @param {string} base
   * @param {string} transcript
   */
  constructor(base, transcript) {
    this.base = base;
    this.transcript = transcript;
  }

  /** @returns {Promise<{items: Segment[], next: number}>} */
  segments() {
    return this.#request("GET", `/transcripts/${this.transcript}/segments`);
  }

  /**
   * @param {{name: string, dimension: string, parent?: string}} code
   * @returns {Promise<Code>}
   */
  createCode(code) {
    return this.#request("POST", "/codes", code);
  }

  /**
   * @param {Task} task
   * @returns {Promise<Segment | Answer | null>}
   */
  async send(task) {
    try {
      return await this.#request(task.method, task.path, task.body);
    } catch (error) {
      // A repeated DELETE finds nothing: what it wanted is done.
      if (task.kind === "delete" && error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #request(method, path, body) {
    const response = await this.#fetch(method, path, body);
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    throw refusal(response, answer ?? {});
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   */
  async #fetch(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = cookie("csrftoken");
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      return await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      throw new ApiError(
        0,
        "offline",
        gettext("No connection to the server. Your changes are kept here and sent when it is back."),
      );
    }
  }
}

/**
 * @param {Response} response
 * @param {{error?: string, message?: string, fields?: Record<string, any>}} answer
 */
function refusal(response, answer) {
  const wait = Number(response.headers.get("Retry-After"));
  return new ApiError(
    response.status,
    answer.error ?? `http_${response.status}`,
    sentence(response.status, answer.message),
    answer.fields,
    wait > 0 ? wait * 1_000 : null,
  );
}

/**
 * @param {number} status
 * @param {string | undefined} said by the server
 */
function sentence(status, said) {
  if (status === 401) {
    return gettext("You are signed out. Sign in in another tab: your changes are kept here and sent then.");
  }
  if (status === 429) return gettext("Too many changes at once. The rest is sent in a moment.");
  if (said) return said;
  if (status === 403) return gettext("You do not have permission to do this.");
  if (status === 404) return gettext("This is no longer there: somebody may have removed it.");
  if (status === 409) return gettext("Somebody else changed this at the same time.");
  return interpolate(gettext("The server could not do this (error %s)."), [status]);
}

/** @param {string} name */
function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
