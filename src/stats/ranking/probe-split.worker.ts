import { type ProbeSplit, splitProbe } from "./probe.ts";

/** Trains and scores in a thread of its own. */
export default function task(input: ProbeSplit): ReturnType<typeof splitProbe> {
  return splitProbe(input);
}
