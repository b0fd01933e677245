// Writes runs of the scripted office as OpenAI chat JSONL:
//   node scripts/office-runs.ts --seed 1 --count 72 --no-attack 12 --out assets/office/runs.jsonl
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chatJsonl } from "../src/data/write-jsonl.ts";
import { officeRuns } from "../src/worlds/office/runs.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "72" },
    "no-attack": { type: "string", default: "12" },
    out: { type: "string" },
  },
});
if (values.out === undefined) throw new Error("--out FILE is missing");
const runs = await officeRuns({
  seed: values.seed,
  count: Number(values.count),
  noAttack: Number(values["no-attack"]),
});
writeFileSync(values.out, chatJsonl(runs));
