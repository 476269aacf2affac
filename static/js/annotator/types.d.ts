/** The shapes the annotator's modules share. Offsets are Unicode code points, end exclusive. */
import type { Layers } from "./layers.js";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `id` and `at` are empty in what the page was opened with. */
export interface Coding {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly by: string;
  readonly at: string;
}

export interface Segment extends Span {
  readonly id: string;
  readonly transcript: string;
  readonly version: string;
  readonly quote: string;
  readonly coder: string;
  readonly memo: string | null;
  readonly created: string;
  readonly codings: readonly Coding[];
}

export interface Dimension {
  readonly id: string;
  readonly name: string;
  readonly exclusive: boolean;
}

export interface Code {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly dimension: string;
  readonly parent: string | null;
  readonly color: string;
  readonly shortcut: string | null;
  readonly codable: boolean;
  readonly pattern: number;
}

export interface WorkspaceData {
  readonly project: string;
  readonly transcript: string;
  readonly version: string;
  /** What of the project's activity log the page knows of. */
  readonly sequence: number;
  readonly user: { readonly id: string; readonly name: string };
  readonly canCode: boolean;
  readonly canEdit: boolean;
  /** Not the current version: to be read only. */
  readonly isOld: boolean;
  readonly language: string;
  readonly api: string;
  readonly dimensions: readonly Dimension[];
  readonly codes: readonly Code[];
  readonly coders: Readonly<Record<string, string>>;
  readonly recording: RecordingData | null;
  readonly focus: string | null;
  /** The keys this person has changed; see rebinding.js. */
  readonly keys: Readonly<Record<string, string>>;
  readonly desk: Desk;
}

/** How a member has arranged the workspace. `pinned`: codes on the keys 1–9, in that order. */
export interface Desk {
  readonly pinned: readonly string[];
}

/** The audio or video beside the transcript. `offset`: where its 0:00 lies in the recording, in milliseconds. */
export interface RecordingData {
  readonly id: string;
  readonly src: string;
  readonly offset: number;
  readonly isVideo: boolean;
}

/** One turn as the page shows it: `body` is its .turn-text, `leaf` holds it and some others. */
export interface Turn extends Span {
  readonly index: number;
  readonly leaf: Element;
  readonly element: HTMLElement;
  /** What stands in the text between the turn before and this one: a label, a timestamp, empty lines. */
  readonly before: string;
  readonly body: HTMLElement;
}

/** A pure step from one state of a segment to the next; null means "is not there". */
export type Change = (segment: Segment | null) => Segment | null;

/** An optimistic change that the server has not yet answered. */
export interface Edit {
  readonly id: string;
  readonly change: Change;
}

export interface SegmentChange {
  readonly before: Segment | null;
  readonly after: Segment | null;
}

/**
 * What the reader sees and holds: not stored on the server. `held`: the span is no longer the native selection.
 * `hits` of a search, and the one the reader is at.
 */
export interface View {
  /** What is shown of the codings; the rest is dimmed or hidden. */
  readonly layers: Layers;
  /** Where a code that is dragged over the text would go. */
  readonly drop: Span | null;
  readonly selected: string | null;
  readonly span: Span | null;
  readonly focus: string | null;
  readonly held: boolean;
  readonly hits: readonly Span[];
  readonly hit: Span | null;
}

/** What undo, redo and live events answer with. */
export interface Answer {
  readonly segments: readonly Segment[];
  readonly deleted: readonly string[];
}

/** Where a reader is; `segment` only when the server knows it. */
export interface Place {
  readonly at: string;
  readonly segment: string | null;
}

/** Somebody who has the project open. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly transcript: string | null;
  readonly segment: string | null;
}

/** One change in the project. `segments` it touched; `reload`: what of the page is to be loaded anew. */
export interface LiveEvent {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string | null;
  readonly name: string;
  readonly verb: string;
  readonly object: string;
  readonly label: string;
  readonly transcript: string | null;
  readonly segments: readonly string[];
  readonly reload: readonly ("segments" | "codebook" | "text")[];
}

/** What happened since; segments and codebook as they are now. `next` and `seen` begin the next question. */
export interface LiveAnswer extends Answer {
  readonly events: readonly LiveEvent[];
  readonly next: number;
  readonly seen: string;
  readonly present: readonly Person[];
  readonly codebook: { readonly codes: readonly Code[]; readonly dimensions: readonly Dimension[] } | null;
}

/** One request waiting to be sent. */
export interface Task {
  readonly kind: "put" | "patch" | "borders" | "delete" | "bulk" | "undo" | "redo";
  readonly method: string;
  readonly path: string;
  body: unknown;
  readonly segment: string | null;
  readonly edits: Edit[];
  /** Not safe to send twice: never retried. */
  readonly once?: boolean;
  /** The segment as it was shown before, and is shown with this change. */
  readonly before?: Segment | null;
  after?: Segment | null;
  /** With "bulk": all that are made at once, as they are shown. */
  readonly passages?: readonly Segment[];
  /** Of another page than this one, where they are given. */
  readonly transcript?: string;
  readonly version?: string;
  /** Made by a tab that is gone. */
  readonly adopted?: boolean;
  /** What of the project's activity log the answer knows of. */
  sequence?: number;
  /** Settled when it was written down, under `key`. */
  kept?: Promise<void>;
  key?: number;
}

/** An unsent change as it is written down. */
export interface Entry extends Omit<Task, "edits" | "once" | "adopted" | "kept" | "sequence"> {
  readonly tab: string;
  readonly user: string;
  readonly name: string;
  readonly project: string;
  readonly transcript: string;
  readonly version: string;
  readonly at: string;
}

/** Keeps entries in the order they came. */
export interface Shelf {
  /** Whether it outlives the page. */
  readonly isSafe: boolean;
  add(entry: Entry): Promise<number>;
  put(entry: Entry): Promise<void>;
  remove(keys: readonly number[]): Promise<void>;
  all(): Promise<Entry[]>;
  claim(tab: string, isFree: (entry: Entry) => boolean): Promise<Entry[]>;
}

export interface Command {
  readonly name: string;
  readonly segment?: string;
  readonly code?: string;
  readonly value?: unknown;
}

export interface Binding {
  readonly command: string;
  /** "" where a command has lost its key to another. */
  readonly keys: readonly string[];
  /** For each key the name it is changed by: the command and its usual key. */
  readonly slots?: readonly string[];
  readonly group: string;
  readonly label: string;
  /** For each key what the command gets as its value. */
  readonly values?: readonly string[];
  /** How the key list writes the keys, where they are a row. */
  readonly shown?: string;
  /** "text": only while the transcript (or nothing) has the focus; "always": also while somebody types. */
  readonly scope?: "text" | "always";
}

export interface Keystroke {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Code id or own mark → spans inside one turn. */
export type Marks = ReadonlyMap<string, readonly Span[]>;

/** What fills a passage with colour: CSS Custom Highlights, or boxes where those are missing. */
export interface Ink {
  /** Reads the layout now; what it returns writes. */
  paint(turns: ReadonlyMap<Turn, Marks>): () => void;
  clear(turn: Turn): void;
  restyle(): void;
}

declare global {
  function gettext(message: string): string;
  function ngettext(singular: string, plural: string, count: number): string;
  function interpolate(format: string, values: object | readonly unknown[], named?: boolean): string;
}
