/** Small pictures on buttons; the buttons say in words what they do. */
const PATHS = {
  run: "M4 2.5v11l9-5.5z",
  stop: "M3.5 3.5h9v9h-9z",
  up: "M8 3l4.5 4.5-1 1L8.7 5.7V13H7.3V5.7L4.5 8.5l-1-1z",
  down: "M8 13l4.5-4.5-1-1-2.8 2.8V3H7.3v7.3L4.5 7.5l-1 1z",
  remove: "M4.2 3.2L8 7l3.8-3.8 1 1L9 8l3.8 3.8-1 1L8 9l-3.8 3.8-1-1L7 8 3.2 4.2z",
  edit: "M11.5 2l2.5 2.5-8.3 8.3L2.5 13.5l.7-3.2z",
  open: "M5.5 3l5 5-5 5-1-1 4-4-4-4z",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={PATHS[name]} fill="currentColor" />
    </svg>
  );
}
