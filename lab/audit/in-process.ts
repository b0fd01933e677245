// What a harness needs to audit sets that it made itself, without files, runner and ledger.
import type { TuningSet } from "../../src/data/tuning-set.ts";
import type { AuditInputs } from "../../src/studies/audit/inputs.ts";
import type { Workers } from "../../src/study/workers.ts";
import type { AuditWorld } from "./worlds.ts";

/** Two sets as a run would hold them. */
export function auditInputs({ suspect, clean }: AuditWorld): AuditInputs {
  const counts = {
    ...{ read: 0, forms: {}, withoutAnswer: 0, withoutAnswerAt: [], blank: 0, blankAt: [] },
    ...{ duplicates: 0, duplicatesAt: [], cut: 0, cutAt: [], untaught: 0, untaughtAt: [] },
  };
  const set = (name: string, rows: AuditWorld["clean"]): TuningSet => ({
    ...{ name, sha256: name, counts },
    rows: rows.map((row, i) => ({ ...row, line: i + 1 })),
  });
  return {
    ...{ suspects: [set("suspect", suspect)], reference: set("clean", clean) },
    ...{ answers: null, panel: null, seed: "1", notes: [] },
  };
}

/** Tasks in this thread. Bags and plants are few: what is judged by it rests on rows and words, and not on what could have been seen. */
export const fewPlants: Workers = {
  width: 1,
  run: async (task, args, onProgress = () => {}) =>
    task.run(
      {
        ...args,
        ...(has(args, "resampledBags") ? { bags: 100, resampledBags: 20 } : {}),
        ...(has(args, "plants") ? { plants: 1, nulls: 20 } : {}),
      },
      onProgress,
    ),
};

function has(args: unknown, name: string): boolean {
  return typeof args === "object" && args !== null && name in args;
}
