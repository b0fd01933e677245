import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { sha256 } from "../core/json.ts";

/** Schema of `seal.json`: what a run held when it was concluded. */
export const seal = z
  .object({
    version: z.literal(1),
    /** Hash of the registration. */
    run: z.string(),
    /** Lines of the journal and the mark of the last; null where an older version wrote it without marks. */
    journal: z.object({ lines: z.number(), mark: z.string().nullable() }).readonly(),
    /** File → SHA-256: findings, reports, and the study's own. */
    files: z.record(z.string(), z.string()),
  })
  .readonly();
export type Seal = z.infer<typeof seal>;

/** Name of the file that holds it. */
export const sealFile = "seal.json";

/** Files that the seal does not hold: the plan has its own hash, the journal its marks, and locks and parts come and go. */
const outside = /^(run\.json|outcomes\.jsonl|seal\.json|lock\.sqlite.*|.*\.part)$/;

/** SHA-256 of every file that stands in a run's folder itself and that a seal holds. */
export async function sealedFiles(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !outside.test(entry.name))
    .map(({ name }) => name);
  const hashes = await Promise.all(
    names.toSorted().map(async (name) => [name, sha256(await readFile(join(folder, name)))] as const),
  );
  return Object.fromEntries(hashes);
}

/** A seal as its file has it. */
export function sealText(content: Seal): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
