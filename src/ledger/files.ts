import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";
import { diskError, errorCode } from "./disk-error.ts";

let parts = 0;

/**
 * Writes a file whole or not at all: a file beside it, synced, then renamed, then the folder synced. Folders are made if
 * need be.
 *
 * @throws CredenceError `disk`; what `content` itself throws goes through
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const beside = `${file}.${process.pid}-${++parts}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    if (error instanceof CredenceError || errorCode(error) === "") throw error;
    throw diskError(error, "the file cannot be written", file);
  }
}

/** Makes new names in a folder outlive a loss of power; Windows has no call for it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Content-addressed bytes under a folder, two levels deep. */
export interface Blobs {
  put(content: string | Uint8Array): Promise<string>;
  get(hash: string): Promise<Uint8Array>;
}

/** Blobs in a folder. What is read back is checked against its name. */
export function blobsIn(folder: string): Blobs {
  const place = (hash: string): string => join(folder, hash.slice(0, 2), hash.slice(2));
  return {
    put: async (content) => {
      const hash = sha256(content);
      if (!existsSync(place(hash))) await writeWhole(place(hash), content);
      return hash;
    },
    get: async (hash) => {
      const content = await readFile(place(hash)).catch((cause: unknown) => {
        throw new CredenceError("input", "a stored blob is missing", { where: place(hash), cause });
      });
      if (sha256(content) === hash) return content;
      throw new CredenceError("input", "a stored blob does not have the hash it is named by", {
        where: place(hash),
      });
    },
  };
}
