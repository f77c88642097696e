/** A text that is edited: SQL, Markdown or JSON. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { markdown } from "@codemirror/lang-markdown";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState, type Extension, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import { completions, type Known } from "./completion";
import { duckdb } from "./dialect";
import { theme } from "./theme";
import { typingOver } from "./typing";

/** Where in a text something is wrong; lines are 1-based, columns 0-based. */
export interface Mark {
  message: string;
  line: number;
  column?: number;
}

export interface EditorProps {
  language: "sql" | "markdown" | "json";
  /** What screen readers call it. */
  label: string;
  value: string;
  onChange(value: string): void;
  /** Ctrl-Enter; Shift-Enter goes on to the next cell besides. */
  onRun?(next: boolean): void;
  /** Escape. */
  onLeave?(): void;
  onBlur?(): void;
  hint?: string;
  focus?: boolean;
  lines?: boolean;
  marks?: readonly Mark[];
  known?: () => Known;
}

export function Editor(props: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  // Handlers and what is known change with every drawing; the editor stays.
  const latest = useRef(props);
  latest.current = props;
  // What was typed and has not come back as `value` yet: drawing lags behind typing.
  const typed = useRef<string[]>([]);

  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const made = new EditorView({
      parent,
      root: parent.getRootNode() as Document | ShadowRoot,
      state: EditorState.create({ doc: props.value, extensions: extensions(latest, typed.current) }),
    });
    view.current = made;
    if (props.focus) made.focus();
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const made = view.current;
    const back = typed.current.lastIndexOf(props.value);
    typed.current.splice(0, back + 1);
    if (!made || back >= 0 || made.state.doc.toString() === props.value) return;
    typed.current.length = 0;
    made.dispatch({
      changes: { from: 0, to: made.state.doc.length, insert: props.value },
      annotations: given.of(true),
    });
  }, [props.value]);

  // Has it look at its label again.
  useEffect(() => view.current?.dispatch({}), [props.label]);

  useEffect(() => {
    const made = view.current;
    if (made) made.dispatch(setDiagnostics(made.state, diagnostics(made.state, props.marks ?? [])));
  }, [props.marks]);

  return <div class="editor" ref={place} />;
}

/** Marks a change that came from outside. */
const given = Annotation.define<boolean>();

function extensions(latest: { current: EditorProps }, typed: string[]): Extension[] {
  const { language, hint, lines } = latest.current;
  const known = () => latest.current.known?.() ?? { relations: [], cells: [], functions: [], params: [] };
  const run = (next: boolean) => (view: EditorView) => {
    if (!latest.current.onRun) return false;
    closeCompletion(view);
    latest.current.onRun(next);
    return true;
  };
  const leave = () => {
    if (!latest.current.onLeave) return false;
    latest.current.onLeave();
    return true;
  };
  const languages = {
    sql: () => [sql({ dialect: duckdb }), autocompletion({ override: [completions(known)], icons: false })],
    markdown: () => [markdown(), EditorView.lineWrapping],
    json: () => [json()],
  };
  return [
    Prec.high(
      keymap.of([
        { key: "Mod-Enter", run: run(false) },
        { key: "Shift-Enter", run: run(true) },
      ]),
    ),
    languages[language](),
    history(),
    typingOver,
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    ...(lines ? [lineNumbers()] : []),
    ...(hint ? [placeholder(hint)] : []),
    // Escape closes a list of completions first. Tab indents; Escape, then Tab, leaves the editor.
    keymap.of([
      ...completionKeymap,
      { key: "Escape", run: leave },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      indentWithTab,
    ]),
    theme,
    EditorView.contentAttributes.of(() => ({ "aria-label": latest.current.label })),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || update.transactions.some((change) => change.annotation(given))) return;
      const text = update.state.doc.toString();
      typed.push(text);
      latest.current.onChange(text);
    }),
    EditorView.domEventHandlers({ blur: () => latest.current.onBlur?.() }),
  ];
}

function diagnostics(state: EditorState, marks: readonly Mark[]): Diagnostic[] {
  return marks
    .filter(({ line }) => line >= 1 && line <= state.doc.lines)
    .map(({ line, column, message }) => {
      const { from, to, text } = state.doc.line(line);
      const begin = column === undefined ? from + (/^\s*/.exec(text)?.[0].length ?? 0) : Math.min(from + column, to);
      const word = column === undefined ? to - begin : (/^\w+|^\S/.exec(text.slice(begin - from))?.[0].length ?? 0);
      return { from: Math.min(begin, to), to: Math.min(begin + word, to), severity: "error" as const, message };
    });
}
