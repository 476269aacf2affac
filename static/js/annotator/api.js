/**
 * The only module that fetches. Answers are JSON; whatever goes wrong becomes an ApiError with a sentence in it.
 *
 * @import {Answer, Code, LiveAnswer, Segment, Task} from "./types.js"
 */
import { unfold } from "./compact.js";

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
    return TRY_AGAIN.has(this.status) || this.needsSignIn;
  }

  /** Nobody is signed in, somebody else is, or the page's token is of a session that has ended. */
  get needsSignIn() {
    return this.status === 401 || this.code === "someone_else" || isForged(this.status, this.code);
  }
}

export class Api {
  /**
   * The words of the page's version, for segments that come without.
   *
   * @type {(span: import("./types.js").Span) => string}
   */
  source = () => "";

  /**
   * @param {string} base
   * @param {string} transcript
   * @param {string} user whose changes are sent
   * @param {string | null} [version] an old one; without it, the current
   */
  constructor(base, transcript, user, version = null) {
    this.base = base;
    this.transcript = transcript;
    this.user = user;
    this.version = version;
  }

  /**
   * The address is that of the page's preload, to the letter: see apps/coding/views/workspace_page.py.
   *
   * @returns {Promise<{items: Segment[], next: number, version: string}>}
   */
  async segments() {
    const query = `?form=compact${this.version ? `&version=${this.version}` : ""}`;
    const columns = await this.#request("GET", `/transcripts/${this.transcript}/segments${query}`);
    const { next, version } = columns;
    return { items: unfold(columns, (span) => this.source(span)), next, version };
  }

  /**
   * @param {string} id
   * @returns {Promise<Segment | null>} null when it is not there
   */
  async segment(id) {
    try {
      return await this.#request("GET", `/segments/${id}`);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * @param {string} transcript
   * @returns {Promise<{version: string, text: string}>}
   */
  wordsOf(transcript) {
    return this.#request("GET", `/transcripts/${transcript}`);
  }

  /** @returns {Promise<{steps: number[] | null}>} null while nobody has cut them; see spansOf in sentences.js */
  sentences() {
    const query = this.version ? `?version=${this.version}` : "";
    return this.#request("GET", `/transcripts/${this.transcript}/sentences${query}`);
  }

  /**
   * @param {string} query
   * @param {string} mode "stem", "exact" or "regex"
   * @param {Record<string, boolean>} strict what matters: "words", "case", "accents"
   * @returns {Promise<{version: string, items: import("./searchhits.js").Hit[], more: boolean}>} where words stand in the current version
   */
  search(query, mode, strict) {
    const matters = Object.entries(strict).map(([name, does]) => [name, String(does)]);
    const asked = new URLSearchParams([["q", query], ["mode", mode], ...matters]);
    return this.#request("GET", `/transcripts/${this.transcript}/search?${asked}`);
  }

  /**
   * @param {{name: string, dimension: string, parent?: string}} code
   * @returns {Promise<Code>}
   */
  createCode(code) {
    return this.#request("POST", "/codes", code);
  }

  /** @param {Readonly<Record<string, string>>} keys of this person, in all projects */
  saveKeys(keys) {
    return this.#request("PUT", "/me/keys", { keys }, this.base.replace(/\/projects\/.*/, ""));
  }

  /** @param {import("./types.js").Desk} desk of this person in this project */
  saveDesk(desk) {
    return this.#request("PUT", "/desk", desk);
  }

  /** @param {number} offset_ms where 0:00 of the transcript lies in its recording */
  changeRecording(offset_ms) {
    return this.#request("PATCH", `/transcripts/${this.transcript}/recording`, { offset_ms });
  }

  /**
   * @param {string} address of a file on our own server
   * @returns {Promise<number>} the status of an answer to HEAD, 0 when there is none
   */
  async answerTo(address) {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return (await fetch(address, { method: "HEAD", redirect: "error", signal })).status;
    } catch {
      return 0;
    }
  }

  /**
   * @param {Task} task
   * @returns {Promise<Segment | Answer | null>}
   */
  async send(task) {
    try {
      const answer = await this.#request(task.method, task.path, task.body, this.base, (sequence) => {
        task.sequence = sequence;
      });
      return answer;
    } catch (error) {
      // A repeated DELETE finds nothing: what it wanted is done.
      if (task.kind === "delete" && error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * What happened in the project: at once, or as soon as something does.
   *
   * @param {Record<string, string>} query see docs/reference/api.md
   * @param {AbortSignal} signal
   * @returns {Promise<{answer: LiveAnswer | null, isCrowded: boolean}>} null: nothing new; crowded: no room to wait
   */
  async events(query, signal) {
    const patience = AbortSignal.timeout(PATIENCE_MS + 1_000 * Number(query.wait));
    const both = new AbortController();
    for (const one of [signal, patience]) one.addEventListener("abort", () => both.abort(), { once: true });
    if (signal.aborted) both.abort();
    const address = `${this.base}/events?${new URLSearchParams(query)}`;
    const response = await this.#fetch("GET", address, undefined, both.signal, true);
    const isCrowded = response.headers.has("Retry-After");
    if (response.status === 304) return { answer: null, isCrowded };
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return { answer, isCrowded };
    throw refusal(response, answer ?? {});
  }

  /** The page is being closed, and cannot wait for an answer. */
  leave() {
    fetch(`${this.base}/events?leaving=true`, { keepalive: true }).catch(() => {});
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {string} [base]
   * @param {(sequence: number) => void} [known] told what of the activity log the answer knows of
   */
  async #request(method, path, body, base = this.base, known) {
    const response = await this.#fetch(method, base + path, body);
    const sequence = Number(response.headers.get("X-Sequence"));
    if (response.ok && sequence) known?.(sequence);
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    throw refusal(response, answer ?? {});
  }

  /**
   * @param {string} method
   * @param {string} address
   * @param {unknown} body
   * @param {AbortSignal} [signal]
   * @param {boolean} [saysWho] refuse when somebody else has signed in in another tab
   */
  async #fetch(method, address, body, signal = AbortSignal.timeout(PATIENCE_MS), saysWho = method !== "GET") {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    // Both as they are now: somebody may have signed in in another tab, with a new token.
    if (method !== "GET") headers["X-CSRFToken"] = cookie("csrftoken");
    if (saysWho) headers["X-Signed-In-As"] = this.user;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      return await fetch(address, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        redirect: "error",
        signal,
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
 * @param {string} code
 */
function isForged(status, code) {
  return status === 403 && (code === "http_403" || code === "bad_request");
}

/**
 * @param {number} status
 * @param {string | undefined} said by the server
 */
function sentence(status, said) {
  if (status === 401) {
    return gettext("You are signed out. Sign in again: your changes are kept here and sent then.");
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
