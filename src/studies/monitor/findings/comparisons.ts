import { z } from "zod";
import type { Block } from "../../../report/blocks.ts";
import { differenceChart } from "../../../report/charts.ts";
import { spokenEstimate } from "../../../report/format.ts";
import { countCell, details, estimateCell, heading, tableOf } from "../../../report/write.ts";
import {
  finiteInterval,
  finiteOrNull,
  interval,
  intervalFields,
} from "../../../stats/distributions/interval.ts";
import { aurocBounds } from "../../../stats/ranking/auroc.ts";
import type { PairBootstrap } from "../../../stats/ranking/cluster-bootstrap.ts";
import { obuchowski } from "../../../stats/ranking/obuchowski.ts";
import { byClass } from "../figures/calibration.ts";
import { bounds } from "../figures/coverage.ts";
import type { ShownArm } from "../figures/figure.ts";
import type { Labelled } from "../row.ts";
import { type ArmKind, type HeldOut, inUnit, type ScoredArm } from "../scored-arm.ts";

/** Schema of a minus b on the rows that both scored. */
export const comparison = z.object({
  a: z.string(),
  b: z.string(),
  n: z.number(),
  auroc: interval.nullable(),
  /** Ends of its 99% interval, on which a verdict rests. */
  at99: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Each arm's AUROC on these runs; beside a trained arm, over pairs of runs of one fold. */
  alone: z.object({ a: z.number(), b: z.number() }).nullable(),
  /** The difference if the missing scores of both arms were the worst and the best possible. */
  bounds: bounds.nullable(),
  /** Clustered DeLong (Obuchowski 1997); null where it is undefined, and beside a trained arm. */
  obuchowski: z.object({ ...intervalFields, standardError: z.number() }).nullable(),
  /** Mean of a's score minus b's; null beside a floor. */
  shift: byClass,
});
export type Comparison = z.infer<typeof comparison>;

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

/** An arm as pairs compare it. */
type Compared = ScoredArm & Pick<HeldOut, "trained">;

/** Compares a pair on the rows that both scored. */
export function comparisonOf(
  [a, b]: readonly [Compared, Compared],
  drawn: PairBootstrap | undefined,
  { positive, cluster }: Labelled,
): Comparison {
  const positives = finiteInterval(drawn?.shiftPositive);
  const negatives = finiteInterval(drawn?.shiftNegative);
  const formula = formulaOf([a, b], { positive, cluster });
  return {
    ...{ a: a.id, b: b.id, n: drawn?.rows ?? 0 },
    ...endsOf(drawn),
    bounds: differenceBounds(a, b, positive),
    obuchowski: formula,
    shift: inUnit(a.kind) && inUnit(b.kind) ? { positives, negatives } : null,
  };
}

/** Scores of a fit on other folds move together in a way that the formula does not know. */
function formulaOf(
  [a, b]: readonly [Compared, Compared],
  { positive, cluster }: Labelled,
): Comparison["obuchowski"] {
  if (a.trained !== null || b.trained !== null) return null;
  const { difference } = obuchowski(a.scores, b.scores, positive, cluster);
  const formula = finiteInterval(difference);
  const standardError = finiteOrNull(difference.se);
  return formula === null || standardError === null ? null : { ...formula, standardError };
}

function endsOf(drawn: PairBootstrap | undefined): Pick<Comparison, "auroc" | "at99" | "alone"> {
  const auroc = finiteInterval(drawn?.auroc);
  if (drawn === undefined || auroc === null) return { auroc: null, at99: null, alone: null };
  const [a, b] = drawn.alone;
  return { auroc, at99: { ...drawn.at99 }, alone: { a, b } };
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

/** Paired differences: a figure of the prompted pairs and a table of all. */
export function comparisonBlocks(comparisons: readonly Comparison[], arms: readonly ShownArm[]): Block[] {
  const kinds = new Map(arms.map(({ id, kind }) => [id, kind]));
  const scored = comparisons.filter(({ n }) => n > 0);
  if (scored.length === 0) return [];
  // What a reader looks for: against fresh, against prefix, and what is trained or comes first against the floors.
  const sought = ({ a, b }: Comparison): boolean =>
    b === "fresh" || b === "prefix" || kinds.get(a) === "probe" || kinds.get(b) === "floor";
  const main = scored.length <= 12 ? scored : scored.filter(sought);
  const rest = scored.filter((pair) => !main.includes(pair));
  return [
    heading("Paired differences"),
    ...figureOf(main, kinds),
    tableOfPairs(main, kinds),
    ...(rest.length === 0 ? [] : [details(`The other ${rest.length} pairs`, tableOfPairs(rest, kinds))]),
  ];
}

function nameOf({ a, b }: Comparison): string {
  return `${a} − ${b}`;
}

function figureOf(pairs: readonly Comparison[], kinds: ReadonlyMap<string, ArmKind>): Block[] {
  const drawn = pairs.flatMap((pair) =>
    pair.auroc === null ? [] : [{ name: nameOf(pair), ...pair.auroc, floor: kinds.get(pair.b) === "floor" }],
  );
  if (drawn.length === 0) return [];
  return [
    {
      kind: "figure",
      id: "differences",
      caption:
        "Differences in AUROC on the same runs, 95% intervals by bootstrap over groups; right of the line the first is better. Hollow: against a floor.",
      alt: drawn.map((pair) => `${pair.name}: ${spokenEstimate(pair)}`).join("; "),
      spec: differenceChart(drawn, { zero: 0, label: "difference in AUROC" }),
    },
  ];
}

function tableOfPairs(pairs: readonly Comparison[], kinds: ReadonlyMap<string, ArmKind>): Block {
  const none = "one class has no scores in common";
  const unshifted = ({ shift }: Comparison): string =>
    shift === null ? "the scores have not the same unit" : none;
  return tableOf(
    "Differences in AUROC and in mean score, first minus second, on the runs that both scored.",
    pairs,
    [
      { title: "pair", cell: nameOf },
      { title: "runs", cell: ({ n }) => countCell(n) },
      {
        title: "difference",
        note: "in AUROC, by bootstrap over groups; beside a trained arm over pairs of runs of one fold, with blocks of groups left out of the fit",
        cell: ({ auroc }) => estimateCell(auroc, 3, none),
      },
      {
        title: "clustered DeLong",
        note: "the same by formula (Obuchowski 1997)",
        cell: ({ obuchowski }) =>
          estimateCell(obuchowski, 3, "the formula does not know of a fit, or is undefined here"),
      },
      {
        title: "shift, positives",
        note: "mean score of the first minus the second among positive runs: below 0 the first is more lenient",
        cell: (pair) => estimateCell(pair.shift?.positives, 3, unshifted(pair)),
      },
      {
        title: "shift, negatives",
        note: "likewise among negative runs",
        cell: (pair) => estimateCell(pair.shift?.negatives, 3, unshifted(pair)),
      },
    ],
    ({ b }) => kinds.get(b) === "floor",
  );
}
