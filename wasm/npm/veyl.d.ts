// The JavaScript face of veyl.
// Everything is synchronous on an instance; the worker face (veyl/client) has the same with promises.

/** An integer: a number where it is exact (|n| <= 2^53), a BigInt beyond. */
export type Int = number | bigint;
/** UTC microseconds since 1970. */
export type Micros = Int;

/** Loads and starts the module. Input: URL, Response, bytes or a compiled module; by default `veyl_bg.wasm` beside this file. In Node it reads the file. */
export default function init(input?: unknown): Promise<void>;
/** Starts the parser of notebooks, a module of its own that only {@link parseNotebook} needs; veyl/client does it by itself. */
export function initNotebook(input?: unknown): Promise<void>;
export function version(): string;

/** Every error thrown: a real Error with the core's message. After a panic: kind 'panic', and every later call throws kind 'dead'. */
export class VeylError extends Error {
  private constructor();
  name: "VeylError";
  kind:
    | "io" | "corrupt" | "unknown_format" | "mapping" | "scope" | "notebook" | "rule" | "too_many_rejects"
    | "store" | "not_found" | "argument" | "panic" | "dead";
  /** The message without position and hint. */
  reason: string;
  position: { source?: string; record?: number; line?: number; column?: number; field?: string };
  hint?: string;
}

/** A file: bytes, or a Blob/File (in a worker it is read piece by piece with FileReaderSync, so its size does not matter for text formats). */
export type InputFile = File | { name: string; data: Uint8Array | ArrayBuffer | ArrayBufferView | Blob };

export interface LoadOptions {
  format?: string;           // a name of formats(); recognised where absent
  mapping?: string;          // text of a mapping file (TOML)
  platform?: string;
  maxRejects?: number | string;   // 10 or "2.5%"
  dryRun?: boolean;
  now?: Micros;              // default: Date.now()
  onProgress?: (p: { source: string; bytes: number; total?: number }) => void;
  onOpened?: (o: { source: string; bytes?: number; format: string; why: string }) => void;
  onReject?: (r: Reject) => void;
}
export interface Reject { source: string; record?: number; line?: number; field?: string; value?: string; reason: string }
export interface LoadReport {
  sources: { source: string; format: string; why: string; table: string; read: number; accepted: number; duplicates: number; rejected: number }[];
  reasons: Record<string, number>;
  newPosts: number; updatedPosts: number; unchangedPosts: number; disagreements: number; changed: boolean;
  /** The first 1,000 rejects. */
  rejects: Reject[];
}

export interface ProjectSpec {          // as in a projects file (TOML), same names
  name: string; description?: string; status?: string;
  platforms?: string[]; scope_type?: "hashtags" | "creators" | "both"; scope_query?: string;
  hashtags?: string[]; creators?: string[];      // "tag" or "tiktok:tag"
}
export interface ProjectInfo extends ProjectSpec { id: number }

export type Format = "parquet" | "csv" | "ndjson" | "json" | "arrow" | "markdown";

export class Dataset {
  constructor();                                       // empty
  static fromSnapshot(bytes: Uint8Array): Dataset;
  /** Loads more files: exports, or canonical tables (posts.parquet, projects.csv ...). All or nothing. */
  load(files: Iterable<InputFile>, options?: LoadOptions): LoadReport;
  /** A ReadableStream of bytes, collected and loaded. */
  loadStream(name: string, stream: ReadableStream<Uint8Array>, options?: LoadOptions): Promise<LoadReport>;
  deletePosts(ids: string[]): void;
  snapshot(): Uint8Array;
  /** Bytes held, by part. */
  memory(): { posts: number; links: number; creatorPosts: number; sums: number; names: number; projects: number; ids: number; captions: number };
  counts(): { posts: number; hashtags: number; creators: number; links: number; platforms: number; projects: number; firstPostAt?: Micros; lastPostAt?: Micros };
  // what a page offers to pick from: searchable lists, most posts first
  platforms(): { id: number; name: string; posts: number }[];
  hashtags(o?: { search?: string; platform?: string; limit?: number; offset?: number }): { total: number; rows: { id: number; name: string; platform: string; posts: number }[] };
  creators(o?: { search?: string; platform?: string; limit?: number; offset?: number }): { total: number; rows: { author: string; platform: string; posts: number }[] };
  // projects
  projects(): ProjectInfo[];
  applyProjects(specs: Iterable<ProjectSpec> | string, now?: number): ("created" | "changed" | "unchanged")[];   // string: TOML text
  removeProject(id: number): void;
  projectsToml(): string;
  // views and tables; `projects`: ids, all where absent
  view(name: string, projects?: number[]): Uint8Array;                          // Arrow IPC stream, uncompressed
  exportView(name: string, format: Format, projects?: number[]): Uint8Array;
  /** A canonical table (platforms hashtags posts post_hashtags projects project_hashtags project_creators), or `scope_matches` (project_id, post_id). */
  table(name: string): Uint8Array;                                              // Arrow IPC stream
  tableBatches(name: string, rows: number): Iterable<Uint8Array>;               // the same in IPC streams of at most so many posts
  exportTable(name: string, format: Format): Uint8Array;
  crossfilter(project?: number): CrossFilter;                                   // everything where absent
  free(): void; [Symbol.dispose](): void;
}

