import assert from "node:assert/strict";
import test from "node:test";
import { Codebook } from "../../static/js/annotator/codebook.js";
import { ALL, EVERYTHING, Layers } from "../../static/js/annotator/layers.js";
import { Store } from "../../static/js/annotator/store.js";
import { segment } from "./helpers.js";

const code = (id, dimension, parent = null) => ({
  id,
  name: id,
  path: id,
  dimension,
  parent,
  color: "#000000",
  shortcut: null,
  codable: true,
  pattern: 0,
});
const codebook = new Codebook(
  [
    code("normative", "pressure"),
    code("training", "pressure", "normative"),
    code("deep", "pressure", "training"),
    code("innovation", "factor"),
  ],
  [
    { id: "pressure", name: "Pressure", exclusive: true },
    { id: "factor", name: "Factor", exclusive: false },
  ],
);
const layers = (wanted) => new Layers({ ...EVERYTHING, ...wanted }, codebook);
const mine = segment("a", 0, 10, ["training", "innovation"], "me");
const theirs = segment("b", 0, 10, ["innovation"], "you");
const bare = segment("c", 0, 10, [], "me");

test("everything is shown until something is left out", () => {
  assert.equal(ALL.isOn, false);
  for (const one of [mine, theirs, bare]) assert.ok(ALL.passes(one) && ALL.isThere(one));
  assert.equal(layers({ hides: true }).isOn, false);
});

test("a coder can be left out", () => {
  const on = layers({ coders: ["you"] });
  assert.ok(on.isOn);
  assert.deepEqual(
    [mine, theirs, bare].map((one) => on.passes(one)),
    [true, false, true],
  );
  assert.equal(on.shows(theirs, "innovation"), false);
});

test("a dimension can be left out, and a passage stays for its other codes", () => {
  const on = layers({ dimensions: ["factor"] });
  assert.equal(on.shows(mine, "training"), true);
  assert.equal(on.shows(mine, "innovation"), false);
  assert.deepEqual(
    [mine, theirs, bare].map((one) => on.passes(one)),
    [true, false, false],
  );
});

test("one code is shown with all below it", () => {
  const on = layers({ code: "normative" });
  assert.ok(on.showsCode("normative") && on.showsCode("training") && on.showsCode("deep"));
  assert.equal(on.showsCode("innovation"), false);
  assert.deepEqual(
    [mine, theirs, bare].map((one) => on.passes(one)),
    [true, false, false],
  );
  assert.equal(layers({ code: "deep" }).showsCode("training"), false);
});

test("what is left out is still there unless it is hidden", () => {
  assert.equal(layers({ coders: ["you"] }).isThere(theirs), true);
  assert.equal(layers({ coders: ["you"], hides: true }).isThere(theirs), false);
});

test("counts follow the layers", () => {
  const store = new Store();
  store.load([mine, theirs, bare]);
  assert.deepEqual(store.counts(), { training: 1, innovation: 2 });
  store.look({ layers: layers({ coders: ["you"] }) });
  assert.deepEqual(store.counts(), { training: 1, innovation: 1 });
  store.look({ layers: layers({ dimensions: ["factor"] }) });
  assert.deepEqual(store.counts(), { training: 1 });
});
