import { fstatSync, readSync } from "node:fs";
import { CredenceError } from "../core/error.ts";

/** One line of a file, without its end. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** False for a last line that no line feed ends: a write that was cut off. */
  readonly whole: boolean;
}

const chunkBytes = 1 << 20;
const lineFeed = 10;

/** Streams the lines among a file's first `end` bytes; only a line feed ends one, so any text may stand in it. */
export function* fileLines(
  descriptor: number,
  end: number = fstatSync(descriptor).size,
): Generator<FileLine> {
  let pieces: Buffer[] = [];
  let number = 0;
  let offset = 0;
  for (let at = 0; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, end - at));
    const got = readSync(descriptor, chunk, 0, chunk.length, at);
    if (got === 0) break;
    let begin = 0;
    for (
      let stop = chunk.indexOf(lineFeed);
      stop !== -1 && stop < got;
      stop = chunk.indexOf(lineFeed, begin)
    ) {
      const tail = chunk.subarray(begin, stop);
      yield {
        number: ++number,
        offset,
        bytes: pieces.length === 0 ? tail : Buffer.concat([...pieces, tail]),
        whole: true,
      };
      pieces = [];
      begin = stop + 1;
      offset = at + begin;
    }
    if (begin < got) pieces.push(chunk.subarray(begin, got));
    at += got;
  }
  if (pieces.length > 0) yield { number: number + 1, offset, bytes: Buffer.concat(pieces), whole: false };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A line's JSON.
 *
 * @throws CredenceError `input` naming `where` when it is no UTF-8 or no JSON
 */
export function parseLine(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw brokenLine(where, cause instanceof Error ? cause.message : "it is no JSON", cause);
  }
}

/** The error for a whole line that cannot be read. A kill tears only the last one: something else changed the file. */
export function brokenLine(where: string, reason: string, cause?: unknown): CredenceError {
  return new CredenceError("input", `the line is broken: ${reason.replaceAll(/\s+/g, " ").slice(0, 300)}`, {
    where,
    fix: "Only an unfinished last line can come from a kill; this one was changed by hand, by the disk, or written by a newer version. Restore the file from a copy.",
    cause,
  });
}
