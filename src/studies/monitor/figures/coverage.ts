import { z } from "zod";
import { countCell, details, numberCell, right, table } from "../../../report/write.ts";
import { finiteOrNull } from "../../../stats/distributions/interval.ts";
import { aurocBounds } from "../../../stats/ranking/auroc.ts";
import { missingCounts } from "../../../study/tally.ts";
import { type Figure, scoredRows } from "./figure.ts";

/** Schema of the lowest and highest that a figure may be, whatever is missing. */
export const bounds = z.object({ low: z.number(), high: z.number() });
const schema = z.object({
  rows: z.number(),
  scored: z.number(),
  share: z.number(),
  positives: scoredRows,
  negatives: scoredRows,
  /** Trials without a value. */
  missing: missingCounts,
  /** AUROC over all rows if the missing scores were the worst and the best possible. */
  bounds: bounds.nullable(),
  /** Runs without a score, the first 50 of them. */
  named: z.array(z.object({ run: z.string(), code: z.string(), reason: z.string() })),
});
const count = z.number();
const share = z.number().nullable();

/** Rows with a score. */
export const n: Figure<typeof count> = {
  schema: count,
  of: ({ positives, negatives }) => positives.scored + negatives.scored,
  table: "arms",
  columns: () => [{ title: "runs", note: "runs with a score", cell: countCell }],
};

/** How much of the sample an arm answered, and what the rest could change. */
export const coverage: Figure<typeof schema> = {
  schema,
  of: ({ arm, rows, positive, positives, negatives }) => {
    const scored = positives.scored + negatives.scored;
    const { low, high } = aurocBounds(arm.scores, positive);
    return {
      ...{ rows: rows.length, scored, share: scored / rows.length, positives, negatives },
      missing: arm.answered?.tally.missing ?? [],
      bounds: finiteOrNull(low) === null || finiteOrNull(high) === null ? null : { low, high },
      named: [...(arm.answered?.reasons ?? [])].slice(0, 50).map(([row, { code, reason }]) => ({
        ...{ run: rows[row]?.run.id ?? "", code, reason },
      })),
    };
  },
  table: "coverage",
  columns: () => [
    { ...right("scored"), cell: ({ scored, rows }) => `${scored} of ${rows}` },
    { ...right("positives scored"), cell: ({ positives: { scored, rows } }) => `${scored} of ${rows}` },
    { ...right("negatives scored"), cell: ({ negatives: { scored, rows } }) => `${scored} of ${rows}` },
    {
      title: "worst AUROC",
      note: "over all runs, if every missing score were as bad as can be",
      cell: ({ bounds }) => numberCell(bounds?.low, 2),
    },
    {
      title: "best AUROC",
      note: "likewise, as good as can be",
      cell: ({ bounds }) => numberCell(bounds?.high, 2),
    },
    {
      title: "questions without a score",
      cell: ({ missing }) =>
        missing.map(({ kind, code, trials }) => `${trials} ${kind} (${code})`).join(", ") || "none",
    },
  ],
  below: (arms) => {
    const rows = arms.flatMap(({ title, value: { named } }) =>
      named.map(({ run, code, reason }) => [title, run, code, reason]),
    );
    const columns = ["arm", "run", "why", "in words"];
    if (rows.length === 0) return [];
    return [details("Runs without a score", table("The first 50 of each arm.", columns, rows))];
  },
};

/** Mean P(yes) + P(no). */
export const mass: Figure<typeof share> = {
  schema: share,
  of: ({ arm }) => arm.answered?.mass ?? null,
  table: "coverage",
  columns: () => [
    {
      title: "mass",
      note: "mean P(yes) + P(no); low means that the model hardly answers in this form",
      cell: (value) => numberCell(value, 3, "ratings have none"),
    },
  ],
};
