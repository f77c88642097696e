/** The ranked lists: platforms, hashtags, creators. Rows filter; a field finds those that are not among the first. */
import type { Summary } from "veyl";
import { BarList } from "../charts/BarList";
import type { RemoteDataset } from "../engine/remote";
import { percent } from "../text/format";
import { platformName } from "../text/platform";
import { Find } from "./Find";
import { amount, amountText } from "./measure";
import type { DashboardState } from "./state";

export function Platforms({ state, summary }: { state: DashboardState; summary: Summary }) {
  const measure = state.measure.value;
  const ranked = summary.platforms.toSorted((one, other) => amount(other, measure) - amount(one, measure));
  const items = ranked.map((bin) => ({
    key: bin.platform,
    label: platformName(bin.platform),
    value: amount(bin, measure),
    shown: amountText(bin, measure),
    selected: bin.selected,
  }));
  return (
    <BarList
      items={items}
      name="Platforms"
      onToggle={(name) => state.toggle("platforms", name)}
      empty="No platform has posts."
    />
  );
}

export function Hashtags({ state, summary }: { state: DashboardState; summary: Summary }) {
  const measure = state.measure.value;
  const items = summary.hashtags.map((bin) => ({
    key: bin.hashtag,
    label: bin.hashtag,
    value: amount(bin, measure),
    shown: amountText(bin, measure),
    selected: bin.selected,
  }));
  return (
    <BarList items={items} name="Hashtags" onToggle={(name) => state.toggle("hashtags", name)} empty="No hashtags." />
  );
}

export function Creators({ state, summary }: { state: DashboardState; summary: Summary }) {
  const measure = state.measure.value === "posts" ? "engagement" : state.measure.value;
  const chosen = state.filters.value.creators ?? [];
  const byKey = new Map(summary.creators.map((bin) => [`${bin.platform} ${bin.author}`, bin]));
  const items = [...byKey].map(([key, bin]) => ({
    key,
    label: bin.author,
    detail: platformName(bin.platform),
    value: amount(bin, measure),
    shown: percent(bin.shareOfVoice),
    aside: amountText(bin, measure),
    selected: bin.selected,
  }));
  const toggle = (key: string) => {
    const bin = byKey.get(key);
    if (!bin) return;
    const rest = chosen.filter(({ author, platform }) => author !== bin.author || platform !== bin.platform);
    const next = rest.length < chosen.length ? rest : [...chosen, { author: bin.author, platform: bin.platform }];
    state.change({ creators: next.length > 0 ? next : undefined });
  };
  return <BarList items={items} name="Creators" onToggle={toggle} empty="No creators." />;
}

type Finding = { state: DashboardState; dataset: RemoteDataset; fail: (error: unknown) => void };
const FOUND = 12;

export function FindHashtag({ state, dataset, fail }: Finding) {
  const search = async (text: string) => {
    const { rows } = await dataset.hashtags({ search: text.replace(/^#/, ""), limit: 3 * FOUND });
    return [...new Set(rows.map(({ name }) => name))].slice(0, FOUND).map((name) => ({ key: name, text: name }));
  };
  const add = (name: string) =>
    state.change({ hashtags: [...new Set([...(state.filters.value.hashtags ?? []), name])] });
  return <Find label="Find a hashtag" search={search} onChoose={add} fail={fail} />;
}

export function FindCreator({ state, dataset, fail }: Finding) {
  const search = async (text: string) => {
    const { rows } = await dataset.creators({ search: text, limit: FOUND });
    return rows.map(({ author, platform }) => ({
      key: JSON.stringify({ author, platform }),
      text: `${author} on ${platformName(platform)}`,
    }));
  };
  const add = (key: string) => {
    const creator = JSON.parse(key) as { author: string; platform: string };
    const others = (state.filters.value.creators ?? []).filter(
      ({ author, platform }) => author !== creator.author || platform !== creator.platform,
    );
    state.change({ creators: [...others, creator] });
  };
  return <Find label="Find a creator" search={search} onChoose={add} fail={fail} />;
}
