/**
 * What an answer of the server changes on the page.
 *
 * @import {Answer, Segment, Task} from "./types.js"
 */

/**
 * @param {Task} task
 * @param {any} answer a segment, nothing, or what undo did
 * @param {string} version passages on another are not to be seen here
 * @returns {Answer}
 */
export function changesIn(task, answer, version) {
  if (task.kind === "undo" || task.kind === "redo") {
    const { segments, deleted } = /** @type {Answer} */ (answer);
    const elsewhere = segments.filter((segment) => segment.version !== version).map(({ id }) => id);
    return {
      segments: segments.filter((segment) => segment.version === version),
      deleted: [...deleted, ...elsewhere],
    };
  }
  if (task.kind === "bulk") {
    const { items } = /** @type {{items: Segment[]}} */ (answer);
    return { segments: items.filter((segment) => segment.version === version), deleted: [] };
  }
  const id = /** @type {string} */ (task.segment);
  // A change found again whose segment is gone already is answered with nothing.
  if (task.kind === "delete" || answer === null) return { segments: [], deleted: [id] };
  return { segments: [/** @type {Segment} */ (answer)], deleted: [] };
}
