/** What a notebook asks for: the project it speaks of, and its parameters. */
import type { ParamSpec } from "../text/parsed";
import { useGiven } from "./given";

export function Params() {
  const { book } = useGiven();
  const front = book.parsed.value?.front;
  const spoken = book.spokenOf.value;
  const named = front?.project;
  const chosen = book.project.value;
  return (
    <div class="params">
      <label>
        <span>project</span>
        <select
          aria-label="project"
          value={chosen === undefined ? "" : chosen === null ? "all" : String(chosen)}
          onChange={(event) => {
            const { value } = event.currentTarget;
            book.speakOf(value === "" ? undefined : value === "all" ? null : Number(value));
          }}
        >
          <option value="">{named ?? "all projects"}</option>
          {named !== undefined && <option value="all">all projects</option>}
          {book.projects.value
            .filter(({ name }) => name !== named)
            .map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
        </select>
      </label>
      {front?.params.map((param) => (
        <Param key={param.name} param={param} />
      ))}
      {typeof spoken === "object" && (
        <div class="wrong" role="alert">
          <p>{spoken.message}</p>
          <p class="hint">{spoken.hint}</p>
        </div>
      )}
    </div>
  );
}

function Param({ param }: { param: ParamSpec }) {
  const { book } = useGiven();
  const value = book.given.value[param.name] ?? book.parsed.value?.params[param.name] ?? param.default ?? "";
  const give = (text: string) => book.give(param.name, text === (param.default ?? "") ? undefined : text);
  return (
    <label title={param.about}>
      <span>{param.name}</span>
      {param.type === "bool" ? (
        <select value={value} onChange={(event) => give(event.currentTarget.value)}>
          <option value="true">true</option>
          <option value="false">false</option>
        </select>
      ) : (
        <input
          type="text"
          inputMode={param.type === "int" ? "numeric" : param.type === "float" ? "decimal" : "text"}
          value={value}
          placeholder={param.type === "date" ? "2026-09-01" : param.type}
          onChange={(event) => give(event.currentTarget.value)}
        />
      )}
    </label>
  );
}
