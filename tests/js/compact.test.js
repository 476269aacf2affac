import assert from "node:assert/strict";
import test from "node:test";
import { unfold } from "../../static/js/annotator/compact.js";

const TEXT = "Kami rutin mengadakan bimbingan teknis untuk satker.";
const columns = {
  transcript: "t",
  version: "v",
  codes: ["c0", "c1"],
  people: ["p0", "p1"],
  states: ["new", "approved"],
  ids: "0123456789abcdef0123456789abcdefffffffffffffffffffffffffffffffff".concat("0".repeat(32)),
  starts: [5, 0, 6],
  lengths: [5, 16, 10],
  coders: [1, 0, 0],
  memos: { 2: "a memo" },
  codings: [2, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0],
};
const unfolded = unfold(columns, ({ start, end }) => TEXT.slice(start, end));

test("columns become segments", () => {
  const [first, second, third] = unfolded;
  assert.equal(first.id, "01234567-89ab-cdef-0123-456789abcdef");
  assert.deepEqual([first.start, first.end, first.coder, first.memo], [5, 10, "p1", ""]);
  assert.deepEqual(first.codings, [
    { id: "", code: "c0", by: "p1", state: "new", at: "" },
    { id: "", code: "c1", by: "p0", state: "approved", at: "" },
  ]);
  assert.deepEqual([second.start, second.end, second.codings], [5, 21, []]);
  assert.deepEqual([third.start, third.end, third.memo], [11, 21, "a memo"]);
  assert.deepEqual(third.codings, [{ id: "", code: "c1", by: "p0", state: "new", at: "" }]);
});

test("words come from the page when they are asked for, and stay with a copy", () => {
  assert.deepEqual(
    unfolded.map(({ quote }) => quote),
    ["rutin", "rutin mengadakan", "mengadakan"],
  );
  const copy = structuredClone({ ...unfolded[0], memo: "changed" });
  assert.deepEqual([copy.quote, copy.memo], ["rutin", "changed"]);
});
