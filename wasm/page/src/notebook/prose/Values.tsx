/** The value in the place of `{{name.column|format}}`. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { shown } from "../run/outcome";
import type { Hole } from "../text/parsed";
import { useGiven } from "../ui/given";

export function HoleValue({ hole }: { hole: Hole }) {
  const { book, context } = useGiven();
  const text = useSignal<{ value?: string; wrong?: string }>({});
  const done = useComputed(() => {
    const id = hole.relation === "params" ? undefined : book.named(hole.relation);
    return id === undefined ? undefined : shown(book.runner.outcome(id).value);
  });
  useSignalEffect(() => {
    const made = done.value;
    const param = hole.relation === "params" ? book.parsed.value?.params[hole.column] : undefined;
    if (!made && param === undefined) {
      text.value = {};
      return;
    }
    let gone = false;
    const asked = made
      ? context.veyl.formatFirst(made.relation.first, hole.column, hole.format)
      : context.veyl.formatText(param ?? "", hole.format);
    asked.then(
      (value) => gone || (text.value = { value }),
      (error: Error) => gone || (text.value = { wrong: error.message }),
    );
    return () => {
      gone = true;
    };
  });
  const { value, wrong } = text.value;
  if (wrong !== undefined)
    return <span class="value bad" title={wrong}>{`{{${hole.relation}.${hole.column}}}: ${wrong}`}</span>;
  return <span class="value">{value ?? "…"}</span>;
}
