/** The dashboard of one project, or of everything. It needs a data set and nothing of the page around it. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Filters } from "veyl";
import type { RemoteDataset } from "../engine/remote";
import { count } from "../text/format";
import { Chips } from "./Chips";
import { Cohashtags } from "./Cohashtags";
import { Engagement } from "./Engagement";
import { Figures, Term } from "./Figures";
import { Heatmap } from "./Heatmap";
import { Lift } from "./Lift";
import { Creators, FindCreator, FindHashtag, Hashtags, Platforms } from "./Lists";
import { Posts } from "./Posts";
import { Surges } from "./Surges";
import { Timeline } from "./Timeline";
import { MEASURES } from "./measure";
import { DashboardState } from "./state";

const LIFT =
  "Mean engagement of the posts with a hashtag over that of the posts without it, for hashtags on at least 5 posts. 1 is no difference; it says nothing of causes.";

interface Props {
  dataset: RemoteDataset;
  /** undefined: everything. */
  project: number | undefined;
  /** Another number: the data has changed, and everything is asked anew. */
  generation: number;
  /** To begin with. */
  filters?: Filters;
  onFilters?: (filters: Filters) => void;
  fail: (error: unknown) => void;
}

export function Dashboard({ dataset, project, generation, filters = {}, onFilters, fail }: Props) {
  const state = useMemo(() => new DashboardState(dataset, project, fail), [dataset, project, generation]);
  useEffect(() => {
    void state.open(filters);
    const end = onFilters && state.filters.subscribe(onFilters);
    return () => {
      end?.();
      state.close();
    };
  }, [state]);

  const summary = state.summary.value;
  const span = state.span.value;
  const related = state.related.value;
  if (!summary) return <div class="dashboard" aria-busy="true" />;
  if (summary.total === 0) return <p class="soft">There are no posts in scope.</p>;
  return (
    <div class="dashboard">
      <Chips state={state} />
      <Figures figures={summary.all} total={summary.total} />
      <Panel title="Over time" class="wide" aside={<Measures state={state} />}>
        {span ? <Timeline state={state} summary={summary} span={span} /> : <p class="faint">No post has a time.</p>}
        {state.surges.value.length > 0 && <Surges state={state} surges={state.surges.value} />}
      </Panel>
      <div class="stack">
        <Panel title="Platforms">
          <Platforms state={state} summary={summary} />
        </Panel>
        <Panel title="Posts by engagement">
          <Engagement state={state} summary={summary} />
        </Panel>
      </div>
      <Panel title="Hashtags" aside={<FindHashtag state={state} dataset={dataset} fail={fail} />}>
        <Hashtags state={state} summary={summary} />
      </Panel>
      <Panel
        title="Creators"
        aside={
          <>
            <FindCreator state={state} dataset={dataset} fail={fail} />
            <Term means="A creator's engagement over that of all posts that pass the other filters.">
              Share of voice
            </Term>
          </>
        }
      >
        <Creators state={state} summary={summary} />
      </Panel>
      <Panel title="Hours of the week" class="two">
        <Heatmap state={state} summary={summary} />
      </Panel>
      <Panel title="Lift" aside={<Term means={LIFT}>With by without</Term>}>
        {related && <Lift state={state} related={related} />}
      </Panel>
      <Panel
        title="Hashtags that go together"
        class="wide"
        aside={related && <Counted counted={related.counted} total={related.total} />}
      >
        <Cohashtags state={state} related={related} />
      </Panel>
      <Posts state={state} />
    </div>
  );
}

interface PanelProps {
  title: string;
  class?: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

function Panel({ title, class: kind = "", aside, children }: PanelProps) {
  return (
    <section class={`panel ${kind}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

function Measures({ state }: { state: DashboardState }) {
  return (
    <div class="choice" role="group" aria-label="What bars and cells show">
      {MEASURES.map(({ name, label }) => (
        <button
          type="button"
          key={name}
          aria-pressed={state.measure.value === name}
          onClick={() => (state.measure.value = name)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Counted({ counted, total }: { counted: number; total: number }) {
  if (counted >= total) return null;
  return <span class="faint">of the {count(counted)} posts with most engagement</span>;
}
