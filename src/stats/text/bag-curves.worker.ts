import type { BagSettings, ScoredSets } from "./bag-auroc.ts";
import { type BagCurves, bagCurves } from "./bag-curves.ts";

/** Bag curves in a thread of their own. */
export default function task(
  input: BagSettings & { readonly comparisons: readonly ScoredSets[] },
  progress: (fraction: number) => void,
): BagCurves {
  return bagCurves(input, progress);
}
