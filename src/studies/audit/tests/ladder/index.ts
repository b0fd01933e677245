import type { AuditTest } from "../../audit-test.ts";
import { withoutReference } from "../../work.ts";
import { type Ladder, ladder, methodOf } from "./ladder.ts";
import { ladderBlocks } from "./present.ts";

/** At which share of suspect rows does each test go blind? Tests are tried that can be, asked for or not. */
export const ladderTest: AuditTest<"ladder", "set", Ladder> = {
  id: "ladder",
  per: "set",
  result: ladder,
  lacks: withoutReference,
  begin: ({ config, inputs, context, begun }) => ({
    found: async (set) => {
      const { shares, worlds, level } = config;
      const name = inputs.suspects[set]?.name ?? "";
      const how = {
        shares: [0, ...shares.toSorted((a, b) => b - a)],
        ...{ worlds, level, seed: String(context.random.fork(`ladder ${name}`).int(2 ** 48)) },
      };
      const climbs = await Promise.all(begun().map((test) => test.climbs?.(set, how) ?? []));
      return { methods: climbs.flat().map((climb) => methodOf(climb, level)) };
    },
  }),
  blocks: (found, { set }) => ladderBlocks(set, found),
};
