import { isRefuted } from "../calibration.ts";
import { modelNamed } from "../models.ts";
import { titles } from "../present/titles.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";

/** Forecasts on fewer of which nothing is said of a best one. */
const fewest = 5;

/** Which forecaster did best out of sample, and how its band held. */
export function bestSentence(series: SeriesResult): string {
  const { next } = series;
  const ranking = distinct(series);
  const [best, ...others] = ranking;
  const [first] = next;
  if (best === undefined || first === undefined || best.n < fewest) {
    return `What forecasts it best cannot be said: ${best?.n ?? 0} forecasts of the past are too few.`;
  }
  const name = `the ${modelNamed(best.model).title}${ranking.some(({ axis }) => axis !== best.axis) ? ` on ${titles(series)(best.axis)}` : ""}`;
  const alike = others.filter(({ worse }) => worse === false).length;
  const among =
    alike === 0
      ? "the others did worse"
      : alike === others.length
        ? "none of the others can be told apart from it"
        : `${alike} of the other ${others.length} cannot be told apart from it`;
  const { held, n } = first.calibration;
  return `Out of sample ${name} did best of ${ranking.length} on ${best.n} forecasts (${among}); its 80% band held ${held} of ${n} times.`;
}

/** Forecasters on axes that are another one in other words forecast the same: they are not counted again. */
function distinct({ ranking, identifiability }: SeriesResult): SeriesResult["ranking"] {
  const same = new Set(identifiability.filter(({ vif }) => vif > 1e6).map(({ b }) => b));
  return ranking.filter(({ axis }) => !same.has(axis));
}

/** The state of "can its 80% band be trusted?". */
export function bandChecked({ next, ranking }: SeriesResult): Checked {
  const what = "80% band holds";
  const [first] = next;
  if (first === undefined || ranking.length === 0)
    return { what, state: "untested", says: "no forecast was made" };
  const { held, n, factor, why } = first.calibration;
  if (factor !== null) {
    const widened =
      Math.abs(factor - 1) < 0.05
        ? "as it is"
        : `${factor > 1 ? "widened" : "narrowed"} ${factor.toFixed(2)} times`;
    return { what, state: "yes", says: `it held ${held} of ${n}; calibrated on them, ${widened}` };
  }
  if (isRefuted(first.calibration)) return { what, state: "no", says: `too narrow: it held ${held} of ${n}` };
  return { what, state: "untested", says: `it held ${held} of ${n}, not calibrated: ${why}` };
}
