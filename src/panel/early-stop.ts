import { groupSequentialBounds, obrienFlemingSpending } from "../stats/sequential/group-sequential.ts";
import type { PanelShift } from "./panel-shift.ts";

/** A rule for looks at nested rows (100 in 200 in 500): when the leading candidate may be called before the last look. */
export interface StoppingRule {
  readonly rows: readonly number[];
  /** By look: what margin over its standard error must exceed. */
  readonly bounds: readonly number[];
  readonly alpha: number;
}

/** What a look says. */
export type Look = "stop" | "continue" | "last";

/**
 * Bounds for looks at nested rows, alpha spent as rows come in: next to nothing at a tenth of them, all of it at the last look, so that
 * to have looked more often names a wrong candidate no more often.
 *
 * @param rows of each look, rising
 */
export function stoppingRule(rows: readonly number[], alpha: number): StoppingRule {
  const most = rows.at(-1) ?? 1;
  const bounds = groupSequentialBounds(
    rows.map((count) => count / most),
    obrienFlemingSpending(alpha),
  );
  return { rows, bounds, alpha };
}

/**
 * Whether a look settles it: the first candidate is ahead of the second by more than the bound. To end as "none of these" takes the last
 * look, because more rows may yet show something.
 *
 * @param look number of the look, from 0
 */
export function lookAt(
  rule: StoppingRule,
  look: number,
  { margin, marginError, z, top }: Pick<PanelShift, "margin" | "marginError" | "z" | "top">,
  threshold: number,
): Look {
  const bound = rule.bounds[look] ?? Number.POSITIVE_INFINITY;
  const ahead = margin.estimate / marginError > bound && (z[top] ?? Number.NEGATIVE_INFINITY) > threshold;
  if (ahead) return "stop";
  return look === rule.rows.length - 1 ? "last" : "continue";
}
