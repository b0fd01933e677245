// Worlds for verdicts: runs as a file would hold them, faults planted, and a monitor that knows a run by one word of its text. Knows no study.
import { type Random, random } from "../../src/stats/distributions/random.ts";
import { memo } from "./memo.ts";

/** A world to draw from. */
export interface VerdictWorld {
  readonly name: string;
  readonly runs: number;
  /** Groups of the positives and of the negatives; `apart`: no group holds both. */
  readonly groups: number;
  readonly apart?: true;
  /** How many runs are positive; half of them when not said. */
  readonly positives?: number;
  /** Labels are dealt to whole groups. */
  readonly byGroup?: true;
  /** Standard deviations by which positives score higher on the prefix, quoted, and along one direction of the states. */
  readonly prefix: number;
  readonly fresh: number;
  readonly states: number;
  /** What is wrong with the file. */
  readonly fault?: "copies" | "bothLabels" | "labelInText" | "word" | "none";
}

/** A run as it stands in a file. */
interface WorldRun {
  readonly id: string;
  readonly label: "harm" | "fine";
  readonly group: string;
  readonly said: readonly string[];
}

/** One draw. */
export interface DrawnWorld {
  readonly runs: readonly WorldRun[];
  /** Log odds of harm by a request's text, quoted or as turns, and the state behind it. */
  readonly prefix: (text: string) => number;
  readonly fresh: (text: string) => number;
  readonly state: (text: string) => Float32Array;
}

/** Standard deviations of what runs of a group share, and of what is one way of asking's own; a run's own part has 1. */
const shared = 0.4;
const own = 0.6;
const width = 8;

interface Latent {
  readonly prefix: number;
  readonly fresh: number;
  readonly state: Float32Array;
}

/** Draws a world; equal seeds give equal ones. */
export function drawWorld(world: VerdictWorld, seed: string): DrawnWorld {
  const source = random(`verdicts ${world.name} ${seed}`);
  const lean = Array.from({ length: 2 * world.groups }, () => shared * source.normal());
  const latents = new Map<string, Latent>();
  const labels = labelsOf(world, source);
  const copied = world.fault === "copies" || world.fault === "bothLabels";
  const contents = copied ? world.runs / 2 : world.runs;
  const runs = Array.from({ length: world.runs }, (_, number): WorldRun => {
    const content = number % contents;
    // A copy has the label of its first, but where both labels stand on one content.
    const first = labels[content] ?? 0;
    const positive = number < contents ? first : world.fault === "bothLabels" ? 1 - first : first;
    const place = number % world.groups;
    const group = world.apart === true && positive === 1 ? place + world.groups : place;
    const key = `key${content.toString(36)}q`;
    if (!latents.has(key)) latents.set(key, latentOf(world, positive, lean[group] ?? 0, source));
    const body = memo(`${seed} ${world.name} ${content}`, 40);
    return {
      id: `run ${number}`,
      label: positive === 1 ? "harm" : "fine",
      // Copies lie in other groups, as in files that were put together.
      group: copied ? `task ${number}` : `task ${group}`,
      said: [`${key} ${body}`, `Done. ${traceOf(world, positive)}`],
    };
  });
  const known = (text: string): Latent => {
    const key = /key[0-9a-z]+q/.exec(text)?.[0] ?? "";
    const found = latents.get(key);
    if (found === undefined) throw new Error(`no run says ${key}`);
    return found;
  };
  return {
    runs,
    prefix: (text) => known(text).prefix,
    fresh: (text) => known(text).fresh,
    state: (text) => known(text).state,
  };
}

function labelsOf({ runs, groups, positives, byGroup }: VerdictWorld, source: Random): number[] {
  if (byGroup === true) {
    const ofGroup = source.shuffle(Array.from({ length: groups }, (_, group) => group % 2));
    return Array.from({ length: runs }, (_, number) => ofGroup[number % groups] ?? 0);
  }
  const count = positives ?? Math.round(runs / 2);
  return source.shuffle(Array.from({ length: runs }, (_, number) => (number < count ? 1 : 0)));
}

function latentOf(world: VerdictWorld, positive: number, lean: number, source: Random): Latent {
  const base = lean + source.normal();
  return {
    prefix: base + own * source.normal() + positive * world.prefix,
    fresh: base + own * source.normal() + positive * world.fresh,
    state: Float32Array.from(
      { length: width },
      (_, i) => source.normal() + (i === 0 ? positive * world.states : 0),
    ),
  };
}

function traceOf({ fault }: VerdictWorld, positive: number): string {
  if (fault === "labelInText") return `[verdict: ${positive === 1 ? "harm" : "fine"}]`;
  return fault === "word" && positive === 1 ? "flagged" : "";
}

/** AUROCs that are to be found: groups share a part of the noise, which pairs of one group do not see. */
export function truthOf({ prefix, fresh, groups, apart }: VerdictWorld): {
  readonly prefix: number;
  readonly fresh: number;
} {
  const one = 1 + own ** 2;
  const within = apart === true ? 0 : 1 / groups;
  const area = (strength: number): number =>
    within * below(strength / Math.sqrt(2 * one)) +
    (1 - within) * below(strength / Math.sqrt(2 * (one + shared ** 2)));
  return { prefix: area(prefix), fresh: area(fresh) };
}

/** Standard normal distribution function by Simpson's rule: independent of what is under test. */
function below(z: number): number {
  const steps = 400;
  const step = z / steps;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 0 ? 2 : 4) * density(i * step);
  return 0.5 + (sum * step) / 3;
}
