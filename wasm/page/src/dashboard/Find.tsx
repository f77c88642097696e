/** A field that finds one that the list does not show, and chooses it. */
import { useId, useMemo, useState } from "preact/hooks";
import { latest } from "../engine/latest";

export interface Choice {
  key: string;
  text: string;
}

interface Props {
  label: string;
  search: (text: string) => Promise<Choice[]>;
  onChoose: (key: string) => void;
  fail: (error: unknown) => void;
}

export function Find({ label, search, onChoose, fail }: Props) {
  const list = useId();
  const [text, setText] = useState("");
  const [choices, setChoices] = useState<Choice[]>([]);
  const ask = useMemo(
    () =>
      latest<[string, Props["search"]]>(async ([words, search]) => {
        setChoices(words.trim() === "" ? [] : await search(words.trim()));
      }, fail),
    [],
  );
  const choose = (written: string) => {
    const choice = choices.find((one) => one.text === written) ?? choices.find((one) => one.key === written);
    if (!choice) return false;
    setText("");
    setChoices([]);
    onChoose(choice.key);
    return true;
  };
  return (
    <span class="find">
      <input
        type="search"
        list={list}
        aria-label={label}
        placeholder="Find"
        value={text}
        onInput={(event) => {
          const written = event.currentTarget.value;
          // Picked from the list, not written letter by letter.
          if (event.inputType === "insertReplacementText" && choose(written)) return;
          setText(written);
          ask([written, search]);
        }}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <datalist id={list}>
        {choices.map(({ key, text }) => (
          <option key={key} value={text} />
        ))}
      </datalist>
    </span>
  );
}
