/** Places for the nodes of a graph. The same graph is laid out the same way each time. */
import {
  type SimulationNodeDatum,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
} from "d3-force";

export interface Node extends SimulationNodeDatum {
  id: string;
  /** Pixels. */
  radius: number;
}

export interface Link {
  source: string;
  target: string;
  /** 0 to 1: how close they belong together. */
  weight: number;
}

export interface Place {
  x: number;
  y: number;
}

const ROUNDS = 220;

/** `before`: places that nodes had, so that those that stay do not jump. */
export function layOut(
  nodes: Node[],
  links: Link[],
  width: number,
  height: number,
  before: Map<string, Place>,
): Map<string, Place> {
  const placed = nodes.map((node, index) => {
    // Without a place yet: on a spiral around the middle, by rank.
    const angle = index * 2.4;
    const away = 12 * Math.sqrt(index + 0.5);
    const start = before.get(node.id) ?? {
      x: width / 2 + away * Math.cos(angle),
      y: height / 2 + away * Math.sin(angle),
    };
    return { ...node, ...start };
  });
  const known = placed.filter(({ id }) => before.has(id)).length;
  forceSimulation(placed)
    .alpha(known > placed.length / 2 ? 0.3 : 1)
    .force(
      "link",
      forceLink<Node, { source: string | Node; target: string | Node; weight: number }>(
        links.map((link) => ({ ...link })),
      )
        .id(({ id }) => id)
        .distance(({ weight }) => 90 - 50 * weight)
        .strength(({ weight }) => 0.15 + 0.5 * weight),
    )
    .force("apart", forceManyBody().strength(-160))
    .force(
      "room",
      forceCollide<Node>(({ radius }) => radius + 13),
    )
    .force("x", forceX(width / 2).strength(0.06))
    .force("y", forceY(height / 2).strength(0.06 * Math.max(1, width / height)))
    .stop()
    .tick(ROUNDS);
  return fitted(placed, width, height);
}

/** Moves and stretches the places into the frame, with room for names. */
function fitted(nodes: Node[], width: number, height: number): Map<string, Place> {
  const room = { x: 44, y: 22 };
  const spread = (values: number[], low: number, high: number) => {
    const least = Math.min(...values);
    const most = Math.max(...values);
    const scale = most > least ? Math.min(2, (high - low) / (most - least)) : 1;
    const middle = (least + most) / 2;
    return values.map((value) => (low + high) / 2 + (value - middle) * scale);
  };
  const xs = spread(
    nodes.map(({ x }) => x ?? 0),
    room.x,
    width - room.x,
  );
  const ys = spread(
    nodes.map(({ y }) => y ?? 0),
    room.y,
    height - room.y - 8,
  );
  return new Map(nodes.map(({ id }, at) => [id, { x: xs[at]!, y: ys[at]! }]));
}
