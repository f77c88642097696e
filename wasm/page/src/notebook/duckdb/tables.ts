/** The tables and views of the data set inside DuckDB, as the `.sql` files of the engine define them. */
import type { Context } from "../../context";
import type { Database } from "./database";
import { name as quoted } from "./quote";

/** In the order in which they are filled; all but the last are canonical tables. */
const TABLES = [
  "platforms",
  "hashtags",
  "posts",
  "post_hashtags",
  "projects",
  "project_hashtags",
  "project_creators",
  "scope_matches",
] as const;

/** Posts that go over at once. */
const BATCH = 50_000;

type Data = Pick<Context, "veyl" | "dataset">;

/** Where a table lies. */
function schemaOf(table: string): string {
  return table === "scope_matches" ? "veyl_internal" : "main";
}

/** Puts the tables and views of the data set in place of those that are there. */
export async function fill(database: Database, { veyl, dataset }: Data): Promise<void> {
  for (const table of TABLES) await database.run(`DROP TABLE IF EXISTS ${schemaOf(table)}.${table}`);
  await database.run(await veyl.schemaSql());
  for (const table of TABLES) {
    for await (const ipc of dataset.tableBatches(table, BATCH)) {
      await database.append(schemaOf(table), table, ipc);
    }
  }
  for (const view of await veyl.views()) {
    await database.run(`CREATE OR REPLACE VIEW ${quoted(view.name)} AS\n${view.sql}`);
  }
}

/**
 * Has the project views speak of one project, or of all. As in the command, a
 * view reads those before it, which stand in front of the others by then.
 */
export async function narrow(database: Database, { veyl }: Pick<Data, "veyl">, project?: number): Promise<void> {
  for (const view of await veyl.views()) {
    if (!view.perProject) continue;
    const stand = quoted(view.name);
    await database.run(
      project === undefined
        ? `DROP VIEW IF EXISTS temp.${stand}`
        : `CREATE OR REPLACE TEMP VIEW ${stand} AS SELECT * FROM (\n${view.sql}\n) WHERE project_id = ${project}`,
    );
  }
}
