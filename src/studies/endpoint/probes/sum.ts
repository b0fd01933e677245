import type { Random } from "../../../stats/distributions/random.ts";
import type { OffRequest } from "./chain.ts";

/** Output caps at which the same kind of question is asked: where thoughts are charged to the cap, a small one leaves nothing to be seen. */
export const caps: readonly number[] = [4, 16, 64, 256];

/** Probe 9: a sum whose answer takes a few tokens. An empty reply at a cap that the answer fits in had its tokens spent elsewhere. */
export function sumRequest(random: Random): OffRequest {
  const [a, b] = [12 + random.int(80), 12 + random.int(80)];
  return {
    turns: [{ role: "user", text: `What is ${a} + ${b}? Answer with the number only.` }],
    facts: { answer: String(a + b) },
  };
}

/** Is the cap kept at all? A long text is asked for, with room for a few tokens of it. */
export function capCheckRequest(): OffRequest {
  const text = "Write the numbers from one to sixty as words, separated by commas.";
  return { turns: [{ role: "user", text }], facts: {} };
}
