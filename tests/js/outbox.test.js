import assert from "node:assert/strict";
import test from "node:test";
import { Outbox } from "../../static/js/annotator/outbox.js";
import { Outgoing } from "../../static/js/annotator/outgoing.js";
import {
  isSame,
  judge,
  leftOf,
  locate,
  mineAgain,
  taskToPut,
  taskToPutMany,
} from "../../static/js/annotator/replay.js";
import { MemoryShelf } from "../../static/js/annotator/shelf.js";
import { segment } from "./helpers.js";

const ME = { id: "me", name: "Lestari" };
const PLACE = { project: "p", transcript: "t", version: "v", user: ME };

function task(kind, id, extra = {}) {
  return { kind, method: "PUT", path: `/segments/${id}`, body: {}, segment: id, edits: [], ...extra };
}

/** A shelf that outlives its page, and pages that stand at it. `open` holds the ids of the tabs that live. */
function desk(place = PLACE, shelf = new MemoryShelf(), open = new Set()) {
  shelf.isSafe = true;
  const id = `tab${open.size + Math.random()}`;
  open.add(id);
  const outbox = new Outbox(Promise.resolve(shelf), { id, open: async () => open }, place);
  return {
    outbox,
    shelf,
    open,
    die: () => open.delete(id),
    beside: (other = place) => desk(other, shelf, open),
  };
}

async function keepAll(outbox, tasks) {
  for (const one of tasks) outbox.keep(one);
  await Promise.all(tasks.map((one) => one.kept));
}

test("what a closed tab left is taken up by another, in order, and by one only", async () => {
  const first = desk();
  await keepAll(first.outbox, [task("put", "a"), task("patch", "a"), task("put", "b")]);
  const second = first.beside();
  assert.deepEqual(await second.outbox.adopt(), [], "the first tab is open");
  first.die();
  const found = await second.outbox.adopt();
  assert.deepEqual(
    found.map((one) => [one.kind, one.segment, one.adopted]),
    [
      ["put", "a", true],
      ["patch", "a", true],
      ["put", "b", true],
    ],
  );
  assert.deepEqual(await first.beside().outbox.adopt(), [], "the second tab has them");
});

test("changes of other people and other projects are left, and told of", async () => {
  const mine = desk();
  await keepAll(mine.outbox, [task("put", "a"), task("put", "b")]);
  mine.die();
  const hers = mine.beside({ ...PLACE, user: { id: "her", name: "Cahya" } });
  assert.deepEqual(await hers.outbox.adopt(), []);
  assert.deepEqual([...(await hers.outbox.others())], [["Lestari", 2]]);
  const elsewhere = mine.beside({ ...PLACE, project: "q" });
  assert.deepEqual(await elsewhere.outbox.adopt(), []);
  assert.equal((await elsewhere.outbox.others()).size, 0);
  assert.equal((await mine.beside().outbox.adopt()).length, 2);
});

test("leaving is safe once everything is written down, and never with an undo or without a disk", async () => {
  const { outbox, shelf } = desk();
  const one = task("put", "a");
  outbox.keep(one);
  assert.equal(outbox.isSafe, false);
  await one.kept;
  assert.equal(outbox.isSafe, true);
  const undo = task("undo", null, { once: true });
  outbox.keep(undo);
  assert.equal(outbox.isSafe, false);
  await outbox.forget([undo]);
  shelf.add = async () => {
    throw new Error("full");
  };
  const other = task("put", "b");
  outbox.keep(other);
  await other.kept;
  assert.equal(outbox.isSafe, false);
  await outbox.forget([other]);
  assert.equal(outbox.isSafe, true);
});

test("a change is written down before it is sent, and forgotten when it is answered, before the next goes", async () => {
  const { outbox, shelf } = desk();
  const lying = [];
  const outgoing = new Outgoing({
    send: async () => lying.push((await shelf.all()).map((entry) => entry.segment)),
    answered: () => {},
    refused: () => {},
    waiting: () => {},
    counted: () => {},
    keep: (one) => outbox.keep(one),
    forget: (tasks) => outbox.forget(tasks),
  });
  for (const id of ["a", "b"]) outgoing.add(task("put", id));
  await outgoing.drained();
  assert.deepEqual(lying, [["a", "b"], ["b"]]);
  assert.deepEqual(await shelf.all(), []);
});

test("borders joined before they were sent are written down as they are sent", async () => {
  const { outbox, shelf } = desk();
  const never = new Promise(() => {});
  const outgoing = new Outgoing({
    send: () => never,
    answered: () => {},
    refused: () => {},
    waiting: () => {},
    counted: () => {},
    keep: (one) => outbox.keep(one),
    forget: (tasks) => outbox.forget(tasks),
  });
  outgoing.add(task("put", "a"));
  const first = task("borders", "a", { body: { end: 2 }, after: segment("a", 0, 2) });
  outgoing.add(first);
  assert.equal(outgoing.add(task("borders", "a", { body: { end: 3 }, after: segment("a", 0, 3) })), true);
  await first.kept;
  assert.deepEqual(
    (await shelf.all()).map(({ kind, body, after }) => [kind, body.end, after?.end]),
    [
      ["put", undefined, undefined],
      ["borders", 3, 3],
    ],
  );
  const found = task("borders", "b", { body: { end: 5 }, adopted: true });
  outgoing.addFound([found]);
  assert.equal(outgoing.add(task("borders", "b", { body: { end: 6 } })), false, "it may have been sent");
  assert.equal(found.body.end, 5);
});

