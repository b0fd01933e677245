import { panelControl } from "./panel/panel-control.ts";

/** What gemma3-270m says of the panel's own sets. */
export const panelControlGemma = panelControl(
  "gemma3-270m",
  new URL("../assets/panel/scores/scores-gemma3-270m.jsonl.gz", import.meta.url),
);
