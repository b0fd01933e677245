// npm run bench [NAME...]: times what is registered here against its rivals, prints a table, writes docs/bench.json.
import { readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { z } from "zod";
import type { Bench, BenchRow } from "./bench.ts";
import { commands } from "./commands.ts";
import { endpointBench } from "./endpoint.ts";
import { forecast } from "./forecast.ts";
import { local } from "./local.ts";
import { monitorBench } from "./monitor.ts";
import { panel } from "./panel.ts";
import { readersBench } from "./readers.ts";
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
  commands,
];

const file = new URL("../docs/bench.json", import.meta.url);
const stored = z.object({ benches: z.record(z.string(), z.unknown()) });

const names = process.argv.slice(2);
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `no bench named ${unknown.join(", ")}; there are: ${benches.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

const measured = new Map<string, { readonly at: string; readonly rows: readonly BenchRow[] }>();
for (const bench of benches) {
  if (names.length > 0 && !names.includes(bench.name)) continue;
  process.stderr.write(`timing ${bench.name} ...\n`);
  measured.set(bench.name, { at: new Date().toISOString(), rows: await bench.run() });
}

for (const [bench, { rows }] of measured) {
  console.log(`\n${bench}`);
  for (const row of rows) console.log(line(row));
}
writeFileSync(file, `${JSON.stringify({ benches: { ...before(), ...withMachine() } }, null, 2)}\n`);
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

/** What earlier runs measured stays, with its own date and machine, until its bench is run again. */
function before(): Record<string, unknown> {
  try {
    return stored.parse(JSON.parse(readFileSync(file, "utf8"))).benches;
  } catch {
    return {};
  }
}

function withMachine(): Record<string, unknown> {
  const machine = {
    platform: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
  return Object.fromEntries([...measured].map(([name, { at, rows }]) => [name, { at, machine, rows }]));
}
