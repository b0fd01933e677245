import { holm } from "../../../stats/distributions/holm.ts";
import { neededShuffles, type RegisteredTest, registeredTests } from "../registered.ts";
import type { AuditResults } from "../results.ts";

type SetResult = AuditResults["sets"][number];

/** What one test of the answer came to on one set. */
export interface RegisteredOutcome {
  readonly set: string;
  readonly test: RegisteredTest;
  /** As its own report has it; null where it could not be tested. */
  readonly p: number | null;
  /** Holm's, over all registered tests of all sets. */
  readonly adjusted: number;
  /** By how much a word's own p counts at this test's place in Holm's order. */
  readonly factor: number;
  readonly state: "yes" | "no" | "untested" | "not-asked";
  /** Why it could not be tested. */
  readonly reason: string;
}

/** Every registered test on every set under one rule: Holm over all of them, their number fixed beforehand. */
export function registeredOutcomes({ sets, about }: AuditResults): readonly RegisteredOutcome[] {
  const needed = neededShuffles({ level: about.level, suspects: sets.map(({ set }) => set) });
  const outcomes = sets.flatMap((found) =>
    registeredTests.map((test) => ({ set: found.set, test, ...testedOf(found, test, needed) })),
  );
  const ps = outcomes.map(({ p }) => p ?? 1);
  const adjusted = holm(ps);
  return outcomes.map((one, i) => {
    const own = adjusted[i] ?? 1;
    const before = ps.filter((p, j) => p < (ps[i] ?? 1) || (p === ps[i] && j < i)).length;
    const state = one.p === null ? one.missing : own <= about.level ? "yes" : "no";
    return {
      ...{ set: one.set, test: one.test, p: one.p, reason: one.reason },
      ...{ adjusted: own, factor: ps.length - before, state },
    };
  });
}

interface Tested {
  readonly p: number | null;
  readonly missing: "untested" | "not-asked";
  readonly reason: string;
}

function testedOf(found: SetResult, test: RegisteredTest, needed: number): Tested {
  const lacking = (reason: string): Tested => ({ p: null, missing: "untested", reason });
  const few = (shuffles: number): Tested =>
    lacking(`${shuffles} shuffles were made, and the answer takes ${needed} (--permutations ${needed})`);
  const notAsked: Tested = { p: null, missing: "not-asked", reason: "--tests different,words" };
  if (test === "list") {
    const { words } = found;
    if (words === null) return notAsked;
    if (words.p === null) return lacking("no word stands in enough answers");
    return words.paired && words.flips < needed
      ? few(words.flips)
      : { p: words.p, missing: "untested", reason: "" };
  }
  if (found.different === null) return notAsked;
  const { p, reason, permutations } = found.different.tests[test];
  if (p === null) return lacking(reason ?? "it was not tested");
  return permutations < needed ? few(permutations) : { p, missing: "untested", reason: "" };
}
