/** The place of the notebook. Its code, and DuckDB, are fetched when it is first opened. */
import { useEffect, useRef } from "preact/hooks";
import type { Context, Mounted } from "../context";

export function Notebook({ context }: { context: Context }) {
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    let mounted: Mounted | undefined;
    let gone = false;
    import("../notebook").then(({ mountNotebook }) => {
      if (!gone && root.current) mounted = mountNotebook(root.current, context);
    }, context.fail);
    return () => {
      gone = true;
      mounted?.unmount();
    };
  }, [context]);
  return <main class="notebook" ref={root} />;
}
