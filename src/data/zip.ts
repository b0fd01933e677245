import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { CredenceError } from "../core/error.ts";
import { textOf } from "./text-file.ts";

/**
 * Most bytes that one member and all members together may unpack to; and how many times its packed size a member may, once it is
 * larger than `small`: text packs 5 to 50 times smaller, a bomb a thousand times.
 */
const limits = { member: 512 * 2 ** 20, total: 16 * 2 ** 30, ratio: 500, small: 16 * 2 ** 20 };

/** A zip archive's members by name; where a name comes twice the last one counts. */
export interface ZipMembers {
  readonly names: readonly string[];
  /** Unpacks one member to text. */
  text(name: string): Promise<string>;
  close(): void;
}

/**
 * Opens a zip archive: stored, DEFLATE and Zstandard (method 93) members. Sizes are checked before anything is unpacked and
 * while it is.
 *
 * @throws CredenceError `input` on a truncated archive, an unknown method or a bomb
 */
export async function openZip(file: string): Promise<ZipMembers> {
  const { open } = await import("yauzl");
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error === null ? resolve(opened) : reject(broken(file, error)),
    );
  });
  const members = new Map<string, Entry>();
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", (error) => reject(broken(file, error)));
    zip.on("end", resolve);
    zip.on("entry", (entry) => {
      total += entry.uncompressedSize;
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
      if (
        entry.uncompressedSize > limits.member ||
        total > limits.total ||
        (ratio > limits.ratio && entry.uncompressedSize > limits.small)
      ) {
        reject(bomb(`${file}#${entry.fileName}`, entry.uncompressedSize));
        return;
      }
      members.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  }).catch((error: unknown) => {
    zip.close();
    throw error;
  });
  return {
    names: [...members.keys()],
    text: async (name) => {
      const entry = members.get(name);
      if (entry === undefined)
        throw new CredenceError("input", "the archive has no such member", { where: `${file}#${name}` });
      const where = `${file}#${name}`;
      const bytes = await unpack(zip, entry, where);
      if (crc32(bytes) !== entry.crc32) throw broken(where, new Error("its checksum is wrong"));
      return textOf(bytes, where);
    },
    close: () => zip.close(),
  };
}

async function unpack(zip: ZipFile, entry: Entry, where: string): Promise<Uint8Array> {
  const zstandard = entry.compressionMethod === 93;
  if (!zstandard && entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw new CredenceError("input", `packed by a method that cannot be read (${entry.compressionMethod})`, {
      where,
    });
  }
  const packed = await new Promise<Buffer>((resolve, reject) => {
    zip.openReadStream(entry, zstandard ? { decodeFileData: false } : {}, (error, stream) => {
      if (error !== null) return reject(broken(where, error));
      const chunks: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > limits.member) stream.destroy(bomb(where, bytes));
        chunks.push(chunk);
      });
      stream.on("error", (problem) =>
        reject(problem instanceof CredenceError ? problem : broken(where, problem)),
      );
      stream.on("end", () => resolve(Buffer.concat(chunks)));
    });
  });
  if (!zstandard) return packed;
  const { Decompress } = await import("fzstd");
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    const stream = new Decompress((part) => {
      bytes += part.length;
      if (bytes > Math.max(entry.uncompressedSize, 1024)) throw bomb(where, bytes);
      parts.push(part);
    });
    for (let at = 0; at < packed.length; at += 65_536) stream.push(packed.subarray(at, at + 65_536));
    stream.push(new Uint8Array(), true);
  } catch (error) {
    throw error instanceof CredenceError ? error : broken(where, error);
  }
  if (bytes !== entry.uncompressedSize)
    throw broken(where, new Error(`${bytes} bytes instead of ${entry.uncompressedSize}`));
  return Buffer.concat(parts);
}

function broken(where: string, cause: unknown): CredenceError {
  return new CredenceError(
    "input",
    `the archive is broken or cut off: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      where,
      fix: "Copy it again from where it was written.",
      cause,
    },
  );
}

function bomb(where: string, bytes: number): CredenceError {
  return new CredenceError("input", `would unpack to more than is sane (${bytes} bytes and more)`, {
    where,
    fix: "This is no log that an evaluation writes; do not trust it.",
  });
}
