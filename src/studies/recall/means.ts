import type { Interval } from "../../stats/distributions/interval.ts";
import { mean, sd } from "../../stats/distributions/moments.ts";
import { quantileOf } from "../../stats/distributions/quantile.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { studentQuantile } from "../../stats/distributions/student-t.ts";
import type { Effects } from "./effects.ts";
import type { RecallResults } from "./results.ts";

/** Means of effects over facts, with 95% intervals (Student's; the share by resampling facts). */
export function meansOf(effects: readonly Effects[], draws: number, source: Random): RecallResults["means"] {
  const of = (read: (one: Effects) => number | null): Interval | null =>
    meanInterval(effects.flatMap((one) => read(one) ?? []));
  const pairs = effects.flatMap(({ redirect, direct }) =>
    redirect === null || direct === null ? [] : [{ redirect, direct }],
  );
  return {
    tested: effects.length,
    boost: of(({ boost }) => boost),
    redirect: of(({ redirect }) => redirect),
    priming: of(({ priming }) => priming),
    buffer: of(({ buffer }) => buffer),
    direct: of(({ direct }) => direct),
    cue: of(({ cue }) => cue),
    share: shareOf(pairs, draws, source),
    // Two-sided 5%, power 80%: 2.80 standard errors.
    detectable: pairs.length < 2 ? null : 2.8016 / Math.sqrt(pairs.length),
  };
}

function meanInterval(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const estimate = mean(values);
  const half = studentQuantile(0.975, values.length - 1) * (sd(values) / Math.sqrt(values.length));
  return { estimate, low: estimate - half, high: estimate + half };
}

/** Redirect over direct edit: ratio of means. Null where the direct edit itself moved nothing beyond doubt. */
function shareOf(
  pairs: readonly { readonly redirect: number; readonly direct: number }[],
  draws: number,
  source: Random,
): Interval | null {
  const direct = meanInterval(pairs.map((one) => one.direct));
  if (direct === null || direct.low <= 0) return null;
  const ratio = (rows: typeof pairs): number =>
    mean(rows.map((one) => one.redirect)) / mean(rows.map((one) => one.direct));
  const drawn = Array.from({ length: draws }, () => ratio(pairs.map(() => source.pick(pairs))));
  return { estimate: ratio(pairs), low: quantileOf(drawn, 0.025), high: quantileOf(drawn, 0.975) };
}
