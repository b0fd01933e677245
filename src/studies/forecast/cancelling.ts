import { z } from "zod";
import { random } from "../../stats/distributions/random.ts";
import { hindcasts, type Observation } from "./hindcast.ts";

/** A series of the length and noise of the real one, whose doublings get easier or harder at a known rate. */
export interface CancellingPlan {
  /** Decimal years. */
  readonly dates: readonly number[];
  /** Doublings over the whole time. */
  readonly doublings: number;
  /** Standard deviation around the curve, doublings. */
  readonly noise: number;
  /** Feedback gain minus growth of difficulty, per doubling: the rate of growth changes by 2^net with each doubling. */
  readonly nets: readonly number[];
  readonly worlds: number;
  readonly seed: string;
  readonly horizon: number;
  readonly least: number;
}

/** Schema of how a straight line fares against one uncancelled effect. */
export const cancellingRow = z
  .object({
    net: z.number(),
    /** Growth at the end in growth at the beginning. */
    speedUp: z.number(),
    /** Share of worlds in which the bent model's mean CRPS is below the line's. */
    lineLoses: z.number(),
    /** Mean CRPS of the line in that of the bent model. */
    ratio: z.number(),
  })
  .readonly();
export type CancellingRow = z.infer<typeof cancellingRow>;

/** For each net effect: how often a model that allows it beats a straight line out of sample. */
export function cancelling(plan: CancellingPlan, progress: (fraction: number) => void): CancellingRow[] {
  const [first = 0] = plan.dates;
  const span = (plan.dates.at(-1) ?? 0) - first;
  return plan.nets.map((net, index) => {
    const source = random(`${plan.seed} cancelling ${net}`);
    const bent = net >= 0 ? "superexponential" : "logistic";
    let lost = 0;
    const sums = { line: 0, bent: 0 };
    for (let world = 0; world < plan.worlds; world++) {
      const points = plan.dates.map((date, i): Observation => {
        const share = (date - first) / span;
        const y = curve(net, plan.doublings, share) + plan.noise * source.normal();
        return { date, axes: { date }, y, label: String(i) };
      });
      const rows = hindcasts(points, {
        axes: ["date"],
        models: ["line", bent],
        horizons: [plan.horizon],
        least: plan.least,
        window: null,
      });
      const line = new Map(rows.filter(({ model }) => model === "line").map((row) => [row.origin, row.crps]));
      let ownSum = 0;
      let lineSum = 0;
      for (const row of rows) {
        if (row.model === "line") continue;
        ownSum += row.crps;
        lineSum += line.get(row.origin) ?? Number.NaN;
      }
      if (ownSum < lineSum) lost++;
      sums.line += lineSum;
      sums.bent += ownSum;
    }
    progress((index + 1) / plan.nets.length);
    return {
      net,
      speedUp: 2 ** (net * plan.doublings),
      lineLoses: lost / plan.worlds,
      ratio: sums.line / sums.bent,
    };
  });
}

/** Doublings at a share of the time, where the rate of growth is 2^(net y) of the first one and the whole comes to `total`. */
function curve(net: number, total: number, share: number): number {
  if (Math.abs(net) < 1e-9) return total * share;
  return -Math.log2(1 - share * (1 - 2 ** (-net * total))) / net;
}
