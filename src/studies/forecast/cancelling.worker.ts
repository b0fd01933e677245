import { type CancellingPlan, type CancellingRow, cancelling } from "./cancelling.ts";

/** Runs the simulation in a thread of its own. */
export default function task(plan: CancellingPlan, progress: (fraction: number) => void): CancellingRow[] {
  return cancelling(plan, progress);
}
