/** What stands here before there are posts. */
import { Pick } from "../data/Pick";

interface Props {
  onFiles: (files: File[]) => void;
  onSample: () => void;
}

export function Welcome({ onFiles, onSample }: Props) {
  return (
    <main class="page welcome">
      <h1>Drop your exports here.</h1>
      <p class="lead">
        Posts from Instagram, TikTok, YouTube, X, Mastodon, Bluesky, Reddit or Facebook, as scrapers and platform APIs
        export them: JSON, NDJSON, CSV, Parquet or Arrow, compressed or not. They are read in this browser. Nothing
        leaves your machine.
      </p>
      <div class="row">
        <Pick label="Choose files" main onFiles={onFiles} />
        <button type="button" class="button" onClick={onSample}>
          Open the sample
        </button>
      </div>
      <p class="faint">
        The sample is 3,900 made-up posts of half a year on five platforms, and three projects that follow some of them.
      </p>
    </main>
  );
}
