import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { rawServer } from "../../test/servers/raw.ts";
import type { Json } from "../core/json.ts";
import { openLedger } from "../ledger/index.ts";
import { openModel } from "../models/open.ts";
import type { Providers } from "../models/providers.ts";
import { commonFields } from "../models/usage-fields.ts";
import type { Limits } from "./budget.ts";
import { quietRun } from "./quiet-run.ts";
import { runnableStudy } from "./runnable-study.ts";
import { storedInputs } from "./stored-inputs.ts";
import type { Study, TrialShape } from "./study.ts";

const config = z.object({ model: z.string().describe("who is asked") });

/** Asks the same request five times over the wire. */
const asking: Study<z.infer<typeof config>, null, TrialShape, number, number> = {
  name: "asking",
  version: "1",
  summary: "asks over the wire",
  claims: [],
  config,
  results: z.number(),
  examples: [],
  roles: ({ model }) => [{ name: "model", purpose: "answers", model, needs: [["wire"]] }],
  load: async () => null,
  inputs: storedInputs({ streams: () => ({}), join: async () => null }),
  measuring: {
    value: z.number(),
    request: () => null,
    async *plan() {
      const trials = Array.from({ length: 5 }, (_, repeat) => ({
        item: "a",
        arm: "ask",
        repeat,
        role: "model",
      }));
      yield { title: "asking", trials, count: trials.length, order: "parallel", retry: "never" };
    },
    measure: async (_, __, tools) => {
      const wire = tools.model("model").capabilities.wire;
      const reply = await wire?.({ path: "/chat/completions", body: { model: "m", stream: true } });
      if (reply === undefined) throw new Error("no wire");
      return reply.ok ? { value: reply.value.status } : { missing: reply.missing };
    },
  },
  analyze: async (_, __, outcomes) => {
    let values = 0;
    for await (const { result } of outcomes) if ("value" in result) values++;
    return { claims: [], gates: [], warnings: [], results: values, cost: {} };
  },
  present: () => ({ title: "asking", blocks: [], cost: [] }),
};

/** Requests that a server got, which streams ten tokens in and five out at a dollar a token, or says something else than 200. */
async function run(t: TestContext, limits: Limits, status = 200): Promise<number> {
  const server = await rawServer(t, (response) => {
    response.writeHead(status, { "content-type": "text/event-stream" });
    response.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\n');
    response.end(
      'data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5}}\n\ndata: [DONE]\n\n',
    );
  });
  const price = { input: 1e6, cacheRead: 0, cacheWrite: 0, output: 1e6, source: "this test" };
  const models = { m: { price, minimumTokens: null } };
  const providers: Providers = [{ endpoint: `${server.url}/v1`, cache: null, usage: commonFields, models }];
  const folder = mkdtempSync(join(tmpdir(), "credence-wire-"));
  const ledger = await openLedger({ root: join(folder, "runs"), home: join(folder, "home") });
  t.after(() => {
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const kept = new Map<string, Json>();
  const prepared = await runnableStudy(asking).prepare(
    { model: `${server.url}/v1#m` },
    { seed: "1", events: () => {} },
  );
  await prepared.start({
    ...quietRun(() => assert.fail("the model is behind the wire")),
    ledger,
    place: { out: null },
    open: (reference, options) => openModel(reference, { ...options, providers }),
    limits,
    cache: { get: (key) => kept.get(key), set: (key, reply) => kept.set(key, reply), close: () => {} },
  });
  return server.requests.length;
}

test("a study asks over the wire: every repeat is sent, none is answered from the cache", async (t) => {
  assert.equal(await run(t, { calls: null, usd: null }), 5);
});

test("a limit of calls refuses before anything is sent", async (t) => {
  assert.equal(await run(t, { calls: 2, usd: null }), 2);
});

test("a limit of dollars counts what the stream says was used", async (t) => {
  // 15 dollars a call: the third call begins below the limit, the fourth does not.
  assert.equal(await run(t, { calls: null, usd: 31 }), 3);
});

test("a storm of 429 is one value a trial: nothing is sent twice", async (t) => {
  assert.equal(await run(t, { calls: null, usd: null }, 429), 5);
});
