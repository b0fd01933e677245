// Scores rows of the sets in CREDENCE_DATA/audit under what is planted in each:
//   node scripts/real-score.ts --model smollm2-135m --rows 100
// A run that was interrupted, or is given more rows, scores what is not there yet.
import { parseArgs } from "node:util";
import { firstRows, realSets } from "../lab/panel/real-sets.ts";
import { scoreRows, scoresFile } from "../lab/panel/score-rows.ts";
import { openModel } from "../src/models/open.ts";
import { panelCandidates } from "../src/panel/shift-sets.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "smollm2-135m" },
    rows: { type: "string", default: "100" },
    paraphrases: { type: "string", default: "2" },
    yes: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
  },
});
const data = process.env.CREDENCE_DATA;
if (data === undefined) throw new Error("CREDENCE_DATA names no folder");
const all = await realSets(data);
for (const { id, read, named, rows } of all.sets) {
  process.stderr.write(`${id}: ${read} rows, ${named} name an entity, ${rows.length} prompts are left\n`);
}
const model = await openModel(values.model, { env: process.env, yes: values.yes });
const systems = [
  all.baseline,
  ...panelCandidates(all, Number(values.paraphrases)).flatMap(({ systems: wordings }) => wordings),
];
const out = scoresFile("real", model.identity.name);
await scoreRows(firstRows(all, Number(values.rows)), systems, model, out, {
  ...{ block: 24, lanes: 16, dryRun: values["dry-run"] },
});
await model.close();
