import { type ProbeNullInput, probeNull } from "./probe.ts";

/** Fits on shuffled labels in a thread of its own. */
export default function task(input: ProbeNullInput, progress: (fraction: number) => void): Float64Array {
  return probeNull(input, progress);
}
