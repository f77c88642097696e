/** Posts that pass the filters, most of something first, and those that did better than expected. */
import { useState } from "preact/hooks";
import type { PostRow } from "veyl";
import { Name, Text } from "../text/Text";
import { count, mean, minute, times } from "../text/format";
import { postLink } from "../text/link";
import { platformName } from "../text/platform";
import { type Related } from "./related";
import type { DashboardState, Order } from "./state";

const ORDERS: { name: Order | "better"; label: string }[] = [
  { name: "engagement", label: "Most engagement" },
  { name: "views", label: "Most views" },
  { name: "likes", label: "Most likes" },
  { name: "time", label: "Newest" },
  { name: "better", label: "Overperforming" },
];
const FIRST = 8;
const HASHTAGS = 12;

export function Posts({ state }: { state: DashboardState }) {
  const [better, setBetter] = useState(false);
  const { total, rows } = state.posts.value;
  const related = state.related.value;
  return (
    <section class="panel posts" aria-label="Posts">
      <header>
        <h2>Posts</h2>
        <div class="choice" role="group" aria-label="Order of posts">
          {ORDERS.map(({ name, label }) => {
            const on = name === "better" ? better : !better && state.order.value === name;
            const choose = () => {
              setBetter(name === "better");
              if (name !== "better") state.setOrder(name);
            };
            return (
              <button type="button" key={name} aria-pressed={on} onClick={choose}>
                {label}
              </button>
            );
          })}
        </div>
      </header>
      {better ? (
        related && <Better related={related} />
      ) : (
        <>
          {rows.length === 0 && <p class="faint">No post passes the filters.</p>}
          <ol class="list">
            {rows.map((post) => (
              <li key={post.id}>
                <Post post={post} />
              </li>
            ))}
          </ol>
          {rows.length < total && (
            <p class="row">
              <button type="button" class="button" onClick={() => void state.more()}>
                More posts
              </button>
              <span class="faint">
                {count(rows.length)} of {count(total)}
              </span>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Better({ related }: { related: Related }) {
  const [most, setMost] = useState(FIRST);
  const { better } = related;
  if (!better) return <p class="faint">Posts are scored within a project: choose one above.</p>;
  return (
    <>
      <p class="faint note">
        Engagement by what was expected: the mean of the middle half of that author's last 100 posts before it on that
        platform, at least 5. It takes no account of a post's age.
        {related.counted < related.total && ` Among the ${count(related.counted)} posts with most engagement.`}
      </p>
      {better.length === 0 && <p class="faint">No post did better than its author's others.</p>}
      <ol class="list">
        {better.slice(0, most).map(({ post, expected, score }) => (
          <li key={post.id}>
            <Post post={post} score={score} expected={expected} />
          </li>
        ))}
      </ol>
      {better.length > most && (
        <p class="row">
          <button type="button" class="button" onClick={() => setMost(most + 20)}>
            More posts
          </button>
          <span class="faint">
            {count(most)} of {count(better.length)}
          </span>
        </p>
      )}
    </>
  );
}

function Post({ post, score, expected }: { post: PostRow; score?: number; expected?: number }) {
  const link = postLink(post.platform, post.id, post.author);
  const when = minute(post.postedAt);
  return (
    <article>
      <p class="by">
        <span class="author">
          <Name value={post.author} most={48} />
        </span>
        <span class="faint">
          {" on "}
          <Name value={platformName(post.platform)} most={24} />
          {", "}
          {link ? (
            // What is behind it is someone else's: no referrer, no handle on this page.
            <a
              href={link}
              target="_blank"
              rel="noopener noreferrer external"
              aria-label={`Open the post of ${when} on ${platformName(post.platform)}`}
            >
              {post.postedAt === null ? "time unknown" : when}
            </a>
          ) : post.postedAt === null ? (
            "time unknown"
          ) : (
            when
          )}
        </span>
      </p>
      <p class="caption">
        {post.caption ? <Text value={post.caption} most={320} /> : <span class="faint">No caption</span>}
      </p>
      {post.hashtags.length > 0 && (
        <p class="tags">
          {post.hashtags.slice(0, HASHTAGS).map((hashtag) => (
            <span key={hashtag}>
              #<Name value={hashtag} most={40} />
            </span>
          ))}
          {post.hashtags.length > HASHTAGS && <span>and {post.hashtags.length - HASHTAGS} more</span>}
        </p>
      )}
      <dl>
        {score !== undefined && (
          <div class="score">
            <dt>times expected ({mean(expected)})</dt>
            <dd>{times(score)}</dd>
          </div>
        )}
        <div class="strong">
          <dt>engagement</dt>
          <dd>{count(post.engagement)}</dd>
        </div>
        <Small name="likes" value={post.likes} />
        <Small name="comments" value={post.comments} />
        <Small name="shares" value={post.shares} />
        <Small name="views" value={post.views} />
      </dl>
    </article>
  );
}

function Small({ name, value }: { name: string; value: PostRow["likes"] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count(value)}</dd>
    </div>
  );
}
