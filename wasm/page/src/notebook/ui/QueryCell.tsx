/** A cell with SQL, and its result. */
import { useComputed, useSignal } from "@preact/signals";
import { Editor, type Mark } from "../editor/Editor";
import { type Outcome, shown } from "../run/outcome";
import { type Cell, nameOf, textOf } from "../text/document";
import { hidden, refenced, renamed, wordsOf } from "../text/fence";
import { CellFrame } from "./CellFrame";
import { Downloads } from "./Downloads";
import { useGiven } from "./given";
import { Grid } from "./Grid";
import { Icon } from "./icons";
import { Status } from "./Status";

export function QueryCell({ cell, next }: { cell: Cell; next(): void }) {
  const { book, known } = useGiven();
  const words = wordsOf(cell.raw);
  const name = nameOf(cell) ?? "";
  const hide = words.slice(2).includes("hide");
  const opened = useSignal<boolean | undefined>(undefined);
  const outcome = book.runner.outcome(cell.id);
  const stale = useComputed(() => outcome.value.state === "done" && book.stale(cell.id));
  const open = opened.value ?? (!hide || outcome.value.state === "failed");
  const sql = textOf(cell);
  const running = outcome.value.state === "running" || outcome.value.state === "waiting";
  const run = (then: boolean) => {
    void book.run(cell.id);
    if (then) next();
  };
  return (
    <CellFrame cell={cell} kind="query" label={name === "" ? "SQL cell" : `SQL cell ${name}`}>
      <header>
        <button
          type="button"
          class="run"
          aria-label={running ? `Stop the cell ${name}` : `Run the cell ${name}`}
          title={running ? "Stop" : "Run (Ctrl+Enter)"}
          onClick={() => (running ? book.runner.stop() : run(false))}
        >
          <Icon name={running ? "stop" : "run"} />
        </button>
        <button
          type="button"
          class="fold"
          aria-expanded={open}
          aria-label={open ? "Fold the cell" : "Unfold the cell"}
          onClick={() => (opened.value = !open)}
        >
          <Icon name="open" />
        </button>
        <input
          class="name"
          aria-label="Name of the cell"
          placeholder="name"
          spellcheck={false}
          size={Math.max(6, name.length + 1)}
          value={name}
          onChange={(event) =>
            book.edit(cell.id, refenced(cell.raw, { words: renamed(words, cleanName(event.currentTarget.value)) }))
          }
        />
        {!open && <code class="glimpse">{sql.replace(/\s+/g, " ").slice(0, 200)}</code>}
        <Status outcome={outcome.value} stale={stale.value} />
      </header>
      {open && (
        <>
          <Editor
            language="sql"
            label={name === "" ? "SQL" : `SQL of ${name}`}
            value={sql}
            known={known}
            hint="SELECT … FROM project_posts"
            marks={marks(outcome.value)}
            onChange={(code) => book.edit(cell.id, refenced(cell.raw, { code }))}
            onRun={run}
          />
          <Failure outcome={outcome.value} />
          <Result cell={cell} outcome={outcome.value} name={name} />
          {name !== "" && (
            <label class="hide">
              <input
                type="checkbox"
                checked={hide}
                onChange={(event) =>
                  book.edit(cell.id, refenced(cell.raw, { words: hidden(words, event.currentTarget.checked) }))
                }
              />
              only used by other cells, not shown
            </label>
          )}
        </>
      )}
    </CellFrame>
  );
}

function Result({ cell, outcome, name }: { cell: Cell; outcome: Outcome; name: string }) {
  const done = shown(outcome);
  if (!done) return null;
  const label = name || `cell ${cell.id}`;
  return (
    <div class="result">
      {done.relation.rows === 0 && <p class="note">no rows</p>}
      <Grid relation={done.relation} label={`Result of ${label}`} />
      <Downloads relation={done.relation} name={name || "result"} />
    </div>
  );
}

function Failure({ outcome }: { outcome: Outcome }) {
  if (outcome.state !== "failed") return null;
  return (
    <div class="wrong" role="alert">
      <p>{outcome.message}</p>
      {outcome.hint !== undefined && <p class="hint">{outcome.hint}</p>}
    </div>
  );
}

const NONE: readonly Mark[] = [];

function marks(outcome: Outcome): readonly Mark[] {
  if (outcome.state !== "failed" || outcome.line === undefined) return NONE;
  const { message, line, column } = outcome;
  return [{ message, line, ...(column === undefined ? {} : { column }) }];
}

/** What was typed, as a name can be: letters, digits and `_`, beginning with a letter. */
function cleanName(text: string): string {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "_");
  return /^\d/.test(name) ? `_${name}` : name;
}
