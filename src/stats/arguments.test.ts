// Every public function, given wrong arguments: a "usage" error that names the argument and says what was given and what was expected.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as stats from "./index.ts";

type Name = {
  [Key in keyof typeof stats]: (typeof stats)[Key] extends (...args: never[]) => unknown ? Key : never;
}[keyof typeof stats];

/** Argument, what is said to be given, and the call. */
type Wrong = readonly [argument: string, given: string, call: () => unknown];

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const scores = [0.9, 0.4, nan, 0.1];
const positive = [1, 0, 1, 0];
const cluster = [0, 0, 1, 1];
const source = stats.random("wrong");
const draws = {
  ...{ positive: Uint8Array.from(positive), cluster: Int32Array.from(cluster), draws: 10, seed: "1" },
  ...{ half: Uint8Array.of(0, 0, 1, 1) },
};
const arms = [Float64Array.from(scores)];
const roc = { ...draws, arms, strata: [], fprs: [0.1], budgets: [] };
const budget = { ...draws, arms, budgets: [0.1] };
const pair = {
  ...draws,
  cheap: Float64Array.from(scores),
  dear: Float64Array.from(scores),
  shares: [0.5],
  budget: 0.1,
};
const design = { a: 0.1, b: 0.1, maxCalls: 10 };
const prior = { a: 0.5, b: 0.5 };
const arm = { right: 3, trials: 10 };
const items = [{ calls: 1, logLikelihoods: [0, -1] }];
const sequence = stats.confidenceSequence();
const posterior = stats.temperedPosterior(["a", "b"], [0.5, 0.5], items, { exponent: 1 });
const process = stats.twoSampleEProcess(2);
const { rows } = stats.codeRows([["x"], ["y"], ["x"], ["y"]]);
const words = { first: rows, second: rows, cluster: Int32Array.from(cluster) };
const flips = { flips: 10, least: 1, level: 0.05, seed: "1" };
const twoSets = {
  ...{ rows, positive: Uint8Array.from(positive), train: Uint8Array.of(1, 1, 0, 0) },
  ...{ cluster: Int32Array.of(0, 1, 2, 3), permutations: 9, from: 0, seed: "1" },
  ...{ sizes: [1], bags: 10, resampledBags: 10, bootstrap: 10 },
};
const ratio = { numerator: 1, denominator: 2, variances: [1, 1, 0], freedom: 9 } as const;
const tested = { estimate: 0, standardError: 1, freedom: 9 };
const judge = { positives: 10, truePositives: 9, negatives: 10, trueNegatives: 9 };
const seen = { estimate: 0.5, low: 0.4, high: 0.6 };
const planned = { clusters: 10, itemsPerCluster: 2, draws: 3, base: 0.5 };
const trend = { permutations: 9, random: source };
/** The same mistakes in every function of scores and labels. */
const scored = (
  of: (scores: readonly number[], positive: readonly number[]) => unknown,
): readonly Wrong[] => [
  ["the length of positive", "3", () => of(scores, [1, 0, 1])],
  ["positive[1]", "2", () => of(scores, [1, 2, 1, 0])],
  ["positive[0]", "NaN", () => of(scores, [nan, 0, 1, 0])],
];

