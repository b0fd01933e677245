import type { Extent } from "./key-offsets.ts";
import { diskError } from "./disk-error.ts";

/** The part of a file handle that appending needs. */
export interface AppendFile {
  write(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
}

/** Appends lines; many callers share one write and one sync. */
export interface GroupCommit {
  /** Settles when the line is on disk, with where it lies. Rejects with CredenceError `disk`, as all later calls do. */
  append(line: string): Promise<Extent>;
  /** Settles when everything appended so far is on disk or has failed. */
  drained(): Promise<void>;
  /** Bytes that are safely on disk. */
  readonly length: number;
}

interface Waiting {
  readonly line: string;
  readonly resolve: (extent: Extent) => void;
  readonly reject: (error: unknown) => void;
}

/** Most characters in one write: a bound on the buffer, not on a line. */
const batchCharacters = 4 << 20;

/**
 * Group commit: what is appended within one turn of the event loop, or while a sync is under way, goes out as one
 * write and one fdatasync. After a failed write or sync nobody can say what the disk holds, so nothing more is written
 * and the file is cut back to the last length that was synced.
 */
export function groupCommit(file: AppendFile, path: string, start: number): GroupCommit {
  let length = start;
  let queue: Waiting[] = [];
  let working: Promise<void> | null = null;
  let broken: Error | null = null;

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    const bytes = Buffer.from(batch.map(({ line }) => `${line}\n`).join(""));
    const began = length;
    try {
      await writeAll(file, bytes, began);
      await file.datasync();
    } catch (error) {
      broken = diskError(error, "the journal could not be written", path);
      await file.truncate(began).catch(() => {});
      for (const waiting of batch) waiting.reject(broken);
      return;
    }
    length = began + bytes.length;
    let offset = began;
    for (const { line, resolve } of batch) {
      const extent = { offset, length: Buffer.byteLength(line) };
      offset += extent.length + 1;
      resolve(extent);
    }
  };

  const work = async (): Promise<void> => {
    await new Promise(setImmediate);
    while (queue.length > 0) {
      if (broken !== null) {
        for (const waiting of queue) waiting.reject(broken);
        queue = [];
        break;
      }
      const count = countWithin(queue, batchCharacters);
      const batch = queue.slice(0, count);
      queue = queue.slice(count);
      await commit(batch);
    }
    working = null;
  };

  return {
    append: (line) =>
      broken !== null
        ? Promise.reject(broken)
        : new Promise((resolve, reject) => {
            queue.push({ line, resolve, reject });
            working ??= work();
          }),
    drained: async () => {
      while (working !== null) await working;
    },
    get length() {
      return length;
    },
  };
}

function countWithin(queue: readonly Waiting[], characters: number): number {
  let sum = 0;
  for (const [index, { line }] of queue.entries()) {
    sum += line.length;
    if (sum > characters && index > 0) return index;
  }
  return queue.length;
}

/** A write may take fewer bytes than it was given. */
async function writeAll(file: AppendFile, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
