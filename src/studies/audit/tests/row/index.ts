import type { Measured } from "../../../../core/outcome.ts";
import { higher } from "../../../../stats/distributions/welch.ts";
import {
  type MixtureSettings,
  mixtureOf,
  mixturePower,
  mixtureSize,
  singleRows,
} from "../../../../stats/resampling/mixtures.ts";
import type { AuditTest, Climb } from "../../audit-test.ts";
import { bySet, pairOf, withoutReference } from "../../work.ts";
import { rowBlocks } from "./present.ts";
import { type RowFound, type RowResult, rowFound, rowResult } from "./result.ts";
import { type RowScore, rowAsks } from "./row-asks.ts";

/** What does a model see that is asked about each row alone? */
export const rowTest: AuditTest<"row", "set", RowResult> = {
  id: "row",
  per: "set",
  result: rowResult,
  needs: "--monitor",
  lacks: (config, inputs) =>
    withoutReference(config, inputs) ?? (config.monitor === null ? "no model was named: --monitor" : null),
  asks: rowAsks,
  begin: (work) => {
    const scores = new Map<string, Measured<RowScore>>();
    work.listen(rowAsks, ({ item }, result) => scores.set(item, result));
    const of = bySet((set) => rowFound(pairOf(work.inputs, set), work, scores));
    return {
      found: async (set) => of(set).result,
      climbs: async (set, how) => rowClimbs(of(set), how),
    };
  },
  blocks: rowBlocks,
};

/** Rows a side below which nothing is mixed. */
const fewestRows = 10;

function rowClimbs({ suspect, clean }: RowFound, how: MixtureSettings): readonly Climb[] {
  const size = mixtureSize(suspect.length, clean.length);
  if (size < fewestRows) return [];
  const units = { suspect: singleRows(suspect.length), clean: singleRows(clean.length) };
  const scoresOf = (rows: readonly number[], from: Float64Array): number[] =>
    rows.map((row) => from[row] ?? Number.NaN);
  return [
    {
      method: "row",
      about: "mean of the per-row monitor's scores, one side clean and one mixed",
      ...{ size, unit: "rows a side", extrapolates: true },
      found: mixturePower(how, (share, source) => {
        const mixture = mixtureOf(units, share, source);
        const mixed = [...scoresOf(mixture.clean, clean), ...scoresOf(mixture.suspect, suspect)];
        return higher(mixed, scoresOf(mixture.against, clean), how.level);
      }),
    },
  ];
}
