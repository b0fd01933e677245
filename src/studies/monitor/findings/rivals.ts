import { z } from "zod";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import { normalQuantile } from "../../../stats/distributions/normal.ts";
import { quantile } from "../../../stats/distributions/quantile.ts";
import { studentQuantile } from "../../../stats/distributions/student-t.ts";
import { auroc } from "../../../stats/ranking/auroc.ts";
import { maxT } from "../../../stats/ranking/max-t.ts";
import { type Contrast, contrastOf } from "../contrast.ts";
import type { Ground } from "../ground.ts";
import { armKind, type DescribedArm } from "../scored-arm.ts";

/** Schema of a monitor against a floor, with an interval that holds for all of them at once. */
const rival = z.object({
  floor: z.string(),
  /** A floor that is higher for harmless runs is turned round: it is as easy a rival. */
  turned: z.boolean(),
  /** AUROC of the monitor and of the floor on the same pairs of runs. */
  alone: z.object({ monitor: z.number(), floor: z.number() }),
  /** Monitor minus floor, 95% over all monitors and floors together. */
  lead: interval,
  /** Its lower end at 99%: above 0 the monitor beats the floor. */
  low99: z.number(),
  /** A lead that such runs would have shown in 80 of 100 cases. */
  detectable: z.number(),
});

/** Schema of every monitor against every floor; empty where there is too little for an interval. */
export const rivals = z.array(z.object({ id: z.string(), kind: armKind, floors: z.array(rival) }));
export type Rivals = z.infer<typeof rivals>;

const draws = 2000;

/** Does any monitor beat the floors? All are looked at on the same groups, and an interval holds for the best of them too (max-T). */
export function rivalsOf(ground: Ground, arms: readonly DescribedArm[]): Rivals {
  const floors = arms.filter(({ kind }) => kind === "floor").map((floor) => upright(ground, floor));
  const monitors = arms.filter(({ kind }) => kind !== "floor" && kind !== "control");
  const pairs = monitors.flatMap((monitor) =>
    floors.flatMap((floor) => {
      const contrast = contrastOf(ground, monitor, floor);
      return contrast.size.enough && Number.isFinite(contrast.estimate) ? [{ monitor, floor, contrast }] : [];
    }),
  );
  const seed = String(ground.context.random.fork("rivals").int(2 ** 48));
  const largest = maxT(
    pairs.map(({ contrast }) => contrast.without),
    draws,
    seed,
  );
  const [at95, at99] = [quantile(largest, 0.95), quantile(largest, 0.99)];
  return monitors.flatMap(({ id, kind }) => {
    const own = pairs.filter(({ monitor }) => monitor.id === id);
    if (own.length === 0) return [];
    return {
      ...{ id, kind },
      floors: own.flatMap(({ floor, contrast }) => {
        const { estimate, alone } = contrast;
        const [reach, far] = [reachOf(contrast, at95, 0.95), reachOf(contrast, at99, 0.99)];
        const lead = finiteInterval({ estimate, low: estimate - reach, high: estimate + reach });
        if (lead === null) return [];
        return {
          ...{ floor: floor.id, turned: floor.turned, lead },
          alone: { monitor: alone[0], floor: alone[1] },
          low99: estimate - far,
          detectable: far + normalQuantile(0.8) * contrast.error,
        };
      }),
    };
  });
}

/** Standard errors of a normal, as many as the largest of all figures asks for, made Student's. */
function reachOf({ error, size }: Contrast, largest: number, level: number): number {
  const tail = (1 + level) / 2;
  return error * largest * (studentQuantile(tail, size.freedom) / normalQuantile(tail));
}

/** A floor that is not trained may rank backwards: whoever uses it would turn it round. */
function upright({ positive }: Ground, floor: DescribedArm): DescribedArm & { readonly turned: boolean } {
  const turned = floor.trained === null && auroc(floor.scores, positive) < 0.5;
  return turned ? { ...floor, turned, scores: floor.scores.map((score) => -score) } : { ...floor, turned };
}
