/** What there is to begin with. */
import compare from "../../../../../data/notebooks/compare.md?raw";
import hashtags from "../../../../../data/notebooks/hashtags.md?raw";
import month from "../../../../../data/notebooks/month.md?raw";
import type { Library } from "../book/library";

const EMPTY = `\`\`\`sql by_platform
SELECT platform, count(*) AS posts, sum(engagement) AS engagement
FROM project_posts
GROUP BY platform
ORDER BY posts DESC
\`\`\`
`;

const BOOKS = [
  {
    name: "What happened this month",
    text: month,
    about: "A project's month: days, the posts that did best, who spoke, what stood out.",
  },
  {
    name: "Which hashtags lift engagement",
    text: hashtags,
    about: "Mean engagement with and without each hashtag, with the medians beside it.",
  },
  {
    name: "Two projects side by side",
    text: compare,
    about: "Figures, weeks, platforms and shared authors of two projects.",
  },
  { name: "Untitled", text: EMPTY, about: "One question to begin with, and nothing else.", label: "An empty notebook" },
];

export function Gallery({ library }: { library: Library }) {
  return (
    <div class="gallery">
      <h1 class="title">Ask in SQL</h1>
      <p>
        A notebook is a Markdown file whose SQL cells are run here, by DuckDB, over the posts and projects of this page.
        Cells read each other's results by name, in any order. The same file runs with <code>veyl notebook run</code>.
      </p>
      <ul>
        {BOOKS.map(({ name, text, about, label }) => (
          <li key={name}>
            <button type="button" onClick={() => library.add(name, text)}>
              <strong>{label ?? name}</strong>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
