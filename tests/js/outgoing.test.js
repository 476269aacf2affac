import assert from "node:assert/strict";
import test from "node:test";
import { Outgoing } from "../../static/js/annotator/outgoing.js";

const task = (kind, segment, body = {}, extra = {}) => ({
  kind,
  segment,
  body,
  method: "",
  path: "",
  edits: [{}],
  ...extra,
});
const idle = () => new Promise((resolve) => setTimeout(resolve, 5));

function server(plan = []) {
  const log = { sent: [], answered: [], refused: [], waiting: 0, counts: [] };
  const outgoing = new Outgoing({
    send: async (one) => {
      log.sent.push([one.kind, one.segment, { ...one.body }]);
      await null;
      const error = plan.shift();
      if (error) throw error;
      return {};
    },
    answered: (one) => log.answered.push(one.segment),
    refused: (tasks, error) => log.refused.push([tasks.map((one) => one.kind), error.code]),
    waiting: () => {
      log.waiting += 1;
    },
    counted: (n) => log.counts.push(n),
  });
  return { outgoing, log };
}

test("changes go one by one in the order they were made", async () => {
  const { outgoing, log } = server();
  for (const id of ["a", "b", "c"]) outgoing.add(task("patch", id));
  assert.equal(log.sent.length, 1);
  await idle();
  assert.deepEqual(log.answered, ["a", "b", "c"]);
  assert.equal(log.counts.at(-1), 0);
});

test("borders moved again before they were sent are sent once, the last", async () => {
  const { outgoing, log } = server();
  assert.equal(outgoing.add(task("borders", "a", { end: 1 })), false);
  assert.equal(outgoing.add(task("borders", "a", { end: 2 })), false, "the first is on its way");
  assert.equal(outgoing.add(task("borders", "a", { end: 3 })), true);
  assert.equal(outgoing.add(task("borders", "b", { end: 9 })), false);
  await idle();
  assert.deepEqual(
    log.sent.map(([, id, body]) => [id, body.end]),
    [
      ["a", 1],
      ["a", 3],
      ["b", 9],
    ],
  );
});

test("a cut line keeps the change, says so once, and sends it when the line is back", async () => {
  const cut = { retryable: true, code: "offline" };
  const { outgoing, log } = server([cut, cut]);
  outgoing.add(task("put", "a"));
  outgoing.add(task("patch", "a"));
  await idle();
  assert.deepEqual([outgoing.size, log.waiting], [2, 1]);
  outgoing.retry();
  await idle();
  outgoing.retry();
  await idle();
  assert.deepEqual([log.answered, outgoing.size], [["a", "a"], 0]);
});

test("a refused creation takes what built on it along, and the rest goes on", async () => {
  const { outgoing, log } = server([{ retryable: false, code: "forbidden" }]);
  outgoing.add(task("put", "a"));
  outgoing.add(task("patch", "a"));
  outgoing.add(task("patch", "b"));
  await idle();
  assert.deepEqual(log.refused, [[["put", "patch"], "forbidden"]]);
  assert.deepEqual(log.answered, ["b"]);
});

test("undo is never sent twice", async () => {
  const { outgoing, log } = server([{ retryable: true, code: "offline" }]);
  outgoing.add(task("undo", null, {}, { once: true }));
  await idle();
  assert.deepEqual([log.sent.length, log.refused.length, outgoing.size], [1, 1, 0]);
});

test("whoever waits until all is sent is told then, and at once when nothing waits", async () => {
  const { outgoing, log } = server([{ retryable: false, code: "no" }]);
  await outgoing.drained();
  outgoing.add(task("patch", "a"));
  outgoing.add(task("patch", "b"));
  await outgoing.drained();
  assert.equal(outgoing.size, 0);
  assert.deepEqual(
    log.sent.map(([, segment]) => segment),
    ["a", "b"],
  );
});

test("many made at once take along what was done to one of them, and nothing else, when they are refused", async () => {
  const gone = { retryable: false, code: "stale_version" };
  const { outgoing, log } = server([gone]);
  const passages = [{ id: "a" }, { id: "b" }];
  outgoing.add(task("bulk", null, {}, { passages }));
  outgoing.add(task("patch", "b"));
  outgoing.add(task("undo", null, {}, { once: true }));
  outgoing.add(task("put", "c"));
  await idle();
  assert.deepEqual(log.refused, [[["bulk", "patch"], "stale_version"]]);
  assert.deepEqual(
    log.sent.map(([kind]) => kind),
    ["bulk", "undo", "put"],
  );
});
