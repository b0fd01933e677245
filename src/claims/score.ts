import type { Verdict } from "./claim.ts";
import { type Credence, withLeast } from "./credence.ts";

/** Proper scores of one credence; smaller is better. */
export interface CredenceScore {
  /** Sum over supported, contradicted and undecided of (p - o)²: 0 to 2 (Brier 1950, Monthly Weather Review 78:1-3, eq. 2). */
  readonly brier: number;
  /** -ln p of what happened, in nats, 0 to 4.6 (Good 1952, Journal of the Royal Statistical Society B 14:107-114). */
  readonly log: number;
}

const outcomes = ["supported", "contradicted", "undecided"] as const;

/**
 * Scores a credence against a verdict. Undecided is an outcome like the others: scores on decided claims alone would
 * select on the outcome. No part counts as less than .01, so that no loss is infinite. Invalid and unresolved leave a credence open, so
 * they have no score.
 */
export function scoreCredence(believed: Credence, verdict: Verdict): CredenceScore | null {
  const credence = withLeast(believed);
  const happened = outcomes.find((outcome) => outcome === verdict);
  if (happened === undefined) return null;
  const brier = outcomes.reduce(
    (sum, outcome) => sum + (credence[outcome] - (outcome === happened ? 1 : 0)) ** 2,
    0,
  );
  return { brier, log: 0 - Math.log(credence[happened]) };
}