const wrong: Readonly<Record<Name, readonly Wrong[]>> = {
  betaCdf: [
    ["x", "NaN", () => stats.betaCdf(nan, 1, 1)],
    ["a", "0", () => stats.betaCdf(0.5, 0, 1)],
    ["b", "Infinity", () => stats.betaCdf(0.5, 1, infinity)],
  ],
  betaQuantile: [
    ["p", "1.1", () => stats.betaQuantile(1.1, 1, 1)],
    ["a", "-1", () => stats.betaQuantile(0.5, -1, 1)],
    ["b", "NaN", () => stats.betaQuantile(0.5, 1, nan)],
  ],
  clusteredMean: [
    ["the length of values", "0", () => stats.clusteredMean([], [])],
    ["the length of cluster", "1", () => stats.clusteredMean([1, 2], ["a"])],
    ["values[1]", "NaN", () => stats.clusteredMean([1, nan], ["a", "b"])],
    ["level", "95", () => stats.clusteredMean([1, 2], ["a", "b"], { level: 95 })],
  ],
  clusteredRegression: [
    ["the length of rows", "0", () => stats.clusteredRegression([], [], [])],
    ["the length of outcome", "1", () => stats.clusteredRegression([[1], [1]], [1], [1, 2])],
    ["the length of rows[1]", "2", () => stats.clusteredRegression([[1], [1, 2]], [1, 2], [1, 2])],
    ["rows[1][0]", "NaN", () => stats.clusteredRegression([[1], [nan]], [1, 2], [1, 2])],
    ["outcome[0]", "Infinity", () => stats.clusteredRegression([[1], [1]], [infinity, 2], [1, 2])],
    ["level", "1", () => stats.clusteredRegression([[1], [1]], [1, 2], [1, 2], 1)],
  ],
  clusteredRatio: [
    ["the length of denominator", "1", () => stats.clusteredRatio([1, 2], [1], [1, 2])],
    ["numerator[0]", "NaN", () => stats.clusteredRatio([nan, 2], [1, 2], [1, 2])],
    ["denominator[1]", "NaN", () => stats.clusteredRatio([1, 2], [1, nan], [1, 2])],
    ["level", "0", () => stats.clusteredRatio([1, 2], [1, 2], [1, 2], 0)],
  ],
  noiseBand: [
    ["the length of block", "1", () => stats.noiseBand([1, 2], [1, 2], [1], [1, 2])],
    ["the length of cluster", "1", () => stats.noiseBand([1, 2], [1, 2], [1, 1], [1])],
    ["values[0]", "NaN", () => stats.noiseBand([nan, 2], [1, 2], [1, 1], [1, 2])],
    ["level", "2", () => stats.noiseBand([1, 2], [1, 2], [1, 1], [1, 2], { level: 2 })],
  ],
  fieller: [
    ["numerator", "NaN", () => stats.fieller({ ...ratio, numerator: nan })],
    ["denominator", "Infinity", () => stats.fieller({ ...ratio, denominator: infinity })],
    ["variances[0]", "-1", () => stats.fieller({ ...ratio, variances: [-1, 1, 0] })],
    ["variances[1]", "-1", () => stats.fieller({ ...ratio, variances: [1, -1, 0] })],
    ["variances[2]", "NaN", () => stats.fieller({ ...ratio, variances: [1, 1, nan] })],
    ["freedom", "0", () => stats.fieller({ ...ratio, freedom: 0 })],
    ["level", "1", () => stats.fieller(ratio, 1)],
  ],
  equivalence: [
    ["estimate", "NaN", () => stats.equivalence({ ...tested, estimate: nan }, 0.05)],
    ["standardError", "-1", () => stats.equivalence({ ...tested, standardError: -1 }, 0.05)],
    ["freedom", "0", () => stats.equivalence({ ...tested, freedom: 0 }, 0.05)],
    ["margin", "0", () => stats.equivalence(tested, 0)],
    ["level", "5", () => stats.equivalence(tested, 0.05, 5)],
  ],
  exactAbsence: [
    ["events", "-1", () => stats.exactAbsence(-1, 10, 0.05)],
    ["tasks", "1", () => stats.exactAbsence(2, 1, 0.05)],
    ["rate", "0", () => stats.exactAbsence(0, 10, 0)],
    ["level", "1", () => stats.exactAbsence(0, 10, 0.05, 1)],
  ],
  roganGladen: [
    ["seen.high", "1.1", () => stats.roganGladen({ estimate: 0.5, low: 0.4, high: 1.1 }, judge)],
    ["truePositives", "11", () => stats.roganGladen(seen, { ...judge, truePositives: 11 })],
    ["trueNegatives", "11", () => stats.roganGladen(seen, { ...judge, trueNegatives: 11 })],
    ["positives", "0", () => stats.roganGladen(seen, { ...judge, positives: 0, truePositives: 0 })],
    ["negatives", "0", () => stats.roganGladen(seen, { ...judge, negatives: 0, trueNegatives: 0 })],
    ["level", "0", () => stats.roganGladen(seen, judge, 0)],
  ],
  plannedError: [
    ["clusters", "1", () => stats.plannedError({ ...planned, clusters: 1 })],
    ["itemsPerCluster", "0", () => stats.plannedError({ ...planned, itemsPerCluster: 0 })],
    ["draws", "0", () => stats.plannedError({ ...planned, draws: 0 })],
    ["base", "2", () => stats.plannedError({ ...planned, base: 2 })],
    ["itemSpread", "-1", () => stats.plannedError({ ...planned, itemSpread: -1 })],
    ["clusterSpread", "NaN", () => stats.plannedError({ ...planned, clusterSpread: nan })],
  ],
  plannedPower: [["level", "1", () => stats.plannedPower(planned, 0.1, 1)]],
  leastGap: [
    ["power", "0", () => stats.leastGap(planned, 0)],
    ["level", "1", () => stats.leastGap(planned, 0.8, 1)],
  ],
  holm: [
    ["ps[0]", "2", () => stats.holm([2])],
    ["tests", "1", () => stats.holm([0.1, 0.2], 1)],
  ],
  clusteredRate: [
    ["the length of tries", "1", () => stats.clusteredRate([1, 2], [3])],
    ["hits[1]", "3", () => stats.clusteredRate([1, 3], [2, 2])],
    ["tries[0]", "1.5", () => stats.clusteredRate([1], [1.5])],
  ],
  contrast: [
    ["the length of arms", "0", () => stats.contrast([], [])],
    [
      "the length of weights",
      "1",
      () => stats.contrast([arms[0] ?? assert.fail(), new Float64Array(4)], [1]),
    ],
    ["the length of arms[1]", "2", () => stats.contrast([new Float64Array(3), new Float64Array(2)], [1, -1])],
    ["arms[0][1]", "2", () => stats.contrast([Float64Array.of(0, 2)], [1])],
    ["weights[0]", "NaN", () => stats.contrast([Float64Array.of(0, 1)], [nan])],
    ["confidence", "95", () => stats.contrast([Float64Array.of(0, 1)], [1], 95)],
  ],
  logPredictive: [
    ["the length of target", "0", () => stats.logPredictive([], [])],
    ["the length of control", "1", () => stats.logPredictive([1, 2], [1])],
    ["target[1]", "-1", () => stats.logPredictive([1, -1], [0, 0])],
    ["control[0]", "NaN", () => stats.logPredictive([1, 1], [nan, 0])],
    ["prior[0]", "0", () => stats.logPredictive([1, 1], [0, 0], 0)],
    ["the length of prior", "1", () => stats.logPredictive([1, 1], [0, 0], [1])],
  ],
  posteriorPredictiveP: [
    ["draws", "0", () => stats.posteriorPredictiveP([1, 1], [0, 0], 0.5, source, 0)],
    ["target[0]", "1.5", () => stats.posteriorPredictiveP([1.5, 1], [0, 0], 0.5, source, 10)],
    ["prior[1]", "-1", () => stats.posteriorPredictiveP([1, 1], [0, 0], [1, -1], source, 10)],
  ],
  benjaminiHochberg: [["p[1]", "1.2", () => stats.benjaminiHochberg([0.1, 1.2])]],
  fisherExact: [
    ["k", "3", () => stats.fisherExact(3, 2, 0, 1)],
    ["m", "0.5", () => stats.fisherExact(1, 2, 0, 0.5)],
    ["l", "-1", () => stats.fisherExact(1, 2, -1, 1)],
  ],
  itemCorrelation: [
    [
      "items[1].hits",
      "3",
      () =>
        stats.itemCorrelation([
          { hits: 0, calls: 2 },
          { hits: 3, calls: 2 },
        ]),
    ],
    ["items[0].calls", "0", () => stats.itemCorrelation([{ hits: 0, calls: 0 }])],
  ],
  normalCdf: [["x", "NaN", () => stats.normalCdf(nan)]],
  normalDensity: [["x", "NaN", () => stats.normalDensity(nan)]],
  normalQuantile: [
    ["p", "-0.1", () => stats.normalQuantile(-0.1)],
    ["p", "NaN", () => stats.normalQuantile(nan)],
  ],
  leastSquares: [
    [
      "the length of columns[1]",
      "2",
      () =>
        stats.leastSquares(
          [
            [1, 2, 3],
            [1, 2],
          ],
          [1, 2, 3],
        ),
    ],
    ["y[2]", "NaN", () => stats.leastSquares([[1, 2, 3]], [1, 2, nan])],
    ["columns[0][0]", "Infinity", () => stats.leastSquares([[infinity, 2, 3]], [1, 2, 3])],
  ],
  leastSquaresLine: [
    ["the length of y", "2", () => stats.leastSquaresLine([1, 2, 3], [1, 2])],
    ["x[1]", "NaN", () => stats.leastSquaresLine([1, nan, 3], [1, 2, 3])],
  ],
  clopperPearson: [
    ["k", "5", () => stats.clopperPearson(5, 4)],
    ["k", "1.5", () => stats.clopperPearson(1.5, 4)],
    ["n", "-1", () => stats.clopperPearson(0, -1)],
    ["level", "1", () => stats.clopperPearson(1, 4, 1)],
  ],
  upperBound: [
    ["k", "-1", () => stats.upperBound(-1, 4)],
    ["n", "2.5", () => stats.upperBound(1, 2.5)],
    ["level", "NaN", () => stats.upperBound(1, 4, nan)],
  ],
  quantileOf: [
    ["the length of values", "0", () => stats.quantileOf([], 0.5)],
    ["values[1]", "NaN", () => stats.quantileOf([1, nan], 0.5)],
    ["p", "50", () => stats.quantileOf([1, 2], 50)],
  ],
  // @ts-expect-error: a seed is a text
  random: [["seed", "7", () => stats.random(7)]],
  studentCdf: [
    ["t", "NaN", () => stats.studentCdf(nan, 3)],
    ["freedom", "0", () => stats.studentCdf(1, 0)],
  ],
  studentDensity: [
    ["t", "NaN", () => stats.studentDensity(nan, 3)],
    ["freedom", "-1", () => stats.studentDensity(1, -1)],
  ],
  studentQuantile: [
    ["p", "1.1", () => stats.studentQuantile(1.1, 3)],
    ["freedom", "NaN", () => stats.studentQuantile(0.5, nan)],
  ],
  trimmedMean: [
    ["the length of group", "1", () => stats.trimmedMean([1, 2], [0], 0.1)],
    ["group[0]", "0.5", () => stats.trimmedMean([1], [0.5], 0.1)],
    ["share", "0.5", () => stats.trimmedMean([1], [0], 0.5)],
  ],
  auroc: scored(stats.auroc),
  aurocBounds: scored(stats.aurocBounds),
  withinAuroc: [
    ...scored((given, labels) => stats.withinAuroc(given, labels, cluster)),
    ["the length of stratum", "1", () => stats.withinAuroc(scores, positive, [0])],
    ["stratum[2]", "1.5", () => stats.withinAuroc(scores, positive, [0, 0, 1.5, 1])],
  ],
  budgetBootstrap: [
    ["the length of arms[0]", "1", () => stats.budgetBootstrap({ ...budget, arms: [new Float64Array(1)] })],
    ["half[0]", "2", () => stats.budgetBootstrap({ ...budget, half: Uint8Array.of(2, 0, 1, 1) })],
    ["budgets[0]", "-0.1", () => stats.budgetBootstrap({ ...budget, budgets: [-0.1] })],
    ["draws", "0", () => stats.budgetBootstrap({ ...budget, draws: 0 })],
  ],
  calibration: [
    ...scored(stats.calibration),
    ["scores[0]", "1.5", () => stats.calibration([1.5, 0], [1, 0])],
    ["binCount", "0", () => stats.calibration(scores, positive, 0)],
  ],
  rocBootstrap: [
    ["the length of cluster", "1", () => stats.rocBootstrap({ ...roc, cluster: new Int32Array(1) })],
    ["cluster[0]", "-1", () => stats.rocBootstrap({ ...roc, cluster: Int32Array.of(-1, 0, 1, 1) })],
    ["positive[3]", "3", () => stats.rocBootstrap({ ...roc, positive: Uint8Array.of(1, 0, 1, 3) })],
    ["the length of arms[0]", "2", () => stats.rocBootstrap({ ...roc, arms: [new Float64Array(2)] })],
    [
      "the length of strata site",
      "2",
      () => stats.rocBootstrap({ ...roc, strata: [{ name: "site", of: new Int32Array(2) }] }),
    ],
    [
      "strata site[0]",
      "-1",
      () => stats.rocBootstrap({ ...roc, strata: [{ name: "site", of: Int32Array.of(-1, 0, 0, 0) }] }),
    ],
    ["pairs", "1", () => stats.rocBootstrap({ ...roc, pairs: [[0, 1]] })],
    ["fprs[0]", "5", () => stats.rocBootstrap({ ...roc, fprs: [5] })],
    ["budgets[0]", "NaN", () => stats.rocBootstrap({ ...roc, budgets: [nan] })],
    ["draws", "2.5", () => stats.rocBootstrap({ ...roc, draws: 2.5 })],
    // @ts-expect-error: a seed is a text
    ["seed", "7", () => stats.rocBootstrap({ ...roc, seed: 7 })],
    [
      "the length of positive",
      "0",
      () => stats.rocBootstrap({ ...roc, positive: new Uint8Array(), cluster: new Int32Array(), arms: [] }),
    ],
  ],
  combinationBootstrap: [
    ["the length of dear", "1", () => stats.combinationBootstrap({ ...pair, dear: new Float64Array(1) })],
    ["cheap[1]", "1.5", () => stats.combinationBootstrap({ ...pair, cheap: Float64Array.of(0, 1.5, 0, 0) })],
    ["half[3]", "9", () => stats.combinationBootstrap({ ...pair, half: Uint8Array.of(0, 0, 1, 9) })],
    ["shares[0]", "2", () => stats.combinationBootstrap({ ...pair, shares: [2] })],
    ["budget", "-1", () => stats.combinationBootstrap({ ...pair, budget: -1 })],
  ],
  obuchowski: [
    ["the length of b", "1", () => stats.obuchowski(scores, [1], positive, cluster)],
    ["positive[0]", "-1", () => stats.obuchowski(scores, scores, [-1, 0, 1, 0], cluster)],
    ["cluster[1]", "0.5", () => stats.obuchowski(scores, scores, positive, [0, 0.5, 1, 1])],
  ],
  ridgeLogistic: [
    ["the length of rows", "1", () => stats.ridgeLogistic([[1]], [1], 1)],
    ["the length of positive", "1", () => stats.ridgeLogistic([[1], [2]], [1], 1)],
    ["the length of rows[1]", "2", () => stats.ridgeLogistic([[1], [2, 3]], [1, 0], 1)],
    ["rows[0][0]", "NaN", () => stats.ridgeLogistic([[nan], [2]], [1, 0], 1)],
    ["the number of positives", "2", () => stats.ridgeLogistic([[1], [2]], [1, 1], 1)],
    ["penalty", "0", () => stats.ridgeLogistic([[1], [2]], [1, 0], 0)],
  ],
  rocCurve: scored(stats.rocCurve),
  safetyAtBudget: [
    ...scored((given, labels) => stats.safetyAtBudget(given, labels, 0.1)),
    ["budget", "1.1", () => stats.safetyAtBudget(scores, positive, 1.1)],
  ],
  tprAtFpr: [
    ...scored((given, labels) => stats.tprAtFpr(given, labels, 0.1)),
    ["fpr", "NaN", () => stats.tprAtFpr(scores, positive, nan)],
  ],
  blockBootstrap: [
    ["the length of groups", "0", () => stats.blockBootstrap([], () => 0, { draws: 10, random: source })],
    ["draws", "0", () => stats.blockBootstrap([1], () => 0, { draws: 0, random: source })],
  ],
  clusterCodes: [["names[1]", '"b"', () => stats.clusterCodes(["a", "b"], ["a"])]],
  groupFolds: [["k", "0", () => stats.groupFolds(["a", "b"], 0)]],
  trendP: [
    ["the length of x", "1", () => stats.trendP([new Float64Array(2), new Float64Array(2)], [1], trend)],
    [
      "the length of arms[1]",
      "1",
      () => stats.trendP([new Float64Array(2), new Float64Array(1)], [1, 2], trend),
    ],
    ["x[0]", "NaN", () => stats.trendP([new Float64Array(2), new Float64Array(2)], [nan, 2], trend)],
    ["x", '"1, 1"', () => stats.trendP([new Float64Array(2), new Float64Array(2)], [1, 1], trend)],
    [
      "permutations",
      "0",
      () => stats.trendP([new Float64Array(2), new Float64Array(2)], [1, 2], { ...trend, permutations: 0 }),
    ],
  ],
  crpsLogNormal: [
    ["y", "NaN", () => stats.crpsLogNormal(nan, 0, 1)],
    ["meanLog", "Infinity", () => stats.crpsLogNormal(1, infinity, 1)],
    ["sdLog", "-1", () => stats.crpsLogNormal(1, 0, -1)],
  ],
  crpsNormal: [
    ["y", "NaN", () => stats.crpsNormal(nan, 0, 1)],
    ["mean", "NaN", () => stats.crpsNormal(1, nan, 1)],
    ["sd", "-1", () => stats.crpsNormal(1, 0, -1)],
  ],
  crpsNormalRightCensored: [
    ["bound", "Infinity", () => stats.crpsNormalRightCensored(infinity, 0, 1)],
    ["mean", "NaN", () => stats.crpsNormalRightCensored(1, nan, 1)],
    ["sd", "NaN", () => stats.crpsNormalRightCensored(1, 0, nan)],
  ],
  crpsSample: [
    ["y", "NaN", () => stats.crpsSample(nan, [1])],
    ["the length of sample", "0", () => stats.crpsSample(1, [])],
    ["the length of sample", "1", () => stats.crpsSample(1, [1], true)],
    ["sample[1]", "NaN", () => stats.crpsSample(1, [1, nan])],
  ],
  crpsT: [
    ["y", "NaN", () => stats.crpsT(nan, 3, 0, 1)],
    ["freedom", "1", () => stats.crpsT(1, 1, 0, 1)],
    ["location", "NaN", () => stats.crpsT(1, 3, nan, 1)],
    ["scale", "-0.5", () => stats.crpsT(1, 3, 0, -0.5)],
  ],
  crpsTRightCensored: [
    ["bound", "NaN", () => stats.crpsTRightCensored(nan, 3, 0, 1)],
    ["freedom", "0.5", () => stats.crpsTRightCensored(1, 0.5, 0, 1)],
    ["location", "NaN", () => stats.crpsTRightCensored(1, 3, nan, 1)],
    ["scale", "Infinity", () => stats.crpsTRightCensored(1, 3, 0, infinity)],
  ],
  dieboldMariano: [
    ["the length of b", "1", () => stats.dieboldMariano([1, 2], [1], { horizon: 1 })],
    ["a[0]", "NaN", () => stats.dieboldMariano([nan, 2], [1, 2], { horizon: 1 })],
    ["b[1]", "Infinity", () => stats.dieboldMariano([1, 2], [1, infinity], { horizon: 1 })],
    ["horizon", "0", () => stats.dieboldMariano([1, 2], [1, 2], { horizon: 0 })],
    ["memory", "1", () => stats.dieboldMariano([1, 2], [1, 2], { horizon: 1, memory: 1 })],
    ["level", "0", () => stats.dieboldMariano([1, 2], [1, 2], { horizon: 1, level: 0 })],
  ],
  intervalScore: [
    ["y", "NaN", () => stats.intervalScore(nan, 0, 1, 0.9)],
    ["low", "NaN", () => stats.intervalScore(0, nan, 1, 0.9)],
    ["high", "-1", () => stats.intervalScore(0, 0, -1, 0.9)],
    ["level", "90", () => stats.intervalScore(0, 0, 1, 90)],
  ],
  weightedIntervalScore: [
    ["median", "NaN", () => stats.weightedIntervalScore(0, nan, [])],
    ["level", "1", () => stats.weightedIntervalScore(0, 0, [{ level: 1, low: 0, high: 1 }])],
  ],
  logScoreLogNormal: [
    ["y", "NaN", () => stats.logScoreLogNormal(nan, 0, 1)],
    ["meanLog", "NaN", () => stats.logScoreLogNormal(-1, nan, 1)],
    ["sdLog", "0", () => stats.logScoreLogNormal(1, 0, 0)],
  ],
  logScoreNormal: [
    ["y", "NaN", () => stats.logScoreNormal(nan, 0, 1)],
    ["mean", "NaN", () => stats.logScoreNormal(1, nan, 1)],
    ["sd", "0", () => stats.logScoreNormal(1, 0, 0)],
  ],
  logScoreRightCensored: [
    ["bound", "NaN", () => stats.logScoreRightCensored(nan, null, 0, 1)],
    ["freedom", "0", () => stats.logScoreRightCensored(1, 0, 0, 1)],
    ["location", "NaN", () => stats.logScoreRightCensored(1, null, nan, 1)],
    ["scale", "-1", () => stats.logScoreRightCensored(1, null, 0, -1)],
  ],
  logScoreT: [
    ["y", "NaN", () => stats.logScoreT(nan, 3, 0, 1)],
    ["freedom", "-3", () => stats.logScoreT(1, -3, 0, 1)],
    ["location", "NaN", () => stats.logScoreT(1, 3, nan, 1)],
    ["scale", "0", () => stats.logScoreT(1, 3, 0, 0)],
  ],
  pitHistogram: [
    ["bins", "2.5", () => stats.pitHistogram([0.5], 2.5)],
    ["values[1]", "1.2", () => stats.pitHistogram([0.5, 1.2], 4)],
    ["values[0]", "NaN", () => stats.pitHistogram([nan], 4)],
  ],
  pitNormal: [
    ["y", "NaN", () => stats.pitNormal(nan, 0, 1)],
    ["mean", "NaN", () => stats.pitNormal(1, nan, 1)],
    ["sd", "0", () => stats.pitNormal(1, 0, 0)],
  ],
  pitT: [
    ["y", "NaN", () => stats.pitT(nan, 3, 0, 1)],
    ["freedom", "0", () => stats.pitT(1, 0, 0, 1)],
    ["location", "NaN", () => stats.pitT(1, 3, nan, 1)],
    ["scale", "0", () => stats.pitT(1, 3, 0, 0)],
  ],
  anytimeLower: [
    ["successes", "3", () => stats.anytimeLower(3, 2)],
    ["alpha", "0.5", () => stats.anytimeLower(1, 2, 0.5)],
    ["prior.a", "3", () => stats.anytimeLower(1, 2, 0.05, { a: 3, b: 1 })],
  ],
  anytimeUpper: [
    ["successes", "0.5", () => stats.anytimeUpper(0.5, 2)],
    ["alpha", "0", () => stats.anytimeUpper(1, 2, 0)],
  ],
  confidenceSequence: [["alpha", "0.5", () => stats.confidenceSequence(0.5)]],
  confidenceSequenceStep: [
    // @ts-expect-error: an outcome is true or false
    ["success", "2", () => stats.confidenceSequenceStep(sequence, 2)],
  ],
  eProcess: [
    ["p0", "0", () => stats.eProcess(0)],
    ["prior.b", "0", () => stats.eProcess(0.1, { a: 1, b: 0 })],
  ],
  // @ts-expect-error: an outcome is true or false
  eProcessStep: [["success", "0.5", () => stats.eProcessStep(stats.eProcess(0.1), 0.5)]],
  logEAtMost: [
    ["successes", "3", () => stats.logEAtMost(3, 2, 0.1)],
    ["trials", "2.5", () => stats.logEAtMost(1, 2.5, 0.1)],
    ["p0", "1", () => stats.logEAtMost(1, 2, 1)],
    ["prior.a", "NaN", () => stats.logEAtMost(1, 2, 0.1, { ...prior, a: nan })],
  ],
  groupSequentialBounds: [
    ["information[0]", "0", () => stats.groupSequentialBounds([0, 1], stats.obrienFlemingSpending(0.05))],
    [
      "information[1]",
      "0.5",
      () => stats.groupSequentialBounds([0.5, 0.5], stats.obrienFlemingSpending(0.05)),
    ],
  ],
  obrienFlemingSpending: [["alpha", "5", () => stats.obrienFlemingSpending(5)]],
  hiddenRate: [
    ["target.right", "11", () => stats.hiddenRate({ right: 11, trials: 10 }, arm, 0.1)],
    ["control.trials", "0", () => stats.hiddenRate(arm, { right: 0, trials: 0 }, 0.1)],
    ["chance", "1", () => stats.hiddenRate(arm, arm, 1)],
    ["level", "0.2", () => stats.hiddenRate(arm, arm, 0.1, 0.2)],
  ],
  bernoulliLogRatio: [
    ["p0", "-0.1", () => stats.bernoulliLogRatio(true, -0.1, 0.5)],
    ["p1", "2", () => stats.bernoulliLogRatio(true, 0.5, 2)],
  ],
  sprt: [
    ["a", "0", () => stats.sprt({ ...design, a: 0 })],
    ["maxCalls", "0", () => stats.sprt({ ...design, maxCalls: 0 })],
  ],
  sprtBoundaries: [
    ["b", "0.5", () => stats.sprtBoundaries({ a: 0.6, b: 0.5 })],
    ["a", "NaN", () => stats.sprtBoundaries({ a: nan, b: 0.5 })],
  ],
  sprtExpectedCalls: [
    ["drift.null", "1", () => stats.sprtExpectedCalls(design, { null: 1, alternative: 1 })],
    ["drift.alternative", "NaN", () => stats.sprtExpectedCalls(design, { null: -1, alternative: nan })],
  ],
  sprtOperation: [
    ["p0", "0", () => stats.sprtOperation(design, 0, 0.5, 0.5)],
    ["p1", "1", () => stats.sprtOperation(design, 0.5, 1, 0.5)],
    ["p", "-1", () => stats.sprtOperation(design, 0.1, 0.5, -1)],
  ],
  sprtStep: [["logRatio", "NaN", () => stats.sprtStep(stats.sprt(design), nan)]],
  bayesFactors: [["of", '"c"', () => stats.bayesFactors(posterior, "c")]],
  temperedPosterior: [
    ["the length of names", "0", () => stats.temperedPosterior([], [], [], { exponent: 1 })],
    ["names", '"a, a"', () => stats.temperedPosterior(["a", "a"], [0.5, 0.5], [], { exponent: 1 })],
    ["the length of prior", "1", () => stats.temperedPosterior(["a", "b"], [1], items, { exponent: 1 })],
    ["prior[1]", "-0.5", () => stats.temperedPosterior(["a", "b"], [1, -0.5], items, { exponent: 1 })],
    [
      "the sum of prior",
      "0.75",
      () => stats.temperedPosterior(["a", "b"], [0.5, 0.25], items, { exponent: 1 }),
    ],
    ["tempering", "1.5", () => stats.temperedPosterior(["a", "b"], [0.5, 0.5], items, { correlation: 1.5 })],
    [
      "items[0].calls",
      "0",
      () =>
        stats.temperedPosterior(["a", "b"], [0.5, 0.5], [{ calls: 0, logLikelihoods: [0, 0] }], {
          exponent: 1,
        }),
    ],
    [
      "the length of items[0].logLikelihoods",
      "1",
      () =>
        stats.temperedPosterior(["a", "b"], [0.5, 0.5], [{ calls: 1, logLikelihoods: [0] }], { exponent: 1 }),
    ],
    [
      "items[0].logLikelihoods[1]",
      "NaN",
      () =>
        stats.temperedPosterior(["a", "b"], [0.5, 0.5], [{ calls: 1, logLikelihoods: [0, nan] }], {
          exponent: 1,
        }),
    ],
  ],
  twoSampleEProcess: [
    ["outcomes", "1", () => stats.twoSampleEProcess(1)],
    ["prior", "0", () => stats.twoSampleEProcess(2, 0)],
  ],
  twoSampleStep: [
    ["the length of target", "1", () => stats.twoSampleStep(process, { target: [1], control: [1, 0] })],
    ["control[1]", "0.5", () => stats.twoSampleStep(process, { target: [1, 0], control: [1, 0.5] })],
  ],
  logOddsWithPrior: [
    ["the length of second", "1", () => stats.logOddsWithPrior([1, 2], [1], 1)],
    ["first[0]", "-1", () => stats.logOddsWithPrior([-1, 2], [1, 1], 1)],
    ["strength", "0", () => stats.logOddsWithPrior([1, 2], [1, 1], 0)],
  ],
  naiveBayesScores: [
    ["the length of fold", "1", () => stats.naiveBayesScores(["a", "b"], [1, 0], [0])],
    ["positive[0]", "2", () => stats.naiveBayesScores(["a", "b"], [2, 0], [0, 1])],
    ["fold[1]", "-1", () => stats.naiveBayesScores(["a", "b"], [1, 0], [0, -1])],
  ],
  signFlipWords: [
    [
      "the rows of second",
      "1",
      () => stats.signFlipWords({ ...words, second: stats.codeRows([["x"]]).rows }, flips),
    ],
    ["cluster[0]", "-1", () => stats.signFlipWords({ ...words, cluster: Int32Array.of(-1, 0, 0, 0) }, flips)],
    ["flips", "0", () => stats.signFlipWords(words, { ...flips, flips: 0 })],
    ["least", "0.5", () => stats.signFlipWords(words, { ...flips, least: 0.5 })],
    ["level", "1", () => stats.signFlipWords(words, { ...flips, level: 1 })],
  ],
  // @ts-expect-error: a text is not a list of terms
  codeRows: [["a document", '"some words"', () => stats.codeRows(["some words"])]],
  permutationP: [["actual", "NaN", () => stats.permutationP(nan, [0.5])]],
  twoSample: [
    ["the length of train", "1", () => stats.twoSample({ ...twoSets, train: new Uint8Array(1) })],
    [
      "the length of positive",
      "5",
      () =>
        stats.twoSample({
          ...twoSets,
          positive: new Uint8Array(5),
          train: new Uint8Array(5),
          cluster: new Int32Array(5),
        }),
    ],
    ["positive[0]", "2", () => stats.twoSample({ ...twoSets, positive: Uint8Array.of(2, 0, 0, 0) })],
    ["train[0]", "3", () => stats.twoSample({ ...twoSets, train: Uint8Array.of(3, 0, 0, 0) })],
    ["cluster[1]", "-2", () => stats.twoSample({ ...twoSets, cluster: Int32Array.of(0, -2, 0, 0) })],
    ["permutations", "-1", () => stats.twoSample({ ...twoSets, permutations: -1 })],
    ["from", "0.5", () => stats.twoSample({ ...twoSets, from: 0.5 })],
    ["sizes[0]", "0", () => stats.twoSample({ ...twoSets, sizes: [0] })],
  ],
};

for (const [name, cases] of Object.entries(wrong)) {
  test(`${name} refuses wrong arguments by name`, () => {
    assert.ok(cases.length > 0);
    for (const [argument, given, call] of cases) {
      assert.throws(call, (error: unknown) => {
        assert.ok(error instanceof stats.CredenceError, `${argument}: ${error}`);
        assert.equal(error.code, "usage");
        assert.ok(error.message.startsWith(`${argument} is ${given}, expected `), error.message);
        return true;
      });
    }
  });
}

test("the table holds every public function", () => {
  const functions = Object.entries(stats).flatMap(([name, value]) =>
    typeof value === "function" && value !== stats.CredenceError ? [name] : [],
  );
  assert.deepEqual(Object.keys(wrong).sort(), functions.sort());
});
