import { z } from "zod";

/** The five ways a claim can come out of a run. */
export const verdicts = ["supported", "contradicted", "undecided", "invalid", "unresolved"] as const;
export type Verdict = (typeof verdicts)[number];

/** A sentence with an estimand and a rule that resolves it. */
export interface Claim {
  /** `C1`; with the study's name in front, `monitor/C1`, it is the claim's name everywhere. */
  readonly id: string;
  readonly text: string;
  /** What number is estimated, on what population, in what unit. */
  readonly estimand: string;
  /** When it is supported, contradicted, undecided, invalid and unresolved. */
  readonly rule: string;
  /** Where the tested form is narrower than the sentence. */
  readonly narrower: string;
}

/** What is said of a claim beside its verdict. */
const said = z
  .object({
    /** One sentence with the numbers. */
    sentence: z.string(),
    /** What the estimate is called on the bar beside it. */
    label: z.string(),
    /** What its interval is, where it is not one of 95%: "bounds". */
    interval: z.string().exactOptional(),
    /** The value drawn as a line beside the interval; 0 when not said. */
    reference: z.number().exactOptional(),
  })
  .readonly();
export type ClaimSentence = z.infer<typeof said>;

/** Schema of what a run says of one claim. */
export const claimResult = z
  .object({
    id: z.string(),
    text: z.string(),
    verdict: z.enum(verdicts),
    /** In the estimand's unit; null where nothing could be estimated. */
    estimate: z.number().nullable(),
    /** 95% interval. */
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** Why it is invalid, unresolved or undecided, in words. */
    reason: z.string().exactOptional(),
    said: said.exactOptional(),
  })
  .readonly();
export type ClaimResult = z.infer<typeof claimResult>;

/** Schema of a condition that a run must meet before its claims mean anything. */
export const gateResult = z.object({ id: z.string(), passed: z.boolean(), reason: z.string() }).readonly();
export type GateResult = z.infer<typeof gateResult>;
