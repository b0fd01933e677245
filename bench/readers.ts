import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { type Bench, type BenchRow, benchRow } from "./bench.ts";
import { type ReadersFile, readersFiles, readersRows, writeReadersFile } from "./readers-files.ts";

const measured = z.object({ seconds: z.number(), cpu: z.number(), megabytes: z.number(), rows: z.number() });
const rivalReply = measured.extend({ name: z.string() });

/** What each is called, who else reads it, and most of the rival's time that reading may take. */
const about: Readonly<Record<ReadersFile, readonly [name: string, rival: string, atMost: number]>> = {
  openai: ["OpenAI chat JSONL", "Python, json.loads", 1],
  anthropic: ["Anthropic JSONL", "Python, json.loads", 1],
  sharegpt: ["ShareGPT JSONL", "Python, json.loads", 1],
  agentdojo: ["a folder of AgentDojo runs", "Python, json.load", 1.5],
  eval500: ["Inspect .eval, 500 samples", "Inspect", 0.6],
  eval5000: ["Inspect .eval, 5,000 samples", "Inspect", 0.6],
  "inspect-json": ["Inspect .json, 1,000 samples", "Inspect", 0.6],
  // Beside reading, rows that stand there twice are found by their hashes.
  tuning: ["fine-tuning rows", "Python, json.loads", 1.2],
  // pandas reads in C; ours knows the line of every cell and says what is wrong with it.
  csv: ["a series from CSV", "pandas", 16],
};

/** Every reader of logs and rows against what reads the same file in Python, each in a process of its own. */
export const readersBench: Bench = {
  name: "readers",
  run: async () => {
    const rows: BenchRow[] = [];
    for (const kind of readersFiles) {
      const folder = mkdtempSync(join(tmpdir(), "credence-readers-"));
      try {
        rows.push(await rowOf(kind, await writeReadersFile(kind, folder)));
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    return rows;
  },
};

async function rowOf(kind: ReadersFile, path: string): Promise<BenchRow> {
  const [name, rivalName, atMost] = about[kind];
  const megabytes = bytesAt(path) / 1e6;
  const ours = measured.parse(
    JSON.parse(await output(process.execPath, new URL("./readers-child.ts", import.meta.url), kind, path)),
  );
  const rival = await rivalOf(kind, path);
  const whole = ours.rows === readersRows[kind] && (typeof rival === "string" || rival.rows === ours.rows);
  const rate = `${(megabytes / ours.seconds).toFixed(1)} MB/s, ${Math.round(ours.rows / ours.seconds).toLocaleString("en")} rows/s`;
  const memory = `peak ${ours.megabytes.toFixed(0)} MB${typeof rival === "string" ? "" : `, rival ${rival.megabytes.toFixed(0)} MB`}`;
  // A machine that others use too gives a process its turn late: CPU seconds say what the work itself takes.
  const cpu = `CPU ${ours.cpu.toFixed(2)} s${typeof rival === "string" ? "" : `, rival ${rival.cpu.toFixed(2)} s`}`;
  const load = `load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
  const note = `${ours.rows.toLocaleString("en")} rows, ${megabytes.toFixed(1)} MB: ${rate}; ${cpu}; ${memory}; best of 5, ${load}`;
  return benchRow({
    ...{ name, ours: ours.seconds, ratioOf: "ours/rival", atMost, unit: "s" },
    rival: typeof rival === "string" || !whole ? null : rival.seconds,
    rivalName: typeof rival === "string" ? `${rivalName} (not installed)` : rival.name,
    note: !whole
      ? "not all rows were read: this is not the same work"
      : typeof rival === "string"
        ? `${note}; ${rival}`
        : note,
  });
}

async function rivalOf(kind: ReadersFile, path: string): Promise<z.infer<typeof rivalReply> | string> {
  const python = process.env.PYTHON ?? "python3";
  try {
    return rivalReply.parse(
      JSON.parse(await output(python, new URL("./readers_rival.py", import.meta.url), kind, path)),
    );
  } catch (error) {
    const said = error instanceof Error ? (error.message.trim().split("\n").at(-1) ?? "") : String(error);
    return `no rival: ${said}; set PYTHON to a Python that has inspect-ai and pandas`;
  }
}

async function output(command: string, script: URL, ...rest: readonly string[]): Promise<string> {
  return (await promisify(execFile)(command, [fileURLToPath(script), ...rest])).stdout;
}

function bytesAt(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
