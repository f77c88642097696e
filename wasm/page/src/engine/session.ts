/**
 * The page's data: one data set in the worker, and what the page shows of it. Every change of
 * posts or projects goes through here, raises `generation`, and is kept for the next visit.
 */
import { batch, signal } from "@preact/signals";
import type { Dataset, InputFile, LoadOptions, LoadReport, ProjectInfo, ProjectSpec } from "veyl";
import type { Kept } from "../data/keep";
import { toMicros } from "../text/format";
import type { Engine } from "./connect";
import type { RemoteDataset } from "./remote";

export type Counts = ReturnType<Dataset["counts"]>;

const SNAPSHOT = "page.snapshot";
/** Milliseconds without another change after which the data is kept. */
const QUIET = 400;

/** Frees a data set that another one has replaced, once what was shown of it is off the page. */
function letGo(dataset: RemoteDataset): void {
  setTimeout(() => void dataset.free(), 500);
}

export class Session {
  /** How often posts or projects have changed. */
  readonly generation = signal(0);
  readonly counts = signal<Counts | undefined>(undefined);
  readonly projects = signal<ProjectInfo[]>([]);
  readonly platforms = signal<string[]>([]);
  /** Of this visit, the newest first. */
  readonly reports = signal<LoadReport[]>([]);
  /** The store that the page was served with. What is done here does not change it, and is not kept. */
  readonly served = signal<string | undefined>(undefined);
  /** Why the data will not be there after a reload; undefined where it will. */
  readonly unkept = signal<string | undefined>(undefined);

  #engine: Engine;
  #keep: Kept;
  #dataset: RemoteDataset;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(engine: Engine, keep: Kept, dataset: RemoteDataset) {
    this.#engine = engine;
    this.#keep = keep;
    this.#dataset = dataset;
  }

  /** Opens what was kept at the last visit, or an empty data set. Says what could not be opened through `fail`. */
  static async open(engine: Engine, keep: Kept, fail: (error: unknown) => void): Promise<Session> {
    let dataset: RemoteDataset | undefined;
    try {
      const kept = await keep.get<Blob>(SNAPSHOT);
      if (kept) dataset = await engine.fromSnapshot(new Uint8Array(await kept.arrayBuffer()));
    } catch (error) {
      fail(error);
    }
    const session = new Session(engine, keep, dataset ?? (await engine.empty()));
    await session.#read();
    return session;
  }

  /** Opens the snapshot of the store that serves the page. */
  static async openServed(engine: Engine, keep: Kept, name: string, snapshot: Uint8Array): Promise<Session> {
    const session = new Session(engine, keep, await engine.fromSnapshot(snapshot));
    session.served.value = name;
    await session.#read();
    return session;
  }

  get dataset(): RemoteDataset {
    return this.#dataset;
  }

  async load(files: InputFile[], options: LoadOptions): Promise<LoadReport> {
    const report = await this.#dataset.load(files, options);
    this.reports.value = [report, ...this.reports.value];
    if (report.changed) await this.#changed();
    return report;
  }

  /** Puts a snapshot in the place of everything that is here. */
  async replace(snapshot: Uint8Array): Promise<void> {
    const next = await this.#engine.fromSnapshot(snapshot);
    const last = this.#dataset;
    this.#dataset = next;
    await this.#changed();
    letGo(last);
  }

  async applyProjects(specs: ProjectSpec[] | string): Promise<("created" | "changed" | "unchanged")[]> {
    const outcome = await this.#dataset.applyProjects(specs, toMicros(Date.now()));
    if (outcome.some((one) => one !== "unchanged")) await this.#changed();
    return outcome;
  }

  async removeProject(id: number): Promise<void> {
    await this.#dataset.removeProject(id);
    await this.#changed();
  }

  /** Forgets everything, here and in what is kept. */
  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#keeping;
    await this.#keep.clear();
    const last = this.#dataset;
    this.#dataset = await this.#engine.empty();
    this.reports.value = [];
    this.served.value = undefined;
    await this.#read();
    letGo(last);
  }

  async #changed(): Promise<void> {
    await this.#read();
    clearTimeout(this.#timer);
    if (this.served.value === undefined) this.#timer = setTimeout(() => this.keepNow(), QUIET);
  }

  async #read(): Promise<void> {
    const [counts, projects, platforms] = await Promise.all([
      this.#dataset.counts(),
      this.#dataset.projects(),
      this.#dataset.platforms(),
    ]);
    batch(() => {
      this.counts.value = counts;
      this.projects.value = projects;
      this.platforms.value = platforms.map(({ name }) => name);
      this.generation.value += 1;
    });
  }

  /** Keeps the data for the next visit; where that fails, `unkept` says why, and the page goes on. */
  keepNow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#keeping = this.#keeping.then(async () => {
      try {
        const bytes = await this.#dataset.snapshot();
        await this.#keep.set(SNAPSHOT, new Blob([bytes as BlobPart]));
        this.unkept.value = undefined;
      } catch (error) {
        this.unkept.value = error instanceof Error ? error.message : String(error);
      }
    });
    return this.#keeping;
  }

  /** Whether a change is waiting to be kept. */
  get unsaved(): boolean {
    return this.#timer !== undefined;
  }
}
