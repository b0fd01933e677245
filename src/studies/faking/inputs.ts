import { readFile } from "node:fs/promises";
import { z } from "zod";
import { sha256 } from "../../core/json.ts";
import { type ReplyExperiment, replyExperiment } from "../../design/reply-experiment.ts";
import { cut, soundDesign } from "../../design/reply-settings.ts";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import type { FakingConfig } from "./config.ts";
import { scenario } from "./scenarios.ts";

/** The scenarios as they will be asked. */
export interface FakingInputs {
  readonly experiments: readonly ReplyExperiment[];
  readonly warnings: readonly string[];
}

/** Reads scenarios and items, and looks at every prompt. */
export async function loadInputs(config: FakingConfig, { source, note }: LoadContext): Promise<FakingInputs> {
  const { privateItems, size } = config;
  const warnings: string[] = [];
  const experiments: ReplyExperiment[] = [];
  for (const id of new Set(config.scenario)) {
    const whole = await scenario(id, size, privateItems);
    const experiment = { ...whole, design: cut(whole.design, config) };
    for (const warning of soundDesign(experiment, privateItems ?? `scenario ${id}`))
      if (!warnings.includes(warning)) warnings.push(warning);
    experiments.push(experiment);
  }
  if (privateItems !== null) {
    const text = await readFile(privateItems, "utf8");
    source({ name: privateItems, sha256: sha256(text), bytes: Buffer.byteLength(text) });
  }
  for (const warning of warnings) note(warning);
  return { experiments, warnings };
}

/** How they stand in a run. */
export const fakingInputs: StoredInputs<FakingInputs> = storedInputs({
  streams: ({ experiments, warnings }) => ({ experiments, about: [{ warnings }] }),
  join: async (read) => ({
    experiments: await read.rows("experiments", replyExperiment),
    warnings: (await read.one("about", z.object({ warnings: z.array(z.string()) }))).warnings,
  }),
});
