import { formatCount } from "../../report/format.ts";
import type { ArmCost, MonitorCost } from "./cost-figures.ts";

/** What the calls found in the provider's cache, held against its own rule, in sentences; the doubtful first. */
export interface CacheWords {
  /** Something that the bill must not be read without. */
  readonly doubts: readonly string[];
  readonly rest: readonly string[];
}

/** Says whether the provider's report of its cache fits its rule and the requests. */
export function cacheWords({ arms, caching, cacheRule }: MonitorCost): CacheWords {
  if (caching !== "reported") return { doubts: [], rest: [] };
  const sum = (part: (arm: ArmCost) => number): number => arms.reduce((all, arm) => all + part(arm), 0);
  const counted = (state: keyof ArmCost["cache"]): number => sum(({ cache }) => cache[state]);
  const calls = sum(({ cache }) => Object.values(cache).reduce((all, count) => all + count, 0));
  const silent = counted("notReported");
  const reported = calls - silent - counted("replayed") - counted("unchecked");
  const [lost, impossible] = [counted("miss") + counted("less"), counted("unexplained")];
  const expected = sum(({ expectedRead }) => expectedRead?.[0] ?? 0);
  const read = sum(({ read }) => read ?? 0);
  const of = (part: number, all: number): string => `${formatCount(part)} of ${formatCount(all)} calls`;
  const doubts = [
    impossible > 0
      ? `On ${of(impossible, reported)} the provider reports a cache read that does not fit: more than any earlier call of this run had in common with it, or no multiple of its block. Its rule has changed, others share its cache, or the report is wrong: the bill by this report cannot be checked.`
      : null,
    silent > 0 && silent === calls - counted("replayed")
      ? "The provider does not say what it read from its cache. Whether it has one cannot be told from its replies, and the bill stands at the full price of every token."
      : silent > 0
        ? `On ${of(silent, calls)} the provider does not say what it read from its cache.`
        : null,
    lost > 0
      ? `On ${of(lost, reported)} less was read from the cache than an earlier call had left there by the provider's own rule, on ${formatCount(counted("miss"))} nothing at all. Over all calls ${formatCount(read)} tokens were read where at least ${formatCount(expected)} were due.`
      : null,
  ].filter((text) => text !== null);
  const rest = [
    cacheRule === null
      ? "No cache rule is known for this provider: nothing is promised, and what a call has in common with earlier ones is the most it can have read. Give its rule and prices with --prices FILE."
      : doubts.length === 0 && reported > 0
        ? `Every one of the ${formatCount(reported)} calls found in the cache what the provider's rule says (${cacheRule}).`
        : null,
    counted("replayed") > 0
      ? `${formatCount(counted("replayed"))} answers were replayed from credence's own cache of replies: that costs nothing and is no hit of the provider's.`
      : null,
  ].filter((text) => text !== null);
  return { doubts, rest };
}
