import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { bindings, match } from "../../static/js/annotator/bindings.js";
import {
  clock,
  heardAt,
  inTime,
  nextSpeed,
  stampBefore,
  withPlace,
} from "../../static/js/annotator/playing.js";

const stamps = [
  { at: 0, index: 0 },
  { at: 5_000, index: 2 },
  { at: 3_000, index: 3 },
  { at: 9_000, index: 5 },
];

test("the turn that is heard is the last that has begun, whatever the order of the text", () => {
  const ordered = inTime(stamps);
  assert.deepEqual(
    ordered.map(({ index }) => index),
    [0, 3, 2, 5],
  );
  const heard = (ms) => heardAt(ordered, ms)?.index;
  assert.equal(heard(-1), undefined);
  assert.equal(heard(0), 0);
  assert.equal(heard(2_999), 0);
  assert.equal(heard(3_000), 3);
  assert.equal(heard(5_000), 2);
  assert.equal(heard(1e9), 5);
  assert.equal(heardAt([], 5), null);
});

test("a turn without a timestamp is played from the nearest before it", () => {
  assert.equal(stampBefore(stamps, 4)?.index, 3);
  assert.equal(stampBefore(stamps, 5)?.at, 9_000);
  assert.equal(stampBefore(stamps.slice(1), 1), null);
});

test("times are written as on a clock", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(37.9), "0:37");
  assert.equal(clock(724), "12:04");
  assert.equal(clock(3_724), "1:02:04");
  assert.equal(clock(-3), "0:00");
});

test("speeds go in steps and stop at the ends", () => {
  assert.equal(nextSpeed(1, 1), 1.25);
  assert.equal(nextSpeed(1, -1), 0.75);
  assert.equal(nextSpeed(2, 1), 2);
  assert.equal(nextSpeed(0.5, -1), 0.5);
  assert.equal(nextSpeed(1.1, 1), 1.25);
});

test("the latest hundred places are kept", () => {
  let places = [];
  for (let i = 0; i < 120; i++) places = withPlace(places, `r${i}`, i);
  assert.equal(places.length, 100);
  places = withPlace(places, "r50", 7);
  assert.deepEqual(places.at(-1), ["r50", 7]);
  assert.equal(places.filter(([id]) => id === "r50").length, 1);
});

test("the player's keys are there only with a recording, and collide with none", () => {
  const table = bindings(true);
  const keys = table.flatMap((binding) => binding.keys.map((key) => key.toLowerCase()));
  assert.equal(new Set(keys).size, keys.length);
  const plain = { code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const meaning = (key, extra, of = table) => match({ ...plain, key, ...extra }, of)?.binding.command;
  assert.equal(meaning(" "), "play");
  assert.equal(meaning(" ", { shiftKey: true }), undefined);
  assert.equal(meaning("F4"), "play");
  assert.equal(meaning("F4", { altKey: true }), undefined, "Alt+F4 closes the window");
  assert.equal(meaning("<", { shiftKey: true }), "speed");
  assert.equal(meaning(","), "skip");
  assert.equal(meaning(" ", {}, bindings()), undefined);
});
