import { z } from "zod";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import type { Ground } from "../ground.ts";
import { rowsWritten } from "../own-runs.ts";
import { resample } from "../resample.ts";
import { labelled } from "../row.ts";
import type { DescribedArm } from "../scored-arm.ts";
import { comparison, comparisonOf, pairsOf } from "./comparisons.ts";

/** Schema of what C1 rests on: the runs that the monitor model wrote itself; null where there are none. */
export const onPolicy = z
  .object({
    rows: z.number(),
    positives: z.number(),
    arms: z.array(z.object({ id: z.string(), auroc: interval.nullable() })),
    comparison: comparison.nullable(),
  })
  .nullable();

/** The prompted arms on the runs that the monitor model wrote itself. */
export async function onPolicyOf(
  ground: Ground,
  prompted: readonly DescribedArm[],
): Promise<z.infer<typeof onPolicy>> {
  const at = rowsWritten(ground.rows, ground.model, "own");
  if (at.length === 0) return null;
  const rows = at.flatMap((row) => ground.rows[row] ?? []);
  const own = { ...ground, rows, ...labelled(rows) };
  const arms = prompted.map((arm) => ({
    ...arm,
    scores: Float64Array.from(at, (row) => arm.scores[row] ?? Number.NaN),
  }));
  const pairs = pairsOf(arms).filter(([a, b]) => a.id === "prefix" && b.id === "fresh");
  const drawn = await resample(own, arms, pairs, []);
  const [compared = null] = pairs.map((pair, index) => comparisonOf(pair, drawn.pairs[index], own));
  return {
    rows: rows.length,
    positives: rows.filter(({ positive }) => positive === 1).length,
    arms: arms.map(({ id }, index) => ({ id, auroc: finiteInterval(drawn.arms[index]?.auroc) })),
    comparison: compared,
  };
}
