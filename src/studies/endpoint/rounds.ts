import { tokenArms } from "./probes/tokens.ts";
import { prefillProbe } from "./probes.ts";

/** Which probes each round of the prefill's question sends; the last ones are repeated until the answer is safe or calls run out. */
const rounds: readonly (readonly string[])[] = [
  ["copy", "blank"],
  ["contradiction", "read-back", "one-token"],
  ["open-json", "copy", "count-turns"],
  ["blank", "one-token", "contradiction"],
];

/** Requests of the first look at an endpoint, and those whose prompt tokens are read in the first round. */
const first = 3;

/** Probes of one round. */
export function probesOf(round: number): readonly string[] {
  return rounds[round < rounds.length ? round : 1 + ((round - 1) % (rounds.length - 1))] ?? [];
}

/** Unfinished turns beside the one that has its controls: later rounds know the controls' habits and need fewer of them. */
export function again(round: number): readonly string[] {
  return round < 2 ? ["again"] : ["again", "and again"];
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
