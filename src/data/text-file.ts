import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { CredenceError, reasonOf } from "../core/error.ts";

/** What a file was when it was read. */
export interface FileHash {
  readonly sha256: string;
  readonly bytes: number;
}

/** Small enough to stay in the processor's cache. */
const pieceBytes = 2 ** 18;

/**
 * Reads a file once from beginning to end, and hashes it on the way.
 *
 * @param take gets each piece as it comes; it is only lent: the next piece stands in the same memory
 * @throws CredenceError `input` when it cannot be read
 */
export async function readHashed(file: string, take: (piece: Buffer) => void = () => {}): Promise<FileHash> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const descriptor = openSync(file, "r");
    try {
      const size = fstatSync(descriptor).size;
      const memory = Buffer.allocUnsafe(size > 0 ? Math.min(pieceBytes, size + 1) : pieceBytes);
      for (;;) {
        const read = readSync(descriptor, memory);
        if (read === 0) break;
        const piece = memory.subarray(0, read);
        hash.update(piece);
        bytes += read;
        take(piece);
        // Whatever else waits, such as Ctrl-C, has its turn.
        if (bytes < size) await turn();
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    if (cause instanceof CredenceError) throw cause;
    throw new CredenceError("input", `cannot be read: ${reasonOf(cause)}`, {
      where: file,
      fix: "Check that it is there and that you may read it.",
      cause,
    });
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** A whole file's bytes, with its hash. */
export async function readWhole(file: string): Promise<{ readonly bytes: Buffer; readonly hash: FileHash }> {
  const pieces: Buffer[] = [];
  const hash = await readHashed(file, (piece) => pieces.push(Buffer.from(piece)));
  return { bytes: Buffer.concat(pieces), hash };
}

/** Takes pieces of a file and gives lines; `end` gives what stands behind the last line end. */
export interface LineCutter {
  readonly piece: (piece: Buffer) => void;
  readonly end: () => void;
}

/** Cuts pieces of text into lines, so that only one line is held as text. Blank lines are left out; numbers begin with 1. */
export function linesOf(
  file: string,
  take: (line: string, number: number) => void,
  bad: (error: CredenceError) => void = (error) => {
    throw error;
  },
): LineCutter {
  let number = 0;
  let rest: Buffer[] = [];
  const end = (piece: Buffer): void => {
    number++;
    const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
    rest = [];
    let line = "";
    try {
      line = textOf(bytes, `${file}:${number}`).trim();
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
      bad(error);
    }
    if (line !== "") take(line, number);
  };
  return {
    piece: (chunk) => {
      let begin = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, begin)) {
        end(chunk.subarray(begin, at));
        begin = at + 1;
      }
      if (begin < chunk.length) rest.push(Buffer.from(chunk.subarray(begin)));
    },
    end: () => {
      if (rest.length > 0) end(Buffer.alloc(0));
    },
  };
}

/** Reads a file as it lies there line by line. */
export async function readLines(
  file: string,
  take: (line: string, number: number) => void,
): Promise<FileHash> {
  const lines = linesOf(file, take);
  const hash = await readHashed(file, lines.piece);
  lines.end();
  return hash;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * UTF-8 bytes as text, without a byte order mark.
 *
 * @throws CredenceError `input` on bytes that are no UTF-8 (a replacement character would change what a model reads), and on more
 * than one text can hold (about 500 MB)
 */
export function textOf(bytes: Uint8Array, where: string): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    const long = bytes.length > 500 * 2 ** 20;
    throw new CredenceError(
      "input",
      long ? `too long to be read as one text (${bytes.length} bytes)` : "not UTF-8 text",
      {
        where,
        fix: long ? "Write one run a line (JSONL)." : "Save it as UTF-8: iconv -f latin1 -t utf-8 FILE",
        cause,
      },
    );
  }
}
