import assert from "node:assert/strict";
import test from "node:test";
import { matches } from "../../static/js/annotator/matching.js";

const found = (text, query) => matches(text, query).map(({ start, end }) => text.slice(start, end));

test("the query as a whole, wherever it stands, without case and accents", () => {
  assert.deepEqual(found("Normative › Training and education", "ED"), ["ed"]);
  assert.deepEqual(found("Édukasi dan edukasi", "edu"), ["Édu", "edu"]);
  assert.deepEqual(found("Work-unit education", "education"), ["education"]);
  assert.deepEqual(found("Mimetic", ""), []);
  assert.deepEqual(found("Mimetic", "zz"), []);
});

test("words that stand apart are marked each, those that touch as one", () => {
  assert.deepEqual(found("Normative › Training and education", "educ norm"), ["Norm", "educ"]);
  assert.deepEqual(found("Normative › Training", "norm train"), ["Norm", "Train"]);
  assert.deepEqual(found("coordination", "coor ordin"), ["coordin"]);
});

test("places are those of the text, also where letters are made of several units", () => {
  assert.deepEqual(found("😀 e\u0301duk 𝐀si", "si"), ["si"]);
  assert.deepEqual(found("e\u0301duk", "ed"), ["e\u0301d"]);
  const [span] = matches("😀 pelatihan", "latih");
  assert.deepEqual(span, { start: 5, end: 10 });
});
