/** Any view, or any table, as a file. */
import { useEffect, useState } from "preact/hooks";
import type { Format, views as viewsOf } from "veyl";
import { fail } from "../app/trouble";
import type { RemoteModule } from "../engine/remote";
import type { Session } from "../engine/session";
import { MEDIA, download, fileName } from "./download";

type Views = ReturnType<typeof viewsOf>;
type Kind = Extract<Format, "parquet" | "csv" | "arrow">;

const TABLES = ["platforms", "hashtags", "posts", "post_hashtags", "projects", "project_hashtags", "project_creators"];
const KINDS: { kind: Kind; label: string }[] = [
  { kind: "parquet", label: "Parquet" },
  { kind: "csv", label: "CSV" },
  { kind: "arrow", label: "Arrow" },
];

interface Props {
  session: Session;
  veyl: RemoteModule;
  /** The project whose rows are wanted; undefined: those of all. */
  project: number | undefined;
  /** Also offers the tables. */
  tables?: boolean;
}

export function Downloads({ session, veyl, project, tables }: Props) {
  const [views, setViews] = useState<Views>([]);
  const [name, setName] = useState(project === undefined ? "posts_with_platform" : "project_posts");
  const [kind, setKind] = useState<Kind>("parquet");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    veyl.views().then(setViews, fail);
  }, [veyl]);
  const view = views.find((one) => one.name === name);

  const save = async () => {
    setBusy(true);
    try {
      const isTable = TABLES.includes(name);
      const only = project !== undefined && view?.perProject ? [project] : undefined;
      const bytes = isTable
        ? await session.dataset.exportTable(name, kind)
        : await session.dataset.exportView(name, kind, only);
      const whose = only && session.projects.value.find(({ id }) => id === project)?.name;
      download(`${whose ? `${fileName(whose)}-` : ""}${name}.${kind}`, bytes, MEDIA[kind]);
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="downloads">
      <div class="row">
        <select aria-label="View" value={name} onChange={(event) => setName(event.currentTarget.value)}>
          <optgroup label="Views">
            {views.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </optgroup>
          {tables && (
            <optgroup label="Tables">
              {TABLES.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </optgroup>
          )}
        </select>
        <select aria-label="Format" value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
          {KINDS.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
        <button type="button" class="button" disabled={busy} onClick={() => void save()}>
          Download
        </button>
      </div>
      <p class="faint">
        {view
          ? `${view.about}${view.perProject && project !== undefined ? ", of this project" : ""}.`
          : TABLES.includes(name) && "A table, as veyl itself keeps it."}
      </p>
    </div>
  );
}
