/**
 * How strongly a code's colour may fill the text behind the words.
 * Contrast as WCAG 2.2 defines it (relative luminance of sRGB); text on a fill keeps 7:1 even where two meet.
 *
 * @typedef {readonly [number, number, number]} Rgb  0..255
 */

/** A little more than the 7:1 that is promised: the second fill may be of another colour. */
const CONTRAST = 7.25;
const DEEPEST = 2;
const FILL = { light: 0.24, dark: 0.34 };

/** How many fills may lie on one another; `fillAlpha` promises the contrast for that many. */
export const LAYERS = DEEPEST;

/**
 * @param {string} colour "#rrggbb", "rgb(r, g, b)" or "rgb(r g b / a)"
 * @returns {Rgb}
 */
export function parse(colour) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour.trim());
  if (hex)
    return /** @type {Rgb} */ (
      /** @type {unknown} */ (hex.slice(1, 4).map((part) => Number.parseInt(part, 16)))
    );
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** @param {Rgb} colour */
export function luminance(colour) {
  const [red, green, blue] = /** @type {[number, number, number]} */ (
    colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    })
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * @param {Rgb} a
 * @param {Rgb} b
 */
export function contrast(a, b) {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/**
 * @param {Rgb} over
 * @param {Rgb} under
 * @param {number} alpha of `over`
 * @returns {Rgb} as browsers composite: linearly in sRGB
 */
export function mix(over, under, alpha) {
  const blend = (/** @type {0 | 1 | 2} */ i) => over[i] * alpha + under[i] * (1 - alpha);
  return [blend(0), blend(1), blend(2)];
}

/**
 * @param {Rgb} colour
 * @param {Rgb} paper
 * @param {Rgb} ink
 * @returns {number} 0..0.34, the wanted strength or the strongest that keeps the words readable
 */
export function fillAlpha(colour, paper, ink) {
  let alpha = luminance(paper) > 0.5 ? FILL.light : FILL.dark;
  while (alpha > 0.02 && contrast(ink, layered(colour, paper, alpha)) < CONTRAST) alpha -= 0.01;
  return Math.round(alpha * 100) / 100;
}

/**
 * @param {Rgb} colour
 * @param {Rgb} paper
 * @param {number} alpha
 */
function layered(colour, paper, alpha) {
  let ground = paper;
  for (let layer = 0; layer < DEEPEST; layer++) ground = mix(colour, ground, alpha);
  return ground;
}
