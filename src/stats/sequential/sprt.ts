import { check, checkInside, checkProbability, checkWhole, refuse } from "../arguments.ts";

/** A sequential probability ratio test of two simple hypotheses, which stops undecided after `maxCalls`. */
export interface SprtDesign {
  /** Chance of choosing the alternative when the null is true. */
  readonly a: number;
  /** Chance of choosing the null when the alternative is true. */
  readonly b: number;
  /** Calls after which an open test is undecided; never forced to a side, which would cost error. */
  readonly maxCalls: number;
}

/** Where a test stands; all but "open" are final. */
export type SprtDecision = "open" | "null" | "alternative" | "undecided";

/** A test under way. */
export interface Sprt {
  readonly design: SprtDesign;
  readonly calls: number;
  /** Sum of log likelihood ratios, alternative over null, nats. */
  readonly logRatio: number;
  readonly decision: SprtDecision;
}

/** What a test of Bernoulli outcomes does where the rate is known. */
export interface SprtOperation {
  readonly null: number;
  readonly alternative: number;
  readonly undecided: number;
  /** Mean number of calls. */
  readonly calls: number;
}

/**
 * Wald's boundaries on the log likelihood ratio (Wald 1945, doi:10.1214/aoms/1177731118): at or above `upper` the alternative is chosen, at or
 * below `lower` the null. The chance of a wrong alternative is at most a / (1 - b), of a wrong null at most b / (1 - a), and the two together at
 * most a + b; stopping early, or at `maxCalls`, only lowers them.
 */
export function sprtBoundaries({ a, b }: Pick<SprtDesign, "a" | "b">): {
  readonly lower: number;
  readonly upper: number;
} {
  checkInside("a", a);
  if (!(b > 0 && a + b < 1))
    refuse("b", b, `a number above 0 that sums with a, which is ${a}, to less than 1`);
  return { lower: Math.log(b / (1 - a)), upper: Math.log((1 - b) / a) };
}

/** The test before its first call. */
export function sprt(design: SprtDesign): Sprt {
  sprtBoundaries(design);
  checkWhole("maxCalls", design.maxCalls, 1);
  return { design, calls: 0, logRatio: 0, decision: "open" };
}

/**
 * The test after one more observation. A test that has decided stays as it is.
 *
 * @param logRatio log likelihood ratio of this observation given those before, alternative over null, nats; infinite where one of
 * the hypotheses rules it out
 * @example
 * const ratio = (success) => bernoulliLogRatio(success, 0.1, 0.5);
 * const test = sprt({ a: 0.05, b: 0.05, maxCalls: 50 });
 * [true, true].map(ratio).reduce(sprtStep, test).decision // "alternative"
 */
export function sprtStep(test: Sprt, logRatio: number): Sprt {
  if (test.decision !== "open") return test;
  check(!Number.isNaN(logRatio), "logRatio", logRatio, "a number; leave out what both hypotheses rule out");
  const calls = test.calls + 1;
  const sum = test.logRatio + logRatio;
  return { design: test.design, calls, logRatio: sum, decision: decisionAt(test.design, calls, sum) };
}

/** Log likelihood ratio of one Bernoulli outcome, rate p1 over rate p0, nats. */
export function bernoulliLogRatio(success: boolean, p0: number, p1: number): number {
  checkProbability("p0", p0);
  checkProbability("p1", p1);
  return success ? Math.log(p1 / p0) : Math.log1p(-p1) - Math.log1p(-p0);
}

/**
 * What the test of rate p0 against p1 does when the true rate is `p`: exact chances of each end and mean calls, from the distribution of
 * the successes at every call.
 *
 * @example sprtOperation({ a: 0.05, b: 0.05, maxCalls: 50 }, 0.1, 0.5, 0.1) // { null: 0.9705, alternative: 0.0295, undecided: 0.0000230, calls: 8.583 }
 */
export function sprtOperation(design: SprtDesign, p0: number, p1: number, p: number): SprtOperation {
  checkInside("p0", p0);
  checkInside("p1", p1);
  checkProbability("p", p);
  sprt(design);
  const ratios = [bernoulliLogRatio(false, p0, p1), bernoulliLogRatio(true, p0, p1)] as const;
  const ended = { null: 0, alternative: 0, undecided: 0 };
  let calls = 0;
  let open = new Map([[0, 1]]);
  for (let call = 1; call <= design.maxCalls; call++) {
    const next = new Map<number, number>();
    for (const [successes, chance] of open) {
      calls += chance;
      for (const success of [0, 1] as const) {
        const hits = successes + success;
        const part = chance * (success === 1 ? p : 1 - p);
        const decision = decisionAt(design, call, hits * ratios[1] + (call - hits) * ratios[0]);
        if (decision === "open") next.set(hits, (next.get(hits) ?? 0) + part);
        else ended[decision] += part;
      }
    }
    open = next;
  }
  return { ...ended, calls };
}

/**
 * Wald's approximation of the mean calls of an untruncated test, from the mean log ratio of one observation under each hypothesis. It leaves
 * out by how much the last step passes a boundary, so it is too low where steps are large.
 *
 * @param drift mean log ratio of an observation under the null (below 0) and under the alternative (above 0), nats
 */
export function sprtExpectedCalls(
  design: Pick<SprtDesign, "a" | "b">,
  drift: { readonly null: number; readonly alternative: number },
): { readonly null: number; readonly alternative: number } {
  check(drift.null < 0, "drift.null", drift.null, "a number below 0");
  check(drift.alternative > 0, "drift.alternative", drift.alternative, "a number above 0");
  const { lower, upper } = sprtBoundaries(design);
  return {
    null: ((1 - design.a) * lower + design.a * upper) / drift.null,
    alternative: (design.b * lower + (1 - design.b) * upper) / drift.alternative,
  };
}

function decisionAt(design: SprtDesign, calls: number, logRatio: number): SprtDecision {
  const { lower, upper } = sprtBoundaries(design);
  if (logRatio >= upper) return "alternative";
  if (logRatio <= lower) return "null";
  return calls >= design.maxCalls ? "undecided" : "open";
}
