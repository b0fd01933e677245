// Two monitors scored the same 240 agent runs, which come in 40 tasks. How well does each tell attacks apart, and is the second better?
import { clusterCodes, obuchowski, random, rocBootstrap } from "credence/stats";

const { normal, int } = random("runs");
const difficulty = Array.from({ length: 40 }, normal);
const runs = Array.from({ length: 240 }, (_, number) => {
  const task = number % difficulty.length;
  const attack = int(3) === 0;
  const shared = 0.7 * (difficulty[task] ?? 0);
  // The second monitor gave no score to every twentieth run.
  const second = number % 20 === 0 ? null : shared + (attack ? 1.6 : 0) + normal();
  return { task: `task ${task}`, attack, first: shared + (attack ? 0.8 : 0) + normal(), second };
});

const positive = Uint8Array.from(runs, ({ attack }) => Number(attack));
const cluster = clusterCodes(runs.map(({ task }) => task));
const first = Float64Array.from(runs, (run) => run.first);
const second = Float64Array.from(runs, (run) => run.second ?? Number.NaN);
const resampled = rocBootstrap({
  arms: [first, second],
  positive,
  cluster,
  strata: [],
  fprs: [0.05],
  budgets: [],
  draws: 1000,
  seed: "1",
});
const formula = obuchowski(second, first, positive, cluster).difference;

console.log(
  JSON.stringify({
    runs,
    clusters: resampled.clusters,
    aurocs: resampled.arms.map(({ auroc }) => auroc),
    difference: resampled.pairs[0]?.auroc,
    formula,
  }),
);
