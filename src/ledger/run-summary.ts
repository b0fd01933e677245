import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { RunStatus, RunSummary } from "./ledger.ts";
import { statusLine } from "./records.ts";
import { readRegistration } from "./run-folder.ts";

const findingsFile = z.object({
  study: z.string(),
  claims: z.array(z.object({ id: z.string(), verdict: z.string() })),
});

/**
 * What the list of runs says of a run, from its folder; the journal is not read through.
 *
 * @throws CredenceError `input` when the folder holds no run that can be read
 */
export async function summaryOf(folder: string): Promise<RunSummary> {
  const { id, registration } = await readRegistration(folder);
  return {
    id,
    folder,
    study: registration.study,
    status: lastStatus(join(folder, "outcomes.jsonl")),
    at: registration.at,
    models: [...new Set(Object.values(registration.models).map(({ reference }) => reference))],
    verdicts: await verdictsIn(join(folder, "findings.json")),
  };
}

async function verdictsIn(file: string): Promise<Record<string, string>> {
  try {
    const { study, claims } = findingsFile.parse(JSON.parse(await readFile(file, "utf8")));
    return Object.fromEntries(claims.map(({ id, verdict }) => [`${study}/${id}`, verdict]));
  } catch {
    // Not analysed yet, or by another version: the list shows the run without verdicts.
    return {};
  }
}

/** Status lines are shorter than this. */
const tailBytes = 4096;

/** A sitting that ended well ends the journal with its status; anything else at the end is a run that did not end. */
function lastStatus(journal: string): RunStatus {
  if (!existsSync(journal)) return "running";
  const descriptor = openSync(journal, "r");
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(tailBytes, size));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf("\n");
    const line = tail
      .subarray(end <= 0 ? 0 : tail.lastIndexOf("\n", end - 1) + 1, Math.max(0, end))
      .toString("utf8");
    return statusLine.parse(JSON.parse(line)).status;
  } catch {
    return "running";
  } finally {
    closeSync(descriptor);
  }
}
