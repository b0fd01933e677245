import { z } from "zod";
import { rocChart } from "../../../report/charts.ts";
import { type RocCurve, rocCurve } from "../../../stats/ranking/roc.ts";
import { leadingArms } from "../arms.ts";
import type { Figure, ShownArm } from "./figure.ts";

const schema = z.object({ fpr: z.array(z.number()), tpr: z.array(z.number()) }).nullable();

/** The curve as the report draws it. */
export const roc: Figure<typeof schema> = {
  schema,
  of: ({ arm, positive, enough }) => (enough ? thinned(rocCurve(arm.scores, positive)) : null),
  table: "arms",
  below: (arms) => {
    const drawn = drawnOf(arms.filter(({ value }) => value !== null));
    const curves = drawn.flatMap(({ title, value, kind }) =>
      value === null ? [] : [{ name: title, ...value, floor: kind === "floor" }],
    );
    if (curves.length === 0) return [];
    return [
      {
        kind: "figure",
        id: "roc",
        caption: `ROC curves; thin grey lines are floors, the dotted diagonal is a coin.${drawn.length < arms.length ? " More than six arms are not told apart in one figure: the others stand in the table." : ""}`,
        alt: `ROC curves of ${curves.map(({ name }) => name).join(", ")}; their areas stand in the table above.`,
        spec: rocChart(curves),
      },
    ];
  },
};

/** Which arms' curves are drawn: the floors, and of the others the six that matter most. */
function drawnOf<Arm extends ShownArm>(arms: readonly Arm[]): Arm[] {
  const place = ({ id }: Arm): number =>
    leadingArms.includes(id) ? leadingArms.indexOf(id) : leadingArms.length;
  const others = arms
    .filter(({ kind }) => kind !== "floor" && kind !== "control")
    .toSorted((a, b) => place(a) - place(b))
    .slice(0, 6);
  return arms.filter((arm) => arm.kind === "floor" || others.includes(arm));
}

/** Points on a straight line left out, 200 at most; null where a class is empty. */
function thinned({ fpr, tpr }: RocCurve): z.infer<typeof schema> {
  const at = (index: number): [number, number] => [fpr[index] ?? Number.NaN, tpr[index] ?? Number.NaN];
  const bends: number[] = [];
  for (let index = 0; index < fpr.length; index++) {
    const [x, y] = at(index);
    if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
    const before = bends.at(-1);
    if (before === undefined || index === fpr.length - 1) {
      bends.push(index);
      continue;
    }
    const [x0, y0] = at(before);
    const [x1, y1] = at(index + 1);
    if (Math.abs((x - x0) * (y1 - y0) - (x1 - x0) * (y - y0)) > 1e-12) bends.push(index);
  }
  if (bends.length < 2) return null;
  const step = Math.max(1, Math.ceil(bends.length / 200));
  const kept = bends.filter((_, index) => index % step === 0 || index === bends.length - 1);
  return { fpr: kept.map((index) => at(index)[0]), tpr: kept.map((index) => at(index)[1]) };
}
