import { type ProbeInput, probeScores } from "./probe.ts";

/** Trains and scores in a thread of its own. */
export default function task(input: ProbeInput, progress: (fraction: number) => void): Float64Array {
  return probeScores(input, progress);
}
