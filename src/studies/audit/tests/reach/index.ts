import type { AuditTest } from "../../audit-test.ts";
import { withoutReference } from "../../work.ts";
import { reachBlocks } from "./present.ts";
import { type Reach, reach, reachOfSet } from "./result.ts";

/** What could the tests of the answer have seen? Beside every "no" stands what it could have found. */
export const reachTest: AuditTest<"reach", "set", Reach> = {
  id: "reach",
  per: "set",
  result: reach,
  alsoFor: ["different"],
  lacks: withoutReference,
  begin: (work) => ({ found: (set, progress) => reachOfSet(set, work, progress) }),
  blocks: reachBlocks,
};
