import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { Codebook } from "../../static/js/annotator/codebook.js";
import { Live, sleep } from "../../static/js/annotator/live.js";
import { News } from "../../static/js/annotator/news.js";
import { Store } from "../../static/js/annotator/store.js";
import { segment } from "./helpers.js";

const ME = { id: "me", name: "Lestari" };

function answer(next, { events = [], segments = [], deleted = [], present = [ME], codebook = null } = {}) {
  return { next, events, segments, deleted, present, codebook, seen: `seen-${next}` };
}

function event(sequence, extra = {}) {
  const plain = {
    actor: "her",
    name: "Cahya",
    verb: "segment_changed",
    segments: [],
    reload: [],
    transcript: "t",
  };
  return { sequence, ...plain, ...extra };
}

/** A server whose replies are given beforehand; the asking ends when they are used up. */
function asking(replies, { hidden = false, after = 5 } = {}) {
  const seen = { queries: [], taken: [], told: [], pauses: [], lost: 0 };
  const live = new Live(after, {
    ask: async (query) => {
      seen.queries.push(query);
      const reply = replies.shift();
      if (reply instanceof Error) throw reply;
      return { isCrowded: false, ...reply };
    },
    place: () => ({ at: "t", segment: null }),
    isHidden: () => hidden,
    take: (taken) => seen.taken.push(taken.next),
    tell: ({ after: from, answer: { next } }) => seen.told.push([from, next]),
    lost: () => (seen.lost += 1),
    sleep: async (ms) => void seen.pauses.push(ms),
  });
  return { live, seen, run: () => live.run(() => replies.length > 0) };
}

test("each question begins where the last answer ended, and says who is known to be here", async () => {
  const { run, seen } = asking([{ answer: answer(7) }, { answer: answer(9) }, { answer: null }]);
  await run();
  assert.deepEqual(
    seen.queries.map(({ after, wait, seen: known }) => [after, wait, known]),
    [
      ["5", "20", "nobody"],
      ["7", "20", "seen-7"],
      ["9", "20", "seen-9"],
    ],
  );
  assert.deepEqual(seen.taken, [7, 9]);
  assert.deepEqual(seen.told, [
    [5, 7],
    [7, 9],
  ]);
});

test("without room to wait it asks each second, every five alone; hidden every fifteen, without waiting", async () => {
  const crowd = { answer: answer(5, { present: [ME, { id: "her" }] }), isCrowded: true };
  const crowded = asking([crowd, { answer: null, isCrowded: true }, { answer: null }]);
  await crowded.run();
  assert.deepEqual(crowded.seen.pauses.slice(0, 2), [1_000, 1_000]);
  const alone = asking([{ answer: answer(5), isCrowded: true }, { answer: null }]);
  await alone.run();
  assert.deepEqual(alone.seen.pauses, [5_000]);
  const hidden = asking([{ answer: null }, { answer: null }], { hidden: true });
  await hidden.run();
  assert.deepEqual(hidden.seen.pauses, [15_000]);
  assert.deepEqual(
    hidden.seen.queries.map(({ wait }) => wait),
    ["0", "0"],
  );
});

test("after failures it waits longer and longer, and goes on from where it was", async () => {
  const down = () => new Error("offline");
  const { run, seen } = asking([down(), down(), down(), { answer: answer(8) }, { answer: null }]);
  await run();
  assert.deepEqual(new Set(seen.queries.slice(0, 4).map(({ after }) => after)), new Set(["5"]));
  const [first, second, third] = seen.pauses;
  for (const [pause, most] of [
    [first, 1_000],
    [second, 2_000],
    [third, 4_000],
  ])
    assert.ok(pause >= most / 2 && pause <= most, `${pause} is not about ${most}`);
  assert.deepEqual(seen.taken, [8]);
});

test("a log that is shorter than the one known means that everything is loaded anew", async () => {
  const { run, seen, live } = asking([{ answer: answer(2) }, { answer: null }]);
  await run();
  assert.deepEqual([seen.lost, seen.taken, live.next], [1, [], 2]);
});

