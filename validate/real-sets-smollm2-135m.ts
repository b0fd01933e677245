import { realSetsControl } from "./panel/real-sets-control.ts";

/** What smollm2-135m says of the sets in CREDENCE_DATA/audit. */
export const realSetsSmollm = realSetsControl(
  "smollm2-135m",
  new URL("scores/real-smollm2-135m.jsonl.gz", import.meta.url),
);
