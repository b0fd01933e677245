import type { DrawnPart, DrawPart } from "../resampling/cluster-draws.ts";
import { type CombinationInput, combinationDraws } from "./combination-bootstrap.ts";

/** Computes some draws in a thread of its own. */
export default function task(
  { input, part }: { readonly input: CombinationInput; readonly part: DrawPart },
  progress: (fraction: number) => void,
): DrawnPart {
  return combinationDraws(input, part, progress);
}
