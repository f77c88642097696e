/** The notebook that is open: its text, what the parser makes of it, and its runs. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Context } from "../../context";
import type { Engine } from "../run/engine";
import { type Plan, Runner } from "../run/runner";
import {
  type Cell,
  type Document,
  inserted,
  join,
  keptIds,
  moved,
  places,
  removed,
  split,
  withRaw,
} from "../text/document";
import type { Parsed, Query } from "../text/parsed";
import type { Entry } from "./library";

/** What is wrong with the text of a notebook. */
export interface Wrong {
  message: string;
  hint?: string;
  /** 1-based, of the whole text. */
  line?: number;
}

/** How long typing must pause before the text is parsed, in milliseconds. */
const PAUSE = 150;

export class Book {
  readonly document = signal<Document>({ front: "", cells: [], tail: "" });
  /** Set where the text is shown as a whole, because the user likes or because it can't be parsed. */
  readonly source = signal<string | undefined>(undefined);
  readonly parsed = signal<Parsed | undefined>(undefined);
  readonly wrong = signal<Wrong | undefined>(undefined);
  /** Values of parameters that the user gave. */
  readonly given = signal<Record<string, string>>({});
  /** The project instead of that in the front matter: an id, or null for all. */
  readonly project = signal<number | null | undefined>(undefined);
  readonly projects = signal<{ id: number; name: string }[]>([]);
  /** How many things are under way: reading, running. */
  readonly working = signal(0);
  /** The document before a cell was removed, until something else is changed. */
  readonly removed = signal<Document | undefined>(undefined);
  readonly generation: ReadonlySignal<number>;
  readonly runner: Runner;
  /** The text as it is. */
  readonly text = computed(() => this.source.value ?? join(this.document.value));
  /** The parsed blocks of each cell, by its id. */
  readonly blocks = computed(() => this.byCell());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changes = signal(0);
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly context: Context,
    private readonly engine: Engine,
    readonly entry: Entry,
  ) {
    this.runner = new Runner(engine);
    this.given.value = entry.params;
    this.project.value = entry.project;
    this.generation = computed(() => (this.changes.value, context.generation()));
    this.ends.push(context.onChange(() => void this.dataChanged()));
  }

  /** Reads the text and runs it. */
  open(): Promise<void> {
    return this.work(async () => {
      const { text } = this.entry;
      const parsed = await this.read(text);
      if (parsed) this.document.value = split(text, parsed);
      else this.source.value = text;
      await this.learnProjects();
      await this.runAll();
    });
  }

  close(): void {
    clearTimeout(this.timer);
    this.runner.forget();
    for (const end of this.ends) end();
  }

  /** Calls back whenever what is worth keeping has changed. */
  onEdit(listener: (kept: Pick<Entry, "text" | "params" | "project">) => void): void {
    let first = true;
    this.ends.push(
      effect(() => {
        const kept = { text: this.text.value, params: this.given.value, project: this.project.value };
        if (!first) untracked(() => listener(kept));
        first = false;
      }),
    );
  }

  edit(id: number, raw: string): void {
    this.change(withRaw(this.document.value, id, raw));
  }

  insert(made: Cell, after?: number): void {
    this.change(inserted(this.document.value, made, after));
  }

  remove(id: number): void {
    this.removed.value = this.document.value;
    this.document.value = removed(this.document.value, id);
    this.parseSoon();
  }

  move(id: number, by: -1 | 1): void {
    this.change(moved(this.document.value, id, by));
  }

  restore(document: Document): void {
    this.change(document);
  }

  give(name: string, value: string | undefined): void {
    const { [name]: _, ...others } = this.given.value;
    this.given.value = value === undefined ? others : { ...others, [name]: value };
    void this.runAll();
  }

  speakOf(project: number | null | undefined): void {
    this.project.value = project;
    void this.runAll();
  }

  /** Shows the text as a whole. */
  showSource(): void {
    this.source.value = join(this.document.value);
  }

  editSource(text: string): void {
    this.source.value = text;
    this.parseSoon();
  }

  /** Shows cells again, if the text can be parsed. */
  showCells(): Promise<void> {
    return this.work(async () => {
      const text = this.source.value;
      const parsed = text === undefined ? undefined : await this.read(text);
      if (text === undefined || !parsed) return;
      this.document.value = keptIds(split(text, parsed), this.document.value);
      this.source.value = undefined;
      await this.runAll();
    });
  }

  /** Makes cells of what was typed into others, such as a fence in prose. */
  async settle(): Promise<void> {
    const parsed = await this.parseNow();
    if (!parsed || this.source.value !== undefined) return;
    const fresh = split(this.text.value, parsed);
    const shape = (document: Document) => document.cells.map((cell) => cell.kind).join();
    const filled = {
      ...this.document.value,
      cells: this.document.value.cells.filter((cell) => cell.raw.trim() !== ""),
    };
    if (shape(fresh) !== shape(filled)) this.document.value = keptIds(fresh, this.document.value);
  }

  /** Runs what is not fresh. */
  runAll(): Promise<void> {
    return this.work(async () => {
      const plan = await this.plan();
      if (plan) await this.runner.run(plan);
    });
  }

  /** Runs every cell. */
  runAgain(): Promise<void> {
    return this.work(async () => {
      const plan = await this.plan();
      if (plan) await this.runner.run(plan, plan.parsed.order);
    });
  }

  /** Runs one cell, those it reads as far as they are out of date, and then those that read it. */
  run(id: number): Promise<void> {
    return this.work(async () => {
      const plan = await this.plan();
      const place = plan?.ids.indexOf(id) ?? -1;
      if (plan && place >= 0) await this.runner.run(plan, [place, ...followers(plan.parsed, place)]);
    });
  }

  /** Whether a cell's result is out of date. */
  stale(id: number): boolean {
    const plan = this.planNow();
    const place = plan?.ids.indexOf(id) ?? -1;
    return plan !== undefined && place >= 0 && !this.runner.fresh(plan, place);
  }

  /** The id of the cell of that name. */
  named(name: string): number | undefined {
    const parsed = this.parsed.value;
    const place = parsed?.blocks.findIndex((block) => block.kind === "query" && block.name === name) ?? -1;
    return place < 0 ? undefined : this.ids(parsed as Parsed)[place];
  }

  /** The project that views speak of: its id, undefined for all, or what is wrong with its name. */
  readonly spokenOf = computed((): number | undefined | Wrong => {
    const chosen = this.project.value;
    if (chosen === null) return undefined;
    if (chosen !== undefined) return chosen;
    const named = this.parsed.value?.front.project;
    if (named === undefined) return undefined;
    const found = this.projects.value.find(({ id, name }) => name === named || String(id) === named);
    if (found) return found.id;
    return {
      message: `There is no project “${named}” in this data, of which the notebook speaks.`,
      hint: "Choose another one above, or make one of that name under Projects.",
    };
  });

  private async work(what: () => Promise<void>): Promise<void> {
    this.working.value += 1;
    try {
      await what();
    } finally {
      this.working.value -= 1;
    }
  }

  private change(document: Document): void {
    this.document.value = document;
    this.removed.value = undefined;
    this.parseSoon();
  }

  private parseSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.parseNow(), PAUSE);
  }

  private async parseNow(): Promise<Parsed | undefined> {
    clearTimeout(this.timer);
    return this.read(this.text.value);
  }

  private async read(text: string): Promise<Parsed | undefined> {
    try {
      const parsed = await this.context.veyl.parseNotebook(text, this.given.value);
      this.parsed.value = parsed;
      this.wrong.value = undefined;
      return parsed;
    } catch (error) {
      const told = error as Error & { reason?: string; position?: { line?: number }; hint?: string };
      this.wrong.value = {
        message: told.reason ?? told.message,
        ...(told.hint === undefined ? {} : { hint: told.hint }),
        ...(told.position?.line === undefined ? {} : { line: told.position.line }),
      };
      return undefined;
    }
  }

  private async plan(): Promise<Plan | undefined> {
    const parsed = await this.parseNow();
    return parsed && this.planNow();
  }

  private planNow(): Plan | undefined {
    const parsed = this.parsed.value;
    const project = this.spokenOf.value;
    if (!parsed || typeof project === "object" || this.wrong.value) return undefined;
    const generation = this.generation.value;
    return { parsed, ids: this.ids(parsed), generation, ...(project === undefined ? {} : { project }) };
  }

  /** The cell in which each block begins. */
  private ids(parsed: Parsed): (number | undefined)[] {
    const { cells } = this.document.value;
    const stands = places(this.document.value);
    return parsed.blocks.map((block) => {
      const lead = block.kind === "prose" ? (/^\s*/.exec(block.text)?.[0].length ?? 0) : 0;
      const at = block.begin + lead;
      return cells[stands.findIndex(({ begin, end }) => begin <= at && at < end)]?.id;
    });
  }

  private byCell(): Map<number, Parsed["blocks"][number]> {
    const parsed = this.parsed.value;
    const found = new Map<number, Parsed["blocks"][number]>();
    if (!parsed || this.source.value !== undefined) return found;
    this.ids(parsed).forEach((id, place) => {
      const block = parsed.blocks[place];
      if (id !== undefined && block) found.set(id, block);
    });
    return found;
  }

  private async learnProjects(): Promise<void> {
    try {
      this.projects.value = await this.engine.projects();
    } catch (error) {
      this.context.fail(error);
    }
  }

  private dataChanged(): Promise<void> {
    this.changes.value += 1;
    return this.work(async () => {
      await this.learnProjects();
      await this.runAll();
    });
  }
}

/** The places of the cells that read a cell, directly or through others. */
function followers(parsed: Parsed, place: number): number[] {
  const found = new Set([place]);
  for (const next of parsed.order) {
    const block = parsed.blocks[next] as Query;
    if (block.reads.some((read) => found.has(read))) found.add(next);
  }
  found.delete(place);
  return [...found];
}
