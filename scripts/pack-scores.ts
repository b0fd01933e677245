// Packs score tables of the cache, to be committed: those of the panel's own rows into assets/panel/scores with their list, others into
// validate/scores:
//   node scripts/pack-scores.ts scores-smollm2-135m real-smollm2-135m
import { writeFileSync } from "node:fs";
import { packScores, scoresFile } from "../lab/panel/score-rows.ts";
import { openModel } from "../src/models/open.ts";
import { scoresFolder, shippedTables } from "../src/scoring/shipped-scores.ts";

for (const name of process.argv.slice(2)) {
  const dash = name.indexOf("-");
  const [what, id] = [name.slice(0, dash), name.slice(dash + 1)];
  const packed = packScores(scoresFile(what, id));
  if (what !== "scores") continue;
  const model = await openModel(id, { env: process.env, yes: false });
  const { fingerprint } = model.identity;
  await model.close();
  if (fingerprint === null) throw new Error(`${id} has no file to hash`);
  const others = shippedTables().filter((entry) => entry.model !== id);
  const all = [...others, { model: id, fingerprint, ...packed }];
  all.sort((a, b) => (a.model < b.model ? -1 : 1));
  writeFileSync(new URL("index.json", scoresFolder), `${JSON.stringify(all, null, 2)}\n`);
}
