/** The figures of all posts that pass the filters, each with its definition one hover or focus away. */
import { useId, useState } from "preact/hooks";
import type { Figures as FiguresOf } from "veyl";
import { UNKNOWN, count, day, mean, percent } from "../text/format";

interface Figure {
  name: string;
  means: string;
  show: (figures: FiguresOf) => string;
}

const MAIN: Figure[] = [
  {
    name: "Posts",
    means: "Posts in scope that pass all filters, each counted once.",
    show: ({ posts }) => count(posts),
  },
  {
    name: "Authors",
    means: "Different authors of these posts. An account counts once per platform.",
    show: ({ authors }) => count(authors),
  },
  {
    name: "Engagement",
    means: "Likes, comments and shares added up. What a post hides is left out; it is not taken as 0.",
    show: ({ engagement }) => count(engagement),
  },
  {
    name: "Views",
    means: "Views added up, of the posts that have them. Many kinds of post have none.",
    show: ({ views }) => count(views),
  },
  {
    name: "Median engagement",
    means: "Half of the posts that have an engagement have more, half have less. One famous post does not move it.",
    show: ({ medianEngagement }) => mean(medianEngagement),
  },
  {
    name: "Engagement rate",
    means: "Engagement by views, pooled: the sum of engagement over the sum of views, of the posts that have both.",
    show: ({ engagementRatePooled }) => percent(engagementRatePooled),
  },
];

const MORE: Figure[] = [
  { name: "Likes", means: "Likes added up, of the posts that show them.", show: ({ likes }) => count(likes) },
  {
    name: "Comments",
    means: "Comments or replies added up, of the posts that show them.",
    show: ({ comments }) => count(comments),
  },
  {
    name: "Shares",
    means: "Shares, reposts and boosts added up, of the posts that show them.",
    show: ({ shares }) => count(shares),
  },
  {
    name: "Mean engagement",
    means: "Engagement over the number of posts that have one.",
    show: ({ avgEngagement }) => mean(avgEngagement),
  },
  {
    name: "Mean rate",
    means: "The mean of the posts' own engagement rates: each post weighs the same, however many views it has.",
    show: ({ engagementRateMean }) => percent(engagementRateMean),
  },
  {
    name: "First and last",
    means: "The times of the first and the last of these posts, as days in UTC.",
    show: ({ firstPostAt, lastPostAt }) =>
      firstPostAt === null
        ? UNKNOWN
        : day(firstPostAt) === day(lastPostAt)
          ? day(firstPostAt)
          : `${day(firstPostAt)} – ${day(lastPostAt)}`,
  },
];

export function Figures({ figures, total }: { figures: FiguresOf; total: number }) {
  return (
    <section aria-label="Figures" class="figures">
      <dl class="main">
        {MAIN.map((figure) => (
          <One
            key={figure.name}
            figure={figure}
            figures={figures}
            of={figure.name === "Posts" && figures.posts !== total ? total : undefined}
          />
        ))}
      </dl>
      <dl class="more">
        {MORE.map((figure) => (
          <One key={figure.name} figure={figure} figures={figures} />
        ))}
      </dl>
    </section>
  );
}

function One({ figure, figures, of }: { figure: Figure; figures: FiguresOf; of?: number | undefined }) {
  return (
    <div data-figure={figure.name}>
      <dt>
        <Term means={figure.means}>{figure.name}</Term>
      </dt>
      <dd>
        {figure.show(figures)}
        {of !== undefined && <span class="of"> of {count(of)}</span>}
      </dd>
    </div>
  );
}

/** A word with its definition. Escape hides it (so that it never covers what one wants to read). */
export function Term({ children, means }: { children: string; means: string }) {
  const id = useId();
  const [hidden, setHidden] = useState(false);
  return (
    <span class={`term ${hidden ? "hushed" : ""}`} onPointerLeave={() => setHidden(false)}>
      <button
        type="button"
        aria-describedby={id}
        onBlur={() => setHidden(false)}
        onKeyDown={(event) => event.key === "Escape" && setHidden(true)}
      >
        {children}
      </button>
      <span role="tooltip" id={id}>
        {means}
      </span>
    </span>
  );
}
