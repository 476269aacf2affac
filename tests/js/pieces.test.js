import assert from "node:assert/strict";
import test from "node:test";
import { fills, pieces } from "../../static/js/annotator/pieces.js";
import { randomSpans, seeded } from "./helpers.js";

const covering = (spans, at) => spans.filter((one) => one.start <= at && at < one.end);

test("every character lies in one piece with exactly the spans that cover it", () => {
  const random = seeded(2);
  for (let round = 0; round < 40; round++) {
    const spans = randomSpans(random, 12, 80);
    const flat = pieces(spans);
    for (let at = 0; at < 80; at++) {
      const here = flat.filter((piece) => piece.start <= at && at < piece.end);
      const expected = covering(spans, at);
      assert.equal(here.length, expected.length ? 1 : 0);
      if (here.length) assert.deepEqual(here[0].over, expected);
    }
  }
});

test("no place is filled by more colours than the limit, and every coded place by one", () => {
  const random = seeded(3);
  for (let round = 0; round < 40; round++) {
    const spans = randomSpans(random, 12, 80);
    const chosen = [...fills(spans, 2)].flatMap(([key, parts]) => parts.map((part) => ({ key, ...part })));
    for (let at = 0; at < 80; at++) {
      const keys = covering(chosen, at).map((one) => one.key);
      const coded = new Set(covering(spans, at).map((one) => one.key));
      assert.equal(keys.length, Math.min(2, coded.size));
      assert.ok(keys.every((key) => coded.has(key)));
    }
  }
});

test("the narrower passage is filled first", () => {
  const spans = [
    { key: "wide", start: 0, end: 30 },
    { key: "middle", start: 5, end: 20 },
    { key: "narrow", start: 8, end: 12 },
  ];
  assert.deepEqual(fills(spans, 1).get("narrow"), [{ start: 8, end: 12 }]);
  assert.deepEqual(fills(spans, 1).get("wide"), [
    { start: 0, end: 5 },
    { start: 20, end: 30 },
  ]);
});

test("one code on two overlapping segments is filled once", () => {
  const spans = [
    { key: "a", start: 0, end: 10 },
    { key: "a", start: 5, end: 15 },
  ];
  assert.deepEqual(fills(spans, 2), new Map([["a", [{ start: 0, end: 15 }]]]));
});
