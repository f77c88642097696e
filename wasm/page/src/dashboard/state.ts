/**
 * What one dashboard shows: filters in, figures out. The worker counts; here are only the
 * filters as the user sets them and the answers as they come.
 */
import { batch, computed, signal } from "@preact/signals";
import type { Filters, PostRow, Summary } from "veyl";
import { latest } from "../engine/latest";
import type { RemoteCrossFilter, RemoteDataset } from "../engine/remote";
import type { Unit } from "../text/format";
import { type Related, relatedOf, scoresOf } from "./related";
import { type Surge, surgesOf } from "./signals";

/** What bars and cells measure. */
export type Measure = "posts" | "engagement" | "views";
export type Order = "engagement" | "views" | "likes" | "time";

/** Posts fetched at a time for the list. */
export const PAGE = 10;
const TOP = 20;
const LATE = 200; // ms
const CAPTION = 1200; // characters of a caption that are fetched

/** The stretch of time and the unit of all posts in scope: the timeline keeps them while filters change. */
export interface Span {
  from: number;
  to: number;
  unit: Unit;
}

export class DashboardState {
  readonly filters = signal<Filters>({});
  readonly measure = signal<Measure>("posts");
  readonly order = signal<Order>("engagement");
  readonly summary = signal<Summary | undefined>(undefined);
  readonly posts = signal<{ total: number; rows: PostRow[] }>({ total: 0, rows: [] });
  readonly span = signal<Span | undefined>(undefined);
  readonly related = signal<Related | undefined>(undefined);
  /** Of the project as a whole, whatever the filters; none without a project. */
  readonly surges = signal<Surge[]>([]);
  readonly filtered = computed(() => Object.values(this.filters.value).some((value) => value !== undefined));

  #crossfilter: RemoteCrossFilter | undefined;
  #closed = false;
  #prepared: Promise<void> | undefined;
  #refresh: (filters: Filters) => void;
  #refreshRelated: (filters: Filters) => void;
  #scores: ReturnType<typeof scoresOf> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #dataset: RemoteDataset;
  readonly #project: number | undefined;
  readonly #fail: (error: unknown) => void;

  constructor(dataset: RemoteDataset, project: number | undefined, fail: (error: unknown) => void) {
    this.#dataset = dataset;
    this.#project = project;
    // The posts may have changed under a question: a dashboard over the new ones is on its way then.
    this.#fail = (error) => setTimeout(() => this.#closed || fail(error), LATE);
    this.#refresh = latest((filters) => this.#update(filters), this.#fail);
    this.#refreshRelated = latest(() => this.#relate(), this.#fail);
  }

  async open(filters: Filters): Promise<void> {
    try {
      const crossfilter = await this.#dataset.crossfilter(this.#project);
      if (this.#closed) return void (await crossfilter.free());
      this.#crossfilter = crossfilter;
      const whole = await crossfilter.set({}, { top: TOP });
      const last = whole.time.bins.at(-1);
      const first = whole.time.bins[0];
      if (first && last) {
        this.span.value = {
          from: Number(first.at),
          to: endOf(Number(last.at), whole.time.unit),
          unit: whole.time.unit,
        };
      }
      if (Object.keys(filters).length === 0) this.summary.value = whole;
      this.set(filters);
      if (this.#project !== undefined) this.surges.value = await surgesOf(this.#dataset, this.#project);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Replaces some of the filters; undefined takes one off. */
  change(some: { [K in keyof Filters]?: Filters[K] | undefined }): void {
    const next = { ...this.filters.value, ...some };
    for (const key of Object.keys(next) as (keyof Filters)[]) {
      if (next[key] === undefined) delete next[key];
    }
    this.set(next as Filters);
  }

  set(filters: Filters): void {
    this.filters.value = filters;
    this.#refresh(filters);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refreshRelated(this.filters.value), 150);
  }

  /** Chooses a platform or hashtag, or takes it off. */
  toggle(filter: "platforms" | "hashtags", name: string): void {
    const chosen = this.filters.value[filter] ?? [];
    const next = chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name];
    this.change({ [filter]: next.length > 0 ? next : undefined });
  }

  setOrder(order: Order): void {
    this.order.value = order;
    this.#refresh(this.filters.value);
  }

  async more(): Promise<void> {
    const { rows } = this.posts.value;
    try {
      const next = await this.#crossfilter?.posts({
        order: this.order.value,
        offset: rows.length,
        limit: PAGE,
        caption: CAPTION,
      });
      if (next && this.posts.value.rows === rows)
        this.posts.value = { total: next.total, rows: [...rows, ...next.rows] };
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    // Its data set may be gone before it: then so is it.
    this.#crossfilter?.free().catch(() => undefined);
    this.#crossfilter = undefined;
  }

  async #update(filters: Filters): Promise<void> {
    const crossfilter = this.#crossfilter;
    if (!crossfilter) return;
    const unit = this.span.value?.unit;
    const summary = await crossfilter.set(filters, unit ? { top: TOP, timeUnit: unit } : { top: TOP });
    const posts = await crossfilter.posts({ order: this.order.value, offset: 0, limit: PAGE, caption: CAPTION });
    if (this.#closed) return;
    batch(() => {
      this.summary.value = summary;
      this.posts.value = posts;
    });
  }

  async #relate(): Promise<void> {
    if (!this.#crossfilter || this.#closed) return;
    if (this.#project !== undefined) this.#scores ??= scoresOf(this.#dataset, this.#project);
    const scores = await this.#scores;
    if (!this.#crossfilter) return;
    const related = await relatedOf(this.#crossfilter, scores);
    if (this.#closed) return;
    this.related.value = related;
    // Nothing is asked just now: the first search in captions will not have to wait for this.
    this.#prepared ??= this.#crossfilter.prepareCaptions();
    await this.#prepared;
  }
}

/** The end of a bin that begins at `at`. Months differ in length. */
export function endOf(at: number, unit: Unit): number {
  if (unit === "month") {
    const date = new Date(at / 1000);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) * 1000;
  }
  return at + { hour: 3_600e6, day: 86_400e6, week: 604_800e6 }[unit];
}
