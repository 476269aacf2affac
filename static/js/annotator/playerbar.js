/**
 * The player's bar: shows what the media element does, and says what the reader asks for. Decides nothing.
 *
 * @typedef {object} Handlers
 * @property {(seconds: number) => void} seek
 * @property {(speed: number) => void} speed
 * @property {() => void} follow it was switched
 * @property {() => void} again fetch it once more
 * @property {(name: string, value: string | undefined) => void} run a command
 */
import { asElement, element, required } from "./dom.js";
import { habits, keepHabits } from "./listened.js";
import { clock } from "./playing.js";

export class PlayerBar {
  /**
   * @param {HTMLElement} bar
   * @param {boolean} mayHavePicture
   * @param {Handlers} handlers
   */
  constructor(bar, mayHavePicture, handlers) {
    this.bar = bar;
    this.media = element(mayHavePicture ? "video" : "audio", {
      class: "ws-player-media",
      preload: "metadata",
      playsinline: mayHavePicture,
    });
    bar.prepend(this.media);
    this.slider = /** @type {HTMLInputElement} */ (required(".ws-player-seek", bar));
    this.speeds = /** @type {HTMLSelectElement} */ (required("[data-speed]", bar));
    this.playButton = required(".ws-player-play", bar);
    this.now = required("[data-now]", bar);
    this.#listen(handlers);
    this.#arrangePicture();
  }

  /** Seconds; of a recording that does not say how long it is, what is known of it. */
  get length() {
    const { duration, seekable } = this.media;
    if (Number.isFinite(duration)) return duration;
    return seekable.length ? seekable.end(seekable.length - 1) : 0;
  }

  get speedName() {
    return this.speeds.selectedOptions[0]?.textContent ?? "";
  }

  /** @param {number} seconds */
  showTime(seconds) {
    this.now.textContent = clock(seconds);
    this.slider.value = String(seconds);
    // Said on every tick it would never let a screen reader finish.
    if (this.media.paused || document.activeElement !== this.slider) this.#sayPlace();
  }

  showLength() {
    const whole = this.length;
    this.slider.max = String(Math.ceil(whole));
    required("[data-whole]", this.bar).textContent = whole ? clock(whole) : "–";
    const { videoWidth } = /** @type {HTMLVideoElement} */ (this.media);
    this.bar.classList.toggle("has-picture", Boolean(videoWidth));
    required("[data-fold]", this.bar).hidden = !videoWidth;
  }

  showState() {
    const playing = !this.media.paused;
    this.bar.classList.toggle("is-playing", playing);
    this.playButton.setAttribute("aria-label", playing ? gettext("Pause") : gettext("Play"));
    this.#sayPlace();
  }

  /** @param {number} speed */
  showSpeed(speed) {
    for (const option of this.speeds.options) option.selected = Number(option.value) === speed;
  }

  /** @param {string} sentence "" when there is none */
  problem(sentence) {
    required("[data-problem]", this.bar).textContent = sentence;
    required(".ws-player-problem", this.bar).hidden = !sentence;
    this.bar.classList.toggle("has-problem", Boolean(sentence));
  }

  #sayPlace() {
    const values = { now: this.now.textContent, whole: clock(this.length) };
    this.slider.setAttribute("aria-valuetext", interpolate(gettext("%(now)s of %(whole)s"), values, true));
  }

  /** @param {Handlers} handlers */
  #listen(handlers) {
    this.bar.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement | null | undefined} */ (
        asElement(event.target)?.closest("[data-play]")
      );
      if (button) handlers.run(String(button.dataset.play), button.dataset.value);
    });
    this.slider.addEventListener("input", () => {
      handlers.seek(Number(this.slider.value));
      this.#sayPlace();
    });
    this.speeds.addEventListener("change", () => handlers.speed(Number(this.speeds.value)));
    required("[data-again]", this.bar).addEventListener("click", () => handlers.again());
    this.#toggle("follow", handlers.follow);
  }

  #arrangePicture() {
    const fold = () => this.bar.classList.toggle("is-folded", habits().folded);
    fold();
    this.#toggle("folded", fold);
  }

  /**
   * A button that stays pressed.
   *
   * @param {"follow" | "folded"} habit
   * @param {() => void} changed
   */
  #toggle(habit, changed) {
    const button = required(habit === "follow" ? "[data-follow]" : "[data-fold]", this.bar);
    // The picture's button says that it is shown, the habit that it is folded away.
    const show = () => button.setAttribute("aria-pressed", String(habits()[habit] === (habit === "follow")));
    show();
    button.addEventListener("click", () => {
      keepHabits({ [habit]: !habits()[habit] });
      show();
      changed();
    });
  }
}
