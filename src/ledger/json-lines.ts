import type { ReadFile } from "./paged-reader.ts";
import { CredenceError } from "../core/error.ts";

/** A whole line of a file, without its end. */
export interface Line {
  readonly number: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Valid until the next line is asked for. */
  readonly bytes: Uint8Array;
}

const newline = 10;
const chunkBytes = 1 << 20;

/**
 * Streams the whole lines among a file's first `end` bytes.
 *
 * @returns how many bytes at the end belong to no whole line: a write that was cut off
 */
export async function* wholeLines(file: ReadFile, end: number): AsyncGenerator<Line, number> {
  const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, end)));
  let rest: Uint8Array[] = [];
  let number = 0;
  let lineStart = 0;
  let position = 0;
  while (position < end) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, end - position), position);
    if (bytesRead === 0) break;
    let from = 0;
    for (;;) {
      const at = chunk.subarray(0, bytesRead).indexOf(newline, from);
      if (at < 0) break;
      const tail = chunk.subarray(from, at);
      const bytes = rest.length === 0 ? tail : Buffer.concat([...rest, tail]);
      rest = [];
      number++;
      yield { number, offset: lineStart, bytes };
      from = at + 1;
      lineStart = position + from;
    }
    if (from < bytesRead) rest.push(Buffer.from(chunk.subarray(from, bytesRead)));
    position += bytesRead;
  }
  return position - lineStart;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * One line's JSON.
 *
 * @throws CredenceError `input` naming `where` when it is not UTF-8 or not JSON
 */
export function parseLine(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw brokenLine(where, cause instanceof Error ? cause.message : "no JSON", cause);
  }
}

/** The error for a whole line that cannot be read: no crash leaves one, so something else changed the file. */
export function brokenLine(where: string, reason: string, cause?: unknown): CredenceError {
  return new CredenceError("input", `a line cannot be read: ${reason.replaceAll(/\s+/g, " ").slice(0, 300)}`, {
    where,
    fix: "Restore the file from a copy. If there is none, keep a copy of it as it is and remove this one line.",
    cause,
  });
}
