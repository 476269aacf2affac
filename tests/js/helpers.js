/** What the pages get from Django's JavaScriptCatalog, for modules that are tried without a page. */
globalThis.gettext = (message) => message;
globalThis.ngettext = (singular, plural, count) => (count === 1 ? singular : plural);
globalThis.interpolate = (format, values) => format.replace(/%s/g, () => String(values[0]));

/** Pseudo-random numbers that are the same in every run: mulberry32. */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomSpans(random, count, length) {
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor(random() * (length - 1));
    const end = Math.min(length, start + 1 + Math.floor(random() * (length / 4)));
    return { id: `s${i}`, key: `k${i % 7}`, start, end };
  });
}

export function segment(id, start, end, codes = [], by = "me") {
  const codings = codes.map((code) => ({ id: `${id}-${code}`, code, state: "open", by, at: "" }));
  return {
    id,
    transcript: "t",
    version: "v",
    start,
    end,
    quote: "",
    coder: by,
    memo: "",
    created: "",
    codings,
  };
}
