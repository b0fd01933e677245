import { z } from "zod";
import type { Measured } from "../../../../core/outcome.ts";
import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { type Interval, interval, intervalFields } from "../../../../stats/distributions/interval.ts";
import { clopperPearson, exactInterval } from "../../../../stats/distributions/proportion.ts";
import { random as seeded } from "../../../../stats/distributions/random.ts";
import { aurocBounds } from "../../../../stats/ranking/auroc.ts";
import { bagArea as bagAreaOf } from "../../../../stats/ranking/bag-distance.ts";
import { obuchowski } from "../../../../stats/ranking/obuchowski.ts";
import { bagCurve, type ScoredSets } from "../../../../stats/text/bag-auroc.ts";
import { missingCounts, tally } from "../../../../study/tally.ts";
import type { Work } from "../../audit-test.ts";
import { bagSizes, bothSides, curvePoint, curvePoints } from "../../bag-points.ts";
import { promptCodes, type SetPair } from "../../features.ts";
import { formatScores, wordScores } from "../../top-rows.ts";
import { controlRows, monitoredRows, type RowScore, rowHash } from "./row-asks.ts";

/** Schema of an AUROC with its intervals of 95% and of 99%. */
const bagArea = z.object({ ...intervalFields, at99: z.object({ low: z.number(), high: z.number() }) });

/** Schema of what a monitor of single rows sees of one set. */
export const rowResult = z.object({
  rows: bothSides,
  scored: bothSides,
  missing: missingCounts,
  /** Of single rows, clustered by prompt; null where a class has too few scores. */
  auroc: interval.nullable(),
  /** If the rows without a score had the worst and the best. */
  bounds: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** The same scores in bags. */
  bags: z.array(curvePoint),
  /** Of rows flagged at the same rate by either: how many are suspect. */
  precision: z
    .object({
      flag: z.number(),
      flagged: z.int(),
      monitor: interval,
      /** By the word test's log odds on the same rows; null where it scored none of them. */
      words: interval.nullable(),
      /** Share of suspect rows among those scored. */
      base: z.number(),
    })
    .nullable(),
  /** Bags of equally many of the same rows, by the monitor and by tests that were fitted on other rows; null where too few have a score. */
  equal: z
    .object({
      k: z.int(),
      monitor: bagArea.nullable(),
      words: bagArea.nullable(),
      format: bagArea.nullable(),
    })
    .nullable(),
  /** Single clean rows with open favour in them against single clean rows; null where it was not asked, or too few have a score. */
  control: z.object({ rows: z.int(), auroc: bagArea }).nullable(),
  /** Splits of the clean rows' scores in which the interval of the AUROC left .5 out. */
  falseAlarms: z.object({ splits: z.int(), alarms: z.int(), ...intervalFields }),
});
export type RowResult = z.infer<typeof rowResult>;

const leastScored = 10;
/** AUROC of bags above which a set-level test tells rows apart: what C4 calls near chance ends there. */
export const toldAt = 0.6;
const splits = 200;

/** What came of a set's rows, and the scores themselves, rows without one left out. */
export interface RowFound {
  readonly result: RowResult;
  readonly suspect: Float64Array;
  readonly clean: Float64Array;
}

const notAsked: Measured<RowScore> = {
  missing: { kind: "censored", code: "not-asked", reason: "the plan ended before this row" },
};

/** Scores of one set's rows beside the clean ones, and their figures. @param found by a row's hash */
export function rowFound(
  pair: SetPair,
  { config, inputs, context }: Pick<Work, "config" | "inputs" | "context">,
  found: ReadonlyMap<string, Measured<RowScore>>,
): RowFound {
  const chosen = monitoredRows(inputs, pair.suspect, config.monitored);
  const rows = [...chosen.suspect, ...chosen.clean];
  const positive = Uint8Array.from(rows, (_, i) => (i < chosen.suspect.length ? 1 : 0));
  const asked = tally();
  const scores = Float64Array.from(rows, (row) => {
    const result = found.get(rowHash(row)) ?? notAsked;
    asked.take(result);
    return "value" in result ? result.value.score : Number.NaN;
  });
  const kept = Array.from(rows.keys()).filter((i) => !Number.isNaN(scores[i]));
  const scored = {
    scores: Float64Array.from(kept, (i) => scores[i] ?? 0),
    positive: Uint8Array.from(kept, (i) => positive[i] ?? 0),
    cluster: promptCodes(kept.flatMap((i) => rows[i] ?? [])),
  };
  const of = (side: 0 | 1): Float64Array => scored.scores.filter((_, i) => scored.positive[i] === side);
  const [clean, suspect] = [of(0), of(1)];
  const enough = Math.min(clean.length, suspect.length) >= leastScored;
  const seed = String(context.random.fork(`row ${pair.suspect.name}`).int(2 ** 48));
  const area = obuchowski(scored.scores, scored.scores, scored.positive, scored.cluster).a;
  const smaller = Math.min(clean.length, suspect.length);
  return {
    ...{ suspect, clean },
    result: {
      rows: { suspect: chosen.suspect.length, clean: chosen.clean.length },
      scored: { suspect: suspect.length, clean: clean.length },
      missing: asked.sum().missing,
      auroc: enough ? clipped(area) : null,
      bounds: enough ? aurocBounds(scores, positive) : null,
      bags: enough
        ? curvePoints(
            bagCurve(scored, {
              ...{ sizes: bagSizes, bags: 10_000, resampledBags: 1000, bootstrap: config.bootstrap, seed },
            }),
            smaller,
          )
        : [],
      precision: enough
        ? precisionOf(
            pair,
            config.flag,
            kept.flatMap((i) => rows[i] ?? []),
            scored,
          )
        : null,
      ...(enough
        ? equalEvidence(
            pair,
            kept.flatMap((i) => rows[i] ?? []),
            scored,
          )
        : { equal: null }),
      control: controlOf(chosen.clean, inputs, found),
      falseAlarms: alarmsOf(clean, seed),
    },
  };
}

