/** How a cell stands: time, rows, or what it waits for. */
import { useEffect, useState } from "preact/hooks";
import type { Outcome } from "../run/outcome";

export function Status({ outcome, stale }: { outcome: Outcome; stale: boolean }) {
  switch (outcome.state) {
    case "new":
      return <span class="status faint">not run</span>;
    case "waiting":
      return <span class="status faint late">waits</span>;
    case "running":
      return <Clock since={outcome.since} />;
    case "stopped":
      return <span class="status">{outcome.message}</span>;
    case "failed":
      return <span class="status bad">failed{outcome.ms === undefined ? "" : ` after ${duration(outcome.ms)}`}</span>;
    case "done":
      return (
        <span class="status">
          {stale && <span class="stale">out of date</span>}
          {counted(outcome.relation.rows)} · {duration(outcome.ms)}
        </span>
      );
  }
}

function Clock({ since }: { since: number }) {
  const [now, tick] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => tick(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span class="status running late">running, {duration(Math.max(0, now - since))}</span>;
}

export function counted(rows: number): string {
  return `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
}

function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
