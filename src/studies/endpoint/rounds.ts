import type { PrefillProbe } from "./probes/probe.ts";
import { tokenArms } from "./probes/tokens.ts";
import { rounds } from "./probes.ts";

/** Requests of the first look at an endpoint. */
const firstLook = 3;

/** Probes of one round. */
export function probesOf(round: number): readonly PrefillProbe[] {
  return rounds[round < rounds.length ? round : 1 + ((round - 1) % (rounds.length - 1))] ?? [];
}

/** Unfinished turns beside the one that has its controls: after the first round the habits of the controls are known a little. */
export function again(round: number): readonly string[] {
  return round === 0 ? ["again"] : ["again", "and again"];
}

/** Calls that a round takes at most; the first one reads prompt tokens too. */
export function costOfRound(round: number): number {
  return probesOf(round).reduce(
    (total, { controls }) => total + 1 + again(round).length + controls.length,
    round === 0 ? tokenArms.length : 0,
  );
}

/** Fewest calls with which an endpoint can be tested: the first look and the first round. */
export const leastCalls: number = firstLook + costOfRound(0);
