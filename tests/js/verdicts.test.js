import assert from "node:assert/strict";
import test from "node:test";
import "./helpers.js";
import { Outbox } from "../../static/js/behaviours/review/outbox.js";

/** What a browser keeps for all tabs of a site. */
class Storage {
  #held = new Map();
  getItem(name) {
    return this.#held.get(name) ?? null;
  }
  setItem(name, value) {
    this.#held.set(name, value);
  }
  removeItem(name) {
    this.#held.delete(name);
  }
}

const verdict = (id, coding = id) => ({
  id,
  coding,
  url: `/${coding}/judge/`,
  fields: {},
  kind: "judge",
  reads: "",
});

/** An outbox whose line answers as `answers` say, one after the other; the last for ever. */
function desk(answers, storage = new Storage()) {
  const told = { tried: [], sent: [], refused: [], why: [] };
  const listener = {
    send: async (said) => {
      told.tried.push(said.id);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return typeof answer === "function" ? answer(said) : answer;
    },
    sent: (said, html) => told.sent.push([said.id, html]),
    refused: (said, message) => told.refused.push([said.id, message]),
    changed: (waiting, why) => told.why.push([waiting.length, why]),
  };
  return { outbox: new Outbox("me:project", listener, storage), told, storage };
}

const SENT = { outcome: "sent", text: "<li>" };
const CUT = { outcome: "wait", text: "The line is cut." };
const REFUSED = { outcome: "refused", text: "It changed." };
/** The next try of a cut line must not keep the tests waiting. */
const still = (context) => context.mock.timers.enable({ apis: ["setTimeout"] });

test("verdicts are sent in the order in which they were given", async () => {
  const { outbox, told } = desk([SENT]);
  await Promise.all([outbox.add(verdict("a")), outbox.add(verdict("b")), outbox.add(verdict("c"))]);
  await outbox.flush();
  assert.deepEqual(told.tried, ["a", "b", "c"]);
  assert.deepEqual(outbox.waiting, []);
});

test("a cut line keeps them, says so, and they go when it is back", async (context) => {
  still(context);
  const { outbox, told } = desk([CUT, SENT]);
  await outbox.add(verdict("a"));
  assert.deepEqual(told.why.at(-1), [1, "The line is cut."]);
  assert.equal(outbox.waiting[0].tried, true, "it may have arrived, and only the answer was lost");
  await outbox.flush();
  assert.deepEqual(told.sent, [["a", "<li>"]]);
});

test("what a closed tab left is sent by the next page", async (context) => {
  still(context);
  const { outbox, storage } = desk([CUT]);
  await outbox.add(verdict("a"));
  const later = desk([SENT], storage);
  await later.outbox.flush();
  assert.deepEqual(later.told.tried, ["a"]);
  assert.deepEqual(outbox.waiting, []);
});

test("a refusal is told once and holds up nothing", async () => {
  const { outbox, told } = desk([REFUSED, SENT]);
  await Promise.all([outbox.add(verdict("a")), outbox.add(verdict("b"))]);
  await outbox.flush();
  assert.deepEqual(told.refused, [["a", "It changed."]]);
  assert.deepEqual(told.sent, [["b", "<li>"]]);
});

test("what is taken back before it went is not sent", async (context) => {
  still(context);
  const { outbox, told } = desk([CUT, SENT]);
  await outbox.add(verdict("a"));
  outbox.take("a");
  await outbox.flush();
  assert.deepEqual(told.sent, []);
});

test("where the browser keeps nothing, leaving is not safe while something waits", async (context) => {
  still(context);
  const full = new Storage();
  full.setItem = () => {
    throw new Error("The disk is full.");
  };
  const { outbox } = desk([CUT, SENT], full);
  await outbox.add(verdict("a"));
  assert.equal(outbox.isSafe, false);
  await outbox.flush();
  assert.equal(outbox.isSafe, true);
});
