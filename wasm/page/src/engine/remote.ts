/** The module as the page sees it: in a worker, so that every answer is a promise. */
import type * as Veyl from "veyl";
import type { CrossFilter, Dataset } from "veyl";

/** A function of the module, called across the worker's border. */
type Asked<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
type Methods<T, Left extends string = never> = {
  [K in Exclude<keyof T, symbol | "free" | Left> as T[K] extends (...args: never[]) => unknown ? K : never]: Asked<
    T[K]
  >;
} & {
  /** Gives its memory in the worker back. It is dead from then on. */
  free(): Promise<void>;
};

export type RemoteCrossFilter = Methods<CrossFilter>;

export type RemoteDataset = Methods<Dataset, "crossfilter" | "tableBatches"> & {
  crossfilter(project?: number): Promise<RemoteCrossFilter>;
  /** A table in IPC streams of at most so many posts, one after another. */
  tableBatches(name: string, rows: number): AsyncIterable<Uint8Array>;
};

export type RemoteModule = Pick<
  { [K in keyof typeof Veyl]: Asked<(typeof Veyl)[K]> },
  "version" | "formats" | "views" | "schemaSql" | "parseScope" | "convert" | "parseNotebook"
>;
