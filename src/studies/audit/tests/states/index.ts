import { decodeState } from "../../../../core/state-text.ts";
import { tally } from "../../../../study/tally.ts";
import type { AuditTest, Progress } from "../../audit-test.ts";
import { monitorBlocks } from "./present.ts";
import { type TrainedMonitor, trainedMonitor, trainedMonitorOf } from "./result.ts";
import { statesAsks } from "./states-asks.ts";

/** Does a monitor that is trained on the panel by a model's hidden states see something in a set? */
export const statesTest: AuditTest<"states", "set", TrainedMonitor> = {
  id: "states",
  per: "set",
  result: trainedMonitor,
  needs: "--reader",
  lacks: ({ reader }) => (reader === null ? "no model was named: --reader" : null),
  asks: statesAsks,
  begin: (work) => {
    const of = new Map<string, Float32Array>();
    const asked = tally();
    work.listen(statesAsks, ({ item }, result) => {
      asked.take(result);
      if ("value" in result) of.set(item, decodeState(result.value.state));
    });
    let fitted: ReturnType<typeof trainedMonitorOf> | null = null;
    const all = (progress: Progress): ReturnType<typeof trainedMonitorOf> => {
      fitted ??= trainedMonitorOf(work, { of, missing: asked.sum().missing }, progress);
      return fitted;
    };
    return {
      found: async (set, progress) => (await all(progress))?.sets[set] ?? null,
      alarms: async (progress) => (await all(progress))?.falseAlarms ?? [],
    };
  },
  blocks: (found, { set, first }) => monitorBlocks(set, found, first),
};
