// The audit of the panel, analysed again (frozen.test.ts); half a minute.
import { test } from "node:test";
import { analysedAgain, assertSame, frozenRun } from "./frozen-runs.ts";

test("audit-panel: as it was", async (t) => {
  const run = frozenRun("audit-panel");
  assertSame(run.leaves, await analysedAgain(t, run), run);
});
