// Reads one file in a process of its own: readers-child.ts KIND PATH prints {seconds, cpu, megabytes, rows}, best of five.
import { readRuns } from "../src/data/runs.ts";
import { readSeriesCsv } from "../src/data/series-csv.ts";
import { readTuningRows } from "../src/data/tuning-rows.ts";

const [kind, path = ""] = process.argv.slice(2);

async function read(): Promise<number> {
  if (kind === "tuning") {
    const kept: unknown[] = [];
    await readTuningRows(path, (row) => kept.push(row));
    return kept.length;
  }
  if (kind === "csv")
    return (await readSeriesCsv(path, { x: ["step"], y: "price", first: "number", label: "note" })).rows
      .length;
  return (await readRuns([path])).runs.length;
}

let best = { seconds: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY, rows: 0 };
for (let round = 0; round < 5; round++) {
  const before = process.cpuUsage();
  const began = performance.now();
  const rows = await read();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  best = { seconds: Math.min(best.seconds, seconds), cpu: Math.min(best.cpu, cpu), rows };
}
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ...best, megabytes }));
