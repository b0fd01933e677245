import type { Extent } from "./key-offsets.ts";

/** The part of a file handle that reading needs. */
export interface ReadFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

/** Reads pieces of a file that only grows. */
export interface PagedReader {
  /** The bytes of one piece; RangeError when the file ends before it does. */
  read(extent: Extent): Promise<Buffer>;
}

const pageBytes = 64 << 10;
const pagesKept = 16;

/**
 * Reads through a small cache of pages, least recently used out first: neighbours cost one read for a page of them,
 * and any order works. The cache holds 1 MB however long the file is.
 */
export function pagedReader(file: ReadFile): PagedReader {
  const pages = new Map<number, Promise<Buffer>>();

  const load = async (page: number): Promise<Buffer> => {
    const buffer = Buffer.allocUnsafeSlow(pageBytes);
    return buffer.subarray(0, await fill(file, buffer, page * pageBytes));
  };

  const pageOf = async (page: number, bytes: number): Promise<Buffer> => {
    const kept = pages.get(page);
    if (kept !== undefined) {
      pages.delete(page);
      pages.set(page, kept);
      const content = await kept;
      // The last page may have been read before the file grew.
      if (content.length >= bytes) return content;
    }
    const loading = load(page);
    pages.delete(page);
    pages.set(page, loading);
    const oldest = pages.keys().next();
    if (pages.size > pagesKept && oldest.done !== true) pages.delete(oldest.value);
    loading.catch(() => pages.delete(page));
    return loading;
  };

  return {
    read: async ({ offset, length }) => {
      const end = offset + length;
      const first = Math.floor(offset / pageBytes);
      const last = Math.floor(Math.max(offset, end - 1) / pageBytes);
      const out = Buffer.allocUnsafe(length);
      if (last - first >= pagesKept / 2) {
        if ((await fill(file, out, offset)) < length) throw new RangeError(`the file ends before byte ${end}`);
        return out;
      }
      let done = 0;
      for (let page = first; page <= last; page++) {
        const start = page * pageBytes;
        const from = Math.max(offset, start) - start;
        const to = Math.min(end, start + pageBytes) - start;
        const content = await pageOf(page, to);
        if (content.length < to) throw new RangeError(`the file ends before byte ${end}`);
        done += content.copy(out, done, from, to);
      }
      return out;
    },
  };
}

/** Reads until the buffer is full or the file ends; returns the bytes read. */
async function fill(file: ReadFile, buffer: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
