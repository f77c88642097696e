/** What parts that are loaded later get of the page. */
import type { Context } from "../context";
import { download } from "../data/download";
import type { Kept } from "../data/keep";
import type { Engine } from "../engine/connect";
import type { Session } from "../engine/session";
import { announce } from "./announce";
import { chosen } from "./settings";
import { fail } from "./trouble";

/** `cleared` tells the parts that everything was cleared. */
export function contextOf(engine: Engine, session: Session, keep: Kept): Context & { cleared: () => void } {
  const onCleared = new Set<() => void>();
  return {
    veyl: engine.veyl,
    get dataset() {
      return session.dataset;
    },
    generation: () => session.generation.peek(),
    onChange(listener) {
      let first = true; // a signal says what it is at once
      return session.generation.subscribe((generation) => {
        if (!first) listener(generation);
        first = false;
      });
    },
    project: () => session.projects.peek().find(({ name }) => name === chosen.peek().project)?.id,
    keep,
    onClear(listener) {
      onCleared.add(listener);
      return () => onCleared.delete(listener);
    },
    download,
    announce,
    fail,
    cleared: () => onCleared.forEach((listener) => listener()),
  };
}
