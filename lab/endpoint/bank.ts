// A bank of replies of real models, recorded once: every probe's questions under every mechanism and as every open imitation. Runs are drawn from it.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { random } from "../../src/stats/distributions/random.ts";
import type { ProbeItem } from "../../src/studies/endpoint/probes/probe.ts";
import { prefillProbe } from "../../src/studies/endpoint/probes.ts";

/** Ways in which a turn is sent: by a proxy that plays a mechanism, or openly. */
const bankArms = ["TRUE", "CLOSED", "CONT", "INSTR", "drop", "cont", "instr", "flip"] as const;
export type BankArm = (typeof bankArms)[number];

/** Probes whose replies are recorded, how many questions of each at most, and the arms in which they are; the longest are dear to read and to say. */
export const bankPlan: readonly {
  readonly probe: string;
  readonly times: number;
  readonly arms: readonly BankArm[];
}[] = [
  ...["names", "fact", "copy", "open-json", "one-token"].map((probe) => ({
    probe,
    times: 200,
    arms: bankArms,
  })),
  ...["read-back", "last-word"].map((probe) => ({ probe, times: 20, arms: bankArms })),
  { probe: "long-copy", times: 8, arms: ["TRUE", "CLOSED", "CONT", "drop", "cont", "flip"] },
  { probe: "longest-copy", times: 5, arms: ["TRUE", "CLOSED", "CONT", "drop", "cont", "flip"] },
];

const record = z
  .object({
    probe: z.string(),
    arm: z.enum(bankArms),
    /** Number of the question; it is made anew from it. */
    item: z.number(),
    text: z.string(),
    /** Did the cap cut it off? */
    length: z.boolean(),
  })
  .readonly();
export type BankRecord = z.infer<typeof record>;

/** Question number `item` of a probe, the same whenever it is made. */
export function bankItem(probe: string, item: number): ProbeItem {
  const found = prefillProbe(probe);
  if (found === undefined) throw new Error(`no probe ${probe}`);
  return found.item(random(`bank ${probe} ${item}`));
}

/** Models of which a bank is kept beside this file. */
export const bankModels = ["qwen2.5-coder-0.5b", "smollm2-135m"] as const;

/** Where a model's bank is kept. */
export function bankFile(model: string): URL {
  return new URL(`bank/${model}.jsonl.gz`, import.meta.url);
}

/** A model's recorded replies; none where there is no bank. */
export function readBank(model: string): readonly BankRecord[] {
  const file = bankFile(model);
  return existsSync(file) ? parsedBank(gunzipSync(readFileSync(file)).toString("utf8")) : [];
}

/** Reads lines of records. */
export function parsedBank(lines: string): readonly BankRecord[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => record.parse(JSON.parse(line)));
}
