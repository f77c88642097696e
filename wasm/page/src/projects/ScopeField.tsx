/** A scope query, checked as it is written; an error stands under its column. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { VeylError } from "veyl";
import { latest } from "../engine/latest";
import type { RemoteModule } from "../engine/remote";

interface Props {
  veyl: RemoteModule;
  value: string;
  onValue: (value: string) => void;
  /** Whether the query, as it is, can be saved. */
  onValid: (valid: boolean) => void;
  fail: (error: unknown) => void;
}

type Verdict = { normal: string } | { message: string; column: number | undefined };

export function ScopeField({ veyl, value, onValue, onValid, fail }: Props) {
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined);
  const check = useMemo(
    () =>
      latest<string>(async (query) => {
        const next = query.trim() === "" ? undefined : await judged(veyl, query);
        setVerdict(next);
        onValid(next === undefined || "normal" in next);
      }, fail),
    [veyl],
  );
  useEffect(() => check(value), [value]);
  const wrong = verdict && "message" in verdict ? verdict : undefined;
  return (
    <div class="scope">
      <label for="scope-query">Scope query</label>
      <p class="faint" id="scope-help">
        Narrows what is followed: <code>#tag</code>, <code>@author</code>, <code>platform:tiktok</code>,{" "}
        <code>text:"a phrase"</code>, <code>after:2026-01-01</code>, <code>likes&gt;100</code>, with <code>AND</code>{" "}
        <code>OR</code> <code>NOT</code> and parentheses.
      </p>
      <textarea
        id="scope-query"
        class="mono"
        rows={2}
        spellcheck={false}
        autocapitalize="off"
        value={value}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong ? "scope-error" : "scope-help"}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <div id="scope-error" role="status">
        {wrong && (
          <>
            {wrong.column !== undefined && <Caret query={value} column={wrong.column} />}
            <p class="wrong">
              {wrong.column !== undefined && `Column ${wrong.column}: `}
              {wrong.message}
            </p>
          </>
        )}
        {verdict && "normal" in verdict && (
          <p class="faint">
            Read as <code>{verdict.normal}</code>
          </p>
        )}
      </div>
    </div>
  );
}

async function judged(veyl: RemoteModule, query: string): Promise<Verdict> {
  try {
    return { normal: await veyl.parseScope(query) };
  } catch (error) {
    const { kind, reason, position, hint } = error as VeylError;
    if (kind !== "scope") throw error;
    return { message: hint ? `${reason} (${hint})` : reason, column: position.column };
  }
}

const AROUND = 40;

/** The place in the query, in letters of one width, with a mark under it. */
function Caret({ query, column }: { query: string; column: number }) {
  const letters = [...query.replace(/\s/g, " ")];
  const at = column - 1;
  const from = Math.max(0, at - AROUND);
  const before = letters.slice(from, at).join("");
  const here = letters[at] ?? " ";
  const after = letters.slice(at + 1, at + AROUND).join("");
  return (
    <pre class="caret">
      {from > 0 && "…"}
      {before}
      <mark>{here}</mark>
      {after}
    </pre>
  );
}
