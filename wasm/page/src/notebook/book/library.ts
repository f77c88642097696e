/** The notebooks that are kept in this browser. */
import { signal } from "@preact/signals";
import type { Keep } from "../../context";

export interface Entry {
  id: string;
  name: string;
  text: string;
  /** Values of parameters that the user gave. */
  params: Record<string, string>;
  /** The project instead of the notebook's own: an id, or null for all. */
  project?: number | null | undefined;
}

interface Kept {
  open?: string;
  entries: readonly Entry[];
}

const NAME = "notebook.library";

/** How long typing must pause before it is written down, in milliseconds. */
const PAUSE = 300;

export class Library {
  readonly entries = signal<readonly Entry[]>([]);
  /** The one that is open. */
  readonly open = signal<string | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly keep: Keep) {}

  async load(): Promise<void> {
    const kept = await this.keep.get<Kept>(NAME);
    this.entries.value = kept?.entries ?? [];
    this.open.value = kept?.open;
  }

  find(id: string | undefined): Entry | undefined {
    return this.entries.value.find((entry) => entry.id === id);
  }

  /** Adds a notebook and opens it. */
  add(name: string, text: string): Entry {
    const entry: Entry = { id: crypto.randomUUID(), name: this.free(name), text, params: {} };
    this.entries.value = [...this.entries.value, entry];
    this.show(entry.id);
    return entry;
  }

  update(id: string, change: Partial<Omit<Entry, "id">>): void {
    this.entries.value = this.entries.value.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
    this.writeSoon();
  }

  remove(id: string): void {
    this.entries.value = this.entries.value.filter((entry) => entry.id !== id);
    if (this.open.value === id) this.open.value = undefined;
    this.writeSoon();
  }

  show(id: string | undefined): void {
    this.open.value = id;
    this.writeSoon();
  }

  /** As after the page's clear button, which has emptied what is kept. */
  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.entries.value = [];
    this.open.value = undefined;
  }

  /** Writes down what waits to be. */
  async flush(): Promise<void> {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const open = this.open.value;
    await this.keep.set(NAME, { entries: this.entries.value, ...(open === undefined ? {} : { open }) } satisfies Kept);
  }

  private writeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), PAUSE);
  }

  /** The name, or the name with a number where there is one of that name. */
  private free(name: string): string {
    const taken = new Set(this.entries.value.map((entry) => entry.name));
    let found = name;
    for (let number = 2; taken.has(found); number += 1) found = `${name} ${number}`;
    return found;
  }
}
