import type { AuditTest } from "../../audit-test.ts";
import { panelAlarms, panelClimbs } from "./alarms.ts";
import { panelAsks } from "./panel-asks.ts";
import { panelBlocks } from "./present.ts";
import { panelReading } from "./reading.ts";
import { type PanelResult, panelResult, panelResultOf } from "./result.ts";

/** Which of a panel's system prompts do the answers lean to? */
export const panelTest: AuditTest<"panel", "set", PanelResult> = {
  id: "panel",
  per: "set",
  result: panelResult,
  needs: "--scorer",
  alsoFor: ["kind"],
  lacks: ({ scorer }) => (scorer.length === 0 ? "no model was named: --scorer" : null),
  asks: panelAsks,
  begin: (work) => {
    const reading = panelReading(work);
    const first = (set: number) => reading?.ends(set)[0];
    return {
      found: async (set) => (reading === null ? null : panelResultOf(set, reading, work)),
      alarms: async () => panelAlarms(reading?.ends(0) ?? [], work),
      climbs: async (set, how) => panelClimbs(first(set), work.inputs, how),
    };
  },
  blocks: (found, { set }) => panelBlocks(set, found),
};
