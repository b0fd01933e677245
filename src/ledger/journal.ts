import { open } from "node:fs/promises";
import { closeSync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { CredenceError } from "../core/error.ts";
import { journalIndex, type JournalIndex } from "./journal-index.ts";
import { journalPages } from "./journal-pages.ts";
import type { OutcomeRecord, RunStatus } from "./ledger.ts";
import { type JournalLine, journalLine, outcomeRecord } from "./records.ts";

/** The append-only truth of a run: one JSON line a record. */
export interface Journal {
  /** This sitting's number; when only reading, the last one's. */
  readonly session: number;
  readonly status: RunStatus;
  /** What was repaired on opening. */
  readonly notes: readonly string[];
  readonly index: JournalIndex;
  has(key: string): boolean;
  outcome(key: string): OutcomeRecord | undefined;
  /** All records in the order written. */
  records(): AsyncGenerator<OutcomeRecord>;
  append(record: OutcomeRecord): Promise<void>;
  chain(block: number, hash: string): Promise<void>;
  chained(block: number): string | undefined;
  setStatus(status: RunStatus): Promise<void>;
  close(): Promise<void>;
}

/** The two system calls that writing needs; tests replace them to fill a disk. */
export interface JournalWrites {
  readonly write: (bytes: Buffer) => Promise<number>;
  readonly sync: () => Promise<void>;
}

interface Waiting {
  readonly line: Buffer;
  /** Set for outcomes: what to index once the line is on disk. */
  readonly key: string | null;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens a journal. A torn last line, left by a kill in the middle of a write, is cut off (when writing) or passed over (when
 * reading); a broken line anywhere else is an error that names it.
 *
 * Records appended while another write is on its way to the disk go there together, with one fdatasync.
 */
export async function openJournal(
  file: string,
  mode: "read" | "write",
  replace?: (writes: JournalWrites) => JournalWrites,
): Promise<Journal> {
  const descriptor = openSync(file, mode === "write" ? "a+" : "r");
  const index = journalIndex();
  const blocks = new Map<number, string>();
  let session = 0;
  let status: RunStatus = "running";
  const notes: string[] = [];
  const pages = journalPages(descriptor);

  let number = 0;
  let end = 0;
  let torn: { readonly line: number; readonly reason: string } | null = null;
  for (const { bytes, offset, whole } of pages.lines()) {
    number++;
    if (torn !== null) break;
    const parsed = whole ? parseLine(bytes) : { problem: "the line does not end" };
    if ("problem" in parsed) {
      torn = { line: number, reason: parsed.problem };
      continue;
    }
    end = offset + bytes.length + 1;
    const { line } = parsed;
    if (line.t === "outcome") index.add(line.key, offset, bytes.length);
    else if (line.t === "block") blocks.set(line.n, line.hash);
    else if (line.t === "session") {
      session = line.n;
      status = "running";
    } else status = line.status;
  }
  if (torn !== null) {
    if (number > torn.line) {
      closeSync(descriptor);
      throw new CredenceError("input", `the journal is broken: ${torn.reason}`, {
        where: `${file}:${torn.line}`,
        fix: "Only the last line can be torn by a kill; this one was changed by hand or by the disk. Restore it from a copy.",
      });
    }
    const lost = fstatSync(descriptor).size - end;
    if (mode === "write") ftruncateSync(descriptor, end);
    notes.push(`the last line of the journal was torn (${lost} bytes) and ${mode === "write" ? "was cut off" : "is passed over"}`);
  }

  const handle = mode === "write" ? await open(file, "a") : null;
  const plain: JournalWrites = {
    write: async (bytes) => (handle === null ? 0 : (await handle.write(bytes)).bytesWritten),
    sync: async () => handle?.datasync(),
  };
  const writes = replace?.(plain) ?? plain;

  let waiting: Waiting[] = [];
  let flushing: Promise<void> | null = null;
  let broken: CredenceError | null = null;

  const writeAll = async (bytes: Buffer): Promise<void> => {
    for (let at = 0; at < bytes.length; ) at += await writes.write(bytes.subarray(at));
    await writes.sync();
  };
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (broken !== null) throw broken;
        await writeAll(Buffer.concat(group.map(({ line }) => line)));
      } catch (cause) {
        broken ??= diskError(file, cause);
        try {
          ftruncateSync(descriptor, end);
        } catch {
          // What is torn is cut off when the journal is opened again.
        }
        for (const { reject } of group) reject(broken);
        continue;
      }
      for (const { line, key, resolve } of group) {
        if (key !== null) index.add(key, end, line.length - 1);
        end += line.length;
        resolve();
      }
    }
    flushing = null;
  };
  const put = (value: object, key: string | null): Promise<void> => {
    if (mode === "read") return Promise.reject(new Error("the journal was opened for reading"));
    return new Promise((resolve, reject) => {
      waiting.push({ line: Buffer.from(`${JSON.stringify(value)}\n`), key, resolve, reject });
      flushing ??= Promise.resolve().then(flush);
    });
  };
  const readAt = (number: number): OutcomeRecord => {
    const { offset, length } = index.place(number);
    return outcomeRecord.parse(JSON.parse(pages.text(offset, length)));
  };

  if (mode === "write") {
    session++;
    status = "running";
    await put({ t: "session", n: session, at: new Date().toISOString() }, null);
  }
  return {
    session,
    notes,
    index,
    get status() {
      return status;
    },
    has: (key) => index.find(key) !== undefined,
    outcome: (key) => {
      const number = index.find(key);
      return number === undefined ? undefined : readAt(number);
    },
    async *records() {
      for (let number = 0; number < index.count; number++) yield readAt(number);
    },
    append: (record) => put({ t: "outcome", ...record }, record.key),
    chain: async (n, hash) => {
      await put({ t: "block", n, hash }, null);
      blocks.set(n, hash);
    },
    chained: (n) => blocks.get(n),
    setStatus: async (next) => {
      await put({ t: "status", status: next, at: new Date().toISOString() }, null);
      status = next;
    },
    close: async () => {
      await flushing;
      await handle?.close();
      closeSync(descriptor);
    },
  };
}

type Parsed = { readonly line: JournalLine } | { readonly problem: string };

function parseLine(bytes: Buffer): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return { problem: "no valid JSON" };
  }
  const parsed = journalLine.safeParse(value);
  return parsed.success ? { line: parsed.data } : { problem: "a record of an unknown form" };
}

function diskError(file: string, cause: unknown): CredenceError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CredenceError("disk", `the journal cannot be written: ${reason}`, {
    where: file,
    fix: "Make room or mend the disk, then resume the run: what was written before is safe.",
    cause,
  });
}