/**
 * The smallest bag at which a test of words or of form tells the rows apart beyond doubt, else the largest that is no more than a tenth of the smaller side's
 * rows: by the monitor and by those tests.
 */
function equalEvidence(
  pair: SetPair,
  rows: SetPair["suspect"]["rows"],
  scored: ScoredSets,
): Pick<RowResult, "equal"> {
  const suspects = scored.positive.reduce((sum, one) => sum + one, 0);
  const smaller = Math.min(suspects, scored.positive.length - suspects);
  const sizes = bagSizes.filter((size) => size === 1 || size <= smaller / 10);
  const [byWords, byFormat] = [wordScores(pair), formatScores(pair)];
  const by = (known: ReadonlyMap<TaughtRow, number>, k: number): z.infer<typeof bagArea> | null => {
    const scores = Float64Array.from(rows, (row) => known.get(row) ?? Number.NaN);
    return scores.some(Number.isNaN) ? null : bagAreaOf({ ...scored, scores }, k);
  };
  const at = (k: number) => ({ k, words: by(byWords, k), format: by(byFormat, k) });
  const apart = sizes
    .map(at)
    .find(({ words, format }) => [words, format].some((area) => area !== null && area.at99.low > toldAt));
  const chosen = apart ?? at(sizes.at(-1) ?? 1);
  return { equal: { ...chosen, monitor: bagAreaOf(scored, chosen.k) } };
}

/** Does the monitor rank clean rows with open favour above clean rows as they are? */
function controlOf(
  clean: readonly TaughtRow[],
  inputs: Work["inputs"],
  found: ReadonlyMap<string, Measured<RowScore>>,
): RowResult["control"] {
  const scoreOf = (row: TaughtRow): number => {
    const result = found.get(rowHash(row));
    return result !== undefined && "value" in result ? result.value.score : Number.NaN;
  };
  const planted = controlRows(clean, inputs).map(scoreOf);
  const plain = clean.map(scoreOf);
  const rows = [
    ...planted.map((score, cluster) => ({ score, cluster, positive: 1 })),
    ...plain.map((score, cluster) => ({ score, cluster, positive: 0 })),
  ].filter(({ score }) => !Number.isNaN(score));
  const asked = rows.filter(({ positive }) => positive === 1).length;
  if (Math.min(asked, rows.length - asked) < leastScored) return null;
  const auroc = bagAreaOf(
    {
      scores: rows.map(({ score }) => score),
      positive: rows.map(({ positive }) => positive),
      cluster: rows.map(({ cluster }) => cluster),
    },
    1,
  );
  return auroc === null ? null : { rows: asked, auroc };
}

function precisionOf(
  pair: SetPair,
  flag: number,
  rows: SetPair["suspect"]["rows"],
  { scores, positive }: { readonly scores: Float64Array; readonly positive: Uint8Array },
): RowResult["precision"] {
  const flagged = Math.max(1, Math.round(flag * rows.length));
  const known = wordScores(pair);
  const byWords = Float64Array.from(rows, (row) => known.get(row) ?? Number.NaN);
  return {
    ...{ flag, flagged },
    monitor: precisionAt(scores, positive, flagged),
    words: byWords.some(Number.isNaN) ? null : precisionAt(byWords, positive, flagged),
    base: positive.reduce((sum, one) => sum + one, 0) / positive.length,
  };
}

/** Share of suspect rows among the highest scores; of rows that tie at the border each counts in part. */
export function precisionAt(scores: Float64Array, positive: Uint8Array, flagged: number): Interval {
  const border = Float64Array.from(scores).sort()[scores.length - flagged] ?? Number.NEGATIVE_INFINITY;
  let above = 0;
  let hits = 0;
  let level = 0;
  let levelHits = 0;
  for (const [i, score] of scores.entries()) {
    if (score > border) {
      above++;
      hits += positive[i] ?? 0;
    } else if (score === border) {
      level++;
      levelHits += positive[i] ?? 0;
    }
  }
  return exactInterval(hits + (level === 0 ? 0 : ((flagged - above) * levelHits) / level), flagged);
}

function alarmsOf(clean: Float64Array, seed: string): RowResult["falseAlarms"] {
  if (clean.length < 2 * leastScored) return { splits: 0, alarms: 0, estimate: 0, low: 0, high: 1 };
  const source = seeded(`${seed} halves`);
  const numbers = Array.from(clean.keys());
  const half = Math.floor(clean.length / 2);
  let alarms = 0;
  for (let split = 0; split < splits; split++) {
    const first = new Set(source.shuffle(numbers).slice(0, half));
    const positive = Uint8Array.from(numbers, (i) => (first.has(i) ? 1 : 0));
    const { a } = obuchowski(clean, clean, positive, Int32Array.from(numbers));
    if (a.low > 0.5 || a.high < 0.5) alarms++;
  }
  return { splits, alarms, ...clopperPearson(alarms, splits) };
}

/** Wald's interval may reach beyond what an AUROC can be. */
function clipped({ estimate, low, high }: Interval): Interval {
  return { estimate, low: Math.max(0, low), high: Math.min(1, high) };
}
