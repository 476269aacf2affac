/**
 * What a reader can do to segments. Each act is shown at once, sent in order, and taken back if it is refused.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Change, Edit, Segment, Span, Task, WorkspaceData} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {{id: string, before: Segment | null, after: Segment | null}} Step
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
   * @type {Step[]}
   */
  #done = [];
  /** @type {Step[]} */
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
    const id = uuid();
    const { transcript, version, user } = this.data;
    const { start, end } = span;
    const made = withCodes(
      {
        id,
        transcript,
        version,
        start,
        end,
        quote: this.anchor.quote(span),
        coder: user.id,
        memo,
        created: new Date().toISOString(),
        codings: [],
      },
      codes,
      user.id,
    );
    const body = { transcript, version, start, end, codes, ...(memo ? { memo } : {}) };
    this.#change("put", id, () => made, "PUT", body);
    return id;
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
    const quote = this.anchor.quote({ start, end });
    this.#change("borders", segment.id, (one) => one && { ...one, start, end, quote }, "PATCH", {
      start,
      end,
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
   * The server said no: what was done no longer stands to be undone.
   *
   * @param {readonly Edit[]} edits
   */
  forget(edits) {
    const ids = new Set(edits.map((edit) => edit.id));
    this.#done = this.#done.filter((step) => !ids.has(step.id));
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
    const joined = this.send({ kind, method, path: `/segments/${id}`, body, segment: id, edits: [edit] });
    const last = joined ? this.#done.pop() : undefined;
    this.#done.push({ id, before: last ? last.before : before, after });
    this.#undone = [];
  }

  /**
   * @param {"undo" | "redo"} kind
   * @param {Step[]} from
   * @param {Step[]} to
   * @param {(step: Step) => Segment | null} state
   */
  #travel(kind, from, to, state) {
    const step = from.pop();
    /** @type {Edit[]} */
    const edits = [];
    if (step) {
      to.push(step);
      edits.push(this.store.begin(step.id, () => state(step)));
    }
    const { transcript } = this.data;
    const body = kind === "undo" ? { activity: null, transcript } : { transcript };
    this.send({ kind, method: "POST", path: `/${kind}`, body, segment: step?.id ?? null, edits, once: true });
  }
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
