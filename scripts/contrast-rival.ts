// Coverage, width and time of 95% intervals of a paired difference over clustered items, ours beside evalconfidence's `compare` on the same worlds.
// Run: node scripts/contrast-rival.ts [WORLDS] [PYTHON]; the Python needs evalconfidence 0.1.1.
import { execFileSync } from "node:child_process";
import { z } from "zod";
import { clusteredMean } from "../src/stats/contrasts/clustered-mean.ts";
import { random } from "../src/stats/distributions/random.ts";

const [worlds = "400", python = "python3"] = process.argv.slice(2);
const truth = 0.1;

/** 100 items in 10 clusters; a fifth of the variance of an item's difference is its cluster's. */
const made = Array.from({ length: Number(worlds) }, (_, number) => {
  const source = random(`rival ${number}`);
  return Array.from({ length: 10 }, () => source.normal()).flatMap((shared, cluster) =>
    Array.from({ length: 10 }, () => {
      const a = 0.5 + 0.1 * source.normal();
      const difference = truth + 0.2 * (Math.sqrt(0.2) * shared + Math.sqrt(0.8) * source.normal());
      return { cluster, a, b: a + difference };
    }),
  );
});

const start = performance.now();
const ours = made.map((items) =>
  clusteredMean(
    items.map(({ a, b }) => b - a),
    items.map(({ cluster }) => cluster),
  ),
);
const seconds = (performance.now() - start) / 1000;

const program = `
import json, sys, time
from evalconfidence import ItemResult, compare
worlds = json.load(sys.stdin)
start, out = time.perf_counter(), []
for items in worlds:
    side = lambda key: [ItemResult(item_id=str(i), model_id=key, score=x[key], cluster_id=str(x["cluster"])) for i, x in enumerate(items)]
    found = compare(side("b"), side("a"))
    low, high = found.ci_diff
    out.append([float(low), float(high)])
json.dump({"seconds": time.perf_counter() - start, "ends": out}, sys.stdout)
`;
const theirs = z.object({ seconds: z.number(), ends: z.array(z.tuple([z.number(), z.number()])) }).parse(
  JSON.parse(
    execFileSync(python, ["-c", program], {
      input: JSON.stringify(made),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    }),
  ),
);

const summary = (ends: readonly (readonly [number, number])[], taken: number) => ({
  coverage: ends.filter(([low, high]) => low <= truth && truth <= high).length / ends.length,
  width: ends.reduce((sum, [low, high]) => sum + high - low, 0) / ends.length,
  "ms a world": (1000 * taken) / ends.length,
});
console.table({
  "credence/stats clusteredMean": summary(
    ours.map(({ low, high }) => [low, high] as const),
    seconds,
  ),
  "evalconfidence compare": summary(theirs.ends, theirs.seconds),
});
