import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** SHA-256 of a file, read as a stream. */
export async function sha256OfFile(path: string, onProgress?: (fraction: number) => void): Promise<string> {
  const hash = createHash("sha256");
  const size = statSync(path).size;
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk);
    done += chunk.length;
    onProgress?.(done / size);
  }
  return hash.digest("hex");
}

const remembered = z.record(z.string(), z.object({ stamp: z.string(), sha256: z.string() }));

/**
 * SHA-256 of a model file, remembered in the cache folder by the file's size and times, so that a file that has not been touched
 * is read once.
 */
export async function rememberedHash(path: string, folder: string): Promise<string> {
  const { size, mtimeMs, ctimeMs, ino } = statSync(path);
  const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  const book = join(folder, "hashes.json");
  const known = read(book);
  const at = resolve(path);
  const entry = known[at];
  if (entry?.stamp === stamp) return entry.sha256;
  const sha256 = await sha256OfFile(path);
  mkdirSync(folder, { recursive: true });
  const beside = `${book}.${process.pid}.part`;
  writeFileSync(beside, JSON.stringify({ ...read(book), [at]: { stamp, sha256 } }, null, 1));
  renameSync(beside, book);
  return sha256;
}

function read(book: string): z.infer<typeof remembered> {
  if (!existsSync(book)) return {};
  try {
    return remembered.parse(JSON.parse(readFileSync(book, "utf8")));
  } catch {
    return {};
  }
}
