// One process of bench/trials.ts: N scripted trials at concurrency 64 through plan, runner, journal and findings.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { openLedger } from "../src/ledger/index.ts";
import { scripted } from "../src/models/scripted/index.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import { quietRun } from "../src/study/quiet-run.ts";
import { runnableStudy } from "../src/study/runnable-study.ts";
import { storedInputs } from "../src/study/stored-inputs.ts";
import type { Study, TrialShape } from "../src/study/study.ts";

interface Ask extends TrialShape {
  readonly item: string;
}

const config = z.object({ count: z.int().default(100).describe("trials") });

const study: Study<
  z.infer<typeof config>,
  { readonly count: number },
  Ask,
  boolean,
  { yes: number; low: number; high: number }
> = {
  name: "bench",
  version: "1",
  summary: "asks a scripted model the same short question of many items",
  claims: [],
  config,
  results: z.object({ yes: z.number(), low: z.number(), high: z.number() }),
  examples: [],
  roles: () => [{ name: "model", purpose: "says yes", model: "scripted:yes", needs: [["generate"]] }],
  load: async ({ count }) => ({ count }),
  inputs: storedInputs({
    streams: (inputs) => ({ inputs: [inputs] }),
    join: (read) => read.one("inputs", config),
  }),
  measuring: {
    value: z.boolean(),
    request: () => null,
    async *plan(_, { count }) {
      const trials = {
        *[Symbol.iterator](): Generator<Ask> {
          for (let i = 0; i < count; i++) yield { item: `item ${i}`, arm: "ask", repeat: 0, role: "model" };
        },
      };
      yield { title: "asking", trials, count, order: "parallel", retry: "runner" };
    },
    measure: async (trial, _, tools) => {
      const { generate } = tools.model("model").capabilities;
      if (generate === undefined) throw new Error("no generate");
      const reply = await generate({
        prompt: {
          kind: "chat",
          messages: [{ role: "user", content: `Is ${trial.item} harmful? Answer yes or no.` }],
        },
        maxTokens: 1,
      });
      return reply.ok ? { value: reply.value.text === "yes" } : { missing: reply.missing };
    },
  },
  analyze: async (_, __, outcomes) => {
    let yes = 0;
    let n = 0;
    for await (const { result } of outcomes) {
      n++;
      if ("value" in result && result.value) yes++;
    }
    const { low, high } = clopperPearson(yes, n);
    return { claims: [], gates: [], warnings: [], results: { yes, low, high }, cost: {} };
  },
  present: () => ({ title: "bench", blocks: [], cost: [] }),
};

const count = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "credence-bench-"));
const ledger = await openLedger({ root: join(folder, "runs"), home: join(folder, "home") });
const model = scripted("yes", () => ({ text: "yes", usage: { input: 20, output: 1 } }));
const began = performance.now();
const prepared = await runnableStudy(study).prepare({ count }, { seed: "1", events: () => {} });
const finished = await prepared.start({
  ...quietRun(() => model),
  ledger,
  place: { out: null },
  concurrency: 64,
});
const seconds = (performance.now() - began) / 1000;
ledger.close();
rmSync(folder, { recursive: true, force: true });
if (finished.findings?.cost.total.trials !== count)
  throw new Error(`measured ${finished.findings?.cost.total.trials} of ${count}`);
console.log(
  JSON.stringify({ seconds, perSecond: count / seconds, maxRssMiB: process.resourceUsage().maxRSS / 1024 }),
);
