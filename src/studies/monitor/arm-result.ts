import { z } from "zod";
import { finiteInterval } from "../../stats/distributions/interval.ts";
import { auroc } from "./figures/auroc.ts";
import { calibration, means } from "./figures/calibration.ts";
import { coverage, mass, n } from "./figures/coverage.ts";
import type { Figure, FigureInput, ScoredRows } from "./figures/figure.ts";
import { leaveOut } from "./figures/leave-out.ts";
import { permuted } from "./figures/permuted.ts";
import { safety, tprAtFpr } from "./figures/rates.ts";
import { roc } from "./figures/roc.ts";
import { within } from "./figures/within.ts";
import type { Ground } from "./ground.ts";
import type { DrawnArm } from "./resample.ts";
import { armKind, type DescribedArm } from "./scored-arm.ts";

/** Every figure of every arm, by its name in the results, in the order in which tables show them. */
const figures = {
  ...{ n, auroc, within, roc, permuted, leaveOut },
  ...{ tprAtFpr, safety },
  ...{ coverage, mass },
  ...{ calibration, means },
};

/** Name and figure. */
export const armFigures: readonly (readonly [name: string, figure: Figure])[] = Object.entries(figures);

/** Schema of one arm or floor. */
export const armResult = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  kind: armKind,
  ...schemasOf(figures),
});
export type ArmResult = z.infer<typeof armResult>;

/** Everything the results say of one arm. */
export function armResultOf(
  { rows, positive }: Pick<Ground, "rows" | "positive">,
  arm: DescribedArm,
  drawn: DrawnArm | undefined,
): ArmResult {
  const { id, title, about, kind, scores } = arm;
  const scored = (side: 0 | 1): ScoredRows => {
    const ofClass = scores.filter((_, row) => positive[row] === side);
    return { rows: ofClass.length, scored: ofClass.filter((score) => !Number.isNaN(score)).length };
  };
  const input: FigureInput = {
    ...{ arm, rows, positive, drawn },
    enough: finiteInterval(drawn?.auroc) !== null,
    ...{ positives: scored(1), negatives: scored(0) },
  };
  const values = armFigures.map(([name, figure]) => [name, figure.of(input)] as const);
  return armResult.parse({ id, title, about, kind, ...Object.fromEntries(values) });
}

function schemasOf<Figures extends Readonly<Record<string, Figure>>>(
  figures: Figures,
): { [Name in keyof Figures]: Figures[Name]["schema"] };
function schemasOf(figures: Readonly<Record<string, Figure>>): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(figures).map(([name, { schema }]) => [name, schema]));
}
