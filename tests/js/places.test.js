import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "../../static/js/behaviours/code_tree/places.js";

// A: a (a1, a2), b; B: c
const CODES = [
  { id: "a", parent: "", dimension: "A" },
  { id: "a1", parent: "a", dimension: "A" },
  { id: "a2", parent: "a", dimension: "A" },
  { id: "b", parent: "", dimension: "A" },
  { id: "c", parent: "", dimension: "B" },
];
const places = (moving) => new Places(["A", "B"], CODES, moving);
const at = (under, position) => ({ under, position });

test("a code starts where it stands", () => {
  assert.deepEqual(places("a2").start, at("a", 1));
  assert.deepEqual(places("b").start, at("A", 1));
  assert.ok(places("b").isStart(at("A", 1)));
});

test("one step after another a code goes down out of its parent and into the next dimension, and back", () => {
  const moving = places("a1");
  const way = [moving.start];
  for (let next = moving.down(moving.start); next; next = moving.down(next)) way.push(next);
  assert.deepEqual(way, [at("a", 0), at("a", 1), at("A", 1), at("A", 2), at("B", 0), at("B", 1)]);
  const back = [way[5]];
  for (let next = moving.up(way[5]); next; next = moving.up(next)) back.push(next);
  assert.deepEqual(back, [at("B", 1), at("B", 0), at("A", 2), at("A", 1), at("A", 0)]);
});

test("in goes last under the code before, out goes behind the code above", () => {
  assert.deepEqual(places("b").inward(at("A", 1)), at("a", 2));
  assert.equal(places("b").inward(at("A", 0)), null);
  assert.deepEqual(places("a1").outward(at("a", 0)), at("A", 1));
  assert.equal(places("b").outward(at("A", 1)), null);
});

test("a pointer means before, into and behind, and never below the code itself", () => {
  const moving = places("b");
  assert.deepEqual(moving.pointed("a1", "before"), at("a", 0));
  assert.deepEqual(moving.pointed("a1", "into"), at("a1", 0));
  assert.deepEqual(moving.pointed("a2", "after"), at("a", 2));
  assert.deepEqual(moving.pointed("a", "after"), at("a", 0), "behind a code with others below it");
  assert.deepEqual(moving.pointed("B", "into"), at("B", 0));
  assert.equal(places("a").pointed("a2", "into"), null);
});

test("a place is shown at the edge of a row", () => {
  assert.deepEqual(places("b").edge(at("A", 0)), { row: "a", edge: "before" });
  assert.deepEqual(places("b").edge(at("A", 1)), { row: "a2", edge: "after" });
  assert.deepEqual(places("b").edge(at("a1", 0)), { row: "a1", edge: "after" });
  assert.deepEqual(places("c").edge(at("B", 0)), { row: "B", edge: "after" });
});

test("another dimension is told from one's own", () => {
  assert.ok(places("a1").isAcross(at("c", 0)));
  assert.ok(places("a1").isAcross(at("B", 0)));
  assert.ok(!places("a1").isAcross(at("b", 0)));
});
