/** The notebook's tab: the notebooks there are, the tables and views, and the notebook that is open. */
import { untracked, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Context } from "../../context";
import { Book } from "../book/book";
import { type Entry, Library } from "../book/library";
import type { Known } from "../editor/completion";
import { Engine, type Relations, type SqlFunction } from "../run/engine";
import { shown } from "../run/outcome";
import { typeName } from "../show/values";
import { Aside } from "./Aside";
import { BookView } from "./BookView";
import { Gallery } from "./Gallery";
import { Provide } from "./given";
import { Toolbar } from "./Toolbar";

export function Shell({ context }: { context: Context }) {
  const library = useMemo(() => new Library(context.keep), [context]);
  const engine = useMemo(() => new Engine(context), [context]);
  const book = useSignal<Book | undefined>(undefined);
  const loaded = useSignal(false);
  const version = useSignal<string | undefined>(undefined);
  const relations = useSignal<readonly Relations[]>([]);
  const functions = useRef<readonly SqlFunction[]>([]);

  useEffect(() => {
    const learn = async () => {
      try {
        version.value = await engine.version();
        functions.current = await engine.functions();
        relations.value = await engine.relations();
      } catch (error) {
        context.fail(error);
      }
    };
    void library.load().then(() => (loaded.value = true), context.fail);
    void learn();
    const leave = () => void library.flush();
    addEventListener("pagehide", leave);
    const ends = [
      context.onClear(() => {
        library.clear();
        close(book);
      }),
      () => removeEventListener("pagehide", leave),
    ];
    return () => {
      for (const end of ends) end();
      void library.flush();
      close(book);
      engine.close();
    };
  }, []);

  // Opens the notebook that the library says is open.
  useSignalEffect(() => {
    const id = library.open.value;
    if (!loaded.value || book.peek()?.entry.id === id) return;
    close(book);
    const entry = untracked(() => library.find(id));
    if (!entry) return;
    const opened = new Book(context, engine, entry);
    book.value = opened;
    opened
      .open()
      .then(
        () => opened.onEdit((kept) => library.update(entry.id, { ...kept, ...titled(opened, entry) })),
        context.fail,
      );
  });

  const known = (): Known => knownIn(book.value, relations.value, functions.current);
  const open = book.value;
  if (!loaded.value) return null;
  return (
    <div class="shell">
      <Aside library={library} relations={relations.value} version={version.value} context={context} />
      <div class="main">
        {open ? (
          <Provide value={{ context, book: open, known }}>
            <Toolbar library={library} />
            <BookView key={open.entry.id} />
          </Provide>
        ) : (
          <Gallery library={library} />
        )}
      </div>
    </div>
  );
}

function close(book: { value: Book | undefined }): void {
  book.value?.close();
  book.value = undefined;
}

/** A notebook goes by the title in its front matter, once it has one. */
function titled(book: Book, entry: Entry): { name?: string } {
  const title = book.parsed.peek()?.front.title;
  return title !== undefined && title !== entry.name ? { name: title } : {};
}

function knownIn(book: Book | undefined, relations: readonly Relations[], functions: readonly SqlFunction[]): Known {
  const parsed = book?.parsed.peek();
  const cells = (parsed?.blocks ?? []).flatMap((block) => {
    if (block.kind !== "query" || block.name === undefined || !book) return [];
    const id = book.named(block.name);
    const done = id === undefined ? undefined : shown(book.runner.outcome(id).peek());
    const columns =
      done?.relation.head.schema.fields.map(({ name, type }) => ({ name: String(name), type: typeName(type) })) ?? [];
    return [{ name: block.name, columns }];
  });
  // A cell's table is among the tables too.
  const names = new Set(cells.map(({ name }) => name));
  return {
    cells,
    relations: relations.filter(({ name }) => !names.has(name) && !name.startsWith("veyl_cell_")),
    functions,
    params: parsed?.front.params ?? [],
  };
}
