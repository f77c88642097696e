/** Errors as they are shown: what happened, where, and what to do next. */
import { signal } from "@preact/signals";
import type { VeylError } from "veyl";

export interface Trouble {
  message: string;
  /** `posts.csv, line 12, field likes` */
  place: string | undefined;
  hint: string | undefined;
}

export const troubles = signal<Trouble[]>([]);

export function troubleOf(error: unknown): Trouble {
  const {
    message: whole,
    reason,
    position,
    hint,
    kind,
  } = (error instanceof Error ? error : { message: String(error) }) as Partial<VeylError>;
  // `message` has place and hint in it, in one line; here they stand apart.
  const message = reason ?? whole;
  const parts = position
    ? [
        position.source,
        position.record === undefined ? undefined : `record ${position.record}`,
        position.line === undefined ? undefined : `line ${position.line}`,
        position.column === undefined ? undefined : `column ${position.column}`,
        position.field === undefined ? undefined : `field ${position.field}`,
      ].filter((part) => part !== undefined && !message?.includes(part))
    : [];
  const dead = kind === "panic" || kind === "dead";
  return {
    message: message || "Something failed without a word.",
    place: parts.length > 0 ? parts.join(", ") : undefined,
    hint:
      hint ?? (dead ? "This is a mistake in veyl itself. Reload the page: what was kept is opened again." : undefined),
  };
}

export function fail(error: unknown): void {
  const trouble = troubleOf(error);
  if (troubles.value.some(({ message }) => message === trouble.message)) return;
  troubles.value = [...troubles.value, trouble];
}

export function dismiss(trouble: Trouble): void {
  troubles.value = troubles.value.filter((other) => other !== trouble);
}
