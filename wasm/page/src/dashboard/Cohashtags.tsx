/** Hashtags that go together: a graph of the most frequent pairs. A node filters by its hashtag. */
import { useMemo, useRef } from "preact/hooks";
import { type Link, type Node, type Place, layOut } from "../charts/layout";
import { useWidth } from "../charts/size";
import { Name, cut } from "../text/Text";
import { plural } from "../text/format";
import type { Related } from "./related";
import type { DashboardState } from "./state";

const HEIGHT = 340;
const NODES = 34;
const LINKS = 64;

export function Cohashtags({ state, related }: { state: DashboardState; related: Related | undefined }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const places = useRef(new Map<string, Place>());
  const chosen = state.filters.value.hashtags ?? [];

  const graph = useMemo(() => {
    if (width === 0 || !related) return undefined;
    const { nodes, links } = graphOf(related, width < 420 ? 14 : width < 800 ? 24 : NODES);
    if (nodes.length === 0) return { nodes, links, at: new Map<string, Place>() };
    places.current = layOut(nodes, links, width, HEIGHT, places.current);
    return { nodes, links, at: places.current };
  }, [related, width]);

  return (
    <div class="graph" ref={box} style={{ height: `${HEIGHT}px` }}>
      {graph && graph.nodes.length === 0 && <p class="faint">No two hashtags stand on one post.</p>}
      {graph && graph.nodes.length > 0 && (
        <>
          <svg width={width} height={HEIGHT} aria-hidden="true">
            {graph.links.map(({ source, target, weight }) => {
              const a = graph.at.get(source)!;
              const b = graph.at.get(target)!;
              return (
                <line
                  key={`${source} ${target}`}
                  x1={a.x}
                  y1={a.y}
                  x2={b.x}
                  y2={b.y}
                  stroke-width={0.75 + 4 * weight ** 1.5}
                />
              );
            })}
          </svg>
          <ul aria-label="Hashtags that go together">
            {graph.nodes.map(({ id, radius, partners, posts }) => {
              const place = graph.at.get(id)!;
              return (
                <li key={id} style={{ left: `${place.x}px`, top: `${place.y}px` }}>
                  <button
                    type="button"
                    aria-pressed={chosen.includes(id)}
                    aria-label={`${cut(id, 60)}: ${plural(posts, "post")}, most often with ${partners}`}
                    title={`${plural(posts, "post")}, most often with ${partners}`}
                    onClick={() => state.toggle("hashtags", id)}
                  >
                    <i style={{ width: `${2 * radius}px`, height: `${2 * radius}px` }} />
                    <Name value={id} most={18} />
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}

type Shown = Node & { posts: number; partners: string };

/** The most frequent hashtags that have partners, and the most frequent pairs among them. */
function graphOf(related: Related, most: number): { nodes: Shown[]; links: Link[] } {
  const posts = new Map(related.lifts.map((lift) => [lift.hashtag, lift.posts]));
  const often = related.pairs.filter((pair) => pair.posts > 1);
  const pairs = (often.length >= 8 ? often : related.pairs).slice(0, 400);
  const names = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
    .sort((one, other) => (posts.get(other) ?? 0) - (posts.get(one) ?? 0))
    .slice(0, most);
  const among = new Set(names);
  const kept = pairs.filter(({ a, b }) => among.has(a) && among.has(b)).slice(0, LINKS);
  const linked = new Set(kept.flatMap(({ a, b }) => [a, b]));
  const largest = Math.max(1, ...names.map((name) => posts.get(name) ?? 0));
  const closest = Math.max(...kept.map(({ jaccard }) => jaccard), 1e-9);
  const nodes = names
    .filter((name) => linked.has(name))
    .map((id) => ({
      id,
      posts: posts.get(id) ?? 0,
      radius: 4 + 14 * Math.sqrt((posts.get(id) ?? 0) / largest),
      partners: partnersOf(id, kept),
    }));
  return { nodes, links: kept.map(({ a, b, jaccard }) => ({ source: a, target: b, weight: jaccard / closest })) };
}

function partnersOf(id: string, pairs: { a: string; b: string; posts: number }[]): string {
  return pairs
    .filter(({ a, b }) => a === id || b === id)
    .slice(0, 3)
    .map(({ a, b, posts }) => `${cut(a === id ? b : a, 40)} (${posts})`)
    .join(", ");
}
