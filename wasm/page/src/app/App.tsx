import { useCallback, useMemo } from "preact/hooks";
import type { Context } from "../context";
import { Data, reading } from "../data/Data";
import { Drop } from "../data/Drop";
import { openSample, progress, progressText, takeIn } from "../data/intake";
import type { Kept } from "../data/keep";
import type { Engine } from "../engine/connect";
import type { Session } from "../engine/session";
import { Projects } from "../projects/Projects";
import { Name } from "../text/Text";
import { Header } from "./Header";
import { Notebook } from "./Notebook";
import { Overview } from "./Overview";
import { Troubles } from "./Troubles";
import { Welcome } from "./Welcome";
import { sentence } from "./announce";
import { contextOf } from "./contextOf";
import { go, tab } from "./route";
import { chosen } from "./settings";

export interface Running {
  engine: Engine;
  session: Session;
  keep: Kept;
}

/** Without `running` the module is still on its way, and only the frame is there. */
export function App({ running }: { running: Running | undefined }) {
  return (
    <>
      <Header session={running?.session} />
      <Troubles />
      {running ? <Parts {...running} /> : <Starting />}
      <p class="unseen" aria-live="polite">
        {sentence.value}
      </p>
    </>
  );
}

/** Seen only where the module takes its time. */
function Starting() {
  return (
    <main class="page" aria-busy="true">
      <p class="faint late">Starting</p>
    </main>
  );
}

function Parts({ engine, session, keep }: Running) {
  const { veyl } = engine;
  const context: Context & { cleared: () => void } = useMemo(() => contextOf(engine, session, keep), [session]);
  const onFiles = useCallback(
    async (files: File[]) => {
      const before = { posts: session.counts.value?.posts, loads: session.reports.value.length };
      if (!(await takeIn(session, files, reading.value))) return;
      // Rows that could not be used are seen before what was made of the others.
      if (session.reports.value.length > before.loads && rejectedAny(session)) go("data");
      else if (!before.posts && session.counts.value?.posts) go("dashboard");
    },
    [session],
  );
  const onSample = useCallback(async () => {
    if (await openSample(session)) go("dashboard");
  }, [session]);
  const onClear = useCallback(async () => {
    await session.clear();
    chosen.value = { project: undefined, filters: {} };
    context.cleared();
    go("dashboard");
  }, [session, context]);

  const empty = !session.counts.value?.posts;
  return (
    <>
      <Drop onFiles={onFiles} />
      {progress.value && <Progress />}
      {tab.value === "dashboard" &&
        (empty ? <Welcome onFiles={onFiles} onSample={onSample} /> : <Overview session={session} veyl={veyl} />)}
      {tab.value === "projects" && (
        <Projects
          session={session}
          veyl={veyl}
          onFiles={onFiles}
          onOpen={(id) => {
            chosen.value = { project: session.projects.value.find((one) => one.id === id)?.name, filters: {} };
          }}
        />
      )}
      {tab.value === "data" && (
        <Data session={session} veyl={veyl} onFiles={onFiles} onSample={onSample} onClear={onClear} />
      )}
      {tab.value === "notebook" && <Notebook context={context} />}
    </>
  );
}

/** Whether the last load has left rows out. */
function rejectedAny(session: Session): boolean {
  return session.reports.value[0]?.sources.some(({ rejected }) => rejected > 0) ?? false;
}

function Progress() {
  const now = progress.value!;
  const part = now.total ? Math.min(1, now.done / now.total) : undefined;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={`Reading ${now.source.slice(0, 80)}`}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(part !== undefined && { "aria-valuenow": Math.round(part * 100) })}
    >
      <i style={{ width: `${100 * (part ?? 1)}%` }} class={part === undefined ? "unknown" : ""} />
      <p>
        Reading <Name value={now.source} /> <span class="faint">{progressText()}</span>
      </p>
    </div>
  );
}
