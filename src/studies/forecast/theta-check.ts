import { z } from "zod";
import { mean, sd } from "../../stats/distributions/moments.ts";
import { middle95 } from "../../stats/distributions/quantile.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { type CostProtocol, type CostSeries, improving, increments, squaredErrors } from "./farmer-lafond.ts";

/** Schema of whether a theta is compatible with the data. */
export const thetaCheck = z
  .object({
    theta: z.number(),
    /** Share of simulated panels that stray from their mean at some horizon at least as far as the real one (logarithms, in units of their spread). */
    p: z.number(),
    /** Mean squared error by horizon, and 95% of simulated panels of the same lengths, drifts and variances. */
    byTau: z
      .array(
        z.object({ tau: z.number(), observed: z.number(), low: z.number(), high: z.number() }).readonly(),
      )
      .readonly(),
  })
  .readonly();

/** Panels as long and as noisy as the real ones are simulated under a theta; all horizons are tested as one. */
export function checkTheta(
  series: readonly CostSeries[],
  protocol: CostProtocol,
  theta: number,
  taus: readonly number[],
  panels: number,
  source: Random,
): z.infer<typeof thetaCheck> {
  const chosen = improving(series, protocol.level);
  const observed = meansAt(
    chosen.map((technology) => squaredErrors(technology, protocol.window)),
    taus,
  );
  const shapes = chosen.map(({ logCost }) => increments(logCost, 0, logCost.length - 1));
  const simulated = Array.from({ length: panels }, () =>
    meansAt(
      shapes.map((shape) =>
        squaredErrors({ name: "", logCost: walk(shape, theta, source) }, protocol.window),
      ),
      taus,
    ),
  );
  const centres = taus.map((_, i) => {
    const logs = simulated.map((means) => Math.log(means[i] ?? Number.NaN));
    return { mean: mean(logs), sd: sd(logs) };
  });
  const stray = (means: readonly number[]): number =>
    Math.max(
      ...centres.map((centre, i) => Math.abs(Math.log(means[i] ?? Number.NaN) - centre.mean) / centre.sd),
    );
  const far = stray(observed);
  return {
    theta,
    p: (simulated.filter((means) => stray(means) >= far).length + 1) / (panels + 1),
    byTau: taus.map((tau, i) => {
      const drawn = simulated.map((means) => means[i] ?? Number.NaN).toSorted((a, b) => a - b);
      return { tau, observed: observed[i] ?? Number.NaN, ...middle95(drawn) };
    }),
  };
}

function meansAt(errors: readonly (readonly (readonly number[])[])[], taus: readonly number[]): number[] {
  return taus.map((tau) => mean(errors.flatMap((byTau) => byTau[tau - 1] ?? [])));
}

function walk(of: ReturnType<typeof increments>, theta: number, source: Random): number[] {
  const shock = of.sd / Math.sqrt(1 + theta * theta);
  const out = [0];
  let before = shock * source.normal();
  for (let i = 0; i < of.count; i++) {
    const now = shock * source.normal();
    out.push((out.at(-1) ?? 0) + of.mean + now + theta * before);
    before = now;
  }
  return out;
}