test("what another tab was told is taken, once, and in order", async () => {
  const { live, seen } = asking([]);
  await live.heard({ after: 5, answer: answer(6) });
  await live.heard({ after: 6, answer: answer(9) });
  await live.heard({ after: 6, answer: answer(8) });
  assert.deepEqual([seen.taken, live.next], [[6, 9], 9]);
});

test("a tab that has missed what another was told asks for it itself", async () => {
  const replies = [{ answer: answer(7) }, { answer: answer(9) }];
  const { live, seen } = asking(replies);
  await live.heard({ after: 8, answer: answer(9) });
  assert.deepEqual(seen.taken, [7, 9]);
  assert.deepEqual(
    seen.queries.map(({ after, wait }) => [after, wait]),
    [
      ["5", "0"],
      ["7", "0"],
    ],
  );
});

test("being nudged ends the question and the pause", async () => {
  let asked = 0;
  const live = new Live(1, {
    ask: (_query, signal) => {
      asked += 1;
      if (asked === 2) return Promise.resolve({ answer: null, isCrowded: true });
      return new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(new Error("aborted"))),
      );
    },
    place: () => ({ at: "t", segment: null }),
    isHidden: () => false,
    take: () => {},
    tell: () => {},
    lost: () => {},
    sleep,
  });
  const running = live.run(() => asked < 3);
  assert.equal(asked, 1);
  live.nudge();
  while (asked < 2) await new Promise((resolve) => setImmediate(resolve));
  // Now it pauses for five seconds; the third question comes at once.
  await new Promise((resolve) => setImmediate(resolve));
  live.nudge();
  while (asked < 3) await new Promise((resolve) => setImmediate(resolve));
  live.nudge();
  await running;
});

// --- what becomes of the news --------------------------------------------------------------------------------

function page({ load = async () => ({ items: [], next: 0, version: "v" }) } = {}) {
  const store = new Store();
  const codebook = new Codebook([], []);
  const hints = [];
  const told = [];
  const people = [];
  const news = new News({
    data: { user: ME, transcript: "t", version: "v", coders: {} },
    store,
    codebook,
    announcer: { hint: (message) => hints.push(message) },
    load,
    tell: (name, detail) => told.push([name, detail]),
    present: (present) => people.push(present.map(({ id }) => id)),
  });
  return { store, codebook, news, hints, told, people };
}

const ids = (store) => store.all().map(({ id }) => id);

test("others' passages come and go, those of other texts do not", () => {
  const { store, news } = page();
  store.load([segment("a", 0, 5, ["x"])], 5);
  const elsewhere = { ...segment("c", 0, 5, ["x"]), version: "of another text" };
  news.take(answer(7, { segments: [segment("b", 6, 9, ["x"], "her"), elsewhere], deleted: ["a"] }));
  assert.deepEqual(ids(store), ["b"]);
});

test("an unsent change stays on top of what others did, and of the same news twice", () => {
  const { store, news } = page();
  store.load([segment("a", 0, 5, ["x"])], 5);
  const edit = store.begin("a", (one) => one && { ...one, start: 2 });
  const theirs = answer(7, { segments: [segment("a", 0, 8, ["x"])] });
  news.take(theirs);
  news.take(theirs);
  assert.deepEqual([store.get("a").start, store.get("a").end], [2, 8]);
  store.rollback([edit]);
  assert.deepEqual([store.get("a").start, store.get("a").end], [0, 8]);
});

test("of an answer and an event the newer stays, whichever comes first", () => {
  const { store, news } = page();
  const edit = store.begin("a", () => segment("a", 0, 5, ["x", "y"]));
  store.settle([edit], { segments: [segment("a", 0, 5, ["x", "y"])], deleted: [] }, 9);
  news.take(answer(8, { segments: [segment("a", 0, 5, ["x"])] }));
  assert.equal(store.get("a").codings.length, 2, "an event that came late");
  news.take(answer(12, { segments: [segment("a", 0, 7, ["x"])] }));
  const late = store.begin("a", (one) => one);
  store.settle([late], { segments: [segment("a", 0, 6, ["x"])], deleted: [] }, 10);
  assert.equal(store.get("a").end, 7, "an answer that came late");
  news.take(answer(13, { deleted: ["a"] }));
  news.take(answer(11, { segments: [segment("a", 0, 5, ["x"])] }));
  assert.deepEqual(ids(store), [], "what is gone does not come back");
});

