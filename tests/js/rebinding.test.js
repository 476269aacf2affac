import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { bindings, match } from "../../static/js/annotator/bindings.js";
import {
  changed,
  holderOf,
  nameOf,
  objection,
  places,
  rebound,
  usual,
  withSlots,
} from "../../static/js/annotator/rebinding.js";

const table = withSlots(bindings(true));
const stroke = (key, extra = {}) => ({
  key,
  code: "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...extra,
});
const meaning = (changes, key, extra) => match(stroke(key, extra), rebound(table, changes))?.binding.command;

test("every key of the table has a slot of its own, and is heard under the name the table gives it", () => {
  const slots = table.flatMap((binding) => binding.slots);
  assert.equal(new Set(slots).size, slots.length);
  const shifted = { u: "U", f: "F", x: "X" };
  assert.equal(nameOf(stroke("j")), "j");
  assert.equal(nameOf(stroke(shifted.u, { shiftKey: true })), "Shift+u");
  assert.equal(nameOf(stroke("Z", { shiftKey: true, ctrlKey: true })), "Mod+Shift+z");
  assert.equal(nameOf(stroke("?", { shiftKey: true })), "?", "a sign is what it types");
  assert.equal(nameOf(stroke("{", { shiftKey: true, code: "BracketLeft" })), "Shift+[");
  assert.equal(nameOf(stroke("‘", { altKey: true, code: "BracketRight" })), "Alt+]");
  assert.equal(nameOf(stroke("π", { altKey: true, code: "KeyP" })), "Alt+p");
  assert.equal(nameOf(stroke(" ")), "Space");
  assert.equal(nameOf(stroke("+", { shiftKey: true })), "Plus");
  assert.equal(nameOf(stroke("ArrowLeft", { shiftKey: true })), "Shift+ArrowLeft");
  assert.equal(nameOf(stroke("F4")), "F4");
  for (const key of ["Shift", "Control", "AltGraph", "Dead"]) assert.equal(nameOf(stroke(key)), null);
});

test("what a person presses is what the table then hears", () => {
  const strokes = [
    stroke("y"),
    stroke("Y", { shiftKey: true }),
    stroke("+", { shiftKey: true }),
    stroke(" "),
    stroke("F9"),
    stroke("%", { shiftKey: true, code: "Digit5" }),
    stroke("π", { altKey: true, code: "KeyP" }),
    stroke("}", { altKey: true, shiftKey: true, code: "BracketRight" }),
    stroke("é"),
    stroke("m", { metaKey: true, altKey: true, code: "KeyM" }),
  ];
  for (const one of strokes) {
    const key = nameOf(one);
    assert.equal(match(one, rebound(table, { "undo:u": key }))?.binding.command, "undo", key);
  }
});

test("a changed key takes the place of the usual one, and nothing else changes", () => {
  assert.equal(meaning({ "undo:u": "y" }, "y"), "undo");
  assert.equal(meaning({ "undo:u": "y" }, "u"), undefined);
  assert.equal(meaning({ "undo:u": "y" }, "z", { ctrlKey: true }), "undo");
  assert.equal(meaning({ "gone:q": "y" }, "y"), undefined, "a slot that a newer version no longer has");
  const digits = rebound(table, { "apply-key:3": "F8" });
  assert.equal(match(stroke("F8"), digits)?.value, "3");
});

test("a key somebody chose is theirs: who had it by itself goes without, until both are swapped", () => {
  assert.equal(meaning({ "undo:u": "k" }, "k"), "undo");
  assert.equal(holderOf(rebound(table, { "undo:u": "k" }), "k")?.slot, "undo:u");
  const swapped = { "undo:u": "k", "previous-turn:k": "u" };
  assert.equal(meaning(swapped, "u"), "previous-turn");
  assert.equal(meaning(swapped, "k"), "undo");
  const keys = places(rebound(table, swapped)).map(({ key }) => key.toLowerCase());
  assert.equal(new Set(keys).size, keys.length);
});

test("only what differs is kept", () => {
  const once = changed({}, "undo:u", "y");
  assert.deepEqual(once, { "undo:u": "y" });
  assert.deepEqual(changed(once, "undo:u", "u"), {});
  assert.equal(usual("border:Alt+Shift+["), "Alt+Shift+[");
  assert.equal(usual("play-here:;"), ";");
});

test("keys of the browser, keys of the page, and keys that type are refused where they would harm", () => {
  const [undo, play] = ["undo", "play"].map((command) =>
    table.find((one) => one.command === command && (command !== "play" || one.scope === "always")),
  );
  for (const key of ["Mod+w", "Mod+t", "Mod+c", "F5", "Alt+F4", "Mod+Shift+t", "Alt+ArrowLeft"])
    assert.match(objection(key, undo), /browser/, key);
  for (const key of ["Tab", "Shift+Tab", "Escape"]) assert.match(objection(key, undo), /move through/, key);
  for (const key of ["q", "Shift+q", "Mod+z", "F9", "Space", "é"])
    assert.equal(objection(key, undo), "", key);
  assert.match(objection("q", play), /types nothing/);
  for (const key of ["F9", "Mod+e", "Alt+q"]) assert.equal(objection(key, play), "", key);
});

test("what the table says by itself is not refused", () => {
  for (const { key, binding } of places(table))
    if (key !== "Escape" && !key.startsWith("Mod+")) assert.equal(objection(key, binding), "", key);
});
