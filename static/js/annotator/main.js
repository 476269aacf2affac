/**
 * Reads what the server put into the page and wires the modules. Nothing is decided here.
 *
 * @import {Task, WorkspaceData} from "./types.js"
 */
import { attached } from "../behaviours/main.js";
import { Actions } from "./actions.js";
import { Anchor } from "./anchor.js";
import { Announcer } from "./announce.js";
import { Api } from "./api.js";
import { bindings } from "./bindings.js";
import { sentenceSpan } from "./borders.js";
import { Caret } from "./caret.js";
import { Choosing } from "./choosing.js";
import { Codebook } from "./codebook.js";
import { CodeTree } from "./codetree.js";
import { Coding } from "./coding.js";
import { commandTable } from "./commands.js";
import { showKeys } from "./dialogs.js";
import { required, tell } from "./dom.js";
import { BoxInk } from "./fallback.js";
import { estimateHeights, fitLines } from "./flow.js";
import { Handles } from "./handles.js";
import { HighlightInk } from "./highlights.js";
import { listen } from "./keyboard.js";
import { Navigation } from "./navigation.js";
import { Painter } from "./painter.js";
import { arrangePanes } from "./panes.js";
import { Picker } from "./picker.js";
import { TextSelection } from "./selection.js";
import { Store } from "./store.js";
import { Stripes } from "./stripes.js";
import { Sync } from "./sync.js";
import { Targets } from "./targets.js";
import { watchTheme } from "./theme.js";
import { TouchBar } from "./touchbar.js";

/** @type {WorkspaceData} */
const data = JSON.parse(required("#workspace-data").textContent ?? "");
const workspace = required("#workspace");
const pane = required("#text-pane");
const article = required("#transcript");

const api = new Api(data.api, data.transcript);
const loading = api.segments();

const store = new Store();
const codebook = new Codebook(data.codes, data.dimensions);
const anchor = new Anchor(article);
const announcer = new Announcer(anchor, codebook);
const sync = new Sync(api, store, announcer);
const actions = new Actions({ data, store, anchor, send: (task) => sync.send(task) });
const caret = new Caret(pane, anchor);

const fail = (/** @type {unknown} */ error) => sync.fail(error);
const selection = new TextSelection(anchor, store, {
  selected: () => data.canCode && choosing.openPicker(),
  touched: () => data.canCode && touchBar.show(),
  clicked: (offset) => navigation.selectAt(offset),
  moved: (offset) => caret.moved(offset),
});
const navigation = new Navigation({
  pane,
  language: data.language,
  store,
  anchor,
  caret,
  selection,
  announcer,
});
const targets = new Targets(store, anchor, actions, announcer);
const coding = new Coding({ store, anchor, codebook, actions, navigation, announcer, targets });
const picker = new Picker(codebook);
const choosing = new Choosing({ store, anchor, codebook, coding, navigation, picker, announcer, api, fail });
const touchBar = new TouchBar(anchor, store, () => choosing.openPicker());

const table = bindings();
const run = commandTable({
  store,
  actions,
  targets,
  coding,
  choosing,
  navigation,
  showKeys: () => showKeys(table),
});

paint();
arrange();
listenToAll();
load();

function arrange() {
  arrangePanes(workspace);
  fitLines(article);
  estimateHeights(article);
}

function paint() {
  const ink = HighlightInk.available ? new HighlightInk(anchor, codebook) : new BoxInk(anchor, codebook);
  const painter = new Painter(pane, anchor, store, ink, new Stripes(anchor, store, codebook));
  new Handles(pane, anchor, store, {
    mayMove: (segment) => data.canCode && actions.isMine(segment),
    moved: (segment, span) => actions.setBorders(segment, span),
  });
  watchTheme(() => painter.restyle());
  document.addEventListener("annotator:code-created", () => painter.restyle());
}

function listenToAll() {
  listen(table, codebook, article, (name, value) => {
    selection.read();
    run({ name, value });
  });
  document.addEventListener("annotator:command", (event) => run(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("annotator:remote", (event) =>
    store.receive(/** @type {CustomEvent} */ (event).detail),
  );
  article.addEventListener("click", (event) => selectStripe(/** @type {Element} */ (event.target)));
  store.onView((view, before) => view.selected !== before.selected && tellSelected());
  document.addEventListener("annotator:saved", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.segment.id === store.view.selected) tellSelected();
  });
  sync.handlers = {
    refused: (edits) => actions.forget(edits),
    conflict: (task, fields) => settleConflict(task, fields),
    travelled: ({ segments: [first] }) => first && navigation.show(first),
  };
  const tree = new CodeTree(required(".ws-codes"), store, codebook, {
    apply: (code) => coding.apply([code]),
    focus: (code) => choosing.focusCode(code),
    drop: codeUnder,
  });
  tree.acceptDrags(anchor);
}

async function load() {
  try {
    store.load((await loading).items);
    // The panel and the toasts must hear what is told from here on.
    await attached;
    if (data.focus) navigation.select(data.focus);
    tell("ready", { segments: store.all().length });
  } catch (error) {
    await attached;
    fail(error);
  }
}

/** A segment the server does not know yet has no panel to show: tell again when it is saved. */
function tellSelected() {
  const { selected } = store.view;
  if (selected !== null && !store.isSaved(selected)) return;
  const under = caret.offset === null ? [] : store.at(caret.offset).map(({ id }) => id);
  const ids = selected === null ? [] : [selected, ...under.filter((id) => id !== selected)];
  tell("select", { ids });
}

/** @param {Element} target a stripe, or the sign for those that found no room: click by click one after the other */
function selectStripe(target) {
  const stripe = /** @type {HTMLElement | null} */ (target.closest("[data-segment], [data-segments]"));
  if (!stripe) return;
  const ids = (stripe.dataset.segment ?? stripe.dataset.segments ?? "").split(" ");
  const next = ids[(ids.indexOf(store.view.selected ?? "") + 1) % ids.length];
  if (next) navigation.show(/** @type {import("./types.js").Segment} */ (store.get(next)));
}

/**
 * @param {string} code
 * @param {number} offset
 */
function codeUnder(code, offset) {
  const { span } = store.view;
  const inSpan = span && span.start <= offset && offset < span.end;
  const segment = store.at(offset).find((one) => actions.isMine(one));
  if (!inSpan && !segment) {
    const sentence = sentenceSpan(anchor, offset, data.language);
    if (sentence) navigation.selectSpan(sentence);
  }
  coding.apply([code], inSpan ? undefined : segment?.id);
}

/**
 * @param {Task} task
 * @param {{have: string, want: string}} fields
 */
function settleConflict({ body, segment }, fields) {
  const { start, end, codes } = /** @type {{start: number, end: number, codes: string[]}} */ (body);
  const span = store.get(segment) ?? { start, end };
  void coding.settleConflict(span, segment, codes, fields);
}
