// Puts score tables of the cache into validate/scores, to be committed:
//   node scripts/pack-scores.ts scores-smollm2-135m real-smollm2-135m
import { mkdirSync } from "node:fs";
import { packScores, scoresFile } from "./score-rows.ts";

mkdirSync(new URL("../validate/scores/", import.meta.url), { recursive: true });
for (const name of process.argv.slice(2)) {
  const dash = name.indexOf("-");
  packScores(scoresFile(name.slice(0, dash), name.slice(dash + 1)));
}
