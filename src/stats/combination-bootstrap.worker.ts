import { type CombinationInput, type CombinationPoint, combinationBootstrap } from "./budget-bootstrap.ts";

/** Runs the bootstrap in a thread of its own. */
export default function task(input: CombinationInput): CombinationPoint[] {
  return combinationBootstrap(input);
}
