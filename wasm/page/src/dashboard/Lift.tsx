/** Lift: how much more engagement posts with a hashtag have than posts without it. */
import { Name } from "../text/Text";
import { mean, plural, times } from "../text/format";
import type { Lift as LiftOf, Related } from "./related";
import type { DashboardState } from "./state";

/** Fewer posts say little about a mean. */
const LEAST = 5;
const BEST = 5;
const WORST = 3;

export function Lift({ state, related }: { state: DashboardState; related: Related }) {
  const chosen = state.filters.value.hashtags ?? [];
  const known = related.lifts
    .filter((one): one is LiftOf & { lift: number } => one.lift !== null && one.lift > 0 && one.posts >= LEAST)
    .sort((one, other) => other.lift - one.lift);
  if (known.length === 0)
    return <p class="faint">No hashtag on at least {LEAST} posts, with other posts to compare with.</p>;
  const shown = known.length <= BEST + WORST ? known : [...known.slice(0, BEST), ...known.slice(-WORST)];
  // Twice and half are as far from 1, on either side.
  const widest = Math.max(1, ...shown.map(({ lift }) => Math.abs(Math.log2(lift))));
  return (
    <ul class="lifts" aria-label="Lift of hashtags">
      {shown.map(({ hashtag, lift, posts, avgWith, avgWithout }) => {
        const part = (50 * Math.log2(lift)) / widest;
        return (
          <li key={hashtag}>
            <button
              type="button"
              aria-pressed={chosen.includes(hashtag)}
              title={`${mean(avgWith)} on ${plural(posts, "post")} with it, ${mean(avgWithout)} without`}
              onClick={() => state.toggle("hashtags", hashtag)}
            >
              <span class="label">
                <Name value={hashtag} most={40} />
              </span>
              <span class="axis">
                <i
                  class={lift >= 1 ? "up" : "down"}
                  style={part >= 0 ? { left: "50%", width: `${part}%` } : { right: "50%", width: `${-part}%` }}
                />
              </span>
              <span class="value">{times(lift)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
