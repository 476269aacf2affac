import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  countPoints,
  fromUtf16,
  intersection,
  lastAtOrBefore,
  overlaps,
  quote,
  SpanError,
  span,
  toUtf16,
} from "../../static/js/annotator/offsets.js";

const fixtures = JSON.parse(readFileSync(new URL("../fixtures/offsets.json", import.meta.url), "utf8"));

for (const { name, text, pairs } of fixtures) {
  test(`code points and UTF-16 agree with core/text/offsets.py: ${name}`, () => {
    for (const [points, units] of pairs) {
      assert.equal(toUtf16(text, points), units);
      assert.equal(fromUtf16(text, units), points);
    }
    assert.equal(countPoints(text), pairs.at(-1)[0]);
  });
}

test("there are fixtures beyond the basic plane", () => {
  assert.ok(fixtures.some(({ text }) => text.length > [...text].length));
});

test("a place inside a surrogate pair or outside the text is refused", () => {
  assert.throws(() => fromUtf16("a😀b", 2), SpanError);
  assert.throws(() => fromUtf16("ab", 3), SpanError);
  assert.throws(() => toUtf16("a😀", 3), SpanError);
  assert.throws(() => toUtf16("a", -1), SpanError);
});

test("a span needs 0 <= start < end", () => {
  assert.deepEqual(span(0, 1), { start: 0, end: 1 });
  for (const [start, end] of [
    [1, 1],
    [2, 1],
    [-1, 2],
    [0.5, 2],
  ])
    assert.throws(() => span(start, end), SpanError);
});

test("spans overlap only where they share a character", () => {
  assert.equal(overlaps(span(0, 4), span(4, 6)), false);
  assert.equal(overlaps(span(0, 5), span(4, 6)), true);
  assert.deepEqual(intersection(span(0, 5), span(3, 9)), { start: 3, end: 5 });
  assert.equal(intersection(span(0, 3), span(3, 9)), null);
});

test("a quote counts code points", () => {
  assert.equal(quote("a😀bc", span(1, 3)), "😀b");
});

test("the last item at or before a value is found", () => {
  const sorted = [0, 10, 20, 20, 30];
  assert.deepEqual(
    [-1, 0, 9, 10, 20, 99].map((value) => lastAtOrBefore(sorted, value)),
    [-1, 0, 0, 1, 3, 4],
  );
});
