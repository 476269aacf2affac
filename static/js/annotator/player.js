/**
 * The recording beside the text: the bar that plays it, timestamps that are pressed, and the mark on the turn that is
 * heard. Only there when the transcript has a recording.
 *
 * @import {Anchor} from "./anchor.js"
 * @import {Announcer} from "./announce.js"
 * @import {Api} from "./api.js"
 * @import {Caret} from "./caret.js"
 * @import {Command, RecordingData} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Deps
 * @property {RecordingData} recording
 * @property {HTMLElement} pane
 * @property {Anchor} anchor
 * @property {Caret} caret
 * @property {Store} store
 * @property {Announcer} announcer
 * @property {Api} api
 */
import { asElement, keepInView, required } from "./dom.js";
import { habits, keepHabits, keepPlace, placeOf } from "./listened.js";
import { PlayerBar } from "./playerbar.js";
import { clock, heardAt, inTime, nextSpeed, stampBefore } from "./playing.js";

const KEEP_EVERY_S = 2;
const BUSY = "dialog[open], [role=dialog]:not([hidden]), .ws-picker:not([hidden])";
// Of a turn longer than the window, its beginning is what is shown.
const SHOWN_PX = 120;

export class Player {
  /** @type {HTMLElement | null} the turn that is marked */
  #heard = null;
  /** Where to go on once the browser knows the recording, and where it was when the line broke. */
  #place = 0;
  #kept = 0;

  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
    this.offset = deps.recording.offset;
    this.stamps = inTime(stampsOf(deps.anchor.article));
    this.bar = new PlayerBar(required("#player"), deps.recording.isVideo, {
      seek: (seconds) => this.seek(seconds),
      speed: (speed) => this.setSpeed(speed),
      follow: () => this.#reveal(),
      again: () => this.#load(),
      run: (name, value) => this.commands[name]?.({ name, value }),
    });
    this.media = this.bar.media;
    this.#place = placeOf(deps.recording.id);
    this.#listen();
    this.setSpeed(habits().speed, false);
    this.#load();
  }

  /** @type {Record<string, (command: Command) => unknown>} */
  commands = {
    play: () => (this.media.paused ? this.play() : this.media.pause()),
    skip: ({ value }) => this.seek(this.media.currentTime + Number(value)),
    speed: ({ value }) => this.setSpeed(nextSpeed(this.media.playbackRate, Number(value))),
    "play-here": () => this.playTurn(),
    "start-here": () => this.begin(this.media.currentTime * 1000),
    "turn-here": () => this.beginTurn(),
  };

  play() {
    // A refusal to play tells its reason in an event of its own.
    return this.media.play().catch(() => {});
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.#place = Math.max(0, Math.min(seconds, this.bar.length || seconds));
    if (this.media.readyState > 0) this.media.currentTime = this.#place;
    this.#show();
  }

  /** @param {number} at milliseconds of the transcript's clock */
  playFrom(at) {
    const seconds = (at + this.offset) / 1000;
    if (this.media.readyState > 0 && seconds >= this.bar.length) {
      this.deps.announcer.hint(gettext("The recording ends before that."));
      return;
    }
    this.seek(seconds);
    void this.play();
  }

  /** From the turn at the caret, or the nearest before it that has a timestamp. */
  playTurn() {
    const { anchor, caret, announcer } = this.deps;
    const stamp = stampBefore(this.stamps, anchor.turnAt(caret.home).index);
    if (stamp) this.playFrom(stamp.at);
    else announcer.hint(gettext("No timestamp stands here or before this place."));
  }

  /**
   * @param {number} speed
   * @param {boolean} [tell]
   */
  setSpeed(speed, tell = true) {
    // The browser goes back to the default rate whenever it loads.
    this.media.defaultPlaybackRate = this.media.playbackRate = speed;
    this.bar.showSpeed(speed);
    if (!tell) return;
    keepHabits({ speed });
    this.deps.announcer.say(interpolate(gettext("Speed %s"), [this.bar.speedName]));
  }

  /** The turn at the caret begins where the recording is now. */
  beginTurn() {
    const { anchor, caret, announcer } = this.deps;
    const { index } = anchor.turnAt(caret.home);
    const stamp = this.stamps.find((one) => one.index === index);
    if (stamp) return this.begin(this.media.currentTime * 1000 - stamp.at);
    announcer.hint(gettext("The turn at the caret has no timestamp: choose one that has."));
  }

  /** @param {number} offset milliseconds into the recording where the transcript's clock is at 0:00 */
  async begin(offset) {
    const { api, announcer } = this.deps;
    try {
      await api.changeRecording(Math.round(offset));
    } catch (error) {
      const why = /** @type {import("./api.js").ApiError} */ (error);
      const offline = gettext("The server did not answer. Where the transcript begins stays as it was.");
      announcer.hint(why.status ? why.message : offline);
      return;
    }
    this.offset = Math.round(offset);
    this.#show();
    const at = `${offset < 0 ? "−" : ""}${clock(Math.abs(offset) / 1000)}`;
    announcer.hint(interpolate(gettext("The transcript’s 0:00 is at %s of the recording now."), [at]));
  }

  #load() {
    this.bar.problem("");
    this.media.src = this.deps.recording.src;
    this.media.load();
  }

  #listen() {
    const { media } = this;
    media.addEventListener("loadedmetadata", () => {
      if (this.#place && this.#place < this.bar.length) media.currentTime = this.#place;
      this.bar.showLength();
      this.#show();
    });
    media.addEventListener("durationchange", () => this.bar.showLength());
    media.addEventListener("timeupdate", () => this.#moved());
    media.addEventListener("seeked", () => this.#moved());
    for (const name of ["play", "pause", "ended"]) {
      media.addEventListener(name, () => {
        this.bar.showState();
        this.#keep();
      });
    }
    media.addEventListener("error", () => void this.#explain());
    addEventListener("pagehide", () => this.#keep());
    const { article } = this.deps.anchor;
    // The focus stays in the text, so that its keys go on working.
    article.addEventListener("mousedown", (event) => stampAt(event.target) && event.preventDefault());
    article.addEventListener("click", (event) => {
      const stamp = stampAt(event.target);
      if (stamp) this.playFrom(Number(stamp.dataset.at));
    });
  }

  #moved() {
    if (!this.media.seeking) this.#place = this.media.currentTime;
    if (Math.abs(this.#place - this.#kept) >= KEEP_EVERY_S) this.#keep();
    this.#show();
  }

  #keep() {
    this.#kept = this.#place;
    keepPlace(this.deps.recording.id, this.#place);
  }

  #show() {
    this.bar.showTime(this.#place);
    const stamp = this.#place > 0 ? heardAt(this.stamps, this.#place * 1000 - this.offset) : null;
    const heard = stamp ? (this.deps.anchor.turns[stamp.index]?.element ?? null) : null;
    if (heard === this.#heard) return;
    this.#heard?.classList.remove("is-heard");
    this.#heard?.removeAttribute("aria-current");
    heard?.classList.add("is-heard");
    heard?.setAttribute("aria-current", "true");
    this.#heard = heard;
    if (!this.media.paused) this.#reveal();
  }

  /** Scrolls to what is heard, where that is wanted and nobody is about to code. */
  #reveal() {
    const { pane, store } = this.deps;
    if (!this.#heard || !habits().follow || store.view.span || document.querySelector(BUSY)) return;
    if (!pane.checkVisibility()) return;
    const { top, bottom } = this.#heard.getBoundingClientRect();
    keepInView(pane, { top, bottom: Math.min(bottom, top + SHOWN_PX) });
  }

  async #explain() {
    const { api, recording } = this.deps;
    const status = await api.answerTo(recording.src);
    if (status === 200) {
      this.bar.problem(
        gettext(
          "Your browser cannot play this file. MP3, M4A and WAV sound and MP4 films (H.264) play in nearly every browser: convert it and replace it, or download it and play it beside this page.",
        ),
      );
    } else if (status === 404) {
      this.bar.problem(gettext("The recording is no longer on the server: add it again."));
    } else {
      this.bar.problem(
        gettext("The recording did not come: the line is down, or you were signed out. Coding goes on."),
      );
    }
  }
}

/** @param {HTMLElement} article */
function stampsOf(article) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll("button.at"));
  return Array.from(buttons, (button) => ({
    at: Number(button.dataset.at),
    index: Number(/** @type {HTMLElement} */ (button.closest(".turn")).dataset.index),
  }));
}

/** @param {EventTarget | null} target */
function stampAt(target) {
  return /** @type {HTMLElement | null | undefined} */ (asElement(target)?.closest("button.at"));
}
