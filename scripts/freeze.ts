// Packs run folders into test/frozen, as what they found must stay (test/frozen/README.md):
//   node scripts/freeze.ts FOLDER...             the run itself, where its data may be published
//   node scripts/freeze.ts --numbers FOLDER...   its numbers and verdicts alone
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { frozenLeaves, numbersAlone } from "../lab/frozen/leaves.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { numbers: { type: "boolean", default: false } },
});
const found = z.object({ study: z.string(), claims: z.json(), results: z.json() });
for (const folder of positionals) {
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const kept = found.parse(JSON.parse(read("findings.json")));
  const write = (file: string, content: unknown): void =>
    writeFileSync(
      new URL(`../test/frozen/${basename(folder)}.${file}`, import.meta.url),
      gzipSync(JSON.stringify(content), { level: 9 }),
    );
  if (values.numbers) {
    write("numbers.json.gz", Object.fromEntries(numbersAlone(frozenLeaves(kept))));
    continue;
  }
  const inputs = existsSync(join(folder, "inputs")) ? readdirSync(join(folder, "inputs")) : [];
  const files = {
    "run.json": read("run.json"),
    ...Object.fromEntries(inputs.sort().map((name) => [`inputs/${name}`, read(`inputs/${name}`)])),
    // On which machine it was says nothing; the marks of the lines are of what stood there.
    "outcomes.jsonl": read("outcomes.jsonl")
      .replaceAll(/("pid":)\d+,"host":"[^"]*"/g, '$10,"host":"-"')
      .replaceAll(/,"h":"[0-9a-f]{16}"\}$/gm, "}"),
    "findings.json": JSON.stringify(kept),
  };
  write("json.gz", { files });
}
