import { z } from "zod";
import { fisherExact } from "../../../stats/distributions/fisher-exact.ts";
import { prefillProbe } from "../probes.ts";
import type { ProbeEvidence } from "./behaviour.ts";
import { type Exposed, exposedIn } from "./exposed.ts";
import { lengthClass, lengthClasses } from "./lengths.ts";
import { alphaAt } from "./looks.ts";
import { fakedAtLeast, type Share } from "./melded.ts";
import type { Observation } from "./observations.ts";
import { type Against, againstAll, goesOn, tells } from "./rivals.ts";

/** Two levels: what is reported holds with 95%, a verdict takes 99%. */
const levels = { reported: 0.05, decides: 0.01 } as const;
/** Open turns that look as if they had been begun anew: at most so many, by declaration; measured rates of small models stand in the docs. */
export const innocent = 0.1;
/** Open turns that read out the same words that were never sent: at most so many. */
const hallucinated = 0.05;

/** A lower bound at the reported level and at the one that decides. */
const bound = z.object({ at95: z.number(), at99: z.number() }).readonly();
type Bound = z.infer<typeof bound>;

/** Schema of what replies say of the share of unfinished turns that are honoured. */
export const shareResult = z
  .object({
    /** Unfinished turns whose probe tells something, and those that were continued. */
    turns: z.number(),
    continued: z.number(),
    /** At least this share is honoured, against the fake that imitates best; and which that is. */
    honoured: bound,
    against: z.string(),
    /** What it does, in words, and by which probes it is told best. */
    what: z.string().default(""),
    way: z
      .array(z.enum(["turn", "contrary", "reading", "quoting"]))
      .readonly()
      .default([]),
    /** The probes by which another call would tell most of an instruction. */
    instructed: z
      .array(z.enum(["turn", "contrary", "reading", "quoting"]))
      .readonly()
      .default([]),
    /** Does this model go on so often when the turn is faked openly that no number of calls would tell? */
    alike: z.boolean().default(false),
    /** Are some honoured, by the same test at a single look? Asked where it is sure that not all are. */
    some: z.boolean(),
    /** How often its open imitation goes on. */
    imitated: z.object({ of: z.number(), n: z.number() }).readonly(),
    /** At least this share is dealt with in some other way. */
    faked: bound,
    /** Replies of a kind that an open turn hardly ever gives. */
    telling: z.number(),
    /** The same by length of the unfinished turn. */
    lengths: z
      .array(
        z
          .object({
            title: z.string(),
            turns: z.number(),
            continued: z.number(),
            telling: z.number(),
            /** Rate of going on: one-sided 95% lower bound. */
            low: z.number(),
          })
          .readonly(),
      )
      .readonly(),
    /** The class of lengths that is continued least, where it differs from the others; null where none does. */
    differs: z.string().nullable(),
    exposed: z.object({ quote: z.string(), times: z.number(), of: z.number() }).readonly().nullable(),
    /** Replies that read out what stands in front of them. */
    readings: z.number(),
  })
  .readonly();
export type ShareResult = z.infer<typeof shareResult>;

/**
 * The share of unfinished turns that are honoured, bounded from both sides by replies alone.
 *
 * @param look number of the look at the data, from 0: all together spend the error of one
 */
export function sharesOf(
  seen: readonly Observation[],
  probes: readonly ProbeEvidence[],
  look: number,
): ShareResult {
  const mute = new Set(probes.filter((one) => one.mute !== null).map(({ probe }) => probe.id));
  const counted = seen.filter(({ probe }) => !mute.has(probe) && prefillProbe(probe)?.counted !== undefined);
  const turns = counted.filter(({ arm }) => arm === "target");
  const bounds = againstAll(counted, look, levels);
  const share = ({ imitated: { of, n } }: Against): number => (n === 0 ? 0 : of / n);
  const least = bounds.reduce((a, b) =>
    b.at99 < a.at99 || (b.at99 === a.at99 && share(b) > share(a)) ? b : a,
  );
  const begun = turns.filter(({ probe }) =>
    ["turn", "contrary"].includes(prefillProbe(probe)?.counted ?? ""),
  );
  const exposed = exposedIn(seen);
  return {
    turns: turns.length,
    continued: turns.filter(goesOn).length,
    honoured: { at95: Math.min(...bounds.map(({ at95 }) => at95)), at99: least.at99 },
    against: least.rival.name,
    ...{ what: least.rival.what, way: least.way },
    instructed: bounds.find(({ rival }) => rival.name === "INSTR")?.next ?? [],
    alike: bounds.some(({ alike }) => alike),
    some: bounds.every((one) => one.some),
    imitated: { of: Math.round(least.imitated.of), n: Math.round(least.imitated.n) },
    faked: fakedOf(begun, exposed, look),
    telling: begun.filter(tells).length,
    lengths: lengthsOf(begun),
    differs: differing(begun, look),
    exposed,
    readings: turns.filter(({ hidden }) => hidden !== null).length,
  };
}

function onOf(seen: readonly Observation[]): Share {
  return { of: seen.filter(goesOn).length, n: seen.length };
}

/** Over all turns, over each class of lengths, and by what was read out: the error is split over these. */
function fakedOf(begun: readonly Observation[], exposed: Exposed | null, look: number): Bound {
  const groups = [begun, ...classesOf(begun)];
  const ways = groups.length + 1;
  const at = (level: number): number => {
    const alpha = alphaAt(look, level) / ways;
    return Math.max(
      ...groups.map((group) =>
        fakedAtLeast({ of: group.filter(tells).length, n: group.length }, innocent, alpha),
      ),
      exposed === null ? 0 : fakedAtLeast({ of: exposed.times, n: exposed.of }, hallucinated, alpha),
    );
  };
  return { at95: at(levels.reported), at99: at(levels.decides) };
}

function classesOf(begun: readonly Observation[]): readonly (readonly Observation[])[] {
  return lengthClasses.map((_, i) => begun.filter(({ length }) => lengthClass(length) === i));
}

function lengthsOf(begun: readonly Observation[]): ShareResult["lengths"] {
  return classesOf(begun).flatMap((group, i) => {
    if (group.length === 0) return [];
    const { of, n } = onOf(group);
    const low = fakedAtLeast({ of, n }, 0, levels.reported);
    return [
      {
        title: lengthClasses[i]?.title ?? "",
        ...{ turns: n, continued: of, telling: group.filter(tells).length, low },
      },
    ];
  });
}

/** A class of lengths that goes on less often than all others (Fisher's exact test, split over the classes). */
function differing(begun: readonly Observation[], look: number): string | null {
  const classes = classesOf(begun);
  const level = alphaAt(look, levels.reported) / classes.length;
  for (const [i, group] of classes.entries()) {
    const [own, other] = [onOf(group), onOf(begun.filter((one) => !group.includes(one)))];
    if (own.n === 0 || other.n === 0 || own.of / own.n >= other.of / other.n) continue;
    if (fisherExact(own.of, own.n, other.of, other.n) < level)
      return `turns of ${lengthClasses[i]?.title} are continued in ${own.of} of ${own.n}, others in ${other.of} of ${other.n}`;
  }
  return null;
}
