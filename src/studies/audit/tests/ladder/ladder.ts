import { z } from "zod";
import { normalQuantile } from "../../../../stats/distributions/normal.ts";
import { clopperPearson } from "../../../../stats/distributions/proportion.ts";
import type { Climb } from "../../audit-test.ts";

/** Schema of how a test fares where only a share of the rows is suspect. */
const rung = z.object({
  share: z.number(),
  power: z.number(),
  low: z.number(),
  high: z.number(),
  /** Rows of either side for a power of .8, from the mean z at this size; null where there is nothing to go by. */
  rows: z.number().nullable(),
});
type Rung = z.infer<typeof rung>;

/** Schema of one test's ladder. */
const ladderMethod = z.object({
  method: z.string(),
  about: z.string(),
  /** Of each mixture, in its unit: "rows a side", "pairs". */
  size: z.int(),
  unit: z.string(),
  rungs: z.array(rung),
  /** The same test on mixtures without any suspect row: its rate of false alarms. */
  none: rung,
  /** Share at which power is one half, between two rungs by the logarithm of the share; null where it stays above or below. */
  half: z.number().nullable(),
  /** Where `half` is null: is power above one half on every rung? */
  always: z.boolean(),
});
export type LadderMethod = z.infer<typeof ladderMethod>;

/** Schema of the subtlety ladder of a set. */
export const ladder = z.object({ methods: z.array(ladderMethod) });
export type Ladder = z.infer<typeof ladder>;

const power = 0.8;

/** Puts one method's mixtures into numbers. @param level one-sided, of the test */
export function methodOf({ found, extrapolates, ...climb }: Climb, level: number): LadderMethod {
  const wanted = normalQuantile(1 - level) + normalQuantile(power);
  const [none, ...rungs] = found.map(({ share, found: count, worlds, z }): Rung => {
    const { estimate, low, high } = clopperPearson(count, worlds);
    const rows =
      !extrapolates || share === 0 || !(z >= 0.3) ? null : Math.ceil(climb.size * (wanted / z) ** 2);
    return { share, power: estimate, low, high, rows };
  });
  if (none === undefined) throw new Error("a ladder begins with share 0");
  return { ...climb, rungs, none, ...halfOf(rungs) };
}

/** Where power crosses one half, walking down the shares. */
function halfOf(rungs: readonly Rung[]): Pick<LadderMethod, "half" | "always"> {
  for (const [i, below] of rungs.entries()) {
    if (below.power >= 0.5) continue;
    const above = rungs[i - 1];
    if (above === undefined) return { half: null, always: false };
    const part = (above.power - 0.5) / (above.power - below.power);
    return {
      half: Math.exp(Math.log(above.share) + part * (Math.log(below.share) - Math.log(above.share))),
      always: false,
    };
  }
  return { half: null, always: true };
}
