import { z } from "zod";
import type { Hindcast, HindcastPlan, Observation } from "./hindcast.ts";
import { modelIds, modelNamed } from "./models.ts";

/** Schema of a model that forecast nothing on an axis, and why: its row stands in the table all the same. */
export const silentModel = z
  .object({ axis: z.string(), model: z.enum(modelIds), why: z.string() })
  .readonly();

/** All that were asked and gave no forecast. */
export function silentModels(
  points: readonly Observation[],
  rows: readonly Hindcast[],
  { axes, models, least }: HindcastPlan,
): z.infer<typeof silentModel>[] {
  const known = points.filter((point) => axes.every((axis) => point.axes[axis] !== undefined)).length;
  return axes.flatMap((axis) =>
    models
      .filter((model) => !rows.some((row) => row.axis === axis && row.model === model))
      .map((model) => {
        const needed = Math.max(least, modelNamed(model).least);
        const why =
          known <= needed
            ? `needs ${needed} points to learn from and one to be scored by; there are ${known}`
            : "its fit gave no finite forecast from any origin: the values or the axis do not vary enough up to there";
        return { axis, model, why };
      }),
  );
}
