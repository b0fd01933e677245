/** The five ways a claim can come out of a run. */
export type Verdict = "supported" | "contradicted" | "undecided" | "invalid" | "unresolved";

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

/** What a run says of one claim. */
export interface ClaimResult {
  readonly id: string;
  readonly text: string;
  readonly verdict: Verdict;
  /** In the estimand's unit; null where nothing could be estimated. */
  readonly estimate: number | null;
  /** 95% interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Why it is invalid, unresolved or undecided, in words. */
  readonly reason?: string;
}

/** A condition a run must meet before its claims mean anything. */
export interface GateResult {
  readonly id: string;
  readonly passed: boolean;
  readonly reason: string;
}
