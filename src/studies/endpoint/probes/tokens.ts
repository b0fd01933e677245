import type { Random } from "../../../stats/distributions/random.ts";
import { emulatedTurns, type Turn, targetTurns } from "../conversation.ts";

/** One request whose prompt tokens are read. */
export interface TokenRequest {
  readonly arm: TokenArm;
  readonly turns: readonly Turn[];
  readonly prefill: string;
}

/** `target` and `target-long` are the unfinished turn at two lengths; the others are sent openly, so that a proxy has nothing to fake. */
export const tokenArms = [
  "drop",
  "flip",
  "flip-long",
  "cont",
  "follow",
  "pair",
  "target",
  "target-long",
] as const;
export type TokenArm = (typeof tokenArms)[number];

/** Words of the shorter prefill; the longer has twice as many. */
export const prefillWords = 16;

const words = ["amber", "river", "table", "green", "winter", "letter", "garden", "silver"];
const thanks: Turn = { role: "user", text: "Thank you." };

/**
 * Probe 7: how do prompt tokens grow with the prefill, and what is counted beside it? The endpoint's own counts of what is sent openly are
 * the scale, so no tokenizer is needed.
 */
export function tokenRequests(random: Random): readonly TokenRequest[] {
  const word = random.pick(words);
  const user = `Say the word "${word}" once.`;
  const text = (count: number): string => Array.from({ length: count }, () => word).join(" ");
  const short = { user, prefill: text(prefillWords) };
  const long = { user, prefill: text(2 * prefillWords) };
  const turns: Readonly<Record<TokenArm, readonly Turn[]>> = {
    drop: emulatedTurns("drop", short),
    flip: emulatedTurns("flip", short),
    "flip-long": emulatedTurns("flip", long),
    cont: emulatedTurns("cont", short),
    follow: [...targetTurns(short), thanks],
    pair: [...emulatedTurns("drop", short), thanks],
    target: targetTurns(short),
    "target-long": targetTurns(long),
  };
  return tokenArms.map((arm) => ({
    arm,
    turns: turns[arm],
    prefill: arm.endsWith("long") ? long.prefill : short.prefill,
  }));
}
