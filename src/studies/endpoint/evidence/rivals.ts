import type { Emulation } from "../conversation.ts";
import { mechanismAbout } from "../mechanisms.ts";
import type { ProbeKind } from "../probes/probe.ts";
import { prefillProbe } from "../probes.ts";
import { alphaAt } from "./looks.ts";
import { boundsOf, fakedAtLeast, type Share, tellingBounds } from "./melded.ts";
import type { Observation } from "./observations.ts";

/** One fake that the unfinished turns are held against. */
interface Rival {
  readonly name: string;
  readonly what: string;
  /** Whose replies show how often it would go on. */
  readonly control: Emulation;
  /** Does it cut what it was told to begin with, or what happens to stand in front, off a reply? */
  readonly cuts?: true;
  /** Sets of probes by which it may be told from an open turn. The best of the bounds counts, the error split over the ways. */
  readonly ways: readonly (readonly ProbeKind[])[];
}

const begun = ["turn", "contrary"] as const;

/** All of them. A closed turn has no open imitation of its own, and reads nothing out that was not sent. */
export const rivals: readonly Rival[] = [
  { name: "CLOSED", what: mechanismAbout.CLOSED.what, control: "cont", ways: [begun] },
  { name: "CONT", what: mechanismAbout.CONT.what, control: "cont", ways: [begun] },
  { name: "FLIP", what: mechanismAbout.FLIP.what, control: "flip", ways: [begun] },
  { name: "DROP", what: mechanismAbout.DROP.what, control: "drop", ways: [begun] },
  {
    name: "DROP, cut to fit",
    what: "the turn is thrown away, and taken off the fresh reply where that begins alike",
    ...{ control: "drop", cuts: true, ways: [["contrary"], ["contrary", "reading"]] },
  },
  // A model that obeys begins with whatever it is told: then only what it reads out gives the instruction away.
  {
    name: "INSTR",
    what: mechanismAbout.INSTR.what,
    ...{ control: "instr", ways: [[...begun, "reading"], ["contrary"], ["reading"], ["quoting"]] },
  },
];

/** What replies say of the share that is honoured, against one fake. */
export interface Against {
  readonly rival: Rival;
  /** Lower bounds with 95% and 99%. */
  readonly at95: number;
  readonly at99: number;
  /** Is it sure, at this chance of error, that some are honoured? */
  readonly some: boolean;
  /** The way that another call would tell most by. */
  readonly next: readonly ProbeKind[];
  /** The way that gives the bound, and how often the imitation goes on by it. */
  readonly way: readonly ProbeKind[];
  readonly imitated: Share;
  /** Do imitations, by whichever way, go on so often that no number of calls would tell? */
  readonly alike: boolean;
}

/** Imitations that go on this often, for sure, leave nothing that more calls could show; and fewest of them that are looked at. */
const tooAlike = 0.6;
const leastImitations = 10;

/** Chance of taking turns that are all faked for some that are honoured, where it is sure that not all are. */
const some = 0.02;

/** What any fake at all could do is bounded with this error where replies of the fake's own kind are bounded with a verdict's. */
const whatever = 0.1;
/** Part of the error that is spent on the sort of reply. */
const bySort = 0.25;
/** Chance of error of a bound that only chooses what is asked next. */
const leaning = 0.3;

/**
 * Bounds against every fake, the greater of two. By going on: a fake goes on as often as its imitation. By what it says instead: of the replies that only
 * a new turn gives it gives as many as its imitation; then a weak model's slips in open turns, which are of another kind, speak for no fake. A fake that
 * hides how it answers would pass the second, which therefore is cut to what the first says with 90%.
 *
 * @param counted replies of probes that tell something, of every arm
 * @param levels errors of the bound that is reported and of the one that decides
 */
export function againstAll(
  counted: readonly Observation[],
  look: number,
  levels: { readonly reported: number; readonly decides: number },
): Against[] {
  return rivals.map((rival) => {
    const ways = rival.ways.map((way) => wayOf(counted, rival, way, look, levels));
    // Where nothing is sure yet, the way that promises most.
    const best = ways.reduce((a, b) =>
      b.at99 > a.at99 || (b.at99 === a.at99 && b.promise > a.promise) ? b : a,
    );
    const next = ways.reduce((a, b) => (b.gain > a.gain ? b : a)).way;
    return {
      ...{ rival, next, way: best.way, imitated: best.imitated, at95: best.at95, at99: best.at99 },
      alike: ways.every(
        ({ imitated }) =>
          imitated.n >= leastImitations && fakedAtLeast(imitated, 0, levels.reported) > tooAlike,
      ),
      some: ways.some(({ byOn }) => byOn(some / rival.ways.length) > 0),
    };
  });
}

