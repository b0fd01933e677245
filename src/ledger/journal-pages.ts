import { readSync } from "node:fs";

const pageBytes = 64 << 10;
const pagesKept = 16;

/** Reads pieces of a file that only grows. */
export interface JournalPages {
  /** The bytes at a place; shorter where the file ends before. */
  read(offset: number, length: number): Uint8Array;
}

/**
 * Reads an open file through a small cache of pages, the least recently used given up first: neighbours cost one read
 * for many records, any order works, and the cache takes 1 MB however long the file is.
 */
export function journalPages(descriptor: number): JournalPages {
  const pages = new Map<number, Buffer>();

  const page = (number: number, bytes: number): Buffer => {
    const kept = pages.get(number);
    pages.delete(number);
    // The last page may have been read before the file grew.
    const content =
      kept !== undefined && kept.length >= bytes ? kept : readAt(descriptor, number * pageBytes, pageBytes);
    pages.set(number, content);
    const oldest = pages.keys().next();
    if (pages.size > pagesKept && oldest.done !== true) pages.delete(oldest.value);
    return content;
  };

  return {
    read: (offset, length) => {
      const first = Math.floor(offset / pageBytes);
      const last = Math.floor((offset + length - 1) / pageBytes);
      const within = offset - first * pageBytes;
      if (first === last) return page(first, within + length).subarray(within, within + length);
      if (last - first >= pagesKept / 2) return readAt(descriptor, offset, length);
      const parts: Buffer[] = [];
      for (let number = first; number <= last; number++) {
        const from = number === first ? within : 0;
        const to = Math.min(pageBytes, offset + length - number * pageBytes);
        parts.push(page(number, to).subarray(from, to));
      }
      return Buffer.concat(parts);
    },
  };
}

function readAt(descriptor: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length);
  let got = 0;
  while (got < length) {
    const bytes = readSync(descriptor, buffer, got, length - got, offset + got);
    if (bytes === 0) break;
    got += bytes;
  }
  return buffer.subarray(0, got);
}
