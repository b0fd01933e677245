// Audits run in this process on models that a test makes.
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openLedger } from "../../src/ledger/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Model } from "../../src/models/model.ts";
import { audit } from "../../src/studies/audit/index.ts";
import { quietRun } from "../../src/study/quiet-run.ts";
import type { Finished } from "../../src/study/runnable.ts";
import { runnableStudy } from "../../src/study/runnable-study.ts";
import type { Expected } from "../../src/study/study.ts";

/** Audits of one folder. */
interface InProcess {
  readonly stop: AbortController;
  start(config: Readonly<Record<string, unknown>>): Promise<{
    readonly ended: Finished;
    readonly ledger: Ledger;
    readonly expected: Expected;
  }>;
  resume(ledger: Ledger, id: string): Promise<Finished>;
}

/** Starts and resumes audits, their runs under a folder. `stop` ends one as Ctrl-C does. */
export function running(t: TestContext, folder: string, open: (reference: string) => Model): InProcess {
  const stop = new AbortController();
  const options = quietRun(open);
  const study = runnableStudy(audit);
  return {
    stop,
    start: async (config: Readonly<Record<string, unknown>>) => {
      const ledger = await openLedger({ root: join(folder, "runs"), home: join(folder, "home") });
      t.after(() => ledger.close());
      const prepared = await study.prepare(config, { seed: "1", events: () => {} });
      const ended = await prepared.start({
        ...options,
        stop: { ...options.stop, soft: stop.signal },
        ledger,
        place: { out: null },
      });
      return { ended, ledger, expected: await prepared.expected() };
    },
    resume: async (ledger: Ledger, id: string) => study.resume(await ledger.open(id, "write"), options),
  };
}
