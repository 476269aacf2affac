/**
 * Every command by name: what keys mean, and what the panels ask for through `annotator:command`.
 *
 * @import {Actions} from "./actions.js"
 * @import {Choosing} from "./choosing.js"
 * @import {Coding} from "./coding.js"
 * @import {Editing} from "./editing.js"
 * @import {Focusing} from "./focusing.js"
 * @import {Navigation} from "./navigation.js"
 * @import {Player} from "./player.js"
 * @import {Pins} from "./pins.js"
 * @import {Reading} from "./reading.js"
 * @import {Command, Span} from "./types.js"
 * @import {Store} from "./store.js"
 * @import {Targets} from "./targets.js"
 *
 * @typedef {object} Deps
 * @property {Store} store
 * @property {Actions} actions
 * @property {Targets} targets
 * @property {Coding} coding
 * @property {Choosing} choosing
 * @property {Navigation} navigation
 * @property {Editing} editing
 * @property {Player | null} player
 * @property {Focusing} focusing
 * @property {Reading} reading
 * @property {Pins} pins
 * @property {() => void} openFilter
 * @property {() => void} openSearch
 * @property {() => void} showKeys
 */
import { askLine } from "./dialogs.js";

/**
 * @param {Deps} deps
 * @returns {(command: Command) => void}
 */
export function commandTable({
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
  openFilter,
  openSearch,
  showKeys,
}) {
  /** @type {Record<string, (command: Command) => unknown>} */
  const table = {
    "next-turn": () => navigation.turn(1),
    "previous-turn": () => navigation.turn(-1),
    "next-segment": () => navigation.segment(1),
    "previous-segment": () => navigation.segment(-1),
    move: ({ value }) => navigation.move(false, String(value)),
    "extend-selection": ({ value }) => navigation.move(true, String(value)),
    "select-sentence": () => navigation.selectSentence(),
    "select-turn": () => navigation.selectTurn(),
    "select-here": () => navigation.selectHere(),
    select: ({ segment }) => segment && navigation.select(segment),
    goto: ({ segment, value }) => (segment ? navigation.select(segment) : navigation.goToLine(Number(value))),
    search: openSearch,
    "ask-line": () => goToAsked(navigation),
    back: () => navigation.back() || reading.leave() || focusing.clear(),
    "ask-filter": openFilter,
    "only-mine": () => focusing.onlyMine(),
    "show-all": () => focusing.clear(),
    reading: () => reading.toggle(),
    "pin-code": ({ code }) => pinHere(code),
    "open-picker": ({ segment }) => choosing.openPicker(segment),
    "apply-code": ({ code, segment }) => code && coding.apply([code], segment),
    "apply-key": ({ value }) => coding.applyKey(String(value)),
    repeat: () => coding.repeat(),
    "in-vivo": () => choosing.inVivo(),
    "ask-memo": () => coding.memo(),
    memo: ({ segment, value }) => coding.memo(segment, value === undefined ? undefined : String(value)),
    "remove-code": ({ segment, code }) => choosing.removeCode(segment, code),
    "remove-segment": ({ segment }) => coding.removeSegment(segment),
    border: ({ value }) => coding.border(String(value)),
    extend: ({ segment, value }) => extend(segment, value),
    "focus-code": ({ code }) => code && focusing.code(code),
    "ask-focus": () => choosing.askFocus(),
    undo: () => targets.mayCode() && actions.undo(),
    redo: () => targets.mayCode() && actions.redo(),
    "take-back": ({ value }) => targets.mayCode() && actions.putBack("undo", Number(value)),
    "make-again": ({ value }) => targets.mayCode() && actions.putBack("redo", Number(value)),
    "edit-turn": ({ value }) => editing.open(value === undefined ? undefined : Number(value)),
    ...player?.commands,
    help: showKeys,
  };

  /** @param {string | undefined} named else what has the focus, in the tree or the picker */
  function pinHere(named) {
    const row = /** @type {HTMLElement | null | undefined} */ (
      document.activeElement?.closest("[data-code]")
    );
    const code = named ?? choosing.codeInPicker ?? row?.dataset.code;
    if (code) pins.toggle(code);
  }

  /**
   * @param {string | undefined} id
   * @param {unknown} value a span, or a step such as "end 1 word"
   */
  function extend(id, value) {
    if (typeof value === "string") return coding.border(value, id ?? store.view.selected ?? undefined);
    const segment = targets.segment(id);
    if (segment) actions.setBorders(segment, /** @type {Span} */ (value));
  }

  return (command) => void table[command.name]?.(command);
}

/** @param {Navigation} navigation */
async function goToAsked(navigation) {
  const line = await askLine();
  if (line !== null) navigation.goToLine(line);
}
