import type { AuditTest } from "../../audit-test.ts";
import { panelReading } from "../panel/reading.ts";
import { kindBlocks } from "./present.ts";
import { type KindOutcome, kindOf, kindOutcome } from "./result.ts";

/** Which of two scorers see what the panel finds? */
export const kindTest: AuditTest<"kind", "set", KindOutcome> = {
  id: "kind",
  per: "set",
  result: kindOutcome,
  needs: "two scorers and --kin",
  lacks: ({ scorer, kin }) => {
    if (scorer.length < 2) return "it takes two scorers: --scorer";
    return kin.length === 0
      ? "how the scorers stand to the model that wrote the set is not said: --kin"
      : null;
  },
  begin: (work) => {
    const reading = panelReading(work);
    return { found: async (set) => (reading === null ? null : kindOf(set, reading, work)) };
  },
  blocks: kindBlocks,
};
