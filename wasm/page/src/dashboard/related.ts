/**
 * What goes with what: pairs of hashtags, lift, and posts that did better than expected, of the
 * posts that pass the filters. The meanings are those of the views project_cohashtags,
 * project_hashtag_lift and project_top_posts; the cross-filter has no such dimension, so they
 * are counted here, from the matching posts.
 */
import { tableFromIPC } from "@uwdata/flechette";
import type { PostRow } from "veyl";
import type { RemoteCrossFilter, RemoteDataset } from "../engine/remote";

export interface Pair {
  a: string;
  b: string;
  posts: number;
  /** Posts with both over posts with either. */
  jaccard: number;
}

export interface Lift {
  hashtag: string;
  posts: number;
  avgWith: number | null;
  avgWithout: number | null;
  /** avgWith / avgWithout; null where one is missing or the second is 0. */
  lift: number | null;
}

export interface Better {
  post: PostRow;
  expected: number;
  score: number;
}

export interface Related {
  pairs: Pair[];
  lifts: Lift[];
  /** Best first. undefined without a project: only a project's posts are scored. */
  better: Better[] | undefined;
  /** How many posts pass the filters, and from how many of them, those with most engagement, this was counted. */
  total: number;
  counted: number;
}

/** Posts that are looked at; more would take longer than a change of filters may. */
export const MOST = 10_000;
const CAPTION = 300;

export async function relatedOf(
  crossfilter: RemoteCrossFilter,
  scores: Map<string, { expected: number; score: number }> | undefined,
): Promise<Related> {
  const { total, rows } = await crossfilter.posts({
    order: "engagement",
    offset: 0,
    limit: MOST,
    caption: CAPTION,
  });
  return {
    pairs: pairsOf(rows),
    lifts: liftsOf(rows),
    better: scores && betterOf(rows, scores),
    total,
    counted: rows.length,
  };
}

export function pairsOf(rows: Pick<PostRow, "hashtags">[]): Pair[] {
  const alone = new Map<string, number>();
  const together = new Map<string, Map<string, number>>();
  for (const { hashtags } of rows) {
    const names = [...new Set(hashtags)].sort();
    names.forEach((a, at) => {
      alone.set(a, (alone.get(a) ?? 0) + 1);
      const others = together.get(a) ?? new Map<string, number>();
      together.set(a, others);
      for (const b of names.slice(at + 1)) others.set(b, (others.get(b) ?? 0) + 1);
    });
  }
  const pairs: Pair[] = [];
  for (const [a, others] of together) {
    for (const [b, posts] of others) {
      pairs.push({ a, b, posts, jaccard: posts / ((alone.get(a) ?? 0) + (alone.get(b) ?? 0) - posts) });
    }
  }
  return pairs.sort((one, other) => other.posts - one.posts || compare(one.a, other.a) || compare(one.b, other.b));
}

export function liftsOf(rows: Pick<PostRow, "hashtags" | "engagement">[]): Lift[] {
  const by = new Map<string, { posts: number; engaged: number; engagement: number }>();
  let engaged = 0;
  let engagement = 0;
  for (const row of rows) {
    const value = row.engagement === null ? null : Number(row.engagement);
    if (value !== null) {
      engaged += 1;
      engagement += value;
    }
    for (const hashtag of new Set(row.hashtags)) {
      const sums = by.get(hashtag) ?? { posts: 0, engaged: 0, engagement: 0 };
      by.set(hashtag, sums);
      sums.posts += 1;
      if (value !== null) {
        sums.engaged += 1;
        sums.engagement += value;
      }
    }
  }
  const lifts: Lift[] = [];
  for (const [hashtag, sums] of by) {
    const avgWith = sums.engaged > 0 ? sums.engagement / sums.engaged : null;
    const avgWithout = engaged > sums.engaged ? (engagement - sums.engagement) / (engaged - sums.engaged) : null;
    const lift = avgWith !== null && avgWithout !== null && avgWithout > 0 ? avgWith / avgWithout : null;
    lifts.push({ hashtag, posts: sums.posts, avgWith, avgWithout, lift });
  }
  return lifts.sort((one, other) => other.posts - one.posts || compare(one.hashtag, other.hashtag));
}

function betterOf(rows: PostRow[], scores: Map<string, { expected: number; score: number }>): Better[] {
  return rows
    .flatMap((post) => {
      const scored = scores.get(post.id);
      return scored ? [{ post, ...scored }] : [];
    })
    .sort((one, other) => other.score - one.score || compare(one.post.id, other.post.id));
}

/** The scores of a project's posts that did at least as well as expected, by post. */
export async function scoresOf(dataset: RemoteDataset, project: number) {
  const table = tableFromIPC(await dataset.view("project_top_posts", [project]), { useBigInt: true });
  const ids = table.getChild("id");
  const expected = table.getChild("expected");
  const scored = table.getChild("overperforming");
  const scores = new Map<string, { expected: number; score: number }>();
  for (let row = 0; row < table.numRows; row += 1) {
    const score = scored.at(row) as number | null;
    if (score !== null && score >= 1)
      scores.set(ids.at(row) as string, { expected: expected.at(row) as number, score });
  }
  return scores;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
