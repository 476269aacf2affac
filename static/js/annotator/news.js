/**
 * Puts what others did on the page: passages into the store, codes into the codebook. What stands here unsent stays
 * on top, and the same news twice does nothing.
 *
 * @import {Announcer} from "./announce.js"
 * @import {Codebook} from "./codebook.js"
 * @import {LiveAnswer, LiveEvent, Person, Segment, WorkspaceData} from "./types.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} Deps
 * @property {WorkspaceData} data
 * @property {Store} store
 * @property {Codebook} codebook
 * @property {Announcer} announcer
 * @property {() => Promise<{items: Segment[], next: number, version: string}>} load all passages anew
 * @property {(name: string, detail: object) => void} tell
 * @property {(people: readonly Person[]) => void} present
 */

const TRY_AGAIN_MS = 5_000;

export class News {
  /** The words on the page are no longer the current ones. */
  #isOutdated = false;
  #isLoading = false;
  #loadAgain = false;
  /** @type {readonly Person[]} */
  #present = [];
  /** @type {Set<string>} people of whom it was said that they are at the segment selected here */
  #met = new Set();

  /** @param {Deps} deps */
  constructor(deps) {
    this.deps = deps;
    deps.store.onView((view, before) => view.selected !== before.selected && this.#meet());
  }

  /** @param {LiveAnswer} answer */
  take(answer) {
    const { store, data } = this.deps;
    this.#learnNames(answer.events);
    if (answer.codebook) this.#changeCodes(answer.codebook);
    this.#tellOfSelected(answer);
    if (!this.#isOutdated) {
      const segments = answer.segments.filter(({ version }) => version === data.version);
      store.receive({ segments, deleted: answer.deleted }, answer.next);
    }
    if (answer.events.some((event) => this.#isLarge(event))) void this.reload(whoCorrected(answer.events));
    this.#present = answer.present.filter(({ id }) => id !== data.user.id);
    this.deps.present(this.#present);
    this.#meet();
  }

  /**
   * Load all passages anew, after a change too large to be told.
   *
   * @param {string} [name] of who corrected the text, if somebody did
   */
  async reload(name = "") {
    if (this.#isOutdated) return;
    this.#loadAgain = true;
    if (this.#isLoading) return;
    this.#isLoading = true;
    while (this.#loadAgain && !this.#isOutdated) {
      this.#loadAgain = false;
      await this.#load(name);
    }
    this.#isLoading = false;
  }

  /** @param {string} name */
  async #load(name) {
    const { data, store, tell, load } = this.deps;
    try {
      const { items, next, version } = await load();
      if (version === data.version) return store.replace(items, next);
      this.#isOutdated = true;
      tell("corrected-elsewhere", { name });
    } catch (error) {
      // The transcript is in the bin, say: there is nothing to load.
      if ([403, 404].includes(/** @type {{status?: number}} */ (error).status ?? 0)) return;
      // Silently: what is unsent says already that the line is cut.
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      this.#loadAgain = true;
    }
  }

  /** @param {LiveEvent} event */
  #isLarge({ reload, transcript }) {
    return reload.length > 0 && (transcript === null || transcript === this.deps.data.transcript);
  }

  /** @param {NonNullable<LiveAnswer["codebook"]>} codebook */
  #changeCodes({ codes, dimensions }) {
    const { codebook, store, tell } = this.deps;
    codebook.replace(codes, dimensions);
    tell("codebook-changed", {});
    const segment = store.get(store.view.selected);
    // Its panel names its codes.
    if (segment && store.isSaved(segment.id)) tell("saved", { segment });
  }

  /**
   * New people may have joined since the page was made.
   *
   * @param {readonly LiveEvent[]} events
   */
  #learnNames(events) {
    const coders = /** @type {Record<string, string>} */ (this.deps.data.coders);
    for (const { actor, name } of events) if (actor) coders[actor] = name;
  }

  /** @param {LiveAnswer} answer */
  #tellOfSelected({ events, segments, deleted }) {
    const { store, data, announcer } = this.deps;
    const { selected } = store.view;
    if (selected === null) return;
    const now = segments.find(({ id }) => id === selected);
    const event = events.findLast((one) => one.segments.includes(selected));
    if (!event || event.actor === data.user.id) return;
    const isGone = deleted.includes(selected);
    if (!isGone && (!now || store.isAsSaved(now))) return;
    const format = isGone
      ? gettext("%(name)s has removed the segment you had selected.")
      : gettext("%(name)s has just changed the segment you have selected.");
    announcer.hint(interpolate(format, { name: event.name }, true));
    // Its panel is shown anew when the store has the change.
    if (now) queueMicrotask(() => this.deps.tell("saved", { segment: now }));
  }

  /** Say once of everybody who has selected the same segment. */
  #meet() {
    const { store, announcer } = this.deps;
    const { selected } = store.view;
    const there = this.#present.filter(({ segment }) => segment !== null && segment === selected);
    const ids = there.map(({ id }) => `${id} ${selected}`);
    const came = there.filter(({ id }) => !this.#met.has(`${id} ${selected}`));
    this.#met = new Set(ids);
    if (!came.length) return;
    const names = came.map(({ name }) => name).join(", ");
    announcer.hint(interpolate(gettext("%(names)s has this segment selected too."), { names }, true));
  }
}

/** @param {readonly LiveEvent[]} events */
function whoCorrected(events) {
  return events.findLast(({ reload }) => reload.includes("text"))?.name;
}
