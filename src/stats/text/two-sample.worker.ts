import { type TwoSampleInput, type TwoSampleResult, twoSample } from "./two-sample.ts";

/** A classifier two-sample test in a thread of its own. */
export default function task(input: TwoSampleInput, progress: (fraction: number) => void): TwoSampleResult {
  return twoSample(input, progress);
}
