import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { diskError } from "./disk-error.ts";

/**
 * Writes a whole file so that whoever looks sees the old one or the new one, never a half: write beside, sync, rename,
 * sync the folder. The folder is made if need be.
 *
 * @throws CredenceError `disk`
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  const beside = `${path}.${process.pid}-${counter++}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(beside, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(beside, { force: true });
    throw diskError(error, "the file could not be written", path);
  }
}

let counter = 0;

/** Makes new names in a folder survive a loss of power. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
