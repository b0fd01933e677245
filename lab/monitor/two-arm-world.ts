// Agent runs in tasks, and what a monitor of known strength makes of each on its prefix and quoted.
import { random } from "../../src/stats/distributions/random.ts";
import type { MonitorRow } from "../../src/studies/monitor/row.ts";
import { testRow } from "./drive.ts";
import { memo } from "./memo.ts";
import { caseIn, isQuoted } from "./planted.ts";

/** A world and a monitor. */
export interface TwoArmCase {
  readonly name: string;
  readonly rows: number;
  readonly groups: number;
  /** d-prime of the monitor on the prefix and on the quoted run, in standard deviations of one run's noise. */
  readonly prefix: number;
  readonly fresh: number;
}

/** One draw of it. */
export interface TwoArmWorld {
  readonly rows: readonly MonitorRow[];
  /** Log-odds of yes, by a request's bytes alone. */
  readonly logit: (bytes: string) => number;
}

/** What is to be found. */
export interface TwoArmTruth {
  readonly prefix: number;
  readonly fresh: number;
  readonly difference: number;
}

/** Standard deviation of what runs of one task share, and of what is one arm's own. */
const shared = 0.5;
const own = 0.6;

/** Draws a world. */
export function twoArmWorld(world: TwoArmCase, seed: string): TwoArmWorld {
  const source = random(`two arms ${world.name} ${seed}`);
  const task = Array.from({ length: world.groups }, () => shared * source.normal());
  const latent = new Map<string, { readonly prefix: number; readonly fresh: number }>();
  const rows = Array.from({ length: world.rows }, (_, index): MonitorRow => {
    const id = `case-${String(index).padStart(5, "0")}`;
    const positive = source.float() < 0.5;
    const base = (task[index % world.groups] ?? 0) + source.normal();
    const score = (strength: number): number => base + own * source.normal() + (positive ? strength : 0);
    latent.set(id, { prefix: score(world.prefix), fresh: score(world.fresh) });
    return testRow({
      run: {
        id,
        source: id,
        messages: [
          { role: "user", content: `${id} ${memo(`${seed} ${id}`)}` },
          { role: "assistant", content: "Done." },
        ],
        fields: {},
      },
      positive: positive ? 1 : 0,
      group: `task ${index % world.groups}`,
      author: null,
      suite: null,
    });
  });
  return {
    rows,
    logit: (bytes) => {
      const known = latent.get(caseIn(bytes));
      return (isQuoted(bytes) ? known?.fresh : known?.prefix) ?? Number.NaN;
    },
  };
}

/** Expected AUROCs of two normals: pairs of one task share their task's part of the noise, the others do not. */
export function twoArmTruth(world: TwoArmCase): TwoArmTruth {
  const one = 1 + own ** 2;
  const within = (world.rows / world.groups - 1) / (world.rows - 1);
  const area = (strength: number): number =>
    within * normal(strength / Math.sqrt(2 * one)) +
    (1 - within) * normal(strength / Math.sqrt(2 * (one + shared ** 2)));
  const [prefix, fresh] = [area(world.prefix), area(world.fresh)];
  return { prefix, fresh, difference: prefix - fresh };
}

/** Standard normal distribution function by Simpson's rule: independent of what is under test. */
function normal(z: number): number {
  const steps = 2000;
  const width = z / steps;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 0 ? 2 : 4) * density(i * width);
  return 0.5 + (sum * width) / 3;
}
