/** What someone does in a cross-filter session: the same as in the core's benchmark, one thing at a time. */
import type { Filters, PostRow, Summary } from "veyl";

export interface Change {
  kind: string;
  filters: Filters;
}

class Script {
  readonly changes: Change[] = [];
  private filters: Filters = {};

  then(kind: string, change: Filters): void {
    // A key that is undefined takes its filter off.
    const all = { ...this.filters, ...change };
    this.filters = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    this.changes.push({ kind, filters: this.filters });
  }

  off(kind: string, name: keyof Filters): void {
    const { [name]: _, ...rest } = this.filters;
    this.filters = rest;
    this.changes.push({ kind, filters: rest });
  }

  /** A brush over time: made, dragged along, made wider. */
  brush(whole: Summary, width: number, steps: number): void {
    const [first, last] = [Number(whole.all.firstPostAt), Number(whole.all.lastPostAt)];
    const at = (share: number) => Math.trunc(first + (last - first) * share);
    for (let step = 0; step < steps; step += 1) {
      const from = 0.05 + step * 0.01;
      this.then("time, brush", { time: { from: at(from), to: at(from + width) } });
    }
    const from = 0.05 + (steps - 1) * 0.01;
    for (let step = 0; step < steps / 2; step += 1) {
      this.then("time, brush", { time: { from: at(from), to: at(from + width + step * 0.01) } });
    }
  }

  /** One after the other, two together, and none. */
  clicks<K extends "platforms" | "hashtags" | "creators" | "weekdayHours">(
    kind: string,
    name: K,
    all: NonNullable<Filters[K]>,
  ): void {
    for (const one of all) this.then(kind, { [name]: [one] });
    for (let at = 0; at + 1 < all.length; at += 1) this.then(kind, { [name]: all.slice(at, at + 2) });
    this.off(kind, name);
  }

  /** Hours of the day over the days of the week, cell by cell and then row by row. */
  hours(): void {
    const days = [1, 2, 3, 4, 5];
    this.clicks(
      "hours, clicks",
      "weekdayHours",
      days.map((weekday) => ({ weekday, hour: 7 + 2 * weekday })),
    );
    for (let last = 9; last < 19; last += 1) {
      const hours = Array.from({ length: last - 8 }, (_, at) => 9 + at);
      const weekdayHours = days.flatMap((weekday) => hours.map((hour) => ({ weekday, hour })));
      this.then("hours, drag", { weekdayHours });
    }
    this.off("hours, drag", "weekdayHours");
  }

  /** Its lower end dragged upwards, then the upper one downwards. */
  engagement(): void {
    const steps = Array.from({ length: 30 }, (_, step) => Math.trunc(1.35 ** step));
    for (const min of steps) this.then("engagement, drag", { engagement: { min } });
    for (const max of steps.reverse()) this.then("engagement, drag", { engagement: { max } });
    this.off("engagement, drag", "engagement");
  }

  /** Letter by letter, and back. */
  typed(text: string): void {
    const letters = [...text];
    const ends = letters.map((_, at) => at + 1);
    const back = [...ends].reverse().filter((_, at) => at % 3 === 1);
    for (const end of [...ends, ...back]) this.then("caption, typed", { caption: letters.slice(0, end).join("") });
    this.off("caption, typed", "caption");
  }
}

/** The session: `whole` and `rows` are of all posts, to choose from. */
export function script(whole: Summary, rows: readonly PostRow[]): Change[] {
  const session = new Script();
  const platforms = whole.platforms.map(({ platform }) => platform);
  const hashtags = whole.hashtags.map(({ hashtag }) => hashtag);
  const creators = whole.creators.map(({ author, platform }) => ({ author, platform }));
  session.brush(whole, 0.1, 40);
  session.off("time, brush", "time");
  session.clicks("platforms, clicks", "platforms", platforms);
  session.clicks("hashtags, clicks", "hashtags", hashtags.slice(0, 8));
  session.clicks("creators, clicks", "creators", creators.slice(0, 8));
  session.hours();
  session.engagement();
  for (const text of phrases(rows)) session.typed(text);
  // Several at once.
  session.then("platforms, clicks", { platforms: platforms.slice(0, 1) });
  session.brush(whole, 0.25, 20);
  session.hours();
  session.off("time, brush", "time");
  session.then("hashtags, clicks", { hashtags: hashtags.slice(1, 2) });
  session.brush(whole, 0.4, 10);
  session.engagement();
  session.off("hashtags, clicks", "hashtags");
  session.off("time, brush", "time");
  session.off("platforms, clicks", "platforms");
  return session.changes;
}

/** The first two words, and one in the middle, of captions of several words. */
function phrases(rows: readonly PostRow[]): string[] {
  const long = rows.map(({ caption }) => (caption ?? "").split(/\s+/)).filter((words) => words.length > 6);
  return long
    .filter((_, at) => at % 20 === 0)
    .slice(0, 4)
    .map((words, at) => (at % 2 === 0 ? words.slice(0, 2).join(" ") : (words[Math.floor(words.length / 2)] ?? "")));
}
