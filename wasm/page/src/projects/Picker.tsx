/** A searchable list to pick names from: hashtags or creators, most posts first. */
import { useEffect, useId, useMemo, useState } from "preact/hooks";
import { latest } from "../engine/latest";
import { Name } from "../text/Text";
import { count } from "../text/format";
import { platformName } from "../text/platform";

export interface Found {
  total: number;
  rows: { name: string; platform: string; posts: number }[];
}

interface Props {
  title: string;
  /** What one is called: "hashtag". */
  one: string;
  sign?: string;
  platforms: string[];
  picked: string[];
  search: (text: string, platform: string | undefined, limit: number) => Promise<Found>;
  onPicked: (picked: string[]) => void;
  fail: (error: unknown) => void;
}

const LIMIT = 60;

export function Picker({ title, one, sign = "", platforms, picked, search, onPicked, fail }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [platform, setPlatform] = useState("");
  const [found, setFound] = useState<Found>({ total: 0, rows: [] });
  const ask = useMemo(
    () =>
      latest<[string, string, Props["search"]]>(async ([words, place, search]) => {
        setFound(await search(words, place || undefined, LIMIT));
      }, fail),
    [],
  );
  useEffect(() => ask([text, platform, search]), [text, platform, search]);

  const written = text.trim().replace(/^#/, "");
  const keyOf = (name: string) => (platform ? `${platform}:${name}` : name);
  const rows = platform ? found.rows : byName(found.rows);
  const toggle = (key: string) =>
    onPicked(picked.includes(key) ? picked.filter((other) => other !== key) : [...picked, key]);
  const known = rows.some(({ name }) => name === written) || picked.includes(keyOf(written));

  return (
    <fieldset class="picker">
      <legend>{title}</legend>
      {picked.length > 0 && (
        <ul class="chips" aria-label={`${title}: followed`}>
          {picked.map((key) => (
            <li key={key}>
              <button type="button" onClick={() => toggle(key)}>
                <span class="unseen">Follow no longer: </span>
                {sign}
                <Name value={key} most={40} />
                <span aria-hidden="true" class="cross">
                  ×
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <input
          type="search"
          aria-label={`Search ${title.toLowerCase()}`}
          placeholder={`Search or write a ${one}`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault(); // a name, not yet the whole form
            if (written) toggle(keyOf(written));
          }}
        />
        <select
          aria-label={`Platform of the ${one}`}
          value={platform}
          onChange={(event) => setPlatform(event.currentTarget.value)}
        >
          <option value="">all platforms</option>
          {platforms.map((name) => (
            <option key={name} value={name}>
              {platformName(name).slice(0, 60)}
            </option>
          ))}
        </select>
      </div>
      <ul class="found" aria-label={`${title} to pick from`}>
        {written && !known && (
          <li>
            <label>
              <input type="checkbox" checked={false} onChange={() => toggle(keyOf(written))} />
              <span class="label">
                {sign}
                <Name value={written} most={40} />
              </span>
              <span class="faint">not among the posts</span>
            </label>
          </li>
        )}
        {rows.map((row) => {
          const key = keyOf(row.name);
          return (
            <li key={key}>
              <label for={`${id}${key}`}>
                <input id={`${id}${key}`} type="checkbox" checked={picked.includes(key)} onChange={() => toggle(key)} />
                <span class="label">
                  {sign}
                  <Name value={row.name} most={40} />
                </span>
                <span class="faint">{row.platform}</span>
                <span class="value">{count(row.posts)}</span>
              </label>
            </li>
          );
        })}
        {rows.length === 0 && !written && <li class="faint">None yet: read some posts first, or write a name.</li>}
      </ul>
      {found.total > found.rows.length && <p class="faint">The most frequent ones; search for others.</p>}
    </fieldset>
  );
}

/** The same name on several platforms as one row. */
function byName(rows: Found["rows"]): Found["rows"] {
  const together = new Map<string, { name: string; platforms: string[]; posts: number }>();
  for (const { name, platform, posts } of rows) {
    const row = together.get(name) ?? { name, platforms: [], posts: 0 };
    together.set(name, row);
    row.platforms.push(platform);
    row.posts += posts;
  }
  return [...together.values()]
    .sort((one, other) => other.posts - one.posts)
    .map(({ name, platforms, posts }) => ({
      name,
      platform: platforms.length > 2 ? `${platforms.length} platforms` : platforms.map(platformName).join(", "),
      posts,
    }));
}
