import type { Measured } from "../../core/outcome.ts";
import type { Capabilities } from "../../models/model.ts";
import {
  type ContinuationTrial,
  type ContinuationValue,
  continuationTrial,
  measureContinuations,
} from "../../scoring/continuations.ts";
import { askedRole } from "./tables.ts";

const begin = "The days of the week are Monday, Tuesday,";
const first = " Wednesday";
const rest = " and Thursday and Friday";

/** Nats by which one text may differ from itself. */
const mostDifference = 1e-3;
/** Arm of the check. */
export const orderArm = "order";

/**
 * One text scored, then another that begins alike, then the first again, cut in two so that no cache of replies answers: some servers give other
 * log-probabilities for a prompt whose beginning they hold (vLLM with prefix caching).
 */
export const orderTrial: ContinuationTrial = continuationTrial(orderArm, askedRole, [
  { prompt: begin, continuations: [first + rest] },
  { prompt: `${begin} Saturday`, continuations: [" and Sunday"] },
  { prompt: begin, continuations: [first] },
  { prompt: begin + first, continuations: [rest] },
]);

/** Asks one text after the other, each by a call of its own. */
export async function measureOrder(
  trial: ContinuationTrial,
  { score, scoreInTurn }: Pick<Partial<Capabilities>, "score" | "scoreInTurn">,
  signal?: AbortSignal,
): Promise<Measured<ContinuationValue>> {
  const scores: ContinuationValue["scores"] = [];
  // What a study of servers needs is the plain call; in turn only where there is no other.
  const able = score === undefined ? (scoreInTurn === undefined ? {} : { scoreInTurn }) : { score };
  for (const asked of trial.asked) {
    const one = await measureContinuations({ asked: [asked] }, able, signal);
    if ("missing" in one) return one;
    scores.push(...one.value.scores);
  }
  return { value: { scores } };
}

/** What the check came to. */
export function orderOf(result: Measured<ContinuationValue> | undefined): {
  readonly steady: boolean;
  readonly difference: number | null;
  readonly says: string;
} {
  if (result === undefined) return { steady: false, difference: null, says: "the check was not reached" };
  if ("missing" in result) return { steady: false, difference: null, says: result.missing.reason };
  const { scores } = result.value;
  const lost = scores.find((one) => "reason" in one);
  if (lost !== undefined && "reason" in lost) return { steady: false, difference: null, says: lost.reason };
  const [whole = Number.NaN, , head = Number.NaN, tail = Number.NaN] = scores.map((one) =>
    "logProb" in one ? one.logProb : Number.NaN,
  );
  const difference = Math.abs(whole - head - tail);
  const steady = difference <= mostDifference;
  return {
    ...{ steady, difference },
    says: steady
      ? "the same text has the same log-probability whatever was asked before it"
      : `the same text asked twice differs by ${difference.toPrecision(3)} nats, so that no table can be trusted; with vLLM, serve with --no-enable-prefix-caching`,
  };
}
