import assert from "node:assert/strict";
import test from "node:test";
import { inVivoName, sentenceAt, snap, stops, words } from "../../static/js/annotator/passages.js";

const said = "Satuan-satuan kerja, ya? Bukan karena disuruh. 😀 Memang.";
const cut = ({ start, end }) => said.slice(start, end);

test("a word keeps its hyphen and its apostrophe", () => {
  assert.deepEqual(
    words("Do'a satuan-satuan, 12 kali").map(({ start, end }) =>
      "Do'a satuan-satuan, 12 kali".slice(start, end),
    ),
    ["Do'a", "satuan-satuan", "12", "kali"],
  );
});

test("the sentence around a place comes without the space behind it", () => {
  assert.equal(cut(sentenceAt(said, 3, "id")), "Satuan-satuan kerja, ya?");
  assert.equal(cut(sentenceAt(said, 30, "id")), "Bukan karena disuruh.");
  assert.equal(cut(sentenceAt(said, said.length, "id")).endsWith("Memang."), true);
  assert.equal(sentenceAt("", 0, "id"), null);
});

test("borders stop where words begin or finish, and never inside a character", () => {
  assert.deepEqual(stops("satu dua", "start", "word"), [0, 5]);
  assert.deepEqual(stops("satu dua", "end", "word"), [4, 8]);
  assert.deepEqual(stops("a👩‍👧b", "end", "character"), [1, 6, 7]);
  assert.equal(snap("satu dua", 6, "start"), 5);
  assert.equal(snap("…", 1, "start"), 1);
});

test("an in-vivo name is one short line without punctuation around it", () => {
  assert.equal(inVivoName("“karena\n disuruh,”"), "karena disuruh");
  assert.ok(inVivoName("kata ".repeat(40)).length <= 80);
  assert.equal(inVivoName("x".repeat(200)).length, 80);
});
