import { z } from "zod";
import { compareForecasters } from "./compare-axes.ts";
import { type Forecaster, type Hindcast, knowledges } from "./hindcast.ts";
import { modelIds } from "./models.ts";

/** Schema of a forecaster's place among all. */
export const ranked = z
  .object({
    axis: z.string(),
    model: z.enum(modelIds),
    knowledge: z.enum(knowledges),
    /** Forecasts of the values that all forecast, and their mean CRPS on the scale that is forecast. */
    n: z.number(),
    crps: z.number(),
    /** Is the first better than this one, at 1%? False: they cannot be told apart; null for the first itself. */
    worse: z.boolean().nullable(),
  })
  .readonly();
export type Ranked = z.infer<typeof ranked>;

/** From the plainest: of models that do equally well the plainer one stands first. */
const plainness: readonly string[] = ["line", "walk", "walk-ma", "last", "line-ar1"];

/**
 * All forecasters that had to forecast the axis too, on the values that all of them forecast, the best first. Scores nearer to each other than
 * `tolerance` are equal.
 */
export function ranking(rows: readonly Hindcast[], horizon: number, tolerance: number): readonly Ranked[] {
  const mine = rows.filter(
    (row) => row.horizon === horizon && (row.axis === "date" || row.knowledge === "unconditional"),
  );
  const groups = [...Map.groupBy(mine, ({ axis, model }) => `${axis} ${model}`).values()];
  const most = Math.max(0, ...groups.map(({ length }) => length));
  // One that could hardly ever forecast must not decide on which values the others are compared.
  const able = groups.filter(({ length }) => 2 * length >= most);
  const seen = able.map((group) => new Set(group.map(({ origin }) => origin)));
  const shared = [...(seen[0] ?? [])].filter((origin) => seen.every((set) => set.has(origin)));
  const common = new Set(shared);
  const bucket = (crps: number): number => Math.round(crps / tolerance);
  const place = (model: string): number =>
    (plainness.indexOf(model) + plainness.length + 1) % (plainness.length + 1);
  const scored = able
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined || common.size === 0) return [];
      const own = group.filter(({ origin }) => common.has(origin));
      const { axis, model, knowledge } = first;
      const crps = own.reduce((sum, row) => sum + row.crps, 0) / own.length;
      return [{ axis, model, knowledge, n: own.length, crps }];
    })
    .toSorted((a, b) => bucket(a.crps) - bucket(b.crps) || place(a.model) - place(b.model));
  const [best] = scored;
  return scored.map((one) => ({
    ...one,
    worse: one === best || best === undefined ? null : isWorse(mine, best, one, horizon),
  }));
}

function isWorse(rows: readonly Hindcast[], best: Forecaster, other: Forecaster, horizon: number): boolean {
  const { test } = compareForecasters(rows, best, other, horizon);
  return test.ok && test.at99.high < 0;
}
