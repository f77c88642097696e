/** The data: what is there, more of it, how it is read, and its way out. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { LoadOptions, formats as formatsOf } from "veyl";
import { announce } from "../app/announce";
import { fail } from "../app/trouble";
import type { RemoteModule } from "../engine/remote";
import type { Session } from "../engine/session";
import { bytes, count, day } from "../text/format";
import { Downloads } from "./Downloads";
import { Pick } from "./Pick";
import { Report } from "./Report";
import { download } from "./download";

/** How the next files are read, where it is not left to veyl. */
export const reading = signal<HowRead>({});
type HowRead = { [K in "format" | "platform" | "mapping" | "maxRejects"]?: NonNullable<LoadOptions[K]> };

interface Props {
  session: Session;
  veyl: RemoteModule;
  onFiles: (files: File[]) => void;
  onSample: () => void;
  onClear: () => Promise<void>;
}

export function Data({ session, veyl, onFiles, onSample, onClear }: Props) {
  const counts = session.counts.value;
  const saveSnapshot = async () => {
    try {
      download("data.veyl", await session.dataset.snapshot(), "application/octet-stream");
    } catch (error) {
      fail(error);
    }
  };
  return (
    <main class="page data">
      <div class="row spread">
        <h1>Data</h1>
        <div class="row">
          <button type="button" class="button" onClick={onSample}>
            Open the sample
          </button>
          <Pick label="Add files" main onFiles={onFiles} />
        </div>
      </div>
      {counts && (
        <dl class="counts">
          <Count name="Posts" value={count(counts.posts)} />
          <Count name="Hashtags" value={count(counts.hashtags)} />
          <Count name="Creators" value={count(counts.creators)} />
          <Count name="Platforms" value={count(counts.platforms)} />
          <Count name="Projects" value={count(counts.projects)} />
          <Count name="From" value={day(counts.firstPostAt)} />
          <Count name="To" value={day(counts.lastPostAt)} />
        </dl>
      )}
      <Reading veyl={veyl} />
      {session.reports.value.map((report, at) => (
        <Report key={session.reports.value.length - at} report={report} />
      ))}
      <section class="panel" aria-label="Take data out">
        <header>
          <h2>Take data out</h2>
        </header>
        <Downloads session={session} veyl={veyl} project={undefined} tables />
        <p class="row">
          <button
            type="button"
            class="button"
            disabled={!counts?.posts && !counts?.projects}
            onClick={() => void saveSnapshot()}
          >
            Save a snapshot
          </button>
          <span class="faint">Everything in one file, which opens here again by dropping it.</span>
        </p>
      </section>
      <section class="panel" aria-label="What is kept">
        <header>
          <h2>What is kept</h2>
        </header>
        <p class="soft">
          {session.served.value !== undefined
            ? "The posts come from the store that serves this page. What is changed here lasts until the page is closed."
            : session.unkept.value !== undefined
              ? `The data could not be kept for the next visit: ${session.unkept.value}`
              : "Posts, projects and settings are kept in this browser, on this machine, until they are cleared. Nothing is sent anywhere."}
        </p>
        <Memory session={session} />
        <Clear onClear={onClear} />
      </section>
    </main>
  );
}

function Count({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Reading({ veyl }: { veyl: RemoteModule }) {
  const [formats, setFormats] = useState<ReturnType<typeof formatsOf>>([]);
  useEffect(() => {
    veyl.formats().then(setFormats, fail);
  }, [veyl]);
  const now = reading.value;
  const set = (name: keyof HowRead, value: string) => {
    const { [name]: _, ...rest } = now;
    reading.value = value === "" ? rest : { ...rest, [name]: value };
  };
  return (
    <details class="panel reading">
      <summary>How files are read</summary>
      <div class="fields">
        <label>
          Format
          <select value={now.format ?? ""} onChange={(event) => set("format", event.currentTarget.value)}>
            <option value="">recognised from the first records</option>
            {formats.map(({ name, about }) => (
              <option key={name} value={name} title={about}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Platform of posts that do not say theirs
          <input value={now.platform ?? ""} onInput={(event) => set("platform", event.currentTarget.value.trim())} />
        </label>
        <label>
          Rejected rows that are too many
          <input
            placeholder="any number is taken; 100 or 2.5%"
            value={now.maxRejects ?? ""}
            onInput={(event) => set("maxRejects", event.currentTarget.value.trim())}
          />
        </label>
      </div>
      <label>
        Mapping (TOML), as for <code>veyl load --map</code>
        <textarea
          class="mono"
          rows={4}
          spellcheck={false}
          value={now.mapping ?? ""}
          onInput={(event) => set("mapping", event.currentTarget.value)}
        />
      </label>
      <div class="scroll" role="region" aria-label="Formats" tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              <th>Format</th>
              <th>What</th>
              <th>Recognised by</th>
            </tr>
          </thead>
          <tbody>
            {formats.map((format) => (
              <tr key={format.name}>
                <td>
                  <code>{format.name}</code>
                </td>
                <td>{format.about}</td>
                <td>{format.recognisedBy}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Memory({ session }: { session: Session }) {
  const [memory, setMemory] = useState<number | undefined>(undefined);
  const generation = session.generation.value;
  useEffect(() => {
    session.dataset
      .memory()
      .then((parts) => setMemory(Object.values(parts).reduce((sum, part) => sum + part, 0)), fail);
  }, [generation]);
  return memory === undefined ? null : <p class="faint">In memory: {bytes(memory)}</p>;
}

function Clear({ onClear }: { onClear: () => Promise<void> }) {
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <button type="button" class="button bad" onClick={() => setSure(true)}>
        Clear everything
      </button>
    );
  }
  return (
    <div class="row" role="group" aria-label="Clear everything?">
      <span>
        Posts, projects, notebooks and settings of this page go. The files that they came from stay where they are.
      </span>
      <button
        type="button"
        class="button bad"
        onClick={() => {
          setSure(false);
          onClear().then(() => announce("Everything is cleared."), fail);
        }}
      >
        Clear
      </button>
      <button type="button" class="button" onClick={() => setSure(false)}>
        Keep it
      </button>
    </div>
  );
}
