import { finiteInterval, finiteOrNull } from "../../stats/distributions/interval.ts";
import { aurocBounds } from "../../stats/ranking/auroc.ts";
import type { PairBootstrap } from "../../stats/ranking/cluster-bootstrap.ts";
import { obuchowski } from "../../stats/ranking/obuchowski.ts";
import type { Labelled } from "./ground.ts";
import type { Comparison } from "./results.ts";
import { type ArmKind, inUnit, type ScoredArm } from "./scored-arm.ts";

/**
 * Which arms are compared: the prompted ones with fresh (prefix first, which is the claim), the other prompted pairs, ensembles
 * with their parts, then probes with the first prompted arm and each floor, then the first prompted arm with each floor.
 */
export function pairsOf<Arm extends ScoredArm>(arms: readonly Arm[]): (readonly [Arm, Arm])[] {
  const of = (kind: ArmKind): Arm[] => arms.filter((arm) => arm.kind === kind);
  const pairs = (first: readonly Arm[], second: readonly Arm[]): (readonly [Arm, Arm])[] =>
    first.flatMap((a) => second.map((b) => [a, b] as const));
  const prompted = of("prompted");
  const fresh = prompted.filter(({ id }) => id === "fresh");
  const others = prompted.filter(({ id }) => id !== "fresh");
  const lead = prompted.slice(0, 1);
  return [
    ...pairs(others, fresh),
    // The control stands beside what it is a control of.
    ...pairs(of("control"), fresh),
    ...others.flatMap((a, index) => others.slice(index + 1).map((b) => [b, a] as const)),
    // An ensemble has to beat each of its parts.
    ...pairs(of("ensemble"), prompted),
    // A probe has to beat what is asked on the same prefix, and every floor in the same folds.
    ...pairs(of("probe"), [...lead, ...of("floor")]),
    ...pairs(lead, of("floor")),
  ];
}

/** Compares a pair on the rows that both scored. */
export function comparisonOf(
  [a, b]: readonly [ScoredArm, ScoredArm],
  drawn: PairBootstrap | undefined,
  { positive, cluster }: Labelled,
): Comparison {
  const positives = finiteInterval(drawn?.shiftPositive);
  const negatives = finiteInterval(drawn?.shiftNegative);
  const { difference } = obuchowski(a.scores, b.scores, positive, cluster);
  const formula = finiteInterval(difference);
  const standardError = finiteOrNull(difference.se);
  return {
    ...{ a: a.id, b: b.id, n: drawn?.rows ?? 0 },
    auroc: finiteInterval(drawn?.auroc),
    bounds: differenceBounds(a, b, positive),
    obuchowski: formula === null || standardError === null ? null : { ...formula, standardError },
    shift: inUnit(a.kind) && inUnit(b.kind) ? { positives, negatives } : null,
  };
}

/** Null where nothing is missing: the bounds are the estimate itself then. */
function differenceBounds(a: ScoredArm, b: ScoredArm, positive: Uint8Array): Comparison["bounds"] {
  if (![a, b].some(({ scores }) => scores.some(Number.isNaN))) return null;
  const first = aurocBounds(a.scores, positive);
  const second = aurocBounds(b.scores, positive);
  const low = finiteOrNull(first.low - second.high);
  const high = finiteOrNull(first.high - second.low);
  return low === null || high === null ? null : { low, high };
}
