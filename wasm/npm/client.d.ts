// veyl in a worker: the same functions and classes as in veyl.d.ts, each answer a promise.

import type * as Veyl from "./veyl.js";

/** A function of the face, asked across the border: it may be given the same, and promises the same. */
type Asked<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;

type Methods<T, Left extends string = never> = {
  [K in Exclude<keyof T, symbol | "free" | Left> as T[K] extends (...args: never[]) => unknown ? K : never]: Asked<T[K]>;
};

interface Held {
  /** Gives its memory in the worker back; it is of no use from then on. */
  free(): Promise<void>;
}

export type RemoteCrossFilter = Methods<Veyl.CrossFilter> & Held;

export type RemoteDataset = Methods<Veyl.Dataset, "crossfilter" | "tableBatches"> & Held & {
  crossfilter(project?: number): Promise<RemoteCrossFilter>;
  /** A table in IPC streams of at most so many posts, one after the other. */
  tableBatches(name: string, rows: number): AsyncIterable<Uint8Array>;
};

export type RemoteFunctions = {
  [K in
    | "version" | "formats" | "views" | "schemaSql" | "parseScope" | "convert"
    | "parseNotebook" | "formatFirst" | "formatText"]: Asked<(typeof Veyl)[K]>;
};

export interface Connection {
  veyl: RemoteFunctions;
  Dataset: {
    create(): Promise<RemoteDataset>;
    fromSnapshot(bytes: Uint8Array): Promise<RemoteDataset>;
  };
  /** Ends the worker, whatever it does. */
  terminate(): void;
}

/**
 * Starts a worker with veyl in it. `worker`: one of your own that runs worker.js, or where worker.js is; by default
 * beside this file. `wasm`: where veyl_bg.wasm is, `notebook`: where veyl_notebook_bg.wasm is, which is fetched when
 * the first notebook is parsed; by default both beside worker.js.
 */
export function connect(options?: { worker?: Worker | URL | string; wasm?: URL | string; notebook?: URL | string }): Promise<Connection>;
