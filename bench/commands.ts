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
    await waited("--version", 0.4, ["--version"], 3),
    await waited("monitor --help", 1, ["monitor", "--help"], 3),
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

/** One command in a fresh home, the best of some times; null where its data are not there. */
async function waited(
  name: string,
  limit: number,
  words: readonly string[] | null,
  times = 1,
): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "credence-bench-"));
  const load = loadavg()[0]?.toFixed(1);
  try {
    let seconds = Number.POSITIVE_INFINITY;
    for (let time = 0; words !== null && time < times; time++) {
      const began = performance.now();
      const env = { ...process.env, CREDENCE_HOME: join(folder, "home") };
      await promisify(execFile)(process.execPath, [launcher, ...words], { cwd: folder, env });
      seconds = Math.min(seconds, (performance.now() - began) / 1000);
    }
    return benchRow({
      ...{ name, ours: words === null ? null : seconds, rival: limit, ratioOf: "ours/rival", atMost: 1 },
      ...{ unit: "s", rivalName: `a limit of ${limit} s` },
      note:
        words === null
          ? "CREDENCE_DATA is not set: the sets are not there"
          : `the command line from start to end, ${times === 1 ? "once" : `best of ${times}`}; load average before it ${load} on ${availableParallelism()} cores`,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