function wayOf(
  counted: readonly Observation[],
  rival: Rival,
  way: readonly ProbeKind[],
  look: number,
  levels: { readonly reported: number; readonly decides: number },
) {
  const on = sharesBy(counted, rival, way, goesOn, ({ fits }) => fits);
  const anew = sharesBy(counted, rival, way, tells, (one) => !one.fits && tells(one));
  const nothing = (): number => 0;
  const byOn = on.target.n === 0 ? nothing : boundsOf(on.target, on.imitated);
  const byTelling = anew.target.n === 0 ? nothing : tellingBounds(anew.target, anew.imitated);
  const cut = byOn(whatever);
  const at = (level: number): number => {
    const alpha = alphaAt(look, level) / rival.ways.length;
    return Math.max(byOn((1 - bySort) * alpha), Math.min(byTelling(bySort * alpha), cut));
  };
  return {
    way,
    byOn,
    promise: byOn(leaning),
    gain: gainOf(on.target, on.imitated),
    imitated: on.imitated,
    at95: at(levels.reported),
    at99: at(levels.decides),
  };
}

/** A share at which it is asked how much another unfinished turn would tell, as an example. */
const example = 0.7;

/** How much another unfinished turn would tell against this share being honoured and no more, at the rates so far; nats a call. */
function gainOf(target: Share, imitated: Share): number {
  const rate = ({ of, n }: Share): number => (of + 0.5) / (n + 1);
  const [seen, foretold] = [rate(target), example + (1 - example) * rate(imitated)];
  if (target.n === 0 || seen <= foretold) return 0;
  return seen * Math.log(seen / foretold) + (1 - seen) * Math.log((1 - seen) / (1 - foretold));
}

/**
 * How many unfinished turns and how many imitations give a kind of reply, by probes that were sent both ways. Imitations are weighed as the unfinished turns
 * are spread over the probes (post-stratification), with as many of them as such an estimate is worth.
 */
function sharesBy(
  counted: readonly Observation[],
  { control, cuts }: Rival,
  way: readonly ProbeKind[],
  is: (one: Observation) => boolean,
  isWhenCut: (one: Observation) => boolean,
): { readonly target: Share; readonly imitated: Share } {
  const inWay = counted.filter(({ probe }) => way.some((kind) => kind === prefillProbe(probe)?.counted));
  const groups = [...Map.groupBy(inWay, ({ probe }) => probe).values()].flatMap((group) => {
    const target = group.filter(({ arm }) => arm === "target");
    const imitations = group.filter(({ arm }) => arm === control);
    return target.length === 0 || imitations.length === 0 ? [] : [{ target, imitations }];
  });
  if (groups.length === 0) return { target: { of: 0, n: 0 }, imitated: { of: 0, n: 0 } };
  const turns = groups.flatMap(({ target }) => target);
  const parts = groups.map(({ target, imitations }) => ({
    weight: target.length / turns.length,
    n: imitations.length,
    rate: imitations.filter(cuts ? isWhenCut : is).length / imitations.length,
  }));
  const worth = plain(1 / parts.reduce((sum, { weight, n }) => sum + weight ** 2 / n, 0));
  const rate = Math.min(
    1,
    parts.reduce((sum, part) => sum + part.weight * part.rate, 0),
  );
  return {
    target: { of: turns.filter(is).length, n: turns.length },
    imitated: { of: plain(rate * worth), n: worth },
  };
}

/** Weighed sums are whole numbers but for rounding, where they are. */
function plain(sum: number): number {
  return Math.round(sum * 1e6) / 1e6;
}

/** Does a reply go on as an open turn would? */
export function goesOn({ probe, outcome }: Observation): boolean {
  return prefillProbe(probe)?.continued === outcome;
}

/** Is it a reply that an open turn hardly ever gives? */
export function tells({ probe, outcome }: Observation): boolean {
  return prefillProbe(probe)?.telling?.includes(outcome) === true;
}
