/**
 * Wires live events: what asks, what puts the answers on the page, and what there is to see of it.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Api} from "./api.js"
 * @import {Codebook} from "./codebook.js"
 * @import {Store} from "./store.js"
 * @import {WorkspaceData} from "./types.js"
 *
 * @typedef {object} Deps
 * @property {WorkspaceData} data
 * @property {Api} api
 * @property {Store} store
 * @property {Codebook} codebook
 * @property {Announcer} announcer
 */
import { element, required, tell } from "./dom.js";
import { Leading } from "./leading.js";
import { Live, sleep } from "./live.js";
import { News } from "./news.js";
import { Presence } from "./presence.js";

/** A reader who goes from segment to segment is followed where they stay. */
const SETTLED_MS = 600;

/** @param {Deps} deps called when the page has its segments */
export function goLive({ data, api, store, codebook, announcer }) {
  const presence = new Presence(required("#present"), data.transcript);
  const news = new News({
    data,
    store,
    codebook,
    announcer,
    load: () => api.segments(),
    tell,
    present: (people) => presence.show(people),
  });
  const live = new Live(data.sequence, {
    ask: (query, signal) => api.events(query, signal),
    place: () => ({ at: data.transcript, segment: savedSelection(store) }),
    isHidden: () => document.hidden,
    take: (answer) => news.take(answer),
    tell: (told) => leading.tell(told),
    lost: () => void news.reload(),
    sleep,
  });
  const leading = new Leading(data.project, {
    began: () => void live.run(() => leading.isLeading),
    heard: (told) => void live.heard(told),
  });
  leading.start();
  watchReader(store, leading, live);
  addEventListener("pagehide", () => leading.isLeading && api.leave());
  document.addEventListener("annotator:codebook-changed", keepFocus);
  document.addEventListener("annotator:corrected-elsewhere", (event) =>
    offerNewText(/** @type {CustomEvent} */ (event).detail.name),
  );
}

/** @param {Store} store */
function savedSelection(store) {
  const { selected } = store.view;
  return selected !== null && store.isSaved(selected) ? selected : null;
}

/**
 * @param {Store} store
 * @param {Leading} leading
 * @param {Live} live
 */
function watchReader(store, leading, live) {
  let settling = 0;
  store.onView((view, before) => {
    if (view.selected === before.selected) return;
    clearTimeout(settling);
    settling = setTimeout(() => live.nudge(), SETTLED_MS);
  });
  addEventListener("online", () => live.nudge());
  addEventListener("pageshow", () => live.nudge());
  addEventListener("focus", () => leading.want());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    leading.want();
    live.nudge();
  });
}

/** The tree is rendered anew: whoever stands in it stays there. */
function keepFocus() {
  const tree = required("#code-families");
  const row = /** @type {HTMLElement | null | undefined} */ (
    tree.contains(document.activeElement) ? document.activeElement?.closest("[data-code]") : null
  );
  const code = row?.dataset.code;
  if (!code) return;
  tree.addEventListener(
    "htmx:afterSettle",
    () => {
      const again = /** @type {HTMLElement | null} */ (
        tree.querySelector(`[data-code="${code}"] .code-apply`)
      );
      if (document.activeElement === document.body) again?.focus({ preventScroll: true });
    },
    { once: true },
  );
}

/**
 * A corrected text does not push itself in: the reader says when. Codings not yet sent are kept, see outbox.js.
 *
 * @param {string} name of who corrected it, if it is known
 */
function offerNewText(name) {
  const said = name
    ? interpolate(gettext("%s has corrected this transcript. You are reading the text as it was before."), [
        name,
      ])
    : gettext("This transcript has been corrected. You are reading the text as it was before.");
  const button = element("button", { type: "button", class: "btn btn-sm btn-quiet" }, [
    gettext("Show the corrected text"),
  ]);
  button.addEventListener("click", () =>
    tell("outdated", { message: gettext("This is the corrected text.") }),
  );
  required(".ws-toolbar").append(
    element("p", { class: "ws-banner", role: "status", id: "corrected-elsewhere" }, [said, " ", button]),
  );
}
