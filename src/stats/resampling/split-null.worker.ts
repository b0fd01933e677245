import { type SplitNullInput, splitNull } from "./split-null.ts";

/** Splits of one set against itself in a thread of their own. */
export default function task(input: SplitNullInput, progress: (fraction: number) => void): Float64Array {
  return splitNull(input, progress);
}
