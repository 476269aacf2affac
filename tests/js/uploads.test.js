import assert from "node:assert/strict";
import test from "node:test";
import { idOf } from "../../static/js/behaviours/upload/files.js";
import {
  MOST_BYTES,
  MOST_FILES,
  requests,
  Sender,
  Unreached,
} from "../../static/js/behaviours/upload/sender.js";

const parcels = (count, size = 10) => Array.from({ length: count }, (_, at) => ({ id: `f${at}`, size }));

/** A server that answers as planned, then takes everything in. */
function sending(plan = []) {
  const log = { kept: [], told: new Map(), pauses: [], waiting: [], bytes: [], most: 0 };
  let underWay = 0;
  const sender = new Sender({
    post: async (some) => {
      underWay += 1;
      log.most = Math.max(log.most, underWay);
      await null;
      underWay -= 1;
      const error = plan.shift();
      if (error) throw error;
      log.kept.push(...some.map(({ id }) => id));
    },
    tell: (some, state, why) => {
      for (const { id } of some) log.told.set(id, why || state);
    },
    moved: (bytes) => log.bytes.push(bytes),
    pausing: (waiting) => log.waiting.push(waiting),
    pause: async (ms) => {
      log.pauses.push(ms);
    },
  });
  return { sender, log };
}

test("files go in requests that are neither many nor large; a large file goes alone", () => {
  assert.deepEqual(
    requests(parcels(50)).map((each) => each.length),
    [MOST_FILES, MOST_FILES, 10],
  );
  const mixed = [
    { id: "a", size: 5 },
    { id: "large", size: MOST_BYTES + 1 },
    { id: "b", size: MOST_BYTES - 1 },
    { id: "c", size: 1 },
    { id: "d", size: 1 },
  ];
  assert.deepEqual(
    requests(mixed).map((each) => each.map(({ id }) => id)),
    [["a"], ["large"], ["b", "c"], ["d"]],
  );
});

test("everything is sent once, two requests at a time", async () => {
  const { sender, log } = sending();
  await sender.send(parcels(95));
  assert.equal(new Set(log.kept).size, 95);
  assert.equal(log.kept.length, 95);
  assert.equal(log.most, 2);
  assert.equal(log.bytes.at(-1), 950);
  assert.ok([...log.told.values()].every((state) => state === "sent"));
});

test("a broken line is waited for, longer each time, and nothing is lost", async () => {
  const { sender, log } = sending(Array.from({ length: 12 }, () => new Unreached()));
  await sender.send(parcels(5));
  assert.deepEqual(
    log.pauses,
    [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000, 30000, 30000, 30000],
  );
  assert.equal(log.kept.length, 5);
  assert.equal(log.waiting.at(-1), false);
});

test("a refusal is told with its sentence, and the others go on", async () => {
  const { sender, log } = sending([new Error("Too many files.")]);
  await sender.send(parcels(40));
  assert.equal(log.kept.length, 20);
  assert.equal([...log.told.values()].filter((said) => said === "Too many files.").length, 20);
});

test("stopping sends no further request", async () => {
  const { sender, log } = sending();
  const done = sender.send(parcels(200));
  sender.stop();
  await done;
  assert.equal(log.kept.length, 40);
});

test("a file has the same id in the same batch, and another elsewhere", () => {
  const file = { size: 1200, lastModified: 1700000000000 };
  const id = idOf("batch", "folder/a.txt", file);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(idOf("batch", "folder/a.txt", { ...file }), id);
  const others = [
    idOf("other", "folder/a.txt", file),
    idOf("batch", "folder/b.txt", file),
    idOf("batch", "a.txt", file),
    idOf("batch", "folder/a.txt", { ...file, size: 1201 }),
    idOf("batch", "folder/a.txt", { ...file, lastModified: 1 }),
  ];
  assert.equal(new Set([...others, id]).size, 6);
  const many = new Set(Array.from({ length: 20000 }, (_, n) => idOf("batch", `wawancara ${n}.txt`, file)));
  assert.equal(many.size, 20000);
});
