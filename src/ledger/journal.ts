import { closeSync, existsSync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { diskError } from "./disk-error.ts";
import { syncFolder } from "./files.ts";
import { type GroupCommit, groupCommit, type JournalWrites } from "./group-commit.ts";
import { journalPages } from "./journal-pages.ts";
import { isOutcomeLine, type JournalState, outcomeAt, scanJournal } from "./journal-scan.ts";
import { fileLines, parseLine } from "./json-lines.ts";
import type { Extent } from "./key-offsets.ts";
import type { OutcomeRecord, RunRecord } from "./ledger.ts";
import { noMark, withMark } from "./line-chain.ts";
import { type NoteLine, outcomeRecord } from "./records.ts";
import type { CopyHashes } from "./snapshot.ts";

/** The append-only truth of a run: one JSON line a record. */
export interface Journal
  extends CopyHashes,
    Pick<
      RunRecord,
      | ("session" | "status" | "notes" | "outcomes" | "has" | "append" | "chain" | "chained")
      | ("setStatus" | "close" | "integrity" | "copies")
    > {
  outcome(key: string): OutcomeRecord | undefined;
  /** All records in the order written, up to what is on disk when the walk begins. */
  records(): AsyncGenerator<OutcomeRecord>;
}

/** How a journal is opened. */
export interface JournalOptions {
  readonly mode: "read" | "write";
  /** Hash of the registration; a journal of another one is refused. */
  readonly run: string;
  readonly clock: () => Date;
  /** Stands between journal and disk, in tests. */
  readonly replaceWrites?: (writes: JournalWrites) => JournalWrites;
}

/** Appends lines with their marks, in the order of the calls. */
type Put = (line: object, landed?: (place: Extent) => void) => Promise<void>;

/**
 * Opens a journal. A torn last line, left by a kill in the middle of a write, is cut off (when writing) or passed over
 * (when reading). Opening to write begins a sitting.
 *
 * Any other line that cannot be read is passed over and named in `integrity`.
 *
 * @throws CredenceError `input` where the journal belongs to another run; `disk`
 */
export async function openJournal(file: string, options: JournalOptions): Promise<Journal> {
  const { mode, run, clock } = options;
  const fresh = !existsSync(file);
  const descriptor = openedSync(file, mode === "write" ? "a+" : "r");
  let handle: FileHandle | null = null;
  try {
    const state = scanJournal(descriptor, file, run);
    const notes = [...repairNotes(descriptor, state, mode), ...faultNotes(file, state)];
    if (mode === "read") return journalOn(file, descriptor, null, state, notes, null, readOnly, clock);

    handle = await open(file, "a");
    if (fresh) await syncFolder(dirname(file));
    const plain = writesTo(handle);
    const commit = groupCommit(options.replaceWrites?.(plain) ?? plain, file, state.end);
    state.session++;
    state.status = "running";
    const opening: NoteLine = {
      t: "session",
      n: state.session,
      at: clock().toISOString(),
      pid: process.pid,
      host: hostname(),
      run,
    };
    // The mark is made when a line is handed over: lines go to the disk in that order, or none after the first that fails.
    const put: Put = (line, landed) => {
      const made = withMark(state.mark ?? noMark, JSON.stringify(line));
      state.mark = made.mark;
      state.lines++;
      return commit.append(made.line, landed);
    };
    await put(opening);
    return journalOn(file, descriptor, handle, state, notes, commit, put, clock);
  } catch (error) {
    await handle?.close();
    closeSync(descriptor);
    throw error;
  }
}

function journalOn(
  file: string,
  descriptor: number,
  handle: FileHandle | null,
  state: JournalState,
  notes: readonly string[],
  commit: GroupCommit | null,
  put: Put,
  clock: () => Date,
): Journal {
  const { places, blocks, inputs } = state;
  const pages = journalPages(descriptor);
  const onDisk = (): number => commit?.length ?? state.end;
  const note = (line: NoteLine): Promise<void> => put(line);
  const faulty = new Set(state.faults.map(({ line }) => line));
  return {
    session: state.session,
    notes,
    integrity: {
      get lines() {
        return state.lines;
      },
      get mark() {
        return state.mark;
      },
      faults: state.faults,
    },
    get status() {
      return state.status;
    },
    get outcomes() {
      return places.size;
    },
    has: (key) => places.has(key),
    outcome: (key) => {
      const place = places.get(key);
      if (place === undefined) return undefined;
      const where = `${file}, byte ${place.offset}`;
      return outcomeAt(parseLine(pages.read(place.offset, place.length), where), where);
    },
    async *records() {
      for (const { bytes, number } of fileLines(descriptor, onDisk())) {
        const where = `${file}:${number}`;
        const value = faulty.has(number) ? salvaged(bytes) : parseLine(bytes, where);
        if (isOutcomeLine(value)) yield outcomeAt(value, where);
      }
    },
    append: async (record) => {
      if ("value" in record.result) refuseNotANumber(record.result.value, record);
      await put({ t: "outcome", ...record }, (place) => places.set(record.key, place));
    },
    chain: async (n, hash) => {
      await note({ t: "block", n, hash });
      blocks.set(n, hash);
    },
    chained: (n) => blocks.get(n),
    fixInput: async (name, hash) => {
      await note({ t: "input", name, sha256: hash });
      inputs.set(name, hash);
    },
    copies: inputs,
    inputHash: (name) => inputs.get(name),
    setStatus: async (status) => {
      await note({ t: "status", status, at: clock().toISOString() });
      state.status = status;
    },
    close: async () => {
      await commit?.settled();
      await handle?.close();
      closeSync(descriptor);
    },
  };
}

function openedSync(file: string, flags: string): number {
  try {
    return openSync(file, flags);
  } catch (error) {
    throw diskError(error, "the journal cannot be opened", file);
  }
}

function repairNotes(descriptor: number, { end }: JournalState, mode: "read" | "write"): string[] {
  const lost = fstatSync(descriptor).size - end;
  if (lost === 0) return [];
  if (mode === "write") ftruncateSync(descriptor, end);
  return [
    `the last line of the journal was torn (${lost} bytes) and ${mode === "write" ? "was cut off" : "is passed over"}`,
  ];
}

/** What is wrong with the journal's lines, for whoever opens it: the first few, and how many. */
function faultNotes(file: string, { faults }: JournalState): string[] {
  if (faults.length === 0) return [];
  const shown = faults.slice(0, 5).map(({ line, what }) => `${file}:${line}: ${what}`);
  return [
    ...shown,
    ...(faults.length > shown.length
      ? [`${faults.length - shown.length} more lines of the journal do not fit: credence check names them`]
      : []),
  ];
}

/** What is left of a line that does not fit: its JSON where that is a record of the known form, else nothing. */
function salvaged(bytes: Uint8Array): unknown {
  try {
    const value = parseLine(bytes, "");
    return outcomeRecord.safeParse(value).success ? value : null;
  } catch {
    return null;
  }
}

function writesTo(handle: FileHandle): JournalWrites {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
  };
}

const readOnly: Put = () => Promise.reject(new Error("the journal was opened for reading"));

/** JSON writes a number that is none as null: a score would silently become another value. */
function refuseNotANumber(value: unknown, record: OutcomeRecord): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Error(`the value of trial ${record.key.slice(0, 12)} holds ${value}, which JSON cannot carry`);
  }
  if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) refuseNotANumber(part, record);
}
