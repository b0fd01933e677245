import { readFileSync } from "node:fs";
import { join } from "node:path";
import { auditInputs, fewPlants } from "../lab/audit/in-process.ts";
import { streamed } from "../lab/in-process.ts";
import { sha256 } from "../src/core/json.ts";
import { readTuningRows, type TuningRow } from "../src/data/tuning-rows.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import { random } from "../src/stats/distributions/random.ts";
import { analyzeOutcomes } from "../src/studies/audit/analyze.ts";
import { auditConfig } from "../src/studies/audit/config.ts";
import type { Control } from "./control.ts";

/** How many splits, of how many rows a side. */
const sizes = [
  { rows: 200, splits: 200 },
  { rows: 1000, splits: 100 },
] as const;

/** Does the answer say that two halves of one real set differ? The rows of CREDENCE_DATA/audit/clean.jsonl are dealt to two sides by chance, and the whole analysis is run. */
export const auditCleanSplits: Control = {
  kind: "control",
  name: "audit-clean-splits",
  lacks: () =>
    process.env.CREDENCE_DATA === undefined ? "CREDENCE_DATA names no folder with the set" : null,
  make: async (say) => {
    const file = join(process.env.CREDENCE_DATA ?? "", "audit", "clean.jsonl");
    const all: TuningRow[] = [];
    await readTuningRows(file, (row) => {
      if (row.answer.trim() !== "") all.push(row);
    });
    const cases = [];
    for (const { rows, splits } of sizes) {
      let differs = 0;
      for (let split = 0; split < splits; split++) {
        const dealt = random(`clean splits ${rows} ${split}`).shuffle(all);
        const config = auditConfig.parse({
          ...{ suspects: ["suspect"], reference: "clean", splits: 0, bootstrap: 50, permutations: 1200 },
          tests: ["different", "words"],
        });
        const inputs = auditInputs({ suspect: dealt.slice(0, rows), clean: dealt.slice(rows, 2 * rows) });
        const { answer } = await analyzeOutcomes(config, inputs, streamed([]), {
          ...{
            random: random(`clean splits analysis ${rows} ${split}`),
            workers: fewPlants,
            progress: () => {},
          },
          ...{ models: {}, registeredAt: "" },
        });
        if (answer?.checked.some(({ what, state }) => what === "differs" && state === "yes") === true)
          differs++;
        if ((split + 1) % 5 === 0) say(`${rows} rows a side: ${differs} of ${split + 1} splits differ`);
      }
      const { low, high } = clopperPearson(differs, splits);
      cases.push({ rows, splits, differs, share: { estimate: differs / splits, low, high } });
    }
    return { inputs: { clean: sha256(readFileSync(file)) }, rows: all.length, cases };
  },
};
