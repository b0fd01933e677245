import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CredenceError } from "../core/error.ts";

/** A file to be read. */
export interface FoundFile {
  readonly file: string;
  /** Was it named itself, rather than found in a folder? Then it must hold what is asked for. */
  readonly named: boolean;
}

/**
 * Files that were named, and every file in folders that were named and in those below, whatever they are called, each once.
 *
 * @throws CredenceError `input` on a path that is not there, and on a folder without files
 */
export function filesIn(paths: readonly string[]): readonly FoundFile[] {
  const found = new Map<string, FoundFile>();
  for (const path of paths) {
    if (!existsSync(path))
      throw new CredenceError("input", "no such file or folder", { where: path, fix: "Check the path." });
    if (!statSync(path).isDirectory()) {
      found.set(path, { file: path, named: true });
      continue;
    }
    const files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => !isFolder(entry))
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
    if (files.length === 0)
      throw new CredenceError("input", "the folder holds no files", {
        where: path,
        fix: "Name a folder with .jsonl, .json, .csv, .parquet or .eval files, also in folders below.",
      });
    for (const file of files) if (!found.has(file)) found.set(file, { file, named: false });
  }
  return [...found.values()];
}

/** A link that leads nowhere counts as a file, so that reading it reports it. */
function isFolder(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
}
