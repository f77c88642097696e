/** Surges of a project, from the view project_signals. Single posts that did better than expected are listed elsewhere. */
import { tableFromIPC } from "@uwdata/flechette";
import type { RemoteDataset } from "../engine/remote";

export interface Surge {
  /** Of a hashtag's posts; undefined: of engagement. */
  hashtag: string | undefined;
  /** Its first day, in UTC microseconds. */
  at: number;
  /** Of the seven days that end with that one. */
  value: number;
  /** A quarter of the 28 days before them. */
  expected: number;
}

export const DAY = 86_400e6;

/** The newest first. */
export async function surgesOf(dataset: RemoteDataset, project: number): Promise<Surge[]> {
  const table = tableFromIPC(await dataset.view("project_signals", [project]), { useBigIntTimestamp: true });
  const column = (name: string) => table.getChild(name);
  const [signal, at, hashtag, value, expected] = ["signal", "at", "hashtag", "value", "expected"].map(column);
  const surges: Surge[] = [];
  for (let row = table.numRows - 1; row >= 0; row -= 1) {
    if (signal!.at(row) === "overperforming_post") continue;
    surges.push({
      hashtag: (hashtag!.at(row) as string | null) ?? undefined,
      at: Number(at!.at(row)),
      value: value!.at(row) as number,
      expected: expected!.at(row) as number,
    });
  }
  return surges;
}
