import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { contrast, fillAlpha, luminance, mix, parse } from "../../static/js/annotator/colours.js";

const css = readFileSync(new URL("../../static/css/tokens.css", import.meta.url), "utf8");
const token = (block, name) => parse(new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block)[1]);
const [light, dark] = css.split('[data-bs-theme="dark"]');
const themes = [light, dark].map((block) => ({ paper: token(block, "paper"), ink: token(block, "ink") }));
const colours = [
  "#0b6e99",
  "#9c5700",
  "#5b3fa8",
  "#2e7d4f",
  "#a83266",
  "#000000",
  "#ffffff",
  "#ffd400",
  "#00ffff",
].map(parse);

test("contrast is that of WCAG", () => {
  assert.equal(contrast(parse("#000000"), parse("#ffffff")), 21);
  assert.ok(Math.abs(contrast(parse("#777777"), parse("#ffffff")) - 4.478) < 0.001);
  assert.ok(Math.abs(luminance(parse("#808080")) - 0.2159) < 0.0001);
});

test("colours are read from hex and from computed styles", () => {
  assert.deepEqual(parse("#5B3fa8"), [91, 63, 168]);
  assert.deepEqual(parse("rgb(91, 63, 168)"), [91, 63, 168]);
  assert.deepEqual(parse("rgb(91 63 168 / 0.5)"), [91, 63, 168]);
});

test("words keep 7:1 where any two fills lie on one another, in light and dark", () => {
  for (const { paper, ink } of themes) {
    for (const under of colours) {
      for (const over of colours) {
        const ground = mix(under, paper, fillAlpha(under, paper, ink));
        const both = mix(over, ground, fillAlpha(over, paper, ink));
        assert.ok(contrast(ink, both) >= 7, `${over} on ${under}: ${contrast(ink, both)}`);
      }
    }
  }
});

test("ordinary colours get the strength of the design", () => {
  assert.equal(fillAlpha(parse("#5b3fa8"), themes[0].paper, themes[0].ink), 0.24);
  assert.equal(fillAlpha(parse("#5b3fa8"), themes[1].paper, themes[1].ink), 0.34);
});
