import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { type Bench, benchRow } from "./bench.ts";

const ours = z.object({ seconds: z.number(), perSecond: z.number(), maxRssMiB: z.number() });
const theirs = ours.extend({ version: z.string() });
const execute = promisify(execFile);
const child = new URL("./trials-child.ts", import.meta.url);
const rivalScript = new URL("./inspect_mock.py", import.meta.url);

/** Trials a second and memory: scripted trials through plan, runner, journal and findings, each size in its own process. */
export const trials: Bench = {
  name: "trials",
  run: async () => {
    const small = ours.parse(await printed(process.execPath, child, 10_000, launcherFlags()));
    const large = ours.parse(await printed(process.execPath, child, 100_000, launcherFlags()));
    const rival = await inspect(10_000);
    const there = typeof rival === "string" ? null : rival;
    const rivalName =
      there === null ? "Inspect (rival not installed)" : `Inspect ${there.version} with mockllm`;
    const missing = typeof rival === "string" ? rival : null;
    const what =
      "10,000 one-question trials at concurrency 64, answers scripted, once each, start of the process left out";
    return [
      benchRow({
        name: "scripted trials a second",
        ours: small.perSecond,
        rival: there?.perSecond ?? null,
        ratioOf: "ours/rival",
        atLeast: 50,
        unit: "1/s",
        rivalName,
        note: missing ?? what,
      }),
      benchRow({
        name: "peak memory at 10,000 trials",
        ours: small.maxRssMiB,
        rival: there?.maxRssMiB ?? null,
        ratioOf: "ours/rival",
        atMost: 0.5,
        unit: "MiB",
        rivalName,
        note: missing ?? `${what}; resident, whole process`,
      }),
      benchRow({
        name: "peak memory at 100,000 trials",
        ours: large.maxRssMiB,
        rival: small.maxRssMiB,
        ratioOf: "ours/rival",
        atMost: 1.3,
        unit: "MiB",
        rivalName: "10,000 trials",
        note: `resident, whole process; ${Math.round(large.perSecond)} trials a second at 100,000`,
      }),
    ];
  },
};

/** What Inspect took, or why it could not be asked. */
async function inspect(samples: number): Promise<z.infer<typeof theirs> | string> {
  const python = process.env.PYTHON ?? "python3";
  try {
    return theirs.parse(await printed(python, rivalScript, samples));
  } catch (error) {
    const why = error instanceof Error ? (error.message.trim().split("\n").at(-1) ?? "") : String(error);
    return `${python} gave no figures (${why}); set PYTHON to a Python that has inspect-ai`;
  }
}

/** The flags the command line starts Node with, from the launcher's first line. */
function launcherFlags(): string[] {
  const [first = ""] = readFileSync(new URL("../bin/credence.js", import.meta.url), "utf8").split("\n");
  return first.split(" ").filter((word) => word.startsWith("--"));
}

/** The last line a script printed, which is JSON. */
async function printed(
  program: string,
  script: URL,
  count: number,
  flags: readonly string[] = [],
): Promise<unknown> {
  const words = [...flags, fileURLToPath(script), String(count)];
  const { stdout } = await execute(program, words, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
}
