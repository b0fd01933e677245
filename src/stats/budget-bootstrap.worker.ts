import { type BudgetInput, type BudgetPoint, budgetBootstrap } from "./budget-bootstrap.ts";

/** Runs the bootstrap in a thread of its own. */
export default function task(input: BudgetInput, progress: (fraction: number) => void): BudgetPoint[][] {
  return budgetBootstrap(input, progress);
}
