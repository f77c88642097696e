/** A project's form: what it is called, what it follows, what narrows it. */
import { useCallback, useState } from "preact/hooks";
import { announce } from "../app/announce";
import { fail } from "../app/trouble";
import type { RemoteModule } from "../engine/remote";
import type { Session } from "../engine/session";
import { platformName } from "../text/platform";
import { Picker } from "./Picker";
import { ScopeField } from "./ScopeField";
import { type Draft, missing, specOf } from "./spec";

interface Props {
  session: Session;
  veyl: RemoteModule;
  draft: Draft;
  onDone: (saved: number | undefined) => void;
}

export function Editor({ session, veyl, draft: first, onDone }: Props) {
  const [draft, setDraft] = useState(first);
  const [valid, setValid] = useState(true);
  const [tried, setTried] = useState(false);
  const set = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  const lacks = missing(draft, session.projects.value);
  const generation = session.generation.value;

  const searchHashtags = useCallback(
    async (search: string, platform: string | undefined, limit: number) =>
      session.dataset.hashtags({ search: search.replace(/^#/, ""), limit, ...(platform && { platform }) }),
    [generation],
  );
  const searchCreators = useCallback(
    async (search: string, platform: string | undefined, limit: number) => {
      const { total, rows } = await session.dataset.creators({ search, limit, ...(platform && { platform }) });
      return { total, rows: rows.map(({ author, ...row }) => ({ name: author, ...row })) };
    },
    [generation],
  );

  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (lacks || !valid) return;
    const spec = specOf(draft);
    try {
      await session.applyProjects([spec]);
      // A project is known by its name: under another one it is a new one, and the old one goes.
      if (draft.id !== undefined && draft.was !== spec.name) await session.removeProject(draft.id);
      announce(`The project ${spec.name} is saved.`);
      onDone(session.projects.value.find(({ name }) => name === spec.name)?.id);
    } catch (error) {
      fail(error);
    }
  };

  return (
    <form class="editor panel" onSubmit={save} aria-label={draft.was === undefined ? "New project" : "Edit project"}>
      <div class="fields">
        <label>
          Name
          <input
            value={draft.name}
            maxLength={255}
            autofocus
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
        </label>
        <label>
          Description
          <input value={draft.description} onInput={(event) => set({ description: event.currentTarget.value })} />
        </label>
      </div>
      <div class="pickers">
        <Picker
          title="Hashtags"
          one="hashtag"
          sign="#"
          platforms={session.platforms.value}
          picked={draft.hashtags}
          search={searchHashtags}
          onPicked={(hashtags) => set({ hashtags })}
          fail={fail}
        />
        <Picker
          title="Creators"
          one="creator"
          platforms={session.platforms.value}
          picked={draft.creators}
          search={searchCreators}
          onPicked={(creators) => set({ creators })}
          fail={fail}
        />
      </div>
      {draft.hashtags.length > 0 && draft.creators.length > 0 && (
        <label class="inline">
          A post counts by{" "}
          <select
            value={draft.scopeType}
            onChange={(event) => set({ scopeType: event.currentTarget.value as Draft["scopeType"] })}
          >
            <option value="both">its hashtags or its creator</option>
            <option value="hashtags">its hashtags only</option>
            <option value="creators">its creator only</option>
          </select>
        </label>
      )}
      <fieldset class="checks">
        <legend>
          Platforms <span class="faint">all, if none is chosen</span>
        </legend>
        {[...new Set([...session.platforms.value, ...draft.platforms])].map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={draft.platforms.includes(name)}
              onChange={({ currentTarget }) =>
                set({
                  platforms: currentTarget.checked
                    ? [...draft.platforms, name]
                    : draft.platforms.filter((other) => other !== name),
                })
              }
            />
            {platformName(name).slice(0, 60)}
          </label>
        ))}
      </fieldset>
      <ScopeField
        veyl={veyl}
        value={draft.scopeQuery}
        onValue={(scopeQuery) => set({ scopeQuery })}
        onValid={setValid}
        fail={fail}
      />
      {tried && (lacks || !valid) && (
        <p role="alert" class="wrong">
          {lacks ?? "The scope query has an error."}
        </p>
      )}
      <div class="row">
        <button class="button main">Save</button>
        <button type="button" class="button" onClick={() => onDone(undefined)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
