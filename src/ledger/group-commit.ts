import type { CredenceError } from "../core/error.ts";
import { diskError } from "./disk-error.ts";
import type { Extent } from "./key-offsets.ts";

/** The system calls that writing needs; tests replace them to fill a disk. */
export interface JournalWrites {
  /** Appends; returns how many of the bytes were taken. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  readonly sync: () => Promise<void>;
  /** Cuts the file. */
  readonly truncate: (length: number) => Promise<void>;
}

/** Appends lines; callers share writes and syncs. */
export interface GroupCommit {
  /**
   * Settles when the line is on disk; `landed` is called with its place before that, in the order of the file. Rejects
   * with CredenceError `disk`, and so does every later call.
   */
  append(line: string, landed?: (place: Extent) => void): Promise<void>;
  /** Settles when nothing is under way. */
  settled(): Promise<void>;
  /** Bytes that are on disk. */
  readonly length: number;
}

interface Waiting {
  readonly line: string;
  readonly landed: ((place: Extent) => void) | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A bound on the buffer of one write, in characters; a longer line goes alone. */
const groupCharacters = 4 << 20;

/**
 * Group commit: what is appended in one turn of the event loop, or while a sync is under way, goes to the disk with one
 * write and one fdatasync.
 *
 * After a failed write or sync nobody can say what the disk holds. Nothing more is written, and the file is cut back to
 * what was synced before.
 */
export function groupCommit(writes: JournalWrites, file: string, start: number): GroupCommit {
  let length = start;
  let waiting: Waiting[] = [];
  let working: Promise<void> | null = null;
  let broken: CredenceError | null = null;

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    const bytes = Buffer.from(group.map(({ line }) => `${line}\n`).join(""));
    for (let at = 0; at < bytes.length; ) {
      const taken = await writes.write(bytes.subarray(at));
      if (taken === 0) throw new Error("the disk takes no more bytes");
      at += taken;
    }
    await writes.sync();
    for (const { line, landed, resolve } of group) {
      const place = { offset: length, length: Buffer.byteLength(line) };
      length += place.length + 1;
      landed?.(place);
      resolve();
    }
  };

  const work = async (): Promise<void> => {
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const group = broken === null ? firstOf(waiting) : waiting;
      waiting = waiting.slice(group.length);
      try {
        if (broken === null) await commit(group);
      } catch (cause) {
        broken = diskError(cause, "the journal cannot be written", file);
        // What cannot be cut off now is a torn line, which opening cuts off.
        await writes.truncate(length).catch(() => {});
      }
      if (broken !== null) for (const { reject } of group) reject(broken);
    }
    working = null;
  };

  return {
    append: (line, landed) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, landed, resolve, reject });
        working ??= work();
      }),
    settled: async () => {
      while (working !== null) await working;
    },
    get length() {
      return length;
    },
  };
}

function firstOf(waiting: Waiting[]): Waiting[] {
  let characters = 0;
  const over = waiting.findIndex(({ line }, index) => {
    characters += line.length;
    return characters > groupCharacters && index > 0;
  });
  return over === -1 ? waiting : waiting.slice(0, over);
}
