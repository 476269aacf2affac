import assert from "node:assert/strict";
import test from "node:test";
import { byPosition, Intervals } from "../../static/js/annotator/intervals.js";
import { overlaps } from "../../static/js/annotator/offsets.js";
import { randomSpans, seeded } from "./helpers.js";

test("finds what a search through everything finds, also after removals", () => {
  const random = seeded(1);
  const spans = randomSpans(random, 400, 20_000);
  const index = new Intervals();
  for (const one of spans) index.add(one);
  const kept = spans.filter((_, i) => i % 3 !== 0);
  for (const one of spans.filter((_, i) => i % 3 === 0)) index.remove(one);
  for (let round = 0; round < 200; round++) {
    const start = Math.floor(random() * 20_000);
    const end = start + 1 + Math.floor(random() * 3_000);
    const expected = kept.filter((one) => overlaps(one, { start, end })).sort(byPosition);
    assert.deepEqual(index.between(start, end), expected);
  }
});

test("what only touches the borders is left out", () => {
  const index = new Intervals();
  index.add({ id: "a", start: 0, end: 1024 });
  index.add({ id: "b", start: 2048, end: 2050 });
  assert.deepEqual(index.between(1024, 2048), []);
});
