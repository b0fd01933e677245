import { z } from "zod";
import type { Exchange } from "./evidence/observations.ts";
import type { Target } from "./targets.ts";

/** Schema of median seconds to the first byte and to the end, by endpoint and kind of call: recorded for a reader, never evidence. */
export const timing = z.object({
  seconds: z.array(
    z.object({
      endpoint: z.string(),
      kind: z.string(),
      calls: z.number(),
      first: z.number().nullable(),
      total: z.number().nullable(),
    }),
  ),
});

/** How long replies took. */
export function timesOf(
  targets: readonly Target[],
  exchanges: readonly (readonly Exchange[])[],
): z.infer<typeof timing> {
  return {
    seconds: targets.flatMap(({ reference }, i) =>
      [...Map.groupBy(exchanges[i] ?? [], kindOf)].map(([kind, group]) => ({
        ...{ endpoint: reference, kind, calls: group.length },
        first: median(group.flatMap(({ value }) => value.firstSeconds ?? [])),
        total: median(group.map(({ value }) => value.seconds)),
      })),
    ),
  };
}

function kindOf({ trial: { arm, probe } }: Exchange): string {
  if (arm.startsWith("target")) return "unfinished turns";
  return probe === "chain" ? `chains, ${arm}` : "finished turns";
}

function median(numbers: readonly number[]): number | null {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;
}
