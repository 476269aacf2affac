import assert from "node:assert/strict";
import test from "node:test";
import { byPosition } from "../../static/js/annotator/intervals.js";
import { apart, Lanes } from "../../static/js/annotator/lanes.js";
import { overlaps } from "../../static/js/annotator/offsets.js";
import { randomSpans, seeded } from "./helpers.js";

const keyed = (spans) => spans.map((one) => ({ ...one, key: one.id })).sort(byPosition);

function assertApart(lanes, spans) {
  for (const a of spans) {
    for (const b of spans) {
      if (a !== b && overlaps(a, b))
        assert.notEqual(lanes.of(a.key), lanes.of(b.key), `${a.key} and ${b.key}`);
    }
  }
}

test("stripes that overlap never share a lane, and no more lanes are used than lie on one another", () => {
  const spans = keyed(randomSpans(seeded(4), 120, 600));
  const lanes = new Lanes();
  lanes.colour(spans);
  assertApart(lanes, spans);
  const depth = Math.max(
    ...spans.map((one) => spans.filter((other) => other.start <= one.start && one.start < other.end).length),
  );
  assert.equal(Math.max(...spans.map((one) => lanes.of(one.key))) + 1, depth);
});

test("a new stripe moves no other", () => {
  const [first, ...spans] = keyed(randomSpans(seeded(5), 60, 600));
  const lanes = new Lanes();
  lanes.colour(spans);
  const before = spans.map((one) => lanes.of(one.key));
  lanes.place(
    first.key,
    spans.filter((one) => overlaps(one, first)).map((one) => one.key),
  );
  assert.deepEqual(
    spans.map((one) => lanes.of(one.key)),
    before,
  );
  assertApart(lanes, [first, ...spans]);
});

test("a stripe keeps its lane while it is free and takes the first free one when it is not", () => {
  const lanes = new Lanes();
  lanes.colour([
    { key: "a", start: 0, end: 9 },
    { key: "b", start: 1, end: 9 },
    { key: "c", start: 2, end: 4 },
  ]);
  assert.equal(lanes.place("c", ["b"]), 2);
  lanes.remove("a");
  assert.equal(lanes.place("d", ["b"]), 0);
});

const lanesOf = (stripes, room) => apart(stripes, room).map(({ lane }) => lane);

test("stripes that would stand on one another go to the first free column; the first keep theirs", () => {
  const crossing = { lane: 1, top: 0, bottom: 100 };
  const line = { lane: 0, top: 0, bottom: 20 };
  const sameLine = { lane: 0, top: 0, bottom: 20 };
  const nextLine = { lane: 0, top: 20, bottom: 40 };
  assert.deepEqual(lanesOf([crossing, line, sameLine, nextLine], 8), [1, 0, 2, 0]);
});

test("empty columns are closed only where there is no room for all", () => {
  const stripes = [
    { lane: 2, top: 0, bottom: 20 },
    { lane: 9, top: 0, bottom: 20 },
  ];
  assert.deepEqual(lanesOf(stripes, 10), [2, 9]);
  assert.deepEqual(lanesOf(stripes, 8), [0, 1]);
});
