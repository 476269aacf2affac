"""What the benchmark runs inside the page. Nothing of it is known to the page, which has no hooks for it."""

# The painter of browsers without CSS Custom Highlights: the page looks for them before anything else.
NO_HIGHLIGHTS = "delete window.Highlight;"

# Everything painted, as text that changes with the paint.
INK = """
window.inkOf = () => typeof Highlight === 'function'
  ? [...CSS.highlights].map(([name, ranges]) =>
      name + [...ranges].map((range) => [range.startOffset, range.endOffset])).join()
  : [...document.querySelectorAll('.ws-box')].map((box) => box.className + box.style.cssText).join();
window.hasInk = () => typeof Highlight === 'function'
  ? [...CSS.highlights.values()].some((each) => each.size > 0)
  : document.querySelector('.ws-box') !== null;
"""
# Run before the page's own scripts: notes the frame in which codes are first on the screen.
WATCH = """
window.paintedAt = null;
(function look() {
  if (window.hasInk()) requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); }));
  else requestAnimationFrame(look);
})();
"""
PAINTED = """
() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error('nothing was painted in twenty seconds')), 20000);
  (function look() { window.paintedAt === null ? setTimeout(look, 2) : done(window.paintedAt); })();
})
"""
# Other words for every number, and for every painter: what is coded already would not change.
SELECT = """
([number, shift]) => {
  const turns = [...document.querySelectorAll('.turn-text')].slice(0, 60)
    .filter((turn) => turn.textContent.length > 200);
  const line = turns[number % 3].querySelectorAll('.line')[Math.floor(number / 3) % 3];
  document.querySelector('#transcript').focus();
  const range = document.createRange();
  range.setStart(line.firstChild, shift + number % 7);
  range.setEnd(line.firstChild, 20 + number);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}
"""
# Presses the key of a code on the chosen words and waits for the frame after the paint changed.
APPLY = """
async () => {
  const before = inkOf();
  const begin = performance.now();
  document.querySelector('#transcript').dispatchEvent(
    new KeyboardEvent('keydown', {key: '4', code: 'Digit4', bubbles: true, cancelable: true}));
  while (inkOf() === before) {
    if (performance.now() - begin > 5000) throw new Error('nothing was painted');
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begin;
}
"""
# Half a screen a frame, far faster than anybody reads; the longest task is what a reader would feel.
SCROLL = """
async () => {
  const tasks = [];
  const watcher = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((each) => each.duration)));
  watcher.observe({entryTypes: ['longtask']});
  const article = document.querySelector('#transcript') ?? document.body;
  let pane = article;
  while (pane && pane.scrollHeight <= pane.clientHeight + 4) pane = pane.parentElement;
  pane = pane ?? document.scrollingElement;
  let frames = 0;
  for (let top = 0; top < pane.scrollHeight; top += innerHeight / 2) {
    pane.scrollTop = top;
    frames += 1;
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => setTimeout(done, 100));
  watcher.disconnect();
  return [Math.max(0, ...tasks), tasks.length, frames];
}
"""
STATIC_OPEN = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
RANGES = """
() => typeof Highlight === 'function'
  ? [...CSS.highlights.values()].reduce((sum, each) => sum + each.size, 0)
  : document.querySelectorAll('.ws-box').length
"""
ELEMENTS = "() => document.querySelectorAll('*').length"
