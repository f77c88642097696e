/** A result as a file. */
import { useSignal } from "@preact/signals";
import type { Format } from "veyl";
import type { Relation } from "../run/relation";
import { useGiven } from "./given";

const FORMATS: { format: Format; name: string; ending: string; media: string }[] = [
  { format: "parquet", name: "Parquet", ending: "parquet", media: "application/vnd.apache.parquet" },
  { format: "csv", name: "CSV", ending: "csv", media: "text/csv" },
  { format: "arrow", name: "Arrow", ending: "arrow", media: "application/vnd.apache.arrow.file" },
];

export function Downloads({ relation, name }: { relation: Relation; name: string }) {
  const { context } = useGiven();
  const wrong = useSignal<string | undefined>(undefined);
  const save = async ({ format, ending, media }: (typeof FORMATS)[number]) => {
    try {
      wrong.value = undefined;
      context.download(`${name}.${ending}`, await context.veyl.convert(await relation.all(), format), media);
    } catch (error) {
      wrong.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <p class="downloads">
      {FORMATS.map((format) => (
        <button
          key={format.name}
          type="button"
          onClick={() => void save(format)}
          aria-label={`Download ${name} as ${format.name}`}
        >
          {format.name}
        </button>
      ))}
      {wrong.value !== undefined && <span class="bad">{wrong.value}</span>}
    </p>
  );
}
