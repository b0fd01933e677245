import { z } from "zod";
import { interval } from "../../../stats/distributions/interval.ts";
import { mean, sd } from "../../../stats/distributions/moments.ts";
import { studentQuantile } from "../../../stats/distributions/student-t.ts";
import { type CoincidenceResult, conditions } from "../../../worlds/network/coincidences.ts";
import { isBox, mainOf, type RecallOutcome } from "./box-trials.ts";

/** Networks that must be trained before anything is said. */
export const leastNetworks = 4;

const ends = z.object({ low: z.number(), high: z.number() }).readonly();
const line = z
  .object({
    condition: z.enum(conditions),
    relations: z.int(),
    networks: z.int(),
    coincident: z.number(),
    matched: z.number(),
    /** Matched less coincident, prior log-probability held equal: mean over networks, Student's intervals. */
    adjusted: interval,
    at99: ends,
    d: z.number(),
    ripple: interval.nullable(),
    rippleAt99: ends.nullable(),
    /** Least share of base facts that a network knew. */
    known: z.number(),
  })
  .readonly();

/** Schema of what the networks that were trained here came to. */
export const boxResults = z.object({ main: z.int(), lines: z.array(line).readonly() }).readonly();
export type BoxResults = z.infer<typeof boxResults>;
type Line = z.infer<typeof line>;

/** Networks by number of attributes and condition; null where none was trained, or fewer than two of a kind. */
export async function boxResultOf(
  outcomes: AsyncIterable<RecallOutcome>,
  relations: readonly number[],
): Promise<BoxResults | null> {
  const groups = new Map<string, CoincidenceResult[]>();
  for await (const { trial, result } of outcomes) {
    if (!isBox(trial) || !("value" in result) || !("networks" in result.value)) continue;
    for (const [i, condition] of trial.conditions.entries()) {
      const found = result.value.networks[i];
      const name = `${trial.relations} ${condition}`;
      if (found !== undefined) groups.set(name, [...(groups.get(name) ?? []), found]);
    }
  }
  const lines = relations.flatMap((count) =>
    conditions.flatMap((condition): Line[] => {
      const networks = groups.get(`${count} ${condition}`) ?? [];
      if (networks.length < 2) return [];
      const ripples = networks.flatMap(({ ripple }) => ripple ?? []);
      const rippled = ripples.length < 2 ? null : intervals(ripples);
      const adjusted = intervals(networks.map((one) => one.adjusted));
      return [
        {
          ...{ condition, relations: count, networks: networks.length },
          coincident: mean(networks.map(({ exposures }) => exposures.coincident)),
          matched: mean(networks.map(({ exposures }) => exposures.matched)),
          ...{ adjusted: adjusted.at95, at99: adjusted.at99, d: mean(networks.map(({ d }) => d)) },
          ...{ ripple: rippled?.at95 ?? null, rippleAt99: rippled?.at99 ?? null },
          known: Math.min(...networks.map(({ known }) => known)),
        },
      ];
    }),
  );
  return lines.length === 0 ? null : { main: mainOf(relations), lines };
}

/** The line that C2 rests on, and its controls. */
export function mainLines({ main, lines }: BoxResults): {
  readonly planted: Line | undefined;
  readonly controls: readonly Line[];
} {
  const own = lines.filter(({ relations }) => relations === main);
  return {
    planted: own.find(({ condition }) => condition === "planted"),
    controls: own.filter(({ condition }) => condition !== "planted"),
  };
}

function intervals(values: readonly number[]) {
  const estimate = mean(values);
  const half = (level: number): number =>
    studentQuantile((1 + level) / 2, values.length - 1) * (sd(values) / Math.sqrt(values.length));
  const [at95, at99] = [half(0.95), half(0.99)];
  return {
    at95: { estimate, low: estimate - at95, high: estimate + at95 },
    at99: { low: estimate - at99, high: estimate + at99 },
  };
}
