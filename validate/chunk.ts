import { registry } from "./registry.ts";

/** Analyses number `from` to `to` - 1 of one case of one simulation. */
export interface Chunk {
  readonly simulation: string;
  readonly case: string;
  readonly from: number;
  readonly to: number;
}

/** Makes the draws of a chunk; runs in a thread of its own. */
export async function chunkDraws({ simulation, case: name, from, to }: Chunk): Promise<readonly unknown[]> {
  const found = await registry[simulation]?.();
  if (found?.kind !== "simulation") throw new Error(`no simulation named ${simulation}`);
  return found.draws(name, from, to);
}