test("what is as it was is not painted again", () => {
  const { store, news } = page();
  store.load([segment("a", 0, 5, ["x"])], 5);
  let changes = 0;
  store.onSegments((all) => (changes += all.length));
  news.take(answer(7, { segments: [segment("a", 0, 5, ["x"])] }));
  assert.equal(changes, 0);
});

test("a changed codebook takes the place of the one known, before passages with its codes come", () => {
  const { codebook, news, told } = page();
  const dimension = { id: "d", name: "Pressure", exclusive: true };
  const code = { id: "x", name: "Pressed", path: "Pressed", dimension: "d", parent: null, color: "#000000" };
  const rest = { shortcut: "", codable: true, pattern: 0 };
  news.take(answer(7, { codebook: { codes: [{ ...code, ...rest }], dimensions: [dimension] } }));
  assert.equal(codebook.name("x"), "Pressed");
  assert.equal(codebook.dimensionName("d"), "Pressure");
  assert.equal(codebook.byKey("1").id, "x");
  news.take(answer(8, { codebook: { codes: [], dimensions: [] } }));
  assert.equal(codebook.get("x"), undefined);
  assert.deepEqual(
    told.map(([name]) => name),
    ["codebook-changed", "codebook-changed"],
  );
});

test("what is too large to be told is loaded anew, and what is gone goes", async () => {
  const load = async () => ({ items: [segment("b", 1, 4, ["x"])], next: 9, version: "v" });
  const { store, news } = page({ load });
  store.load([segment("a", 0, 5, ["x"])], 5);
  news.take(answer(9, { events: [event(9, { reload: ["segments"], transcript: null })] }));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(ids(store), ["b"]);
  news.take(answer(10, { events: [event(10, { reload: ["segments"], transcript: "another" })] }));
});

test("a corrected text is told once, and its passages are not laid over the old words", async () => {
  const load = async () => ({
    items: [{ ...segment("a", 3, 9), version: "newer" }],
    next: 9,
    version: "newer",
  });
  const { store, news, told } = page({ load });
  store.load([segment("a", 0, 5, ["x"])], 5);
  const corrected = [event(9, { reload: ["text"], name: "Cahya" })];
  news.take(answer(9, { events: corrected }));
  await new Promise((resolve) => setImmediate(resolve));
  news.take(answer(10, { events: corrected, deleted: ["a"] }));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(told, [["corrected-elsewhere", { name: "Cahya" }]]);
  assert.equal(store.get("a").start, 0);
});

test("two people on one segment are told, once each time they meet", () => {
  const { store, news, hints, people } = page();
  store.load([segment("a", 0, 5, ["x"], "her"), segment("b", 6, 9, ["x"], "her")], 5);
  const her = (at) => ({ id: "her", name: "Cahya", initials: "C", transcript: "t", segment: at });
  store.look({ selected: "a" });
  news.take(answer(5, { present: [ME, her("b")] }));
  assert.deepEqual(hints, []);
  news.take(answer(5, { present: [ME, her("a")] }));
  news.take(answer(6, { present: [ME, her("a")] }));
  assert.equal(hints.length, 1);
  store.look({ selected: "b" });
  store.look({ selected: "a" });
  assert.equal(hints.length, 2);
  assert.deepEqual(people.at(-1), ["her"], "oneself is not shown");
});

test("whoever has a segment selected is told who changed or removed it, but not of their own changes", () => {
  const { store, news, hints } = page();
  store.load([segment("a", 0, 5, ["x"])], 5);
  store.look({ selected: "a" });
  const changed = (next, actor, codes) =>
    answer(next, {
      segments: [segment("a", 0, 5, codes)],
      events: [event(next, { actor, segments: ["a"] })],
    });
  news.take(changed(6, "me", ["x", "y"]));
  assert.deepEqual(hints, []);
  news.take(changed(7, "her", ["y"]));
  news.take(changed(8, "her", ["y"]));
  assert.equal(hints.length, 1);
  news.take(answer(9, { deleted: ["a"], events: [event(9, { segments: ["a"] })] }));
  assert.match(hints[1], /removed/);
  assert.equal(store.view.selected, null);
});
