/**
 * Statistics for evaluations, as "credence/stats": pure functions over numbers. Rows in clusters, proper scores, tests that may be looked at
 * after every call. Randomness comes in as a seed, missing scores are NaN where a function says so, and a wrong argument is a
 * `CredenceError` "usage" that names it.
 */

export { CredenceError } from "../core/error.ts";
export { leastGap, type PlannedContrast, plannedError, plannedPower } from "./contrasts/cluster-power.ts";
export { type ClusteredCoefficient, clusteredRegression } from "./contrasts/cluster-regression.ts";
export { type ClusteredMean, type ClusterOptions, clusteredMean } from "./contrasts/clustered-mean.ts";
export { type Absence, type Equivalence, equivalence, exactAbsence } from "./contrasts/equivalence.ts";
export { clusteredRatio, type FiellerSet, fieller, type RatioParts } from "./contrasts/fieller.ts";
export { type NoiseBand, noiseBand } from "./contrasts/noise-band.ts";
export { type JudgedRate, type JudgeRecord, roganGladen } from "./contrasts/rogan-gladen.ts";
export { betaCdf, betaQuantile } from "./distributions/beta.ts";
export { type Contrast, clusteredRate, contrast } from "./distributions/contrast.ts";
export { logPredictive, posteriorPredictiveP } from "./distributions/dirichlet-multinomial.ts";
export { benjaminiHochberg } from "./distributions/false-discovery.ts";
export { fisherExact } from "./distributions/fisher-exact.ts";
export { holm } from "./distributions/holm.ts";
export type { Interval } from "./distributions/interval.ts";
export { type ItemCounts, itemCorrelation } from "./distributions/item-correlation.ts";
export { normalCdf, normalDensity, normalQuantile } from "./distributions/normal.ts";
export { type LeastSquares, type Line, leastSquares, leastSquaresLine } from "./distributions/ols.ts";
export { clopperPearson, upperBound } from "./distributions/proportion.ts";
export { quantileOf } from "./distributions/quantile.ts";
export { type Random, random } from "./distributions/random.ts";
export { studentCdf, studentDensity, studentQuantile } from "./distributions/student-t.ts";
export { type TrimmedMean, trimmedMean } from "./distributions/trimmed-mean.ts";
export { auroc, aurocBounds, withinAuroc } from "./ranking/auroc.ts";
export { type BudgetInput, type BudgetPoint, budgetBootstrap } from "./ranking/budget-bootstrap.ts";
export { type Calibration, calibration, type ReliabilityBin } from "./ranking/calibration.ts";
export {
  type ArmBootstrap,
  type PairBootstrap,
  type RocBootstrap,
  type RocBootstrapInput,
  rocBootstrap,
} from "./ranking/cluster-bootstrap.ts";
export {
  type CombinationInput,
  type CombinationPoint,
  combinationBootstrap,
} from "./ranking/combination-bootstrap.ts";
export { type ClusteredAuroc, type ObuchowskiResult, obuchowski } from "./ranking/obuchowski.ts";
export { type RidgeLogistic, ridgeLogistic } from "./ranking/ridge-logistic.ts";
export { type RocCurve, rocCurve, safetyAtBudget, tprAtFpr } from "./ranking/roc.ts";
export { type BlockBootstrapOptions, blockBootstrap } from "./resampling/block-bootstrap.ts";
export { clusterCodes } from "./resampling/clusters.ts";
export { groupFolds } from "./resampling/folds.ts";
export { trendP } from "./resampling/trend-permutation.ts";
export {
  crpsLogNormal,
  crpsNormal,
  crpsNormalRightCensored,
  crpsSample,
  crpsT,
  crpsTRightCensored,
} from "./scores/crps.ts";
export { type DieboldMariano, type DieboldMarianoOptions, dieboldMariano } from "./scores/diebold-mariano.ts";
export { intervalScore, weightedIntervalScore } from "./scores/interval-score.ts";
export { logScoreLogNormal, logScoreNormal, logScoreRightCensored, logScoreT } from "./scores/log-score.ts";
export { pitHistogram, pitNormal, pitT } from "./scores/pit.ts";
export {
  anytimeLower,
  anytimeUpper,
  type BetaPrior,
  type ConfidenceSequence,
  confidenceSequence,
  confidenceSequenceStep,
  type EProcess,
  eProcess,
  eProcessStep,
  logEAtMost,
} from "./sequential/e-process.ts";
export {
  type AlphaSpending,
  groupSequentialBounds,
  obrienFlemingSpending,
} from "./sequential/group-sequential.ts";
export { type Answered, type HiddenRate, type HiddenRateEnd, hiddenRate } from "./sequential/hidden-rate.ts";
export {
  bernoulliLogRatio,
  type Sprt,
  type SprtDecision,
  type SprtDesign,
  type SprtOperation,
  sprt,
  sprtBoundaries,
  sprtExpectedCalls,
  sprtOperation,
  sprtStep,
} from "./sequential/sprt.ts";
export {
  type BayesFactor,
  bayesFactors,
  type ItemEvidence,
  type Posterior,
  type TemperedPosterior,
  type Tempering,
  temperedPosterior,
} from "./sequential/tempered-posterior.ts";
export {
  type TwoSampleBlock,
  type TwoSampleEProcess,
  twoSampleEProcess,
  twoSampleStep,
} from "./sequential/two-sample-e-process.ts";
export type { BagPoint, BagSettings } from "./text/bag-auroc.ts";
export { type LogOdds, logOddsWithPrior } from "./text/log-odds-prior.ts";
export { naiveBayesScores } from "./text/naive-bayes.ts";
export { type PairedTerms, type PairedWords, signFlipWords } from "./text/sign-flip-words.ts";
export { type CodedRows, codeRows, type SparseRows } from "./text/sparse-rows.ts";
export { permutationP, type TwoSampleInput, type TwoSampleResult, twoSample } from "./text/two-sample.ts";
