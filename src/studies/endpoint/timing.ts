import type { JsonObject } from "../../core/json.ts";
import type { Exchange } from "./evidence/observations.ts";
import type { Target } from "./targets.ts";

/** Median seconds to the first byte and to the end, by endpoint and kind of call: recorded for a reader, never evidence. */
export function timing(targets: readonly Target[], exchanges: readonly (readonly Exchange[])[]): JsonObject {
  return {
    seconds: targets.flatMap(({ reference }, i) => {
      const groups = Map.groupBy(exchanges[i] ?? [], ({ trial }) =>
        trial.arm.startsWith("target")
          ? "unfinished turns"
          : trial.probe === "chain"
            ? `chains, ${trial.arm}`
            : "finished turns",
      );
      return [...groups].map(([kind, group]) => ({
        endpoint: reference,
        kind,
        calls: group.length,
        first: median(
          group.flatMap(({ value }) => (value.firstSeconds === null ? [] : [value.firstSeconds])),
        ),
        total: median(group.map(({ value }) => value.seconds)),
      }));
    }),
  };
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
