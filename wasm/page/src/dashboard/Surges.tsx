/** A project's surges, as buttons that choose the week they stand for. */
import { useState } from "preact/hooks";
import { Name } from "../text/Text";
import { count, day } from "../text/format";
import { DAY, type Surge } from "./signals";
import type { DashboardState } from "./state";

const FIRST = 4;

export function Surges({ state, surges }: { state: DashboardState; surges: Surge[] }) {
  const [whole, setWhole] = useState(false);
  const choose = ({ at, hashtag }: Surge) =>
    state.change({
      time: { from: at - 6 * DAY, to: at + DAY },
      hashtags: hashtag === undefined ? undefined : [hashtag],
    });
  return (
    <>
      <ul class="surges" aria-label="Surges">
        {(whole ? surges : surges.slice(0, FIRST)).map((surge) => (
          <li key={`${surge.at} ${surge.hashtag}`}>
            <button type="button" onClick={() => choose(surge)}>
              <span class="faint">{day(surge.at)}</span>
              <span>
                {surge.hashtag === undefined ? (
                  "Engagement"
                ) : (
                  <>
                    #<Name value={surge.hashtag} most={40} />
                  </>
                )}
              </span>
              <span class="faint">
                {count(surge.value)} {surge.hashtag === undefined ? "in seven days" : "posts in seven days"},{" "}
                {count(Math.round(surge.expected))} expected
              </span>
            </button>
          </li>
        ))}
      </ul>
      {surges.length > FIRST && (
        <button type="button" class="plain" onClick={() => setWhole(!whole)}>
          {whole ? "Fewer" : `All ${surges.length}`}
        </button>
      )}
    </>
  );
}
