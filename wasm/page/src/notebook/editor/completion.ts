/** What an SQL cell can go on with: tables, views and cells, their columns, functions, parameters, keywords. */
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { Relations, SqlFunction } from "../run/engine";
import { KEYWORDS } from "./dialect";

/** What is known when a completion is asked for. */
export interface Known {
  relations: readonly Relations[];
  /** Named cells, with the columns of their results where they have one. */
  cells: readonly { name: string; columns: { name: string; type: string }[] }[];
  functions: readonly SqlFunction[];
  params: readonly { name: string; type: string; about?: string }[];
}

const keywords: Completion[] = KEYWORDS.split(" ").map((word) => ({
  label: word.toUpperCase(),
  type: "keyword",
  boost: -1,
}));

/** A source of completions; `known` is asked each time. */
export function completions(known: () => Known): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (/Comment|String/.test(inside)) return null;
    const all = known();
    const param = context.matchBefore(/\$\w*/);
    if (param) return { from: param.from, options: all.params.map(paramOption), validFor: /^\$\w*$/ };
    const after = context.matchBefore(/(\w+|"[^"]+")\.\w*/);
    if (after) return columnsOf(context, after, all);
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    const text = context.state.doc.toString();
    return {
      from: word?.from ?? context.pos,
      options: [...mentioned(text, all), ...tables(all), ...all.functions.map(functionOption), ...keywords],
      validFor: /^\w*$/,
    };
  };
}

function paramOption({ name, type, about }: Known["params"][number]): Completion {
  return { label: `$${name}`, detail: type, type: "variable", ...(about === undefined ? {} : { info: about }) };
}

function functionOption({ name, parameters, about }: SqlFunction): Completion {
  const option = {
    label: name,
    detail: `(${parameters})`,
    type: "function",
    boost: -0.5,
    ...(about === "" ? {} : { info: about }),
  };
  return snippetCompletion(parameters === "" ? `${name}()\${}` : `${name}(\${})`, option);
}

function tables(all: Known): Completion[] {
  return [
    ...all.cells.map(({ name }) => ({ label: name, detail: "cell", type: "class", boost: 2 })),
    ...all.relations.map(({ name, view, about }) => ({
      label: name,
      detail: view ? "view" : "table",
      type: "class",
      boost: 1,
      ...(about === undefined ? {} : { info: about }),
    })),
  ];
}

/** The columns of the tables, views and cells that a text speaks of. */
function mentioned(text: string, all: Known): Completion[] {
  const words = new Set(text.toLowerCase().match(/\w+/g));
  const seen = new Set<string>();
  return [...all.cells, ...all.relations]
    .filter(({ name }) => words.has(name))
    .flatMap(({ name, columns }) => columns.map((column) => columnOption(column, name)))
    .filter(({ label }) => !seen.has(label) && seen.add(label) !== undefined);
}

function columnOption({ name, type }: { name: string; type: string }, of: string): Completion {
  const plain = /^[a-z_][a-z0-9_]*$/i.test(name);
  return {
    label: name,
    apply: plain ? name : `"${name.replaceAll('"', '""')}"`,
    detail: `${type.toLowerCase()} · ${of}`,
    type: "property",
    boost: 3,
  };
}

/** The columns of a table named before a dot, by its own name or the one it goes by in the text. */
function columnsOf(
  context: CompletionContext,
  after: { from: number; text: string },
  all: Known,
): CompletionResult | null {
  const dot = after.text.lastIndexOf(".");
  const called = after.text.slice(0, dot).replaceAll('"', "").toLowerCase();
  const alias = new RegExp(`\\b(\\w+)\\s+(?:as\\s+)?${called}\\b`, "i")
    .exec(context.state.doc.toString())?.[1]
    ?.toLowerCase();
  const every = [...all.cells, ...all.relations];
  const found = every.find(({ name }) => name === called) ?? every.find(({ name }) => name === alias);
  if (!found) return null;
  return {
    from: after.from + dot + 1,
    options: found.columns.map((column) => columnOption(column, found.name)),
    validFor: /^\w*$/,
  };
}
