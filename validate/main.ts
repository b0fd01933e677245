// npm run validate [NAME...] [--threads N]: makes these results, or all that are not fresh; goes on where an earlier run stopped.
// npm run validate -- --check [NAME...]: says whether each would be the same if it were made now; exit code 1 where one might not.
import { parseArgs } from "node:util";
import { fullRun } from "./full-run.ts";
import { registry } from "./registry.ts";
import { freshness, freshWords, making, readResult, sourcesNow } from "./results.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: "string", default: "2" }, check: { type: "boolean", default: false } },
});
const width = Math.max(1, Math.round(Number(values.threads)) || 1);
const known = Object.keys(registry);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no result named ${unknown.join(", ")}; there are: ${known.join(", ")}`);
  process.exit(2);
}
const say = (line: string): void => console.error(line);
for (const name of positionals.length > 0 ? positionals : known) {
  const result = readResult(name);
  const words = result === null ? "NEVER MADE" : freshWords(freshness(result, sourcesNow(name)));
  if (values.check && words !== "fresh") process.exitCode = 1;
  if (values.check || (positionals.length === 0 && words === "fresh")) {
    console.log(`${name.padEnd(Math.max(...known.map(({ length }) => length)))}  ${words}`);
  } else {
    await make(name);
  }
}

async function make(name: string): Promise<void> {
  const entry = await registry[name]?.();
  if (entry?.kind === "control") {
    const lacks = entry.lacks();
    if (lacks !== null) return say(`${name} is SKIPPED: ${lacks}`);
    await making(name, () => entry.make((line) => say(`${name}: ${line}`)));
    return say(`${name}: made`);
  }
  if (entry?.kind !== "simulation") return;
  const { cases } = await fullRun(entry, width, say);
  console.log(`\n${name}`);
  console.table(Object.fromEntries(cases.map(({ name, summary }) => [name, summary])));
  for (const { name, summary } of cases) {
    for (const problem of entry.check(summary, true)) {
      console.error(`MISS ${name}: ${problem}`);
      process.exitCode = 1;
    }
  }
}
