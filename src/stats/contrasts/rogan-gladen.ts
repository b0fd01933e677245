import { check, checkCount, checkInside, checkProbability } from "../arguments.ts";
import type { Interval } from "../distributions/interval.ts";
import { clopperPearson } from "../distributions/proportion.ts";

/** How a judge did on replies that people labelled. */
export interface JudgeRecord {
  /** Labelled positive by people, and of these by the judge too. */
  readonly positives: number;
  readonly truePositives: number;
  readonly negatives: number;
  readonly trueNegatives: number;
}

/** A rate that a judge saw, as it would be without the judge's errors. */
export interface JudgedRate extends Interval {
  /** Are the lower 95% bounds of both hit rates at least `leastRate`? Where not, the rate does not count. */
  readonly counts: boolean;
  /** One-sided 95% lower bounds of the true positive and the true negative rate. */
  readonly bounds: readonly [truePositive: number, trueNegative: number];
}

/** What a judge must be sure to reach on either class. */
const leastRate = 0.8;

/**
 * The rate behind a judge's rate (Rogan & Gladen 1978, American Journal of Epidemiology 107:71), with bounds that hold for the judge's errors
 * too: a third of the error goes to each of the rate, the judge's hits and its correct rejections, and the corners of all three are taken. Conservative.
 *
 * @param seen share that the judge calls positive, with its interval of confidence 1 - (1 - level) / 3; clustered, where replies are
 * @example
 * const judge = { positives: 60, truePositives: 57, negatives: 60, trueNegatives: 58 };
 * roganGladen({ estimate: 0.3, low: 0.2, high: 0.4 }, judge).estimate // 0.2909
 * roganGladen({ estimate: 0.3, low: 0.2, high: 0.4 }, judge).counts // true
 */
export function roganGladen(seen: Interval, judge: JudgeRecord, level = 0.95): JudgedRate {
  for (const [name, value] of Object.entries(seen)) checkProbability(`seen.${name}`, value);
  const { positives, truePositives, negatives, trueNegatives } = judge;
  checkCount("truePositives", truePositives, "positives", positives);
  checkCount("trueNegatives", trueNegatives, "negatives", negatives);
  check(positives > 0, "positives", positives, "a whole number of at least 1");
  check(negatives > 0, "negatives", negatives, "a whole number of at least 1");
  checkInside("level", level);
  const part = 1 - (1 - level) / 3;
  const hit = clopperPearson(truePositives, positives, part);
  const rejected = clopperPearson(trueNegatives, negatives, part);
  const behind = (share: number, sensitivity: number, specificity: number): number =>
    clip((share + specificity - 1) / (sensitivity + specificity - 1));
  const bounds = [
    clopperPearson(truePositives, positives, 0.9).low,
    clopperPearson(trueNegatives, negatives, 0.9).low,
  ] as const;
  const told = hit.low + rejected.low > 1;
  return {
    estimate: behind(seen.estimate, hit.estimate, rejected.estimate),
    low: told ? behind(seen.low, hit.high, rejected.low) : 0,
    high: told ? behind(seen.high, hit.low, rejected.high) : 1,
    counts: bounds.every((bound) => bound >= leastRate),
    bounds,
  };
}

function clip(share: number): number {
  return Math.min(1, Math.max(0, share));
}
