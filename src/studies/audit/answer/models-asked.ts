import type { Answer } from "../../../claims/answer.ts";
import type { AuditResults } from "../results.ts";

type Checked = Answer["checked"][number];

/** Tests that a model must be named for, by what they look at. */
const asked = [
  { test: "panel", what: "hidden system prompt", how: "--scorer smollm2-135m" },
  { test: "investigator", what: "investigator", how: "--investigator MODEL" },
  { test: "row", what: "rows one by one", how: "--monitor MODEL" },
] as const;

/** Those that were not asked for, each with how to ask. */
export function notAsked({ about, sets, investigator }: AuditResults): readonly Checked[] {
  return asked.flatMap(({ test, what, how }): Checked[] => {
    const was = test === "investigator" ? investigator !== null : sets.some((found) => found[test] !== null);
    if (was) return [];
    const reason = about.notRun.find((one) => one.test === test)?.reason;
    const lacks = reason?.includes("--reference") === true ? "--reference CLEAN.jsonl, " : "";
    return [{ what, state: "not-asked", says: `${lacks}${how}` }];
  });
}
