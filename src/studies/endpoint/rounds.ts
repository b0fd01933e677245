import { tokenArms } from "./probes/tokens.ts";
import { prefillProbe } from "./probes.ts";

/**
 * Which probes each round of the prefill's question sends; those after the first are repeated until the answer is safe or calls run out. Short
 * rounds stop earlier; the probes that tell most come first.
 */
const rounds: readonly (readonly string[])[] = [
  ["copy", "blank"],
  ["contradiction"],
  ["one-token"],
  ["read-back"],
  ["open-json", "copy"],
  ["count-turns", "blank"],
  ["one-token", "contradiction"],
];

/** Requests of the first look at an endpoint, and those whose prompt tokens are read in the first round. */
const first = 3;

/** Probes of one round. */
export function probesOf(round: number): readonly string[] {
  return rounds[round < rounds.length ? round : 1 + ((round - 1) % (rounds.length - 1))] ?? [];
}

/** Unfinished turns beside the one that has its controls: after the first round the habits of the controls are known a little. */
export function again(round: number): readonly string[] {
  return round === 0 ? ["again"] : ["again", "and again"];
}

/** Calls that a round takes at most. */
export function costOfRound(round: number): number {
  const tokens = round === 0 ? tokenArms.length : 0;
  return probesOf(round).reduce(
    (total, id) => total + 1 + again(round).length + (prefillProbe(id)?.controls.length ?? 0),
    tokens,
  );
}

/** Fewest calls with which an endpoint can be tested: the first look and the first round. */
export const leastCalls: number = first + costOfRound(0);
