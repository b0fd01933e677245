import { z } from "zod";
import { trim } from "../../../../panel/panel-looks.ts";
import type { ScoredSet, ScoredSets } from "../../../../panel/scored-sets.ts";
import { shiftSet } from "../../../../panel/shift-sets.ts";
import { twoScorers } from "../../../../panel/two-scorers.ts";
import { type Kinship, kinship } from "../../../../panel/which-kind.ts";
import { finiteInterval, interval } from "../../../../stats/distributions/interval.ts";
import type { Work } from "../../audit-test.ts";
import { fewestRows } from "../panel/inputs.ts";
import type { PanelReading, ScorerEnd } from "../panel/reading.ts";

/** Schema of which scorers see a set's influence. None of it proves that a student would take it over. */
export const kindOutcome = z.object({
  kind: z.string(),
  reason: z.string(),
  /** Roles of the scorer nearer to the teacher and of the one on another base, and their kinship. */
  near: z.string().nullable(),
  nearKin: kinship.nullable(),
  other: z.string().nullable(),
  /** The candidate that both are asked about: the one with the largest sum of their z. */
  candidate: z.string().nullable(),
  /** Rows of the set that both scored. */
  rows: z.int(),
  /** In units of each scorer's own mean response to the panel's plants. */
  effects: z.object({ near: interval, other: interval, difference: interval }).nullable(),
});
export type KindOutcome = z.infer<typeof kindOutcome>;

/** Compares the scorer nearest to the teacher with the first one on another base, on the rows that both have read. */
export function kindOf(
  number: number,
  { sets, ends }: PanelReading,
  { config, inputs }: Pick<Work, "config" | "inputs">,
): KindOutcome | null {
  const set = sets.suspects[number];
  if (set === undefined) return null;
  const of = (kin: Kinship): ScorerEnd | undefined => ends(number).find((_, i) => config.kin[i] === kin);
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
  const [nearer, farther, difference] = [result.near, result.other, result.difference].map(finiteInterval);
  return {
    ...base,
    ...{ kind: result.kind, reason: result.reason },
    candidate: sets.candidates[candidate]?.set ?? null,
    rows: Math.min(first.suspect.cluster.length, second.suspect.cluster.length),
    effects:
      nearer == null || farther == null || difference == null
        ? null
        : { near: nearer, other: farther, difference },
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
