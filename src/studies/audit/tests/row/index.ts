import type { Measured } from "../../../../core/outcome.ts";
import { scoreMixturePower } from "../../../../stats/resampling/mixture-power.ts";
import type { AuditTest, Climb, ClimbSettings } from "../../audit-test.ts";
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

function rowClimbs({ suspect, clean }: RowFound, how: ClimbSettings): readonly Climb[] {
  if (clean.length < 20 || suspect.length < 10) return [];
  return [
    {
      method: "row",
      about: "mean of the per-row monitor's scores, one side clean and one mixed",
      ...{ size: Math.floor(clean.length / 2), unit: "rows a side", extrapolates: true },
      found: scoreMixturePower(suspect, clean, how),
    },
  ];
}
