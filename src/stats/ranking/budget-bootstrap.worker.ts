import type { DrawnPart, DrawPart } from "../resampling/cluster-draws.ts";
import { type BudgetInput, budgetDraws } from "./budget-bootstrap.ts";

/** Computes some draws in a thread of its own. */
export default function task(
  { input, part }: { readonly input: BudgetInput; readonly part: DrawPart },
  progress: (fraction: number) => void,
): DrawnPart {
  return budgetDraws(input, part, progress);
}
