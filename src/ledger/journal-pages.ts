import { fstatSync, readSync } from "node:fs";

/** Bytes read at once. Records of neighbouring trials lie near each other, so one page serves many reads. */
const pageBytes = 256 * 1024;

/** One line of a file, without its end. */
export interface FileLine {
  readonly bytes: Buffer;
  readonly offset: number;
  /** False for a last line that no line feed ends. */
  readonly whole: boolean;
}

/** Reads a growing file by lines and by places, one page in memory. */
export interface JournalPages {
  lines(): Generator<FileLine>;
  text(offset: number, length: number): string;
}

/** Pages of an open file. */
export function journalPages(descriptor: number): JournalPages {
  let page: Buffer = Buffer.alloc(0);
  let start = 0;

  const read = (offset: number, length: number): Buffer => {
    const buffer = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
      const bytes = readSync(descriptor, buffer, got, length - got, offset + got);
      if (bytes === 0) break;
      got += bytes;
    }
    return buffer.subarray(0, got);
  };

  return {
    *lines() {
      const size = fstatSync(descriptor).size;
      let rest: Buffer = Buffer.alloc(0);
      let restAt = 0;
      for (let at = 0; at < size; ) {
        const chunk = read(at, Math.min(4 * pageBytes, size - at));
        at += chunk.length;
        const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        let begin = 0;
        // A line longer than a chunk has no end in what was already searched.
        let stop = joined.indexOf(10, rest.length);
        while (stop !== -1) {
          yield { bytes: joined.subarray(begin, stop), offset: restAt + begin, whole: true };
          begin = stop + 1;
          stop = joined.indexOf(10, begin);
        }
        rest = Buffer.from(joined.subarray(begin));
        restAt += begin;
      }
      if (rest.length > 0) yield { bytes: rest, offset: restAt, whole: false };
    },
    text: (offset, length) => {
      if (offset < start || offset + length > start + page.length) {
        // Trials end nearly in the order they began: keep a little of what lies before.
        start = Math.max(0, offset - pageBytes / 4);
        page = read(start, Math.max(pageBytes, offset - start + length));
      }
      return page.toString("utf8", offset - start, offset - start + length);
    },
  };
}
