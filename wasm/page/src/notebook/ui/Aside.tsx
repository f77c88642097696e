/** Beside the notebook: those that are kept, and the tables and views with their columns. */
import { useRef } from "preact/hooks";
import type { Context } from "../../context";
import type { Library } from "../book/library";
import type { Relations } from "../run/engine";
import { readNotebook } from "./files";

export interface AsideProps {
  library: Library;
  relations: readonly Relations[];
  version: string | undefined;
  context: Context;
}

export function Aside({ library, relations, version, context }: AsideProps) {
  const file = useRef<HTMLInputElement>(null);
  const open = library.open.value;
  return (
    <aside aria-label="Notebooks and tables">
      <section>
        <h2>Notebooks</h2>
        <ul class="books">
          {library.entries.value.map(({ id, name }) => (
            <li key={id}>
              <button type="button" aria-current={id === open ? "true" : undefined} onClick={() => library.show(id)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
        <p class="make">
          <button
            type="button"
            onClick={() => library.show(undefined)}
            aria-current={open === undefined ? "true" : undefined}
          >
            New…
          </button>
          <button type="button" onClick={() => file.current?.click()}>
            Import…
          </button>
          <input
            ref={file}
            type="file"
            accept=".md,.markdown,text/markdown"
            hidden
            aria-label="Import a notebook in Markdown"
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              event.currentTarget.value = "";
              if (chosen) readNotebook(chosen).then(({ name, text }) => library.add(name, text), context.fail);
            }}
          />
        </p>
      </section>
      <Schema title="Views" of={relations.filter(({ view }) => view)} />
      <Schema
        title="Tables"
        of={relations.filter(({ view, name }) => !view && EMPTY.every((other) => other !== name))}
      />
      <p class="version">{version === undefined ? "DuckDB is starting" : `DuckDB ${version}, in this page`}</p>
    </aside>
  );
}

/** Tables of the schema that a page never fills. */
const EMPTY = ["users", "oauth_accounts", "subscriptions"];

function Schema({ title, of }: { title: string; of: readonly Relations[] }) {
  if (of.length === 0) return null;
  return (
    <section class="schema">
      <h2>{title}</h2>
      {of.map(({ name, about, columns }) => (
        <details key={name}>
          <summary title={about}>{name}</summary>
          <dl>
            {columns.map((column) => (
              <div key={column.name}>
                <dt>{column.name}</dt>
                <dd title={column.type}>{column.type.toLowerCase().replace(/^struct.*/, "struct")}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  );
}
