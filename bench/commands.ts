import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Bench, type BenchRow, benchRow } from "./bench.ts";

const launcher = fileURLToPath(new URL("../bin/credence.js", import.meta.url));
const data = process.env.CREDENCE_DATA;

/** How long a person waits for a whole command, from its start to its end, page written. */
export const commands: Bench = {
  name: "commands",
  run: async () => [
    await waited("forecast", 10, ["forecast"]),
    await waited(
      "audit of 8,000 rows against 4,880",
      30,
      data === undefined
        ? null
        : [
            ...["audit", resolve(data, "audit/uk.jsonl"), "--reference", resolve(data, "audit/clean.jsonl")],
            ...["--tests", "different,words", "--splits", "0"],
          ],
    ),
  ],
};

/** One command, once, in a fresh home; null where its data are not there. */
async function waited(name: string, limit: number, words: readonly string[] | null): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "credence-bench-"));
  const load = loadavg()[0]?.toFixed(1);
  try {
    const began = performance.now();
    if (words !== null) {
      const env = { ...process.env, CREDENCE_HOME: join(folder, "home") };
      await promisify(execFile)(process.execPath, [launcher, ...words], { cwd: folder, env });
    }
    const seconds = (performance.now() - began) / 1000;
    return benchRow({
      ...{ name, ours: words === null ? null : seconds, rival: limit, ratioOf: "ours/rival", atMost: 1 },
      ...{ unit: "s", rivalName: `a limit of ${limit} s` },
      note:
        words === null
          ? "CREDENCE_DATA is not set: the sets are not there"
          : `the command line from start to end, once; load average before it ${load} on ${availableParallelism()} cores`,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
