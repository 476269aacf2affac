/**
 * What a reader can do to segments. Each act is shown at once, sent in order, and taken back if it is refused.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Change, Edit, Segment, Span, Task, WorkspaceData} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {{id: string, before: Segment | null, after: Segment | null}} Part
 * @typedef {{parts: Part[]}} Step
 *
 * "elsewhere": the latest change that is not of this page, in whichever document it was made.
 * @typedef {Step | "elsewhere"} Done
 *
 * @typedef {object} Deps
 * @property {WorkspaceData} data
 * @property {Store} store
 * @property {Anchor} anchor
 * @property {(task: Task) => boolean} send true when the task went into the one before it
 */
import { uuid } from "./dom.js";
import { sameSpan } from "./offsets.js";

export class Actions {
  /**
   * What undo will probably take back, so that it can be shown before the server says so.
   *
   * @type {Done[]}
   */
  #done = [];
  /** @type {Done[]} */
  #undone = [];

  /** @param {Deps} deps */
  constructor({ data, store, anchor, send }) {
    this.data = data;
    this.store = store;
    this.anchor = anchor;
    this.send = send;
  }

  /** @param {Segment} segment */
  myCodes(segment) {
    return segment.codings.filter((coding) => coding.by === this.data.user.id).map((coding) => coding.code);
  }

  /** @param {Segment} segment */
  isMine(segment) {
    return segment.coder === this.data.user.id;
  }

  /**
   * @param {Span} span
   * @returns {Segment | undefined} my segment over exactly these words
   */
  mineOver(span) {
    return this.store.between(span.start, span.end).find((one) => this.isMine(one) && sameSpan(one, span));
  }

  /**
   * @param {Span} span
   * @param {readonly string[]} codes
   * @param {string} [memo]
   * @returns {string} id of the new segment
   */
  create(span, codes, memo = "") {
    const made = this.#made(span, codes, memo);
    this.#change("put", made.id, () => made, "PUT", bodyOf(made, codes));
    return made.id;
  }

  /**
   * Many at once, as one change that undo takes back whole.
   *
   * @param {readonly Span[]} spans
   * @param {string} code
   */
  createMany(spans, code) {
    const passages = spans.map((span) => this.#made(span, [code], ""));
    const body = { segments: passages.map((one) => ({ id: one.id, ...bodyOf(one, [code]) })) };
    const edits = passages.map((one) => ({ id: one.id, change: () => one }));
    this.store.beginAll(edits);
    this.send({ kind: "bulk", method: "POST", path: "/segments/bulk", body, segment: null, passages, edits });
    this.#done.push({ parts: passages.map((one) => ({ id: one.id, before: null, after: one })) });
    this.#undone = [];
  }

  /**
   * @param {Span} span
   * @param {readonly string[]} codes
   * @param {string} memo
   */
  #made({ start, end }, codes, memo) {
    const { transcript, version, user } = this.data;
    const bare = {
      id: uuid(),
      transcript,
      version,
      start,
      end,
      quote: this.anchor.source({ start, end }),
      coder: user.id,
      memo,
      created: new Date().toISOString(),
      codings: [],
    };
    return withCodes(bare, codes, user.id);
  }

  /**
   * @param {Segment} segment
   * @param {readonly string[]} codes the whole set of mine
   */
  setCodes(segment, codes) {
    const alone = segment.codings.every((coding) => coding.by === this.data.user.id);
    if (!codes.length && alone && !segment.memo && this.isMine(segment)) return this.remove(segment);
    const change = (/** @type {Segment | null} */ one) => one && withCodes(one, codes, this.data.user.id);
    this.#change("patch", segment.id, change, "PATCH", { codes });
  }

