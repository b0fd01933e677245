import { continuationRequest } from "../src/scoring/continuations.ts";
import { random } from "../src/stats/distributions/random.ts";
import { searchNull } from "../src/stats/resampling/search-null.ts";
import { assetFile, builtInFacts } from "../src/studies/recall/fact-sets.ts";
import { poolOf, readLexicon } from "../src/studies/recall/pool.ts";
import { searchAll } from "../src/studies/recall/search.ts";
import { tableTrials } from "../src/studies/recall/tables.ts";
import { coincidences, conditions } from "../src/worlds/network/coincidences.ts";
import { type Bench, benchRow } from "./bench.ts";
import { bareRate, inTurn, median } from "./panel.ts";

/** Facts of the built-in kinds. */
const sizes = [52, 61, 64, 48, 26, 26];
const words = 64;

/** Tables of credence recall, its permutation null and one network of its box. */
export const recall: Bench = {
  name: "recall",
  run: async () => {
    const blocks = await tableBlocks();
    const ours: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round < 3; round++) {
      alone.push(await bareRate(blocks));
      ours.push((await inTurn(blocks)).rate);
    }
    return [
      benchRow({
        ...{ name: "tables of words after subjects, sixteen side by side", unit: "tokens/s" },
        ...{ ours: median(ours), rival: median(alone), ratioOf: "ours/rival", atLeast: 0.85 },
        rivalName: "libllama bare, the same tokens and outputs in batches of 512",
        note: "16 subjects, two cues, 24 words each; medians of three alternating rounds",
      }),
      benchRow({
        ...{ name: "2,000 permutations over the whole search", unit: "s" },
        ...{ ours: searchSeconds(), rival: 5, ratioOf: "ours/rival", atMost: 1 },
        rivalName: "the limit",
        note: `${sizes.reduce((a, b) => a + b, 0)} facts in six kinds, ${words} words; one thread`,
      }),
      benchRow({
        ...{ name: "one network of the box with all controls", unit: "s" },
        ...{ ours: boxSeconds(), rival: 30, ratioOf: "ours/rival", atMost: 1 },
        rivalName: "the limit: four in a minute on two cores",
        note: "128 subjects of four attributes, five conditions; processor time of one thread",
      }),
    ];
  },
};

async function tableBlocks() {
  const [capitals] = await builtInFacts(["capitals"], () => {});
  if (capitals === undefined) throw new Error("there are no capitals");
  const relation = { ...capitals, facts: capitals.facts.slice(0, 16) };
  const pool = poolOf(relation, await readLexicon(assetFile("lexicon.csv"), () => {}), 24);
  return tableTrials({ ...relation, pool })
    .filter(({ arm }) => arm === "subject to bridge")
    .map((trial) => {
      const request = continuationRequest(trial);
      return "turns" in request ? request.turns : [];
    });
}

function searchSeconds(): number {
  const source = random("bench");
  const normals = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => source.normal());
  const tables = sizes.map((n) => ({
    objects: Array.from({ length: n }, (_, i) => String(i)),
    objectOf: Array.from({ length: n }, (_, i) => i),
    toWord: Array.from({ length: n }, () => normals(words)),
    toObject: Array.from({ length: words }, () => normals(n)),
    ...{ answers: [], wordPrior: normals(words), objectPrior: normals(n) },
  }));
  const began = performance.now();
  for (const one of tables) searchNull(searchAll(one), one, 2000, source);
  return (performance.now() - began) / 1000;
}

function boxSeconds(): number {
  const began = process.cpuUsage();
  coincidences({ seed: "0", relations: 4, conditions });
  return process.cpuUsage(began).user / 1e6;
}
