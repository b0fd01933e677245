import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import type { Json } from "../../core/json.ts";
import type { Snapshot } from "../../ledger/ledger.ts";
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

/** One line an endpoint, one line a saved reply. */
export async function saveInputs({ targets, saved }: EndpointInputs, snapshot: Snapshot): Promise<void> {
  const lines: Json[] = [
    ...targets.map((target): Json => ({ target: JSON.parse(JSON.stringify(target)) })),
    ...saved.map((reply): Json => ({ saved: JSON.parse(JSON.stringify(reply)) })),
  ];
  await snapshot.write("endpoints", lines);
}

/** Reads them back. */
export async function restoreInputs(snapshot: Snapshot): Promise<EndpointInputs> {
  const targets: Target[] = [];
  const saved: SavedReply[] = [];
  for await (const stored of snapshot.read("endpoints")) {
    const parsed = line.safeParse(stored);
    if (!parsed.success)
      throw new CredenceError("input", "the run's copy of its inputs has another form", {
        fix: "Read this run with the version of credence that wrote it.",
      });
    if ("target" in parsed.data) targets.push(parsed.data.target);
    else saved.push(parsed.data.saved);
  }
  return { targets, saved };
}
