/** The shapes the annotator's modules share. Offsets are Unicode code points, end exclusive. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

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
  readonly user: { readonly id: string; readonly name: string };
  readonly canCode: boolean;
  readonly language: string;
  readonly api: string;
  readonly dimensions: readonly Dimension[];
  readonly codes: readonly Code[];
  readonly coders: Readonly<Record<string, string>>;
  readonly focus: string | null;
}

/** One turn as the page shows it: `body` is its .turn-text. */
export interface Turn extends Span {
  readonly index: number;
  readonly element: HTMLElement;
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

/** What the reader sees and holds: not stored on the server. `held`: the span is no longer the native selection. */
export interface View {
  readonly selected: string | null;
  readonly span: Span | null;
  readonly focus: string | null;
  readonly held: boolean;
}

/** What undo, redo and live events answer with. */
export interface Answer {
  readonly segments: readonly Segment[];
  readonly deleted: readonly string[];
}

/** One request waiting to be sent. Plain data but for `edits`. */
export interface Task {
  readonly kind: "put" | "patch" | "borders" | "delete" | "undo" | "redo";
  readonly method: string;
  readonly path: string;
  body: unknown;
  readonly segment: string | null;
  readonly edits: Edit[];
  /** Not safe to send twice: never retried. */
  readonly once?: boolean;
}

export interface Command {
  readonly name: string;
  readonly segment?: string;
  readonly code?: string;
  readonly value?: unknown;
}

export interface Binding {
  readonly command: string;
  readonly keys: readonly string[];
  readonly group: string;
  readonly label: string;
  /** For each key what the command gets as its value. */
  readonly values?: readonly string[];
  /** How the key list writes the keys, where they are a row. */
  readonly shown?: string;
  /** "text": only while the transcript (or nothing) has the focus. */
  readonly scope?: "text";
}

export interface Keystroke {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What fills a passage with colour: CSS Custom Highlights, or boxes where those are missing. */
export interface Ink {
  paint(turn: Turn, marks: ReadonlyMap<string, readonly Span[]>): void;
  clear(turn: Turn): void;
  restyle(focus: string | null): void;
}

declare global {
  function gettext(message: string): string;
  function ngettext(singular: string, plural: string, count: number): string;
  function interpolate(format: string, values: object | readonly unknown[], named?: boolean): string;
}
