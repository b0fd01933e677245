import { closeSync, openSync, readSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";
import type { Entry } from "yauzl";
import { CredenceError, reasonOf } from "../core/error.ts";
import { textOf } from "./text-file.ts";
import { type Unzstd, withinBound, unzstd as zstdHere } from "./zstd.ts";

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
 * @param unzstd unpacks Zstandard members
 * @throws CredenceError `input` on a truncated archive, an unknown method or a bomb
 */
export async function openZip(file: string, unzstd: Unzstd = zstdHere): Promise<ZipMembers> {
  const descriptor = opened(file);
  try {
    const members = await membersOf(descriptor, file);
    return {
      names: [...members.keys()],
      text: async (name) => {
        const where = `${file}#${name}`;
        const entry = members.get(name);
        if (entry === undefined)
          throw new CredenceError("input", "the archive has no such member", { where });
        const packed = packedBytes(descriptor, entry, where);
        const bytes = await unpacked(packed, entry, where, unzstd);
        if (crc32(bytes) !== entry.crc32) throw broken(where, new Error("its checksum is wrong"));
        return textOf(bytes, where);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error instanceof CredenceError ? error : broken(file, error);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw broken(file, error);
  }
}

async function membersOf(descriptor: number, file: string): Promise<ReadonlyMap<string, Entry>> {
  const { fromFdPromise } = await import("yauzl");
  const zip = await fromFdPromise(descriptor, { lazyEntries: true, autoClose: false });
  const members = new Map<string, Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    total += uncompressedSize;
    const ratio = uncompressedSize / Math.max(1, compressedSize);
    if (
      Math.max(uncompressedSize, compressedSize) > limits.member ||
      total > limits.total ||
      (ratio > limits.ratio && uncompressedSize > limits.small)
    )
      throw bomb(`${file}#${fileName}`, uncompressedSize);
    members.set(fileName, entry);
  }
  return members;
}

/** What stands behind the member's local header (APPNOTE.TXT 6.3.10, section 4.3.7). */
function packedBytes(descriptor: number, entry: Entry, where: string): Uint8Array {
  if (entry.isEncrypted()) throw broken(where, new Error("it is encrypted"));
  const begin = entry.relativeOffsetOfLocalHeader;
  const header = readAt(descriptor, begin, 30, where);
  if (header.readUInt32LE(0) !== 0x04034b50) throw broken(where, new Error("it has no header"));
  const names = header.readUInt16LE(26) + header.readUInt16LE(28);
  return readAt(descriptor, begin + 30 + names, entry.compressedSize, where);
}

function readAt(descriptor: number, position: number, length: number, where: string): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; ) {
    const read = readSync(descriptor, bytes, at, length - at, position + at);
    if (read === 0) throw broken(where, new Error("unexpected end of file"));
    at += read;
  }
  return bytes;
}

async function unpacked(
  packed: Uint8Array,
  { compressionMethod, uncompressedSize }: Entry,
  where: string,
  unzstd: Unzstd,
): Promise<Uint8Array> {
  const bound = { most: uncompressedSize, tooLarge: () => bomb(where, uncompressedSize) };
  const unpack = {
    0: async () => packed,
    8: async () => withinBound(bound, (options) => inflateRawSync(packed, options)),
    93: () => unzstd(packed, bound),
  }[compressionMethod];
  if (unpack === undefined) {
    throw new CredenceError("input", `packed by a method that cannot be read (${compressionMethod})`, {
      where,
    });
  }
  const bytes = await unpack().catch((error: unknown) => {
    throw error instanceof CredenceError ? error : broken(where, error);
  });
  if (bytes.length === uncompressedSize) return bytes;
  throw broken(where, new Error(`${bytes.length} bytes instead of ${uncompressedSize}`));
}

function broken(where: string, cause: unknown): CredenceError {
  return new CredenceError("input", `the archive is broken or cut off: ${reasonOf(cause)}`, {
    where,
    fix: "Copy it again from where it was written.",
    cause,
  });
}

function bomb(where: string, bytes: number): CredenceError {
  return new CredenceError("input", `would unpack to more than is sane (${bytes} bytes and more)`, {
    where,
    fix: "This is no log that an evaluation writes; do not trust it.",
  });
}
