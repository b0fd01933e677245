import { type BudgetInput, budgetDraws } from "./budget-bootstrap.ts";
import type { DrawnPart, DrawPart } from "./cluster-draws.ts";

/** Computes some draws in a thread of its own. */
export default function task(
  { input, part }: { readonly input: BudgetInput; readonly part: DrawPart },
  progress: (fraction: number) => void,
): DrawnPart {
  return budgetDraws(input, part, progress);
}
