import { z } from "zod";
import { trim } from "../../../../panel/panel-looks.ts";
import type { ScoredSet, ScoredSets } from "../../../../panel/scored-sets.ts";
import { shiftSet } from "../../../../panel/shift-sets.ts";
import { twoScorers } from "../../../../panel/two-scorers.ts";
import type { Kinship } from "../../../../panel/which-kind.ts";
import type { Interval } from "../../../../stats/distributions/interval.ts";
import { type AuditConfig, kinships } from "../../config.ts";
import type { AuditInputs } from "../../inputs.ts";
import { fewestRows } from "../panel/inputs.ts";
import type { ScorerEnd } from "../panel/result.ts";

type Scaled = { readonly estimate: number; readonly low: number; readonly high: number };

/** Which scorers see a set's influence. None of it proves that a student would take it over. */
export type KindOutcome = {
  readonly kind: string;
  readonly reason: string;
  /** Roles of the scorer nearer to the teacher and of the one on another base, and their kinship. */
  readonly near: string | null;
  readonly nearKin: Kinship | null;
  readonly other: string | null;
  /** The candidate that both are asked about: the one with the largest sum of their z. */
  readonly candidate: string | null;
  /** Rows of the set that both scored. */
  readonly rows: number;
  /** In units of each scorer's own mean response to the panel's plants. */
  readonly effects: { readonly near: Scaled; readonly other: Scaled; readonly difference: Scaled } | null;
};

const scaled = z.object({ estimate: z.number(), low: z.number(), high: z.number() });

/** Schema of it. */
export const kindSchema: z.ZodType<KindOutcome> = z.object({
  kind: z.string(),
  reason: z.string(),
  near: z.string().nullable(),
  nearKin: z.enum(kinships).nullable(),
  other: z.string().nullable(),
  candidate: z.string().nullable(),
  rows: z.int(),
  effects: z.object({ near: scaled, other: scaled, difference: scaled }).nullable(),
});

/** Compares the scorer nearest to the teacher with the first one on another base, on the rows that both have read. */
export function kindOf(
  set: ScoredSet,
  sets: ScoredSets,
  ends: readonly ScorerEnd[],
  config: AuditConfig,
  inputs: AuditInputs,
): KindOutcome {
  const of = (kin: Kinship): ScorerEnd | undefined => ends.find((_, i) => config.kin[i] === kin);
  const same = of("same");
  const near = same ?? of("relative");
  const other = of("other");
  const base = {
    near: near?.role ?? null,
    nearKin: near === undefined ? null : same === undefined ? ("relative" as const) : ("same" as const),
    other: other?.role ?? null,
  };
  const undecided = (reason: string): KindOutcome => ({
    ...base,
    ...{ kind: "undecided", reason, candidate: null, rows: 0, effects: null },
  });
  if (near === undefined || other === undefined) {
    return undecided(
      "it takes a scorer of the teacher's own base or family and one on another base, named by --kin",
    );
  }
  const [a, b] = [near.end.found, other.end.found];
  if (a === null || b === null) return undecided("a scorer has read too few rows");
  const candidate = topOf(a.shift.z.map((z, i) => z + (b.shift.z[i] ?? Number.NaN)));
  const rows = Math.min(rowsOf(near), rowsOf(other));
  const looked = [near, other].map((one) => lookOn(one, set, sets, rows));
  const [first, second] = looked;
  if (
    first === undefined ||
    second === undefined ||
    looked.some(({ suspect }) => suspect.cluster.length < fewestRows)
  )
    return undecided("a scorer has read too few rows");
  const result = twoScorers(
    { ...first, kinship: base.nearKin ?? "relative" },
    { ...second, kinship: "other" },
    candidate,
    { trim, draws: config.bootstrap, seed: `${inputs.seed} kind` },
  );
  const effects = {
    near: finite(result.near),
    other: finite(result.other),
    difference: finite(result.difference),
  };
  return {
    ...base,
    ...{ kind: result.kind, reason: result.reason },
    candidate: sets.candidates[candidate]?.set ?? null,
    rows: Math.min(first.suspect.cluster.length, second.suspect.cluster.length),
    effects:
      effects.near === null || effects.other === null || effects.difference === null
        ? null
        : { near: effects.near, other: effects.other, difference: effects.difference },
  };
}

function rowsOf({ end }: ScorerEnd): number {
  return end.looks[end.look] ?? 0;
}

function lookOn({ scores, end }: ScorerEnd, set: ScoredSet, sets: ScoredSets, rows: number) {
  const suspect = shiftSet(
    { ...set, rows: set.rows.slice(0, rows) },
    sets.candidates,
    sets.baseline,
    scores.mean,
  );
  return { suspect, references: end.references };
}

function topOf(values: readonly number[]): number {
  return values.reduce(
    (best, value, at) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? at : best),
    0,
  );
}

function finite({ estimate, low, high }: Interval): Scaled | null {
  return [estimate, low, high].every(Number.isFinite) ? { estimate, low, high } : null;
}
