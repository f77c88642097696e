/** The filters that are set, each with a button that takes it off, and a search in captions. */
import type { ComponentChildren } from "preact";
import type { Filters } from "veyl";
import { Name } from "../text/Text";
import { count, plural, range } from "../text/format";
import { platformName } from "../text/platform";
import type { DashboardState } from "./state";

export function Chips({ state }: { state: DashboardState }) {
  const {
    time,
    platforms = [],
    hashtags = [],
    creators = [],
    weekdayHours = [],
    engagement,
    caption,
  } = state.filters.value;
  const without = <T,>(list: T[], one: T) => {
    const rest = list.filter((other) => other !== one);
    return rest.length > 0 ? rest : undefined;
  };
  const off = (some: { [K in keyof Filters]?: Filters[K] | undefined }) => () => state.change(some);
  return (
    <div class="filters">
      <input
        type="search"
        aria-label="Captions that contain"
        placeholder="Search captions"
        value={caption ?? ""}
        onInput={(event) => state.change({ caption: event.currentTarget.value || undefined })}
      />
      <ul aria-label="Filters" class="chips">
        {time && <Chip off={off({ time: undefined })}>{range(time.from, time.to)}</Chip>}
        {platforms.map((name) => (
          <Chip key={`p ${name}`} off={off({ platforms: without(platforms, name) })}>
            <Name value={platformName(name)} most={30} />
          </Chip>
        ))}
        {hashtags.map((name) => (
          <Chip key={`h ${name}`} off={off({ hashtags: without(hashtags, name) })}>
            #<Name value={name} most={30} />
          </Chip>
        ))}
        {creators.map((one) => (
          <Chip key={`c ${one.platform} ${one.author}`} off={off({ creators: without(creators, one) })}>
            <Name value={one.author} most={30} /> <span class="faint">{platformName(one.platform)}</span>
          </Chip>
        ))}
        {weekdayHours.length > 0 && (
          <Chip off={off({ weekdayHours: undefined })}>{plural(weekdayHours.length, "hour")} of the week</Chip>
        )}
        {engagement && (
          <Chip off={off({ engagement: undefined })}>
            engagement {count(engagement.min ?? 0)}
            {engagement.max === undefined
              ? " or more"
              : engagement.max == engagement.min
                ? ""
                : ` to ${count(engagement.max)}`}
          </Chip>
        )}
      </ul>
      {state.filtered.value && (
        <button type="button" class="plain" onClick={() => state.set({})}>
          Take all filters off
        </button>
      )}
    </div>
  );
}

function Chip({ children, off }: { children: ComponentChildren; off: () => void }) {
  return (
    <li>
      <button type="button" onClick={off}>
        <span class="unseen">Take off: </span>
        {children}
        <span aria-hidden="true" class="cross">
          ×
        </span>
      </button>
    </li>
  );
}
