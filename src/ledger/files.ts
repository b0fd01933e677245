import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";

/** Writes a file whole or not at all: a file beside it, synced, then renamed. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(beside, "w");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (cause) {
    throw new CredenceError("disk", `cannot write: ${cause instanceof Error ? cause.message : String(cause)}`, {
      where: file,
      fix: "Make room, or choose another folder with --out.",
      cause,
    });
  }
}

/** Content-addressed bytes under a folder, two levels deep. */
export interface Blobs {
  put(content: string | Uint8Array): Promise<string>;
  get(hash: string): Promise<Uint8Array>;
}

/** Blobs in a folder. */
export function blobsIn(folder: string): Blobs {
  const place = (hash: string): string => join(folder, hash.slice(0, 2), hash.slice(2));
  return {
    put: async (content) => {
      const hash = sha256(content);
      if (!existsSync(place(hash))) await writeWhole(place(hash), content);
      return hash;
    },
    get: async (hash) => {
      const content = await readFile(place(hash));
      if (sha256(content) === hash) return content;
      throw new CredenceError("input", "a stored blob does not have the hash it is named by", { where: place(hash) });
    },
  };
}
