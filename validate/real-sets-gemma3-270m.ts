import { realSetsControl } from "./panel/real-sets-control.ts";

/** What gemma3-270m says of the sets in CREDENCE_DATA/audit. */
export const realSetsGemma = realSetsControl(
  "gemma3-270m",
  new URL("scores/real-gemma3-270m.jsonl.gz", import.meta.url),
);
