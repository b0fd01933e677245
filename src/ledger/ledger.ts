import type { Claim } from "../claims/claim.ts";
import type { Credence } from "../claims/credence.ts";
import type { RegisteredModel } from "../core/identity.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Measured, Usage } from "../core/outcome.ts";

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

/** Everything that is fixed before the first call; its hash is the plan's hash. */
export interface Registration {
  readonly study: string;
  readonly studyVersion: string;
  /** Of credence itself. */
  readonly version: string;
  readonly config: JsonObject;
  readonly seed: string;
  /** Every file that was read, with its SHA-256. */
  readonly inputs: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  /** Role → the model that plays it. */
  readonly models: Readonly<Record<string, RegisteredModel>>;
  readonly claims: readonly Claim[];
  /** Claims' names → what was believed. */
  readonly credences: Readonly<Record<string, BoundCredence>>;
  /** Hash of the source that ran. */
  readonly code: string;
  readonly machine: JsonObject;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A prediction bound to a run. */
export interface BoundCredence {
  readonly prediction: string;
  readonly credence: Credence;
  readonly because: string | null;
  readonly at: string;
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
  /** Content-addressed blob (a raw request, a raw response); returns its SHA-256. */
  putBlob(content: string | Uint8Array): Promise<string>;
  getBlob(hash: string): Promise<Uint8Array>;
  /** Atomically (write, sync, rename): `findings.json`, `report.html`, `report.md`... */
  writeFile(name: string, content: string): Promise<void>;
  readFile(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** `complete` has findings on everything; `stopped` ran out of budget; `interrupted` can go on; `running` died or is under way. */
export type RunStatus = "running" | "complete" | "stopped" | "interrupted" | "failed";

/** One line of the journal. */
export interface OutcomeRecord {
  readonly key: string;
  /** Short description of the trial, for people who read the journal. */
  readonly trial: JsonObject;
  readonly result: Measured<Json>;
  readonly usage: Usage;
  readonly calls: number;
  readonly replayed: number;
  readonly attempts: number;
  readonly seconds: number;
  readonly session: number;
  /** When it was done, in milliseconds since 1970. Journals of early versions lack it. */
  readonly at?: number;
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