  /**
   * @param {Segment} segment
   * @param {Span} span
   */
  setBorders(segment, { start, end }) {
    if (sameSpan(segment, { start, end })) return;
    const quote = this.anchor.source({ start, end });
    this.#change("borders", segment.id, (one) => one && { ...one, start, end, quote }, "PATCH", {
      start,
      end,
      version: this.data.version,
    });
  }

  /**
   * @param {Segment} segment
   * @param {string} memo
   */
  setMemo(segment, memo) {
    if (memo === (segment.memo ?? "")) return;
    this.#change("patch", segment.id, (one) => one && { ...one, memo }, "PATCH", { memo });
  }

  /** @param {Segment} segment */
  remove(segment) {
    this.#change("delete", segment.id, () => null, "DELETE", undefined);
  }

  undo() {
    this.#travel("undo", this.#done, this.#undone, (step) => step.before);
  }

  redo() {
    this.#travel("redo", this.#undone, this.#done, (step) => step.after);
  }

  /**
   * One change of a history, whoever made it: how it will look, only the server knows.
   *
   * @param {"undo" | "redo"} kind
   * @param {number} activity
   */
  putBack(kind, activity) {
    this.send({
      kind,
      method: "POST",
      path: `/${kind}`,
      body: { activity },
      segment: null,
      edits: [],
      once: true,
    });
  }

  /**
   * The server said no: what was done no longer stands to be undone.
   *
   * @param {readonly Edit[]} edits
   */
  forget(edits) {
    const ids = new Set(edits.map((edit) => edit.id));
    this.#done = this.#done.filter((step) => !isStep(step) || !step.parts.some(({ id }) => ids.has(id)));
    this.#undone = [];
  }

  /**
   * @param {"put" | "patch" | "borders" | "delete"} kind
   * @param {string} id
   * @param {Change} change
   * @param {string} method
   * @param {unknown} body
   */
  #change(kind, id, change, method, body) {
    const before = this.store.get(id) ?? null;
    const edit = this.store.begin(id, change);
    const after = this.store.get(id) ?? null;
    const path = `/segments/${id}`;
    const joined = this.send({ kind, method, path, body, segment: id, edits: [edit], before, after });
    const last = joined ? this.#done.pop() : undefined;
    const first = isStep(last) ? last.parts[0]?.before : before;
    this.#done.push({ parts: [{ id, before: first ?? null, after }] });
    this.#undone = [];
  }

  /**
   * @param {"undo" | "redo"} kind
   * @param {Done[]} from
   * @param {Done[]} to
   * @param {(part: Part) => Segment | null} state
   */
  #travel(kind, from, to, state) {
    // What was done on this page goes first; after that the latest change, wherever it was made.
    const popped = from.pop();
    const next = popped === undefined ? "elsewhere" : popped;
    to.push(next);
    const parts = isStep(next) ? next.parts : [];
    const segment = parts.length === 1 ? (parts[0]?.id ?? null) : null;
    const edits = parts.map((part) => ({ id: part.id, change: () => state(part) }));
    this.store.beginAll(edits);
    const body = next === "elsewhere" ? {} : { transcript: this.data.transcript };
    this.send({ kind, method: "POST", path: `/${kind}`, body, segment, edits, once: true });
  }
}

/**
 * @param {Done | undefined} done
 * @returns {done is Step}
 */
function isStep(done) {
  return typeof done === "object";
}

/**
 * @param {Segment} segment
 * @param {readonly string[]} codes the whole set of one person; what others coded stays
 * @param {string} by
 * @returns {Segment}
 */
function withCodes(segment, codes, by) {
  const kept = segment.codings.filter((coding) => coding.by !== by || codes.includes(coding.code));
  const have = new Set(kept.filter((coding) => coding.by === by).map((coding) => coding.code));
  const at = new Date().toISOString();
  const added = codes
    .filter((code) => !have.has(code))
    .map((code) => ({ id: uuid(), code, state: "new", by, at }));
  return { ...segment, codings: [...kept, ...added] };
}

/**
 * @param {Segment} segment
 * @param {readonly string[]} codes
 */
function bodyOf({ transcript, version, start, end, memo }, codes) {
  return { transcript, version, start, end, codes, ...(memo ? { memo } : {}) };
}
