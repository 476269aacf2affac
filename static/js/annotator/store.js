/**
 * The segments as the reader sees them: what the server last said, with every change it has not yet answered
 * laid over it. A refusal takes one change away and folds the others again, so nothing else is lost.
 *
 * @import {Answer, Change, Edit, Segment, SegmentChange, View} from "./types.js"
 */
import { byPosition, Intervals } from "./intervals.js";
import { ALL } from "./layers.js";

export class Store {
  /** @type {Map<string, Segment>} */
  #base = new Map();
  /** @type {Map<string, number>} the number of the activity log that the server's last word on a segment knows of */
  #known = new Map();
  /** @type {Map<string, Edit[]>} */
  #edits = new Map();
  /** @type {Map<string, Segment>} */
  #shown = new Map();
  /** @type {Intervals<Segment>} */
  #index = new Intervals();
  /** @type {Segment[] | null} */
  #ordered = null;
  /** @type {Set<(changes: SegmentChange[]) => void>} */
  #onSegments = new Set();
  /** @type {Set<(view: View, before: View) => void>} */
  #onView = new Set();
  /** @type {View} */
  view = {
    selected: null,
    span: null,
    focus: null,
    held: false,
    hits: [],
    hit: null,
    layers: ALL,
    drop: null,
  };

  /**
   * @param {readonly Segment[]} segments
   * @param {number} [sequence]
   */
  load(segments, sequence) {
    this.receive({ segments, deleted: [] }, sequence);
  }

  /** @param {string | null} id */
  get(id) {
    return id === null ? undefined : this.#shown.get(id);
  }

  /** @returns {readonly Segment[]} in reading order */
  all() {
    this.#ordered ??= [...this.#shown.values()].sort(byPosition);
    return this.#ordered;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  between(start, end) {
    return this.#index.between(start, end);
  }

  /**
   * @param {number} offset
   * @returns {Segment[]} what lies there, the narrowest first; a place just behind a segment counts when none is on it
   */
  at(offset) {
    const here = this.between(offset, offset + 1);
    const found = here.length || offset === 0 ? here : this.between(offset - 1, offset);
    return found.sort((a, b) => a.end - a.start - (b.end - b.start) || byPosition(a, b));
  }

  /** @param {string} id whether the server knows it */
  isSaved(id) {
    return this.#base.has(id);
  }

  /** @param {Segment} segment whether it is what the server is known to have */
  isAsSaved(segment) {
    const saved = this.#base.get(segment.id);
    return saved !== undefined && JSON.stringify(saved) === JSON.stringify(segment);
  }

  /**
   * @param {string} id
   * @param {Change} change
   * @returns {Edit} to be settled or rolled back
   */
  begin(id, change) {
    const edit = { id, change };
    this.beginAll([edit]);
    return edit;
  }

  /**
   * Many at once, painted once.
   *
   * @param {readonly {id: string, change: Change}[]} edits to be settled or rolled back
   */
  beginAll(edits) {
    for (const edit of edits) this.#edits.set(edit.id, [...(this.#edits.get(edit.id) ?? []), edit]);
    this.#show(edits.map(({ id }) => id));
  }

  /**
   * The server has answered: its word takes the place of these changes.
   *
   * @param {readonly Edit[]} edits
   * @param {Answer} answer
   * @param {number} [sequence] what of the activity log the answer knows of
   */
  settle(edits, answer, sequence) {
    this.#forget(edits);
    this.#accept(
      answer,
      edits.map((edit) => edit.id),
      sequence,
    );
  }

  /** @param {readonly Edit[]} edits refused */
  rollback(edits) {
    this.#forget(edits);
    this.#show(edits.map((edit) => edit.id));
  }

  /**
   * @param {Answer} answer from the server, not asked for by a change of ours
   * @param {number} [sequence]
   */
  receive(answer, sequence) {
    this.#accept(answer, [], sequence);
  }

  /**
   * @param {readonly Segment[]} segments all that there are
   * @param {number} sequence
   */
  replace(segments, sequence) {
    const there = new Set(segments.map(({ id }) => id));
    const deleted = [...this.#base.keys()].filter((id) => !there.has(id));
    this.receive({ segments, deleted }, sequence);
  }

  /** @param {Partial<View>} patch */
  look(patch) {
    const before = this.view;
    const keys = /** @type {(keyof View)[]} */ (Object.keys(patch));
    if (keys.every((key) => before[key] === patch[key])) return;
    this.view = { ...before, ...patch };
    for (const listener of this.#onView) listener(this.view, before);
  }

  /** @param {(changes: SegmentChange[]) => void} listener */
  onSegments(listener) {
    this.#onSegments.add(listener);
  }

  /** @param {(view: View, before: View) => void} listener */
  onView(listener) {
    this.#onView.add(listener);
  }

  /** @returns {Record<string, number>} code id → codings shown, of those that the layers let through */
  counts() {
    const { layers } = this.view;
    /** @type {Record<string, number>} */
    const counts = {};
    for (const segment of this.#shown.values()) {
      for (const { code } of segment.codings) {
        if (layers.shows(segment, code)) counts[code] = (counts[code] ?? 0) + 1;
      }
    }
    return counts;
  }

  /**
   * An older word never takes the place of a newer one: answers and live events come by ways of their own.
   *
   * @param {Answer} answer
   * @param {readonly string[]} also ids to fold again
   * @param {number} [sequence]
   */
  #accept({ segments, deleted }, also, sequence) {
    for (const segment of segments)
      if (this.#isNews(segment.id, sequence) && !this.isAsSaved(segment)) this.#base.set(segment.id, segment);
    for (const id of deleted) if (this.#isNews(id, sequence)) this.#base.delete(id);
    this.#show([...also, ...segments.map((segment) => segment.id), ...deleted]);
  }

  /**
   * @param {string} id
   * @param {number} [sequence]
   */
  #isNews(id, sequence) {
    if (sequence === undefined) return true;
    if (sequence < (this.#known.get(id) ?? 0)) return false;
    this.#known.set(id, sequence);
    return true;
  }

  /** @param {readonly Edit[]} edits */
  #forget(edits) {
    for (const edit of edits) {
      const left = (this.#edits.get(edit.id) ?? []).filter((other) => other !== edit);
      if (left.length) this.#edits.set(edit.id, left);
      else this.#edits.delete(edit.id);
    }
  }

  /** @param {readonly string[]} ids */
  #show(ids) {
    const changes = [...new Set(ids)]
      .map((id) => this.#fold(id))
      .filter(({ before, after }) => before !== after);
    if (!changes.length) return;
    this.#ordered = null;
    for (const listener of this.#onSegments) listener(changes);
    if (this.view.selected !== null && !this.#shown.has(this.view.selected)) this.look({ selected: null });
  }

  /**
   * @param {string} id
   * @returns {SegmentChange}
   */
  #fold(id) {
    const before = this.#shown.get(id) ?? null;
    /** @type {Segment | null} */
    let after = this.#base.get(id) ?? null;
    for (const { change } of this.#edits.get(id) ?? []) after = change(after);
    if (before === after) return { before, after };
    if (before) this.#index.remove(before);
    if (after) {
      this.#index.add(after);
      this.#shown.set(id, after);
    } else this.#shown.delete(id);
    return { before, after };
  }
}
