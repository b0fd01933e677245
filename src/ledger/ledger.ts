import type { Json } from "../core/json.ts";
import type { OutcomeRecord, RunStatus } from "./records.ts";
import type { Registration } from "./registration.ts";

export type { OutcomeRecord, RunStatus } from "./records.ts";
export type { BoundCredence, Registration } from "./registration.ts";

/**
 * Where runs are kept. Nothing above this interface knows that a run is a folder.
 */
export interface Ledger {
  /** Starts a run: takes its lock, writes and hashes the registration before anything is measured. */
  create(registration: Registration, place: Place): Promise<RunRecord>;
  /** Opens a run to go on with it or to analyse it again. `write` takes the lock. `run` is a folder, a name or the start of an id. */
  open(run: string, mode: "read" | "write"): Promise<RunRecord>;
  /** Known runs, newest first. */
  list(): Promise<readonly RunSummary[]>;
  /** Throws the index away and makes it anew from the runs themselves. */
  rebuildIndex(): Promise<number>;
  close(): void;
}

/** Where a new run goes: the folder asked for, or a fresh one with a readable name. */
export interface Place {
  readonly out: string | null;
}

/** One run, open. */
export interface RunRecord {
  /** Start of the registration's hash; names the run everywhere. */
  readonly id: string;
  readonly folder: string;
  readonly registration: Registration;
  /** SHA-256 of the canonical registration. */
  readonly hash: string;
  /** This sitting's number, from 1; when reading, the last one's. */
  readonly session: number;
  readonly status: RunStatus;
  /** What was repaired or found odd while opening (a torn line cut off). */
  readonly notes: readonly string[];

  /** Lines of the journal, the mark of the last (null in journals of early versions), and what does not fit: lines that were changed or cannot be read. */
  readonly integrity: {
    readonly lines: number;
    readonly mark: string | null;
    readonly faults: readonly { readonly line: number; readonly what: string }[];
  };

  has(key: string): boolean;
  /** The record under a key; undefined if not measured. */
  outcome(key: string): Promise<OutcomeRecord | undefined>;
  /** Settles when the record is on disk. Throws CredenceError `disk` when it cannot be written. */
  append(record: OutcomeRecord): Promise<void>;
  /** Chains a block's hash into the journal, so that the order of what was asked is fixed too. */
  chain(block: number, hash: string): Promise<void>;
  /** Hash chained for a block in an earlier sitting, or undefined. */
  chained(block: number): string | undefined;
  readonly outcomes: number;
  /** Every record in the order it was written, also those that a later one under the same key replaced. */
  records(): AsyncIterable<OutcomeRecord>;
  setStatus(status: RunStatus): Promise<void>;

  readonly snapshot: Snapshot;
  /** Copies of inputs → SHA-256 of each, as the journal has it. */
  readonly copies: ReadonlyMap<string, string>;
  /** Content-addressed blob (a raw request, a raw response); returns its SHA-256. */
  putBlob(content: string | Uint8Array): Promise<string>;
  getBlob(hash: string): Promise<Uint8Array>;
  /** Atomically (write, sync, rename): `findings.json`, `report.html`, `report.md`... */
  writeFile(name: string, content: string): Promise<void>;
  readFile(name: string): Promise<string | undefined>;
  /** Hashes what the run holds into `seal.json`; gives SHA-256 of that file. */
  seal(): Promise<string>;
  close(): Promise<void>;
}

/** The inputs' copy inside a run: named streams of JSON lines. */
export interface Snapshot {
  write(name: string, rows: Iterable<unknown> | AsyncIterable<unknown>): Promise<void>;
  read(name: string): AsyncIterable<unknown>;
}

/** One line of `credence runs`. */
export interface RunSummary {
  readonly id: string;
  readonly folder: string;
  readonly study: string;
  readonly status: RunStatus;
  readonly at: string;
  readonly models: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
}

/** Answers of paid calls, so that nothing is paid twice. The key holds model, request and draw. */
export interface ResponseCache {
  get(key: string): Json | undefined;
  set(key: string, reply: Json): void;
  close(): void;
}
