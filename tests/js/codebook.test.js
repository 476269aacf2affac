import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { Codebook } from "../../static/js/annotator/codebook.js";

const code = (id, name, path, dimension, shortcut = "", codable = true) => ({
  id,
  name,
  path,
  dimension,
  shortcut,
  codable,
  parent: null,
  color: "#5b3fa8",
  pattern: 0,
});
const dimensions = [
  { id: "p", name: "Pressure", exclusive: true },
  { id: "f", name: "Factor", exclusive: false },
];
const codes = [
  code("c", "Coercive", "Coercive", "p", "3"),
  code("n", "Normative", "Normative", "p"),
  code("t", "Training and education", "Normative › Training and education", "p"),
  code("h", "Headings", "Headings", "f", "", false),
  code("e", "Éducation of units", "Éducation of units", "f", "E"),
];
const names = (found) => found.map(({ id }) => id).join("");

test("finds by any part of the name or path, without case and accents, best first", () => {
  const book = new Codebook(codes, dimensions);
  assert.equal(names(book.search("norm")), "nt");
  assert.equal(names(book.search("educ")), "et");
  assert.equal(names(book.search("norm edu")), "t");
  assert.equal(names(book.search("train norm")), "t");
  assert.equal(names(book.search("zzz")), "");
  assert.equal(names(book.search("  ")), "cnte");
});

test("headings are not offered", () => {
  assert.equal(names(new Codebook(codes, dimensions).search("head")), "");
});

test("a code's own key wins; free digits go to codes without one, in order", () => {
  const book = new Codebook(codes, dimensions);
  assert.equal(book.byKey("3").id, "c");
  assert.equal(book.byKey("e").id, "e");
  assert.equal(book.byKey("1").id, "n");
  assert.equal(book.byKey("2").id, "t");
  assert.equal(book.byKey("4"), undefined);
  assert.equal(book.keyOf("t"), "2");
});

test("only codes of one exclusive dimension exclude one another", () => {
  const book = new Codebook(codes, dimensions);
  assert.equal(book.rival("c", ["e", "n"]).id, "n");
  assert.equal(book.rival("c", ["c", "e"]), undefined);
  assert.equal(book.rival("e", ["c", "h"]), undefined);
});

test("a code made on the spot is found at once", () => {
  const book = new Codebook(codes, dimensions);
  book.add(code("x", "Bimbingan", "Bimbingan", "f"));
  assert.equal(names(book.search("bimb")), "x");
  assert.equal(book.named(" bimbingan ").id, "x");
  assert.equal(book.byKey("4").id, "x");
});
