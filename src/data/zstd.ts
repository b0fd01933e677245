// As a whole: a named import of what an older Node lacks would not load.
import * as zlib from "node:zlib";
import { CredenceError } from "../core/error.ts";

/** How many bytes something may unpack to, and the error where it goes on. */
export interface Bound {
  readonly most: number;
  readonly tooLarge: () => CredenceError;
}

/** Unpacks Zstandard frames within a bound; what it cannot read is its own decoder's error. */
export type Unzstd = (packed: Uint8Array, bound: Bound) => Promise<Uint8Array>;

/** In JavaScript, for Nodes without a decoder of their own: many times slower. It reads several frames in a row. */
export const unzstdInJavaScript: Unzstd = async (packed, { most, tooLarge }) => {
  const { Decompress } = await import("fzstd");
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const stream = new Decompress((part) => {
    bytes += part.length;
    if (bytes > most) throw tooLarge();
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += 65_536) stream.push(packed.subarray(at, at + 65_536));
  stream.push(new Uint8Array(), true);
  return Buffer.concat(parts);
};

/** By Node itself (22.15 and later, but for 23.0 to 23.7). It reads the first frame only. */
export const unzstdByNode: Unzstd = async (packed, bound) =>
  withinBound(bound, (options) => zlib.zstdDecompressSync(packed, options));

/** By Node where it can; where it finds an error or less than the bound, the decoder that reads several frames has the last word. */
export const unzstd: Unzstd = async (packed, bound) => {
  if (typeof zlib.zstdDecompressSync !== "function") return unzstdInJavaScript(packed, bound);
  try {
    const bytes = await unzstdByNode(packed, bound);
    if (bytes.length === bound.most) return bytes;
  } catch (error) {
    if (error instanceof CredenceError) throw error;
  }
  return unzstdInJavaScript(packed, bound);
};

/** Calls a decoder of Node's with the bound as its options. */
export function withinBound(
  { most, tooLarge }: Bound,
  decode: (options: { readonly maxOutputLength: number; readonly chunkSize: number }) => Uint8Array,
): Uint8Array {
  try {
    // A chunk that holds everything saves copies; Node wants at least 64 bytes and a bound above 0.
    return decode({ maxOutputLength: Math.max(1, most), chunkSize: Math.min(2 ** 20, Math.max(64, most)) });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw code === "ERR_BUFFER_TOO_LARGE" ? tooLarge() : error;
  }
}
