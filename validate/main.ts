// npm run validate [NAME...] [--threads N]: runs the simulations, goes on where an earlier run stopped, writes what it found.
import { parseArgs } from "node:util";
import { fullRun } from "./full-run.ts";
import { simulations } from "./registry.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: "string", default: "2" } },
});
const width = Math.max(1, Math.round(Number(values.threads)) || 1);
const known = Object.keys(simulations);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no simulation named ${unknown.join(", ")}; there are: ${known.join(", ")}`);
  process.exit(2);
}
for (const [name, load] of Object.entries(simulations)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const simulation = await load();
  const { cases } = await fullRun(simulation, width, (line) => process.stderr.write(`${line}\n`));
  console.log(`\n${name}`);
  console.table(Object.fromEntries(cases.map(({ name, summary }) => [name, summary])));
  for (const { name, summary } of cases) {
    for (const problem of simulation.check(summary, true)) {
      console.error(`MISS ${name}: ${problem}`);
      process.exitCode = 1;
    }
  }
}