test("what is to be decided stays written down, and the rest goes on", async () => {
  const { outbox, shelf } = desk();
  const sent = [];
  const outgoing = new Outgoing({
    send: async (one) => {
      sent.push(one.segment);
      if (one.segment === "a") throw Object.assign(new Error(), { code: "changed_elsewhere" });
    },
    answered: () => {},
    refused: () => true,
    waiting: () => {},
    counted: () => {},
    keep: (one) => outbox.keep(one),
    forget: (tasks) => outbox.forget(tasks),
  });
  for (const id of ["a", "b", "a", "c"]) outgoing.add(task("patch", id));
  await outgoing.drained();
  assert.deepEqual(sent, ["a", "b", "c"]);
  assert.deepEqual(
    (await shelf.all()).map((entry) => entry.segment),
    ["a", "a"],
  );
});

test("a server that fails three times on one change is not asked a fourth", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let calls = 0;
  const refused = [];
  const outgoing = new Outgoing({
    send: async () => {
      calls += 1;
      throw Object.assign(new Error(), { status: 500, code: "http_500" });
    },
    answered: () => {},
    refused: (tasks) => void refused.push(...tasks),
    waiting: () => {},
    counted: () => {},
  });
  outgoing.add(task("put", "a"));
  for (let turn = 0; turn < 5; turn += 1) {
    for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
    t.mock.timers.tick(60_000);
  }
  assert.deepEqual([calls, refused.length, outgoing.size], [3, 1, 0]);
});

test("what is found again is sent, left, or asked about, by what is there now", () => {
  const none = null;
  const made = segment("a", 0, 5, ["x"]);
  const more = segment("a", 0, 5, ["x", "y"]);
  const put = task("put", "a", { before: none, after: made });
  const patch = task("patch", "a", { before: made, after: more });
  const remove = task("delete", "a", { before: more, after: none });
  assert.equal(judge([put, patch], none, "me"), "send");
  assert.equal(judge([put, patch], made, "me"), "done");
  assert.equal(judge([put, patch], more, "me"), "done");
  assert.equal(judge([patch], made, "me"), "send");
  assert.equal(judge([patch], none, "me"), "clash");
  assert.equal(judge([put, patch], segment("a", 0, 5, ["z"]), "me"), "clash");
  assert.equal(judge([patch], segment("a", 0, 6, ["x"]), "me"), "clash");
  assert.equal(judge([remove], none, "me"), "done");
});

test("codes of others and their order do not matter; after a correction the words do, not the borders", () => {
  const one = segment("a", 0, 5, ["x", "y"]);
  const mixed = {
    ...one,
    codings: [...one.codings].reverse().concat(segment("a", 0, 5, ["z"], "her").codings),
  };
  assert.equal(isSame(one, mixed, "me"), true);
  const moved = { ...segment("a", 9, 14, ["x", "y"]), version: "w" };
  assert.equal(isSame(one, moved, "me"), true);
  assert.equal(isSame(one, { ...moved, quote: "other" }, "me"), false);
});

test("the same words are found at the nearest place, in code points", () => {
  assert.deepEqual(locate("😀 ya. ya. ya.", "ya", 5), { start: 6, end: 8 });
  assert.deepEqual(locate("😀 ya. ya. ya.", "ya", 0), { start: 2, end: 4 });
  assert.equal(locate("ya", "tidak", 0), null);
  assert.equal(locate("ya", "", 0), null);
  assert.deepEqual(locate("aaa", "aa", 9), { start: 1, end: 3 });
});

test("mine is put again on the same words, without codes that are gone, never over another's passage", () => {
  const mine = { ...segment("a", 0, 2, ["x", "y"]), quote: "ya" };
  const state = { mine, there: null, current: { version: "w", text: "Eh, ya" }, missing: ["y"], user: "me" };
  const again = mineAgain(state, () => "new");
  assert.deepEqual([again.id, again.version, again.start, again.end], ["a", "w", 4, 6]);
  assert.deepEqual(taskToPut(again, null, "me").body.codes, ["x"]);
  const hers = { ...segment("a", 4, 6, ["x"], "her"), version: "w" };
  assert.equal(mineAgain({ ...state, there: hers }, () => "new").id, "new");
  const doubtful = { ...mine, version: "v" };
  assert.equal(mineAgain({ ...state, there: doubtful }, () => "new").id, "new");
  assert.equal(
    mineAgain({ ...state, current: { version: "w", text: "Eh" } }, () => "new"),
    null,
  );
});

test("passages coded at once are found again whole", async () => {
  const first = desk();
  const passages = [segment("a", 0, 2), segment("b", 4, 6)];
  await keepAll(first.outbox, [task("bulk", null, { passages, body: { segments: [] } })]);
  first.die();
  const [found] = await first.beside().outbox.adopt();
  assert.deepEqual([found.kind, found.segment, found.passages], ["bulk", null, passages]);
});

test("what is left of them is put again as one change", () => {
  const [a, b, c] = [segment("a", 0, 2), segment("b", 4, 6), segment("c", 8, 9)];
  const longer = { ...b, end: 7 };
  const tasks = [
    task("bulk", null, { passages: [a, b, c] }),
    task("borders", "b", { after: longer }),
    task("delete", "c", { after: null }),
  ];
  assert.deepEqual(leftOf(tasks), [a, longer]);
  const again = taskToPutMany(leftOf(tasks), "me");
  assert.deepEqual([again.kind, again.passages], ["bulk", [a, longer]]);
  assert.deepEqual(
    again.body.segments.map(({ id, start, end }) => [id, start, end]),
    [
      ["a", 0, 2],
      ["b", 4, 7],
    ],
  );
});
