import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { sentenceIn, spansOf } from "../../static/js/annotator/sentences.js";

// "Ya. Begitu."  in one turn, a label, " Tidak" in the next.
const sentences = spansOf([3, 3, 1, 7, 6, 5]);
const [first, second] = [
  { start: 3, end: 14 },
  { start: 20, end: 25 },
];

test("steps become places", () => {
  assert.deepEqual([...sentences.starts], [3, 7, 20]);
  assert.deepEqual([...sentences.ends], [6, 14, 25]);
  assert.equal(spansOf([]).starts.length, 0);
});

test("a place belongs to the sentence it stands in or behind, within its turn", () => {
  assert.deepEqual(sentenceIn(sentences, first, 3), { start: 3, end: 6 });
  assert.deepEqual(
    sentenceIn(sentences, first, 6),
    { start: 3, end: 6 },
    "the gap is of what stands before it",
  );
  assert.deepEqual(sentenceIn(sentences, first, 7), { start: 7, end: 14 });
  assert.deepEqual(sentenceIn(sentences, first, 14), { start: 7, end: 14 }, "behind the last");
  assert.deepEqual(sentenceIn(sentences, second, 20), { start: 20, end: 25 });
  assert.deepEqual(
    sentenceIn(sentences, { start: 18, end: 25 }, 18),
    { start: 20, end: 25 },
    "before the first",
  );
});

test("where nothing is said there is no sentence", () => {
  assert.equal(sentenceIn(spansOf([]), first, 3), null);
  assert.equal(sentenceIn(sentences, { start: 30, end: 40 }, 33), null);
});
