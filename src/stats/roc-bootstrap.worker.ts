import { type RocBootstrapInput, rocDraws } from "./cluster-bootstrap.ts";
import type { DrawnPart, DrawPart } from "./cluster-draws.ts";

/** Computes some draws in a thread of its own. */
export default function task(
  { input, part }: { readonly input: RocBootstrapInput; readonly part: DrawPart },
  progress: (fraction: number) => void,
): DrawnPart {
  return rocDraws(input, part, progress);
}
