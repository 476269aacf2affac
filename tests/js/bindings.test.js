import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { bindings, match } from "../../static/js/annotator/bindings.js";

const table = bindings();
const stroke = (key, extra = {}) => ({
  key,
  code: "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...extra,
});
const meaning = (key, extra) => {
  const found = match(stroke(key, extra), table);
  return found && [found.binding.command, found.value];
};

test("letters mean commands, capitals only with Shift", () => {
  assert.deepEqual(meaning("j"), ["next-turn", undefined]);
  assert.deepEqual(meaning("u"), ["undo", undefined]);
  assert.deepEqual(meaning("U", { shiftKey: true }), ["redo", undefined]);
  assert.deepEqual(meaning("J"), ["next-turn", undefined], "Caps Lock is no Shift");
  assert.deepEqual(meaning("?", { shiftKey: true }), ["help", undefined]);
});

test("nothing fires with Ctrl, Alt or Meta unless it says so", () => {
  for (const key of [..."jknpgfstcrvmxu123"]) {
    for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
      if (modifier === "altKey" && key === "p") continue;
      assert.equal(meaning(key, { [modifier]: true }), null, `${modifier} ${key}`);
    }
  }
  assert.deepEqual(
    meaning("π", { code: "KeyP", altKey: true }),
    ["pin-code", undefined],
    "Alt types on a Mac",
  );
  assert.deepEqual(meaning("z", { ctrlKey: true }), ["undo", undefined]);
  assert.deepEqual(meaning("z", { metaKey: true }), ["undo", undefined]);
  assert.deepEqual(meaning("Z", { ctrlKey: true, shiftKey: true }), ["redo", undefined]);
});

test("arrows carry how far they go", () => {
  assert.deepEqual(meaning("ArrowLeft"), ["move", "left character"]);
  assert.deepEqual(meaning("ArrowDown", { shiftKey: true }), ["extend-selection", "forward line"]);
  assert.deepEqual(meaning("ArrowRight", { ctrlKey: true, shiftKey: true }), [
    "extend-selection",
    "right word",
  ]);
});

test("brackets move borders, by their place when Shift or Alt changes what they type", () => {
  assert.deepEqual(meaning("["), ["border", "start -1 word"]);
  assert.deepEqual(meaning("{", { code: "BracketLeft", shiftKey: true }), ["border", "start 1 word"]);
  assert.deepEqual(meaning("‘", { code: "BracketRight", altKey: true }), ["border", "end 1 character"]);
  assert.deepEqual(meaning("}", { code: "BracketRight", altKey: true, shiftKey: true }), [
    "border",
    "end -1 character",
  ]);
});

test("digits apply codes", () => {
  assert.deepEqual(meaning("3"), ["apply-key", "3"]);
  assert.equal(meaning("0"), null);
});

test("no two bindings want the same key, and every one has words", () => {
  const keys = table.flatMap((binding) => binding.keys.map((key) => key.toLowerCase()));
  assert.equal(new Set(keys).size, keys.length);
  for (const { label, group, keys: own, values } of table) {
    assert.ok(label && group);
    assert.ok(!values || values.length === own.length);
  }
});