// ---- cross-filter --------------------------------------------------------
export interface Filters {
  time?: { from?: Micros; to?: Micros };               // from <= posted_at < to; posts of unknown time fail it
  platforms?: string[];                                // any of
  hashtags?: string[];                                 // any of, by name (normal form applied)
  creators?: { author: string; platform: string }[];   // any of
  weekdayHours?: { weekday: number; hour: number }[];  // any of; 1 = Monday, UTC
  engagement?: { min?: Int; max?: Int };               // min <= engagement <= max; posts without engagement fail it
  caption?: string;                                    // case-folded substring, as `text:` in a scope query
}
export interface Figures { posts: number; authors: number; likes: Int | null; comments: Int | null; shares: Int | null; views: Int | null;
  engagement: Int | null; avgEngagement: number | null; medianEngagement: number | null; engagementRateMean: number | null; engagementRatePooled: number | null;
  firstPostAt: Micros | null; lastPostAt: Micros | null }
export interface Bin { posts: number; engagement: Int | null; views: Int | null }
export interface Summary {
  all: Figures;                     // under all filters
  total: number;                    // posts of the session without filters
  // each dimension under all the OTHER filters:
  time: { unit: "hour" | "day" | "week" | "month"; bins: ({ at: Micros } & Bin)[] };      // zero-filled; unknown times in `undated`
  undated: number;
  platforms: ({ platform: string; selected: boolean } & Bin)[];
  hashtags: ({ hashtag: string; selected: boolean } & Bin)[];                              // top k by posts, then name; by name over platforms
  creators: ({ author: string; platform: string; selected: boolean; shareOfVoice: number | null } & Bin)[];  // top k by engagement, then posts, name
  weekdayHours: ({ weekday: number; hour: number } & Bin)[];                               // all 168
  engagement: ({ from: Int; to: Int } & { posts: number })[];                              // 0, 1-9, 10-99, ... powers of ten; [from, to]
}
export interface PostRow { id: string; platform: string; author: string; caption: string | null; hashtags: string[]; postedAt: Micros | null;
  likes: Int | null; comments: Int | null; shares: Int | null; views: Int | null; engagement: Int | null; engagementRate: number | null }
export class CrossFilter {
  /** Replaces the filters and says every dimension. `top`: length of the top lists (20). `timeUnit`: default by span. */
  set(filters: Filters, options?: { top?: number; timeUnit?: "hour" | "day" | "week" | "month" }): Summary;
  /** A page of the matching posts. */
  /** `caption`: so many letters of captions at most; 0 leaves them out. */
  posts(o?: { order?: "time" | "engagement" | "views" | "likes"; offset?: number; limit?: number; caption?: number }): { total: number; rows: PostRow[] };
  /** Makes what the first filter on captions would make: some time, at a moment of the caller's choice. */
  prepareCaptions(): void;
  /** Bytes held besides the data set. */
  memory(): number;
  free(): void; [Symbol.dispose](): void;
}

// ---- without a data set --------------------------------------------------
// A format of output: `csv` guards texts that a spreadsheet would run as formulas; exportTable does not.
export function formats(): { name: string; about: string; platform?: string; recognisedBy: string }[];
export function views(): { name: string; about: string; perProject: boolean; order: string; sql: string; columns: { name: string; type: string }[] }[];
/** CREATE SCHEMA/TABLE statements that the views stand on: canonical tables and veyl_internal.scope_matches. */
export function schemaSql(): string;
/** Checks a scope query; its normal form. Throws kind 'scope' with position.column (1-based). */
export function parseScope(query: string): string;
/** Arrow IPC (stream or file) to another format: for results of SQL. */
export function convert(ipc: Uint8Array, to: Format): Uint8Array;
/**
 * A Markdown notebook as an editor needs it: where each piece stands in the text (in UTF-16 units, as `slice` counts),
 * the order in which cells run, and each cell's SQL with the parameters it binds. Throws kind 'notebook' with
 * position.line. A parameter without a value is no error here. Needs {@link initNotebook}.
 */
export function parseNotebook(text: string, params?: Record<string, string>): ParsedNotebook;
export interface ParsedNotebook {
  front: {
    title?: string; project?: string; rows: number;
    /** Seconds. */
    limit: number;
    params: { name: string; type: "text" | "int" | "float" | "bool" | "date" | "timestamp"; default?: string; about?: string }[];
  };
  /** Where the text after the front matter begins. */
  frontEnd: number;
  /** The values, as text, of the parameters that have one. */
  params: Record<string, string>;
  blocks: NotebookBlock[];
  /** The places of the SQL cells in the order in which they run. */
  order: number[];
}
/** `line`: of a query or a chart, that of its own first line. */
export type NotebookBlock = { begin: number; end: number; line: number } & (
  | { kind: "prose"; text: string; holes: { begin: number; end: number; relation: string; column: string; format: "" | "int" | "pct" | "date" | "compact"; line: number }[] }
  | { kind: "query"; name?: string; sql: string; bound: string; params: string[]; reads: number[]; rows?: number; limit?: number; hide: boolean }
  | { kind: "chart"; name: string; data: number; spec: Record<string, unknown>; text: string }
);
/** The text in the place of `{{cell.column|format}}`: of the first row of Arrow IPC; a dash for NULL or no row. */
export function formatFirst(ipc: Uint8Array, column: string, format?: string): string;
/** The text in the place of `{{params.name|format}}`. */
export function formatText(text: string, format?: string): string;
