/**
 * Text out of people's data. It is set apart in a <bdi>, so that its direction, overrides
 * included, ends where it ends; it is cut where it would be too much for a page; and it is
 * never read as HTML.
 */
import type { ComponentChildren } from "preact";

/** Cuts between characters, never inside one (a surrogate pair). */
export function cut(value: string, most: number): string {
  if (value.length <= most) return value;
  const end = /[\uD800-\uDBFF]/.test(value.charAt(most - 1)) ? most - 1 : most;
  return value.slice(0, end);
}

/** One line of it, for names. */
export function Name({ value, most = 80 }: { value: string; most?: number }) {
  const shown = cut(value, most);
  return (
    <bdi
      class="name"
      title={shown === value ? undefined : `${shown}… (${value.length.toLocaleString("en")} characters)`}
    >
      {shown === value ? value : `${shown}…`}
    </bdi>
  );
}

/** Text of any length, with a word on what was cut. */
export function Text({ value, most = 400 }: { value: string; most?: number }): ComponentChildren {
  const shown = cut(value, most);
  return (
    <>
      <bdi>{shown === value ? value : `${shown}…`}</bdi>
      {shown !== value && (
        <span class="faint"> ({(value.length - shown.length).toLocaleString("en")} characters more)</span>
      )}
    </>
  );
}
