/** What the parts of the notebook's own page share. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Context } from "../../context";
import type { Book } from "../book/book";
import type { Known } from "../editor/completion";

export interface Given {
  context: Context;
  book: Book;
  known(): Known;
}

const Shared = createContext<Given | undefined>(undefined);
export const Provide = Shared.Provider;

export function useGiven(): Given {
  const given = useContext(Shared);
  if (!given) throw new Error("a cell is drawn outside a notebook");
  return given;
}
