import type { DrawnPart, DrawPart } from "../resampling/cluster-draws.ts";
import { type RocBootstrapInput, rocDraws } from "./cluster-bootstrap.ts";

/** Computes some draws in a thread of its own. */
export default function task(
  { input, part }: { readonly input: RocBootstrapInput; readonly part: DrawPart },
  progress: (fraction: number) => void,
): DrawnPart {
  return rocDraws(input, part, progress);
}
