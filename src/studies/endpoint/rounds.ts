import type { Emulation } from "./conversation.ts";
import { tokenArms } from "./probes/tokens.ts";

/** Of one probe in one round: unfinished turns, and open imitations of each kind. */
export interface Asked {
  readonly probe: string;
  readonly turns: number;
  readonly imitations: Readonly<Partial<Record<Emulation, number>>>;
}

/** Requests of the first look at an endpoint. */
const firstLook = 3;

/** What the first round sends: every probe once openly, so that it is known which ones this model can answer. */
const first: readonly Asked[] = [
  { probe: "copy", turns: 2, imitations: { drop: 1, cont: 2, flip: 1, instr: 1 } },
  { probe: "long-copy", turns: 2, imitations: { drop: 1, cont: 1 } },
  { probe: "longest-copy", turns: 2, imitations: { drop: 1, cont: 1 } },
  { probe: "sequence", turns: 3, imitations: { drop: 1, cont: 1, flip: 1 } },
  { probe: "open-json", turns: 2, imitations: { drop: 1, cont: 1, flip: 1 } },
  { probe: "contradiction", turns: 2, imitations: { drop: 1, cont: 1 } },
  { probe: "one-token", turns: 2, imitations: { drop: 1, cont: 1, flip: 1 } },
  { probe: "read-back", turns: 8, imitations: { instr: 4, cont: 2, flip: 2 } },
  { probe: "blank", turns: 1, imitations: { drop: 1, cont: 1, flip: 1 } },
  { probe: "count-turns", turns: 1, imitations: { cont: 1 } },
];

/** What every later round sends. */
const later: readonly Asked[] = [
  { probe: "copy", turns: 2, imitations: { cont: 1, flip: 1 } },
  { probe: "long-copy", turns: 3, imitations: { cont: 1 } },
  { probe: "longest-copy", turns: 2, imitations: { cont: 1 } },
  { probe: "sequence", turns: 3, imitations: { cont: 2, flip: 1, drop: 1 } },
  { probe: "open-json", turns: 2, imitations: { cont: 1 } },
  { probe: "contradiction", turns: 1, imitations: { cont: 1 } },
  { probe: "one-token", turns: 2, imitations: { cont: 1 } },
  { probe: "read-back", turns: 10, imitations: { instr: 3, cont: 1 } },
];

/** What round number `round` sends. */
export function roundOf(round: number): readonly Asked[] {
  return round === 0 ? first : later;
}

/** Calls that a round takes at most; the first one reads prompt tokens too. */
export function costOfRound(round: number): number {
  const calls = roundOf(round).reduce(
    (total, { turns, imitations }) =>
      total + turns + Object.values(imitations).reduce((sum, times) => sum + times, 0),
    0,
  );
  return calls + (round === 0 ? tokenArms.length : 0);
}

/** Fewest calls with which an endpoint can be tested: the first look and the first round. */
export const leastCalls: number = firstLook + costOfRound(0);
