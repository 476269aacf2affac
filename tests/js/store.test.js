import assert from "node:assert/strict";
import test from "node:test";
import { Store } from "../../static/js/annotator/store.js";
import { segment } from "./helpers.js";

const withMemo = (memo) => (one) => one && { ...one, memo };
const moved = (start, end) => (one) => one && { ...one, start, end };
const filled = (...segments) => {
  const store = new Store();
  store.load(segments);
  return store;
};

test("a change shows at once and a refusal takes only it away", () => {
  const store = filled(segment("a", 0, 10));
  const first = store.begin("a", withMemo("first"));
  store.begin("a", moved(2, 8));
  assert.deepEqual([store.get("a").memo, store.get("a").start], ["first", 2]);
  store.rollback([first]);
  assert.deepEqual([store.get("a").memo, store.get("a").start], ["", 2]);
});

test("the server's answer becomes the ground under what is still unsent", () => {
  const store = filled(segment("a", 0, 10));
  const first = store.begin("a", withMemo("typed"));
  store.begin("a", moved(2, 8));
  store.settle([first], { segments: [{ ...segment("a", 0, 10), memo: "as stored" }], deleted: [] });
  assert.deepEqual([store.get("a").memo, store.get("a").start], ["as stored", 2]);
});

test("a refused creation disappears with everything done to it", () => {
  const store = filled();
  const made = store.begin("a", () => segment("a", 0, 4));
  store.begin("a", withMemo("more"));
  assert.equal(store.isSaved("a"), false);
  store.rollback([made]);
  assert.equal(store.get("a"), undefined);
  assert.deepEqual(store.between(0, 10), []);
});

test("segments are found where they are shown, not where the server has them", () => {
  const store = filled(segment("a", 0, 10), segment("b", 50, 60));
  const edit = store.begin("a", moved(100, 110));
  assert.deepEqual(
    store.between(0, 20).map(({ id }) => id),
    [],
  );
  assert.deepEqual(
    store.between(90, 120).map(({ id }) => id),
    ["a"],
  );
  store.rollback([edit]);
  assert.deepEqual(
    store.all().map(({ id }) => id),
    ["a", "b"],
  );
});

test("at a place the narrowest comes first, and the end of a segment counts where nothing else is", () => {
  const store = filled(segment("wide", 0, 30), segment("narrow", 5, 10));
  assert.deepEqual(
    store.at(6).map(({ id }) => id),
    ["narrow", "wide"],
  );
  assert.deepEqual(
    store.at(30).map(({ id }) => id),
    ["wide"],
  );
  assert.deepEqual(store.at(31), []);
});

test("an answer to undo replaces and deletes", () => {
  const store = filled(segment("a", 0, 10, ["x"]), segment("b", 5, 9));
  store.settle([], { segments: [segment("a", 0, 10, ["y"])], deleted: ["b"] });
  assert.deepEqual(store.counts(), { y: 1 });
  assert.equal(store.get("b"), undefined);
});

test("listeners hear what changed, once, and nothing when nothing did", () => {
  const store = filled(segment("a", 0, 10));
  const heard = [];
  store.onSegments((changes) => heard.push(changes.map(({ before, after }) => [before?.memo, after?.memo])));
  const edit = store.begin("a", withMemo("new"));
  store.receive({ segments: [], deleted: ["unknown"] });
  store.rollback([edit]);
  assert.deepEqual(heard, [[["", "new"]], [["new", ""]]]);
});

test("the selection falls with its segment", () => {
  const store = filled(segment("a", 0, 10));
  store.look({ selected: "a" });
  const views = [];
  store.onView((view) => views.push(view.selected));
  store.begin("a", () => null);
  store.look({ selected: null });
  assert.deepEqual(views, [null]);
});
