import { existsSync, statSync } from "node:fs";
import type { Reference } from "./reference.ts";

/**
 * Input tokens a second on one to two cores, [slowest, fastest], measured on a 2-core x86-64 machine: from one busy thread to two idle ones
 * with a tenth to spare.
 */
const measured: Readonly<Record<string, readonly [number, number]>> = {
  "smollm2-135m": [150, 450],
  "smollm2-135m@q8_0": [280, 840],
  "smollm2-135m@q4_0": [340, 1030],
  "gemma3-270m": [280, 840],
};
/** Of an unknown file: as smollm2-135m, whose file has so many bytes, in inverse proportion to size. */
const reference = { bytes: 98_362_432, rate: [150, 450] } as const;

/** Input tokens a second of a model in this process, [slowest, fastest]: a guess within a factor of three on a machine like that. */
export function localSpeed(model: Extract<Reference, { adapter: "local" }>): readonly [number, number] {
  const known = measured[model.name];
  if (known !== undefined) return known;
  const bytes = model.kind === "file" && existsSync(model.name) ? statSync(model.name).size : reference.bytes;
  const share = reference.bytes / Math.max(1, bytes);
  return [reference.rate[0] * share, reference.rate[1] * share];
}
