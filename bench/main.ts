// npm run bench [-- NAME... --compare]: times what is registered here against its rivals, prints a table, writes docs/bench.json.
// With --compare it writes nothing, names what got worse by a fifth or more against the last time, and ends with 1 if anything did.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import { z } from "zod";
import type { Bench, BenchRow } from "./bench.ts";
import { commands } from "./commands.ts";
import { endpointBench } from "./endpoint.ts";
import { forecast } from "./forecast.ts";
import { historyIn, worsening } from "./history.ts";
import { local } from "./local.ts";
import { monitorBench } from "./monitor.ts";
import { panel } from "./panel.ts";
import { readersBench } from "./readers.ts";
import { recall } from "./recall.ts";
import { roc } from "./roc.ts";
import { trials } from "./trials.ts";
import { wireBench } from "./wire.ts";

const benches: readonly Bench[] = [
  roc,
  trials,
  local,
  panel,
  forecast,
  monitorBench,
  wireBench,
  endpointBench,
  readersBench,
  recall,
  commands,
];

const file = new URL("../docs/bench.json", import.meta.url);
const compare = process.argv.includes("--compare");
const names = process.argv.slice(2).filter((word) => word !== "--compare");
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `no bench named ${unknown.join(", ")}; there are: ${benches.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

/** One bench's rows, with the load of the machine before it. */
interface Run {
  readonly at: string;
  readonly load: number;
  readonly rows: readonly BenchRow[];
}
const measured = new Map<string, Run>();
for (const bench of benches) {
  if (names.length > 0 && !names.includes(bench.name)) continue;
  process.stderr.write(`timing ${bench.name} ...\n`);
  const load = Number((loadavg()[0] ?? 0).toFixed(1));
  measured.set(bench.name, { at: new Date().toISOString(), load, rows: await bench.run() });
}

const before = stored();
const historyOf = historyIn(before);
for (const [bench, { rows, load }] of measured) {
  console.log(`\n${bench} (load ${load} on ${availableParallelism()} cores)`);
  for (const row of rows) console.log(line(row));
}
if (compare) {
  const worse = [...measured].flatMap(([bench, { rows }]) =>
    rows.flatMap((row) => worsening(row, historyOf(bench, row.name)) ?? []),
  );
  console.log(worse.length === 0 ? "\nnothing got worse by a fifth" : `\n${worse.join("\n")}`);
  if (worse.length > 0) process.exitCode = 1;
} else {
  writeFileSync(file, `${JSON.stringify({ benches: { ...before.benches, ...withMachine() } }, null, 2)}\n`);
}
const missed = [...measured.values()].flatMap(({ rows }) => rows).filter(({ ok }) => !ok);
if (missed.length > 0) {
  console.error(`\n${missed.length} not within its bound: ${missed.map(({ name }) => name).join("; ")}`);
  process.exitCode = 1;
}

function line(row: BenchRow): string {
  const { name, ours, rival, ratio, unit, rivalName, note, ok } = row;
  const bound = "atLeast" in row ? `at least ${row.atLeast}` : `at most ${row.atMost}`;
  const figures = `${shown(ours)} ${unit}, ${rivalName}: ${shown(rival)} ${unit}, ratio ${shown(ratio)} (${bound})`;
  return `  ${ok ? "ok  " : "MISS"} ${name}: ${figures}\n       ${note}`;
}

function shown(value: number | null): string {
  return value === null ? "-" : String(Number(value.toPrecision(3)));
}

/** What earlier runs measured: it stays, with its own date and machine, until its bench is run again. */
function stored(): { readonly benches: Record<string, unknown> } {
  const read: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  return z
    .object({ benches: z.record(z.string(), z.unknown()) })
    .catch({ benches: {} })
    .parse(read);
}

function withMachine(): Record<string, unknown> {
  const machine = {
    platform: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
  return Object.fromEntries(
    [...measured].map(([name, { at, load, rows }]) => [
      name,
      { at, machine, rows: rows.map((row) => ({ ...row, load, history: historyOf(name, row.name) })) },
    ]),
  );
}
