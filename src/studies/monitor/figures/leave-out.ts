import { z } from "zod";
import type { Block } from "../../../report/blocks.ts";
import { countCell, details, numberCell, right, table } from "../../../report/write.ts";
import { finiteOrNull } from "../../../stats/distributions/interval.ts";
import { auroc } from "../../../stats/ranking/auroc.ts";
import { namesOf, type Part, parts } from "../row.ts";
import type { Figure, FigureInput, ShownArm } from "./figure.ts";
import { constantWithin } from "./within.ts";

const leftOut = z
  .object({
    /** False where nothing is trained: the pooled figure is the same and only the parts are of interest. */
    retrained: z.boolean(),
    auroc: z.number().nullable(),
    /** AUROC within the part that was left out. */
    groups: z.array(
      z.object({ name: z.string(), n: z.number(), positives: z.number(), auroc: z.number().nullable() }),
    ),
  })
  .nullable();
const schema = z.object({ suite: leftOut, author: leftOut });
type LeaveOut = z.infer<typeof schema>;

const notes: Readonly<Record<Part, string>> = {
  suite:
    "floors that are trained, trained again without the suite they score; the pooled AUROC where nothing is trained",
  author: "likewise, without the author",
};

/** AUROC with one suite, or one author, left out of the training at a time, and within each. */
export const leaveOut: Figure<typeof schema> = {
  schema,
  of: (input) => ({ suite: without("suite", input), author: without("author", input) }),
  table: "arms",
  columns: () =>
    parts.map((part) => ({
      title: `${part} left out`,
      note: notes[part],
      cell: (value, arm, absent) =>
        numberCell(
          value[part]?.auroc,
          2,
          absent[part] ?? constantWithin(arm, part) ?? "there are not two parts to leave out",
        ),
    })),
  below: (arms) => parts.flatMap((part) => partTable(part, arms)),
};

function without(part: Part, { arm, rows, positive, enough }: FigureInput): LeaveOut[Part] {
  const scores = arm.heldOut[part];
  const names = namesOf(rows, part);
  if (!enough || scores === null || names === null || arm.constantWithin === part) return null;
  const groups = [...new Set(names)].sort();
  if (groups.length < 2) return null;
  return {
    retrained: arm.trained !== null,
    auroc: finiteOrNull(auroc(scores, positive)),
    groups: groups.map((name) => {
      const here = names.flatMap((other, row) => (other === name ? [row] : []));
      const labels = here.map((row) => positive[row] ?? 0);
      const inside = here.map((row) => scores[row] ?? Number.NaN);
      return {
        name,
        n: here.length,
        positives: labels.reduce((sum, label) => sum + label, 0),
        auroc: finiteOrNull(auroc(inside, labels)),
      };
    }),
  };
}

/** Part by part what each arm does, folded away. */
function partTable(part: Part, arms: readonly (ShownArm & { readonly value: LeaveOut })[]): Block[] {
  const groups = arms.find(({ value }) => value[part] !== null)?.value[part]?.groups ?? [];
  if (groups.length === 0) return [];
  const within = ({ value }: { readonly value: LeaveOut }, name: string): number | null | undefined =>
    value[part]?.groups.find((group) => group.name === name)?.auroc;
  return [
    details(
      `Each ${part} on its own`,
      table(
        `AUROC within each ${part}. Trained floors were trained on the other ${part}s only.`,
        [part, "runs", "positive", ...arms.map(({ title }) => right(title))],
        groups.map(({ name, n, positives }) => [
          ...[name, countCell(n), countCell(positives)],
          ...arms.map((arm) => numberCell(within(arm, name), 2, "one class has no scores here")),
        ]),
      ),
    ),
  ];
}
