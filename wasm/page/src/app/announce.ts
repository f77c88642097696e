/** A sentence for screen readers, in a region that is there from the start. */
import { signal } from "@preact/signals";

export const sentence = signal("");

export function announce(said: string): void {
  // The same sentence twice is said twice.
  sentence.value = sentence.value === said ? `${said}\u00a0` : said;
}
