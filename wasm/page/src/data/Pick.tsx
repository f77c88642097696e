/** A button that picks files. */
import { useRef } from "preact/hooks";

interface Props {
  label: string;
  main?: boolean;
  accept?: string;
  onFiles: (files: File[]) => void;
}

export function Pick({ label, main, accept, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={main ? "button main" : "button"} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = ""; // the same file can be picked again
          onFiles(files);
        }}
      />
    </>
  );
}
