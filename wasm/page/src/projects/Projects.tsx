/** The projects: a list, the form, and their way in and out as a TOML file. */
import { useState } from "preact/hooks";
import type { ProjectInfo } from "veyl";
import { go } from "../app/route";
import { fail } from "../app/trouble";
import { MEDIA, download } from "../data/download";
import { Pick } from "../data/Pick";
import type { RemoteModule } from "../engine/remote";
import type { Session } from "../engine/session";
import { Name, Text } from "../text/Text";
import { plural } from "../text/format";
import { platformName } from "../text/platform";
import { Editor } from "./Editor";
import { type Draft, EMPTY, draftOf } from "./spec";

interface Props {
  session: Session;
  veyl: RemoteModule;
  onOpen: (project: number) => void;
  onFiles: (files: File[]) => void;
}

export function Projects({ session, veyl, onOpen, onFiles }: Props) {
  const [draft, setDraft] = useState<Draft | undefined>(undefined);
  const projects = session.projects.value;
  if (draft) {
    return (
      <main class="page projects">
        <h1>{draft.was === undefined ? "New project" : <Name value={draft.was} />}</h1>
        <Editor
          session={session}
          veyl={veyl}
          draft={draft}
          onDone={(saved) => {
            setDraft(undefined);
            if (saved === undefined) return;
            onOpen(saved);
            go("dashboard");
          }}
        />
      </main>
    );
  }
  const save = async () => {
    try {
      download("projects.toml", await session.dataset.projectsToml(), MEDIA.toml);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <main class="page projects">
      <div class="row spread">
        <h1>Projects</h1>
        <div class="row">
          <Pick label="Import" accept=".toml" onFiles={onFiles} />
          <button type="button" class="button" disabled={projects.length === 0} onClick={() => void save()}>
            Export
          </button>
          <button type="button" class="button main" onClick={() => setDraft(EMPTY)}>
            New project
          </button>
        </div>
      </div>
      <p class="soft">
        A project is a set of hashtags and creators to follow. As a file (TOML) it is the same as for{" "}
        <code>veyl project apply</code>.
        {session.served.value !== undefined &&
          " What is changed here is not written to the store: export it, and apply it there."}
      </p>
      {projects.length === 0 && <p class="soft">There is none yet.</p>}
      <ul class="cards">
        {projects.map((project) => (
          <li key={project.id} class="panel">
            <Card
              project={project}
              onOpen={() => {
                onOpen(project.id);
                go("dashboard");
              }}
              onEdit={() => setDraft(draftOf(project))}
              onRemove={() => session.removeProject(project.id).catch(fail)}
            />
          </li>
        ))}
      </ul>
    </main>
  );
}

interface CardProps {
  project: ProjectInfo;
  onOpen: () => void;
  onEdit: () => void;
  onRemove: () => void;
}

function Card({ project, onOpen, onEdit, onRemove }: CardProps) {
  const [sure, setSure] = useState(false);
  const { hashtags = [], creators = [], platforms = [] } = project;
  return (
    <>
      <h2>
        <Name value={project.name} />
      </h2>
      {project.description && (
        <p class="soft">
          <Text value={project.description} most={200} />
        </p>
      )}
      <p class="faint">
        {[
          hashtags.length > 0 && plural(hashtags.length, "hashtag"),
          creators.length > 0 && plural(creators.length, "creator"),
          platforms.length > 0 && `on ${platforms.map(platformName).join(", ").slice(0, 120)}`,
          project.scope_query && "narrowed by a query",
        ]
          .filter(Boolean)
          .join(", ")}
      </p>
      <div class="row">
        <button type="button" class="button" onClick={onOpen}>
          Open
        </button>
        <button type="button" class="button" onClick={onEdit}>
          Edit
        </button>
        {sure ? (
          <>
            <button type="button" class="button bad" onClick={onRemove}>
              Remove it
            </button>
            <button type="button" class="button" onClick={() => setSure(false)}>
              Keep
            </button>
          </>
        ) : (
          <button
            type="button"
            class="button"
            onClick={() => setSure(true)}
            aria-label={`Remove ${project.name.slice(0, 80)}`}
          >
            Remove
          </button>
        )}
      </div>
    </>
  );
}
