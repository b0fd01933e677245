import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";
import { CredenceError, reasonOf } from "../core/error.ts";
import { firstBytes, kindOf } from "./detect/kinds.ts";
import { type FileHash, readHashed } from "./text-file.ts";

/** Most bytes that a packed file may unpack to. */
const mostUnpacked = 64 * 2 ** 30;

type Take = (piece: Buffer) => void;

/**
 * Reads a file once from beginning to end as UTF-8: `.gz` and `.zst` (by their first bytes) are unpacked on the way, UTF-16 is decoded. The hash
 * is of the file as it lies there.
 *
 * @param take gets each piece as it comes; it is only lent
 * @throws CredenceError `input` when it cannot be read, is cut off, or is of a kind that has no reader, with a line that converts it
 */
export async function readUnpacked(file: string, take: Take): Promise<FileHash> {
  const kind = kindOf(firstBytes(file));
  const utf8 = inUtf8(file, take);
  switch (kind?.id) {
    case undefined:
      return finished(await readHashed(file, utf8.take), utf8.end);
    case "gzip":
    case "zstd":
      return finished(await unpackedBy(kind.id, file, utf8.take), utf8.end);
    default:
      throw new CredenceError("input", `${kind?.name ?? "no text"}, not text`, {
        where: file,
        fix:
          kind?.convert == null
            ? "Nothing in it is read here: leave it out."
            : `Convert it: ${kind.convert(file)}`,
      });
  }
}

function finished(hash: FileHash, end: () => void): FileHash {
  end();
  return hash;
}

async function unpackedBy(kind: "gzip" | "zstd", file: string, take: Take): Promise<FileHash> {
  const hash = createHash("sha256");
  let bytes = 0;
  let out = 0;
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 2 ** 18 }),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const piece of source) {
          hash.update(piece);
          bytes += piece.length;
          yield piece;
        }
      },
      kind === "gzip" ? createGunzip({ chunkSize: 2 ** 18 }) : unzstdStream,
      async (source: AsyncIterable<Buffer>) => {
        for await (const piece of source) {
          out += piece.length;
          if (out > mostUnpacked)
            throw new CredenceError("input", "unpacks to more than 64 GiB", { where: file });
          take(piece);
        }
      },
    );
  } catch (cause) {
    if (cause instanceof CredenceError) throw cause;
    throw new CredenceError("input", `the packed file is broken or cut off: ${reasonOf(cause)}`, {
      where: file,
      fix: "Copy it again from where it was written.",
      cause,
    });
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** In JavaScript: Node's own stream ends after the first of several frames, without a word. */
async function* unzstdStream(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Decompress } = await import("fzstd");
  let parts: Buffer[] = [];
  const stream = new Decompress((part) => parts.push(Buffer.from(part)));
  for await (const piece of source) {
    stream.push(piece);
    yield* parts;
    parts = [];
  }
  stream.push(new Uint8Array(), true);
  yield* parts;
}

/** UTF-16, with a mark or seen by its zeros, becomes UTF-8; other bytes are handed on. */
function inUtf8(file: string, take: Take): { readonly take: Take; readonly end: () => void } {
  let decoder: TextDecoder | null | undefined;
  const decode = (bytes: Buffer, stream: boolean): void => {
    try {
      take(Buffer.from((decoder ?? new TextDecoder()).decode(bytes, { stream })));
    } catch (cause) {
      throw new CredenceError("input", "UTF-16 with a broken character", {
        where: file,
        fix: `Save it as UTF-8: iconv -f utf-16 -t utf-8 ${file}`,
        cause,
      });
    }
  };
  return {
    take: (piece) => {
      if (decoder === undefined) {
        const encoding = wideEncoding(piece);
        decoder = encoding === null ? null : new TextDecoder(encoding, { fatal: true });
      }
      if (decoder === null) take(piece);
      else decode(piece, true);
    },
    end: () => {
      if (decoder != null) decode(Buffer.alloc(0), false);
    },
  };
}

function wideEncoding(first: Buffer): "utf-16le" | "utf-16be" | null {
  const [a, b, c, d] = first;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a !== 0 && a !== undefined && b === 0 && c !== 0 && d === 0) return "utf-16le";
  return a === 0 && b !== 0 && b !== undefined && c === 0 && d !== 0 ? "utf-16be" : null;
}
