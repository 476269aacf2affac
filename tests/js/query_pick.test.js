// Which names are offered for what is typed, and in which order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "../../static/js/behaviours/query_pick.js";

const CODES = [
  { name: "Study visit", about: "Pressure › Mimetic" },
  { name: "Adopted innovation", about: "Pressure › Mimetic" },
  { name: "Mimetic", about: "Pressure" },
  { name: "Innovation", about: "Factor" },
];

/** @param {string} typed */
const names = (typed) => fitting(CODES, typed).map(({ name }) => name);

test("any part of a name will do, in capitals or not", () => {
  assert.deepEqual(names("VISIT"), ["Study visit"]);
  assert.deepEqual(names("pressure adopted"), ["Adopted innovation"]);
  assert.deepEqual(names("nothing"), []);
});

test("what begins so comes first, what stands under such a name last", () => {
  assert.deepEqual(names("innov"), ["Innovation", "Adopted innovation"]);
  assert.deepEqual(names("mim"), ["Mimetic", "Study visit", "Adopted innovation"]);
});

test("nothing typed offers everything as it stands", () => {
  assert.deepEqual(
    names(""),
    CODES.map(({ name }) => name),
  );
});
