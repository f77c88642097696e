/** Numbers and times as people read them. Times are UTC, as everywhere in veyl. */
import type { Int, Micros } from "veyl";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const decimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const fine = new Intl.NumberFormat("en", { maximumSignificantDigits: 1 });
const share = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const fineShare = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 2 });

/** What stands where a figure is not known: missing is not zero. */
export const UNKNOWN = "–";

/** 138,622 */
export function count(n: Int | null | undefined): string {
  return n == null ? UNKNOWN : whole.format(n);
}

/** 139K, for places where the whole number has no room. */
export function compact(n: Int | null | undefined): string {
  return n == null ? UNKNOWN : short.format(n);
}

/** 41 or 41.5: a mean or median. */
export function mean(n: number | null | undefined): string {
  return n == null ? UNKNOWN : Math.abs(n) < 1000 ? decimal.format(n) : whole.format(n);
}

/** 4.2 % of 1. */
export function percent(n: number | null | undefined): string {
  return n == null ? UNKNOWN : n !== 0 && Math.abs(n) < 0.001 ? fineShare.format(n) : share.format(n);
}

/** 3.2×, of a quotient. */
export function times(n: number | null | undefined): string {
  if (n == null) return UNKNOWN;
  return `${n >= 100 ? whole.format(n) : n < 0.1 ? fine.format(n) : decimal.format(n)}×`;
}

/** 1.4 MB */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  while (n >= 1000 && at < units.length - 1) {
    n /= 1000;
    at += 1;
  }
  return `${at === 0 || n >= 100 ? whole.format(n) : decimal.format(n)} ${units[at]}`;
}

/** "1 post", "2 posts" */
export function plural(n: Int, one: string, many = `${one}s`): string {
  return `${count(n)} ${n == 1 ? one : many}`;
}

export function toDate(at: Micros): Date {
  return new Date(Number(at) / 1000);
}

export function toMicros(date: Date | number): number {
  return Math.round(Number(date) * 1000);
}

const UTC = { timeZone: "UTC" } as const;
const dayForm = new Intl.DateTimeFormat("en-GB", { ...UTC, day: "numeric", month: "short", year: "numeric" });
const monthForm = new Intl.DateTimeFormat("en-GB", { ...UTC, month: "long", year: "numeric" });
const minuteForm = new Intl.DateTimeFormat("en-GB", {
  ...UTC,
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** Guards against times that a Date can not hold: they are shown as they came. */
function inForm(form: Intl.DateTimeFormat, at: Micros | null | undefined): string {
  if (at == null) return UNKNOWN;
  const date = toDate(at);
  return Number.isNaN(date.getTime()) ? `${at} µs` : form.format(date);
}

/** 27 Sept 2026 */
export const day = (at: Micros | null | undefined): string => inForm(dayForm, at);
/** September 2026 */
export const month = (at: Micros | null | undefined): string => inForm(monthForm, at);
/** 27 Sept 2026, 22:06 */
export const minute = (at: Micros | null | undefined): string => inForm(minuteForm, at);

export type Unit = "hour" | "day" | "week" | "month";

/** A bin of the timeline by its name. */
export function binName(at: Micros, unit: Unit): string {
  if (unit === "hour") return minute(at);
  if (unit === "month") return month(at);
  return unit === "week" ? `week of ${day(at)}` : day(at);
}

/** `to` is not part of it: 1 to 3 May for [1 May, 4 May). */
export function range(from: Micros | undefined, to: Micros | undefined): string {
  const last = to === undefined ? undefined : Number(to) - 1;
  if (from === undefined) return last === undefined ? "any time" : `until ${day(last)}`;
  if (last === undefined) return `from ${day(from)}`;
  const hours = Number(to) - Number(from) < 86_400e6;
  if (hours) return `${minute(from)} to ${minute(to)}`;
  return day(from) === day(last) ? day(from) : `${day(from)} to ${day(last)}`;
}
