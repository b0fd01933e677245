import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Registered, Summary } from "./simulation.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = new URL("./results/", import.meta.url);

/** What a full run found; it is committed. */
export interface Results {
  readonly name: string;
  /** SHA-256 over the simulation's sources when it ran. */
  readonly codeHash: string;
  readonly at: string;
  readonly settings: { readonly analyses: number };
  readonly cases: readonly { readonly name: string; readonly summary: Summary }[];
}

const schema: z.ZodType<Results> = z.strictObject({
  name: z.string(),
  codeHash: z.string(),
  at: z.iso.datetime(),
  settings: z.strictObject({ analyses: z.int() }),
  cases: z.array(z.strictObject({ name: z.string(), summary: z.record(z.string(), z.number()) })),
});

/** SHA-256 over the paths and bytes of the sources, sorted; tests in a folder are left out. Throws when one is missing. */
export function sourceHash(code: readonly string[]): string {
  const files = code.flatMap((path) => {
    if (!statSync(join(root, path)).isDirectory()) return [path];
    return readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${path}/${name.replaceAll("\\", "/")}`);
  });
  const hash = createHash("sha256");
  for (const file of [...new Set(files)].sort())
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** The committed results of a simulation, or null before its first full run. */
export function readResults({ name }: Registered): Results | null {
  const file = new URL(`${name}.json`, folder);
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
}

/** Writes the results to be committed. */
export function writeResults(results: Results): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${results.name}.json`, folder), `${JSON.stringify(results, null, 2)}\n`);
}
