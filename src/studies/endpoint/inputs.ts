import { z } from "zod";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import type { EndpointConfig } from "./config.ts";
import { readSaved, type SavedReply, savedReply } from "./saved.ts";
import { type Target, targetSchema, targetsOf } from "./targets.ts";

/** Everything that plan, measure and analyze need. */
export interface EndpointInputs {
  readonly targets: readonly Target[];
  readonly saved: readonly SavedReply[];
}

/** Checks what is asked of each endpoint, before anything is sent, and reads saved replies. */
export async function loadInputs(config: EndpointConfig, context: LoadContext): Promise<EndpointInputs> {
  const saved: SavedReply[] = [];
  for (const file of config.fromLog) saved.push(...(await readSaved(file, context)));
  return { targets: targetsOf(config), saved };
}

const line = z.union([z.object({ target: targetSchema }), z.object({ saved: savedReply })]);

/** How they stand in a run: one line an endpoint, one line a saved reply. */
export const endpointInputs: StoredInputs<EndpointInputs> = storedInputs({
  streams: ({ targets, saved }) => ({
    endpoints: [...targets.map((target) => ({ target })), ...saved.map((reply) => ({ saved: reply }))],
  }),
  join: async (read) => {
    const lines = await read.rows("endpoints", line);
    return {
      targets: lines.flatMap((one) => ("target" in one ? [one.target] : [])),
      saved: lines.flatMap((one) => ("saved" in one ? [one.saved] : [])),
    };
  },
});
