import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { around, context, hitFrom, passagesOf, step } from "../../static/js/annotator/searchhits.js";

const hits = [
  { start: 4, end: 9 },
  { start: 12, end: 15 },
  { start: 30, end: 36 },
];

test("the walk begins at the reader and goes round", () => {
  assert.equal(hitFrom(hits, 0), 0);
  assert.equal(hitFrom(hits, 12), 1);
  assert.equal(hitFrom(hits, 13), 2);
  assert.equal(hitFrom(hits, 99), 0, "behind the last, the first");
  assert.equal(hitFrom([], 0), -1);
  assert.equal(step(-1, 1, 3), 0);
  assert.equal(step(-1, -1, 3), 2);
  assert.equal(step(2, 1, 3), 0);
  assert.equal(step(0, -1, 3), 2);
  assert.equal(step(0, 1, 1), 0);
});

test("only chosen hits become passages, each passage once", () => {
  const same = (hit) => hit;
  assert.deepEqual(passagesOf(hits, new Set([0, 2]), same), [hits[0], hits[2]]);
  assert.deepEqual(passagesOf(hits, new Set(), same), []);
  const sentence = ({ start }) => (start < 20 ? { start: 0, end: 20 } : { start: 21, end: 40 });
  assert.deepEqual(passagesOf(hits, new Set([0, 1, 2]), sentence), [
    { start: 0, end: 20 },
    { start: 21, end: 40 },
  ]);
});

test("words over the end of a sentence keep all of themselves", () => {
  assert.deepEqual(around({ start: 5, end: 9 }, { start: 0, end: 20 }), { start: 0, end: 20 });
  assert.deepEqual(around({ start: 15, end: 25 }, { start: 0, end: 20 }), { start: 0, end: 25 });
  assert.deepEqual(around({ start: 15, end: 25 }, null), { start: 15, end: 25 });
});

test("the words around a hit are cut between words", () => {
  const text = "Kami bekerja keras setiap hari";
  assert.deepEqual(context(text, 5, 12, 100), ["Kami ", "bekerja", " keras setiap hari"]);
  assert.deepEqual(context(text, 19, 25, 8), ["… keras ", "setiap", " hari"]);
  assert.deepEqual(context(text, 5, 12, 9), ["Kami ", "bekerja", " keras …"]);
});
