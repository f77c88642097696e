/** The dashboard tab: which project, its way out as files, and the dashboard itself. */
import { Dashboard } from "../dashboard/Dashboard";
import { Downloads } from "../data/Downloads";
import type { RemoteModule } from "../engine/remote";
import type { Session } from "../engine/session";
import { Text } from "../text/Text";
import { chosen } from "./settings";
import { fail } from "./trouble";

export function Overview({ session, veyl }: { session: Session; veyl: RemoteModule }) {
  const projects = session.projects.value;
  const project = projects.find(({ name }) => name === chosen.value.project);
  return (
    <main class="page overview">
      <div class="row spread">
        <div class="whose">
          <h1>
            <select
              aria-label="Project"
              value={project ? String(project.id) : ""}
              onChange={({ currentTarget }) => {
                const next = projects.find(({ id }) => String(id) === currentTarget.value);
                chosen.value = { project: next?.name, filters: {} };
              }}
            >
              <option value="">Everything</option>
              {projects.map(({ id, name }) => (
                <option key={id} value={String(id)}>
                  {name.slice(0, 80)}
                </option>
              ))}
            </select>
          </h1>
          {project?.description && (
            <p class="soft">
              <Text value={project.description} most={200} />
            </p>
          )}
        </div>
        <details class="menu">
          <summary class="button">Download</summary>
          <div class="panel">
            <Downloads key={project?.id} session={session} veyl={veyl} project={project?.id} />
          </div>
        </details>
      </div>
      <Dashboard
        key={project?.id ?? "everything"}
        dataset={session.dataset}
        project={project?.id}
        generation={session.generation.value}
        filters={chosen.peek().filters}
        onFilters={(filters) => {
          chosen.value = { ...chosen.peek(), filters };
        }}
        fail={fail}
      />
    </main>
  );
}
