import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { rememberedHash } from "./file-hash.ts";
import { oneAtATime } from "./one-at-a-time.ts";

const schema = z.record(z.string(), z.string());

/**
 * Hashes of files from the hub as first seen, by name, from `pins.json` in a folder.
 *
 * @throws CredenceError `model` when the file is broken: files would go unchecked without it
 */
export function pinsOf(folder: string): Readonly<Record<string, string>> {
  const book = join(folder, "pins.json");
  if (!existsSync(book)) return {};
  try {
    return schema.parse(JSON.parse(readFileSync(book, "utf8")));
  } catch (cause) {
    throw new CredenceError("model", "the list of pinned hashes cannot be read", {
      where: book,
      fix: "Mend it, or delete it to pin what is there now.",
      cause,
    });
  }
}

/** Pins a hash under a name unless one is pinned already; gives the one that holds. */
export async function pin(folder: string, name: string, sha256: string): Promise<string> {
  const known = pinsOf(folder)[name];
  if (known !== undefined) return known;
  const book = join(folder, "pins.json");
  return oneAtATime(`${book}.lock`, async () => {
    const pins = pinsOf(folder);
    const before = pins[name];
    if (before !== undefined) return before;
    const beside = `${book}.${process.pid}.part`;
    writeFileSync(beside, `${JSON.stringify({ ...pins, [name]: sha256 }, null, 2)}\n`);
    renameSync(beside, book);
    return sha256;
  });
}

/**
 * The hash of a file that was fetched or made here, held to the one pinned under its name.
 *
 * @param came how it came, for the words of an error: "fetched", "made"
 * @throws CredenceError `model` when the file is not the one that was pinned
 */
export async function pinnedHash(path: string, folder: string, name: string, came: string): Promise<string> {
  const found = await rememberedHash(path, folder);
  const expected = await pin(folder, name, found);
  if (found === expected) return found;
  throw new CredenceError(
    "model",
    `the file has changed since it was ${came}: SHA-256 ${found} instead of ${expected}`,
    { where: path, fix: `Delete it and run again: it is ${came} anew.` },
  );
}
