import type { Emulation } from "./conversation.ts";
import type { ProbeKind } from "./probes/probe.ts";
import { tokenArms } from "./probes/tokens.ts";
import { prefillProbe } from "./probes.ts";

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
  { probe: "copy", turns: 2, imitations: { drop: 1, cont: 1, flip: 1, instr: 1 } },
  { probe: "long-copy", turns: 2, imitations: { drop: 1, cont: 1 } },
  { probe: "longest-copy", turns: 2, imitations: { drop: 1, cont: 1 } },
  { probe: "names", turns: 3, imitations: { drop: 2, cont: 1, flip: 1, instr: 1 } },
  { probe: "fact", turns: 3, imitations: { drop: 2, cont: 1, flip: 1, instr: 1 } },
  { probe: "open-json", turns: 2, imitations: { drop: 1, cont: 1, flip: 1, instr: 1 } },
  { probe: "one-token", turns: 2, imitations: { drop: 1, cont: 1, instr: 1 } },
  { probe: "contradiction", turns: 1, imitations: { drop: 1 } },
  { probe: "read-back", turns: 6, imitations: { drop: 1, instr: 2, cont: 1, flip: 1 } },
  { probe: "last-word", turns: 3, imitations: { drop: 1, instr: 1, cont: 1 } },
  { probe: "blank", turns: 1, imitations: { drop: 1, cont: 1 } },
  { probe: "count-turns", turns: 1, imitations: { cont: 1 } },
];

/** What is known when a later round is planned. */
export interface Known {
  /** Probes that tell nothing of this model. */
  readonly mute: ReadonlySet<string>;
  /** Those of them that were asked openly too seldom to be sure. */
  readonly unsure: readonly string[];
  /** Of the fake that leaves the least bound: its imitation, and whether it is told best by what is read out. */
  readonly weakest: { readonly control: Emulation; readonly byReading: boolean } | null;
  /** Probes by which what stands in front is read out. */
  readonly readable: readonly string[];
  /** Kinds of probe by which an instruction is told best. */
  readonly instructed: readonly ProbeKind[];
}

/** Unfinished turns and imitations of a later round: usually, and where reading decides. */
const sizes = {
  usual: { turns: 13, readings: 9, cont: 3, flip: 2, drop: 2, instr: 4 },
  reading: { turns: 5, readings: 20, cont: 1, flip: 1, drop: 1, instr: 5 },
} as const;
/** Readings of a round where an instruction is told best otherwise: hidden words are looked for all the same. */
const fewReadings = 2;
/** Imitations more of the kind that least is sure against. */
const moreOf = 4;

/** Is a probe of one of these kinds? */
function isOf(id: string, kinds: readonly ProbeKind[]): boolean {
  return kinds.some((kind) => kind === prefillProbe(id)?.counted);
}

/** Probes of the turn in the order in which later rounds send them: most often those that tell every fake from an open turn. */
const order =
  "names fact copy names fact longest-copy open-json names fact long-copy one-token names fact longest-copy".split(
    " ",
  );

/**
 * What a later round sends: unfinished turns spread over all probes that tell something, imitations spread over the same, more of the fake against which
 * least is sure.
 */
export function laterRound({ mute, unsure, weakest, readable, instructed }: Known): readonly Asked[] {
  const telling = order.filter((id) => !mute.has(id));
  const begun = telling.length === 0 ? ["copy", "names", "fact"] : telling;
  const reads = readable.filter((id) => isOf(id, instructed));
  const reading = reads.length === 0 ? readable : reads;
  // Where all that is left to show is what is read out, most calls go there.
  const size =
    weakest?.control === "instr" && weakest.byReading && reading.length > 0 ? sizes.reading : sizes.usual;
  const asked = new Map<string, { turns: number; imitations: Partial<Record<Emulation, number>> }>();
  // One after the other, so that imitations are spread as the unfinished turns are.
  const spread = (probes: readonly string[], arm: "target" | Emulation, times: number, from = 0): void => {
    for (let i = 0; i < times && probes.length > 0; i++) {
      const probe = probes[(from + i) % probes.length] ?? "";
      const one = asked.get(probe) ?? { turns: 0, imitations: {} };
      if (arm === "target") one.turns++;
      else one.imitations[arm] = (one.imitations[arm] ?? 0) + 1;
      asked.set(probe, one);
    }
  };
  const more = (arm: Emulation): number => (weakest?.control === arm ? moreOf : 0);
  spread(unsure, "drop", unsure.length);
  const tellsByReading = instructed.some((kind) => kind === "reading" || kind === "quoting");
  const readings = reading.length === 0 ? 0 : tellsByReading ? size.readings : fewReadings;
  // Where an instruction is what is left to be told, its best probes get all unfinished turns but those that no other length has.
  const best =
    weakest?.control === "instr" ? begun.filter((id) => isOf(id, instructed) || /^long/.test(id)) : [];
  spread(best.length === 0 ? begun : best, "target", size.turns + size.readings - readings);
  const dropped = weakest?.byReading === true ? reading : begun;
  spread(begun, "cont", size.cont + more("cont"));
  spread(begun, "flip", size.flip + more("flip"), 1);
  spread(begun, "drop", size.drop + (dropped === begun ? more("drop") : 0), 2);
  spread(reading, "target", readings);
  spread(reading, "drop", 1 + (dropped === begun ? 0 : more("drop")));
  // A long beginning that a model is told to say again takes as many tokens, and is told from an open turn no better than a short one.
  const told = [...new Set([...begun, ...reading])].filter((id) => !/^long/.test(id) && isOf(id, instructed));
  spread(told.length === 0 ? begun : told, "instr", size.instr + more("instr"), 3);
  return [...asked].map(([probe, one]) => ({ probe, ...one }));
}

/** What round number 0 sends. */
export const firstRound: readonly Asked[] = first;

/** Calls that a round takes. */
function costOf(round: readonly Asked[]): number {
  return round.reduce(
    (total, { turns, imitations }) =>
      total + turns + Object.values(imitations).reduce((sum, times) => sum + times, 0),
    0,
  );
}

/** Fewest calls with which an endpoint can be tested: the first look and the first round, which reads prompt tokens too. */
export const leastCalls: number = firstLook + costOf(first) + tokenArms.length;
/** Fewest calls left with which another look at the data is worth its part of the error. */
export const leastLeft = 12;
