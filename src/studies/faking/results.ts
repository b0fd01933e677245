import { z } from "zod";
import { replyResult } from "../../design/reply-result.ts";
import { interval } from "../../stats/distributions/interval.ts";

/** Schema of a share of the gap as Fieller's set; `all` and `outside` have no interval. */
const shareResult = z
  .object({
    estimate: z.number().nullable(),
    kind: z.enum(["bounded", "outside", "all"]),
    low: z.number().nullable(),
    high: z.number().nullable(),
    items: z.int(),
  })
  .readonly();
export type ShareResult = z.infer<typeof shareResult>;

const ends = z.object({ low: z.number(), high: z.number() }).readonly();

/** Schema of a coefficient over items, with both intervals. */
const slopeResult = z
  .object({
    /** Points of the gap for a preference that is kept by itself always rather than never. */
    found: interval.nullable(),
    at99: ends.nullable(),
    items: z.int(),
    /** Did refusals vary among items, so that the slope is at a given refusal rate? */
    refusals: z.boolean(),
  })
  .readonly();

/** Schema of what one scenario came to. */
const scenarioResult = z
  .object({
    id: z.string(),
    replies: replyResult,
    /** 1 - gap in another role / gap of the assistant. */
    simulatorShare: shareResult,
    /** 1 - gap where it is inferable / gap where it is told: a bound, in which decoding, weaker belief and role-play are mixed. */
    inferenceLoss: shareResult,
    slope: slopeResult,
    /** Half the difference of the gap between units in which a tag word means watched and those in which the other does; points of effect of the word. */
    word: interval.nullable(),
    placebo: z.enum(["passed", "failed", "undecided", "not asked"]),
  })
  .readonly();
export type ScenarioResult = z.infer<typeof scenarioResult>;

/** Schema of `results` of a faking run. */
export const fakingResults = z.object({
  version: z.literal(1),
  mode: z.enum(["choose", "written"]),
  margin: z.number(),
  scenarios: z.array(scenarioResult),
  /** Simulator share of the first scenario less that of the second, paired by item; null with one, or where either has no bounded set. */
  difference: z.object({ found: interval, at99: ends }).readonly().nullable(),
});
export type FakingResults = z.infer<typeof fakingResults>;
