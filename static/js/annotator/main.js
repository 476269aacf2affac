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
import { arrive } from "./arriving.js";
import { bindings } from "./bindings.js";
import { Caret } from "./caret.js";
import { Choosing } from "./choosing.js";
import { Codebook } from "./codebook.js";
import { CodeTree } from "./codetree.js";
import { Coding } from "./coding.js";
import { commandTable } from "./commands.js";
import { required, tell } from "./dom.js";
import { Dragging } from "./dragging.js";
import { Editing } from "./editing.js";
import { BoxInk } from "./fallback.js";
import { estimateHeights, fitLines } from "./flow.js";
import { Focusing } from "./focusing.js";
import { FocusPanel } from "./focuspanel.js";
import { Handles } from "./handles.js";
import { HighlightInk } from "./highlights.js";
import { Kept } from "./kept.js";
import { listen } from "./keyboard.js";
import { showKeys } from "./keydialog.js";
import { keepHints } from "./keyhints.js";
import { Keymap } from "./keymap.js";
import { goLive } from "./livewiring.js";
import { Navigation } from "./navigation.js";
import { Painter } from "./painter.js";
import { arrangePanes } from "./panes.js";
import { Picker } from "./picker.js";
import { PinPanel } from "./pinpanel.js";
import { Pins } from "./pins.js";
import { Player } from "./player.js";
import { Reading } from "./reading.js";
import { Recent } from "./recent.js";
import { Search } from "./search.js";
import { SearchCoding } from "./searchcoding.js";
import { TextSelection } from "./selection.js";
import { fetchSentences } from "./sentences.js";
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

const api = new Api(data.api, data.transcript, data.user.id, data.isOld ? data.version : null);
const loading = api.segments();

const store = new Store();
const codebook = new Codebook(data.codes, data.dimensions);
const anchor = new Anchor(article);
api.source = (/** @type {import("./types.js").Span} */ span) => anchor.source(span);
const announcer = new Announcer(anchor, codebook);
const sync = new Sync(api, store, announcer, codebook, data);
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
const recent = new Recent(data);
const coding = new Coding({ store, anchor, codebook, actions, navigation, announcer, targets, recent });
const desk = `desk:${data.user.id}:${data.project}`;
const kept = new Kept({ name: desk, value: data.desk, send: (value) => api.saveDesk(value), fail });
const pins = new Pins(codebook, kept, announcer);
const picker = new Picker(codebook, pins);
const focusing = new Focusing(data, store, codebook, announcer);
const choosing = new Choosing({
  store,
  anchor,
  codebook,
  coding,
  navigation,
  picker,
  announcer,
  api,
  focusing,
  recent,
  fail,
});
const reading = new Reading(workspace, pane, anchor, announcer);
const focusPanel = new FocusPanel(store, codebook, focusing, {
  pickCode: (button) => choosing.pickFocus(button),
  left: () => navigation.returnToText(),
});
const touchBar = new TouchBar(anchor, store, () => choosing.openPicker());

const editing = new Editing({ data, anchor, caret, navigation, announcer, sync });

const searchCoding = new SearchCoding(store, actions, codebook);
const search = new Search(required("#ws-search"), {
  data,
  pane,
  api,
  store,
  anchor,
  caret,
  navigation,
  announcer,
  choosing,
  coding: searchCoding,
  fail,
});

const { recording } = data;
const player = recording && new Player({ recording, pane, anchor, caret, store, announcer, api });
const keymap = new Keymap(
  bindings(player !== null),
  new Kept({ name: `keys:${data.user.id}`, value: data.keys, send: (keys) => api.saveKeys(keys), fail }),
);
const run = commandTable({
  store,
  actions,
  targets,
  coding,
  choosing,
  navigation,
  editing,
  player,
  focusing,
  reading,
  pins,
  openFilter: () => focusPanel.toggle(),
  openSearch: () => search.open(),
  showKeys: () => showKeys(keymap),
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
  document.addEventListener("annotator:codebook-changed", () => painter.restyle());
}

function listenToAll() {
  keepHints(keymap);
  listen(keymap, codebook, article, (name, value) => {
    selection.read();
    run({ name, value });
  });
  document.addEventListener("annotator:command", (event) => run(/** @type {CustomEvent} */ (event).detail));
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
  const codes = required(".ws-codes");
  new PinPanel(required("#pinned-codes"), pins);
  new CodeTree(codes, store, codebook, pins, keymap, {
    apply: (code) => void coding.apply([code]),
    focus: (code) => focusing.code(code),
  });
  const { language } = data;
  if (data.canCode) new Dragging(codes, { language, store, anchor, actions, navigation, coding, pins });
}

async function load() {
  try {
    const { items, next } = await loading;
    const found = await sync.found;
    store.load(items, next);
    sync.show(found);
    workspace.dataset.ready = "yes";
    // The panel and the toasts must hear what is told from here on.
    await attached;
    void sync.resume();
    if (data.focus) navigation.select(data.focus);
    else arrive(location.search, { navigation, search, end: anchor.turns.at(-1)?.end ?? 0 });
    editing.resume();
    if (!data.isOld) goLive({ data, api, store, codebook, announcer });
    void fetchSentences(api, anchor);
    tell("ready", { segments: store.all().length });
  } catch (error) {
    await attached;
    void sync.resume();
    fail(error);
  }
}

/** A segment the server does not know yet has no panel to show: tell again when it is saved. */
function tellSelected() {
  const { selected } = store.view;
  if (selected !== null && !store.isSaved(selected)) return;
  const { layers } = store.view;
  const here = caret.offset === null ? [] : store.at(caret.offset);
  const under = here.filter((one) => layers.isThere(one)).map(({ id }) => id);
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
 * @param {Task} task
 * @param {{have: string, want: string}} fields
 */
function settleConflict({ body, segment }, fields) {
  const { start, end, codes } = /** @type {{start: number, end: number, codes: string[]}} */ (body);
  const span = store.get(segment) ?? { start, end };
  void coding.settleConflict(span, segment, codes, fields);
}
