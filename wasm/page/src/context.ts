/**
 * What the page hands to a part of it that is loaded when it is opened, such as
 * the notebook. A part knows nothing else of the page.
 */
import type { RemoteDataset, RemoteModule } from "./engine/remote";

/** A place for texts and bytes that are there again after a reload, in this browser only. */
export interface Keep {
  /** The value under a name, or undefined. */
  get<T>(name: string): Promise<T | undefined>;
  /** Anything that structured cloning can copy: text, plain objects, bytes. */
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Context {
  /** The functions of the module that need no data set: views(), schemaSql(), convert(), parseNotebook() ... */
  readonly veyl: RemoteModule;
  /** The data set that the page shows, now: opening a snapshot or clearing puts another in its place, so do not hold on to it. */
  readonly dataset: RemoteDataset;
  /** How often posts or projects have changed. What was computed at another number is out of date. */
  generation(): number;
  /** Calls back after each change of posts or projects. The function returned ends that. */
  onChange(listener: (generation: number) => void): () => void;
  /** The project chosen in the page; undefined for everything. */
  project(): number | undefined;
  /** Names in here must begin with the part's own name and a dot: `notebook.text`. The page's clear button removes them all. */
  readonly keep: Keep;
  /** Calls back when the user clears everything, after `keep` is empty. The function returned ends that. */
  onClear(listener: () => void): () => void;
  /** Hands a file to the user as a download. */
  download(name: string, bytes: Uint8Array | string, mediaType: string): void;
  /** Says a sentence to screen readers, without showing it. */
  announce(sentence: string): void;
  /** Shows an error above the page until it is dismissed. */
  fail(error: unknown): void;
}

/** A part that is on the page. */
export interface Mounted {
  /** Takes it off: ends its workers, removes its elements and listeners. What it keeps stays. */
  unmount(): void;
}

/** The entry of `notebook/index.ts`. */
export type MountNotebook = (root: HTMLElement, context: Context) => Mounted;
