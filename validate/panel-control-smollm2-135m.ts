import { panelControl } from "./panel/panel-control.ts";

/** What smollm2-135m says of the panel's own sets. */
export const panelControlSmollm = panelControl(
  "smollm2-135m",
  new URL("../assets/panel/scores/scores-smollm2-135m.jsonl.gz", import.meta.url),
);
