/**
 * The three panes: dividers to be dragged or moved by arrow keys, and tabs where the window is too narrow for three.
 */
import { asElement, element, required } from "./dom.js";

const STORED = "benang:panes";
const STEP_PX = 16;
const LIMITS = { codes: [200, 480], detail: [260, 560] };

/** @typedef {keyof typeof LIMITS} Side */

/** @param {HTMLElement} workspace */
export function arrangePanes(workspace) {
  const widths = stored();
  for (const side of /** @type {Side[]} */ (["codes", "detail"])) {
    const pane = required(side === "codes" ? ".ws-codes" : ".ws-detail", workspace);
    const width = widths[side];
    if (width) workspace.style.setProperty(`--ws-${side}`, `${width}px`);
    pane.before(divider(workspace, pane, side));
  }
  document.addEventListener("click", (event) => {
    const tab = /** @type {HTMLElement | null | undefined} */ (
      asElement(event.target)?.closest("[data-pane]")
    );
    if (tab?.dataset.pane && tab !== workspace) showPane(workspace, tab.dataset.pane);
  });
  const detail = document.querySelector("button[data-pane=detail]");
  document.addEventListener("annotator:select", (event) => {
    const { ids } = /** @type {CustomEvent} */ (event).detail;
    detail?.classList.toggle("has-segment", ids.length > 0);
  });
  showPane(workspace, workspace.dataset.pane ?? "text");
}

/**
 * @param {HTMLElement} workspace
 * @param {string} name "codes", "text" or "detail"
 */
export function showPane(workspace, name) {
  workspace.dataset.pane = name;
  for (const tab of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-pane]"))) {
    tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
  }
}

/**
 * @param {HTMLElement} workspace
 * @param {HTMLElement} pane
 * @param {Side} side
 */
function divider(workspace, pane, side) {
  const label = side === "codes" ? gettext("Width of the codebook") : gettext("Width of the details");
  const [least, most] = /** @type {[number, number]} */ (LIMITS[side]);
  const bar = element("div", {
    class: `ws-divider is-${side}`,
    role: "separator",
    tabindex: 0,
    "aria-orientation": "vertical",
    "aria-label": label,
    "aria-valuemin": least,
    "aria-valuemax": most,
  });
  // In right-to-left pages the codebook is on the right.
  const outwards = () =>
    (getComputedStyle(workspace).direction === "rtl" ? -1 : 1) * (side === "codes" ? 1 : -1);
  const resize = (/** @type {number} */ wanted) => {
    const width = Math.round(Math.max(least, Math.min(wanted, most)));
    workspace.style.setProperty(`--ws-${side}`, `${width}px`);
    store(side, width);
  };
  new ResizeObserver(() => bar.setAttribute("aria-valuenow", String(pane.offsetWidth))).observe(pane);
  bar.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    resize(pane.offsetWidth + way * outwards() * STEP_PX);
  });
  bar.addEventListener("pointerdown", (down) => {
    const width = pane.offsetWidth;
    bar.setPointerCapture(down.pointerId);
    bar.onpointermove = (move) => resize(width + (move.clientX - down.clientX) * outwards());
    bar.onlostpointercapture = () => {
      bar.onpointermove = null;
    };
  });
  return bar;
}

/** @returns {Partial<Record<Side, number>>} */
function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "{}");
  } catch {
    return {};
  }
}

/**
 * @param {Side} side
 * @param {number} width
 */
function store(side, width) {
  try {
    localStorage.setItem(STORED, JSON.stringify({ ...stored(), [side]: width }));
  } catch {
    // Storage may be forbidden; the width then lasts as long as the page.
  }
}
