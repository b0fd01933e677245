import { checkAbove, checkInside, checkProbability, checkSpread, checkWhole } from "../arguments.ts";
import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { studentQuantile } from "../distributions/student-t.ts";

/** A paired contrast of two arms as it is planned: clusters of items, items measured so often in either arm. */
export interface PlannedContrast {
  readonly clusters: number;
  readonly itemsPerCluster: number;
  /** Independent draws of an item in either arm; `Infinity` where probabilities are read. */
  readonly draws: number;
  /** Rate in the lower arm. */
  readonly base: number;
  /** Standard deviation of the true gap among items and among clusters; default .1 each. */
  readonly itemSpread?: number;
  readonly clusterSpread?: number;
}

/**
 * Standard error that a planned contrast will have, at a gap of so much.
 *
 * @example plannedError({ clusters: 20, itemsPerCluster: 2, draws: 3, base: 0.5 }) // 0.07012
 */
export function plannedError(plan: PlannedContrast, gap = 0): number {
  const { clusters, itemsPerCluster, draws, base, itemSpread = 0.1, clusterSpread = 0.1 } = plan;
  checkWhole("clusters", clusters, 2);
  checkAbove("itemsPerCluster", itemsPerCluster);
  if (draws !== Number.POSITIVE_INFINITY) checkAbove("draws", draws);
  checkProbability("base", base);
  checkSpread("itemSpread", itemSpread);
  checkSpread("clusterSpread", clusterSpread);
  const noise = (p: number): number => (p * (1 - p)) / draws;
  const other = Math.min(1, Math.max(0, base + gap));
  const item = itemSpread ** 2 + noise(base) + noise(other);
  return Math.sqrt((clusterSpread ** 2 + item / itemsPerCluster) / clusters);
}

/**
 * Chance that an interval of this confidence leaves out 0, at a true gap (Student's critical value, normal approximation of the shift).
 *
 * @example plannedPower({ clusters: 40, itemsPerCluster: 1, draws: 5, base: 0.5 }, 0.103) // 0.4501
 */
export function plannedPower(plan: PlannedContrast, gap: number, level = 0.95): number {
  checkInside("level", level);
  const error = plannedError(plan, gap);
  const critical = studentQuantile(1 - (1 - level) / 2, plan.clusters - 1);
  if (error === 0) return gap === 0 ? 0 : 1;
  return normalCdf(Math.abs(gap) / error - critical);
}

/**
 * The least gap that would be seen with this power.
 *
 * @example leastGap({ clusters: 20, itemsPerCluster: 2, draws: 3, base: 0.5 }) // 0.1988
 */
export function leastGap(plan: PlannedContrast, power = 0.8, level = 0.95): number {
  checkInside("power", power);
  checkInside("level", level);
  const reach = studentQuantile(1 - (1 - level) / 2, plan.clusters - 1) + normalQuantile(power);
  let gap = reach * plannedError(plan);
  for (let step = 0; step < 20; step++) gap = reach * plannedError(plan, gap);
  return gap;
}
