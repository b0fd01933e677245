// A router that counts tokens in its own way and keeps records with the provider's: `GET /generation?id=ID`, as OpenRouter has it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { parseKnobs, simulatedEndpoint } from "../../src/worlds/endpoints/index.ts";
import { sharedPlace } from "../command-line.ts";

interface Router {
  readonly url: string;
  /** Ids that were asked for, in order. */
  readonly asked: readonly string[];
  readonly calls: () => number;
}

/**
 * A router in front of a simulated endpoint. Its replies count no prompt tokens right; its records do, and say that two tokens of every completion
 * were thoughts. Each record is there at the `late`-th time of asking; 0 is never.
 */
async function router(t: TestContext, knobs: string, late: number): Promise<Router> {
  const { fetch } = simulatedEndpoint(parseKnobs(knobs), { sleep: async () => {} });
  const native = new Map<string, { readonly prompt: number; readonly completion: number }>();
  const asked: string[] = [];
  let calls = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const url = new URL(request.url ?? "", "http://router.invalid");
    const send = (status: number, json: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(json));
    };
    if (request.method === "GET") {
      const id = url.searchParams.get("id") ?? "";
      asked.push(id);
      const record = native.get(id);
      const there = late > 0 && asked.filter((one) => one === id).length >= late;
      if (url.pathname !== "/v1/generation" || record === undefined || !there)
        return send(404, { error: { message: "Generation not found", code: 404 } });
      return send(200, {
        data: {
          ...{ id, provider_name: "Alder", generation_time: 1200, tokens_prompt: 7, tokens_completion: 7 },
          native_tokens_prompt: record.prompt,
          native_tokens_completion: record.completion + 2,
          native_tokens_reasoning: 2,
        },
      });
    }
    calls++;
    const answer = await fetch(`http://simulated.invalid${request.url ?? ""}`, { method: "POST", body });
    const reply = JSON.parse(await answer.text());
    const id = `gen-${calls}`;
    native.set(id, { prompt: reply.usage.prompt_tokens, completion: reply.usage.completion_tokens });
    // Normalised: every prompt of about the same length.
    send(answer.status, { ...reply, id, usage: { ...reply.usage, prompt_tokens: 40 } });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return { url: `http://127.0.0.1:${address.port}/v1#m`, asked, calls: () => calls };
}

test("the provider's own counts stand in place of the router's, and cost no call", async (t) => {
  const server = await router(t, "mechanism=CONT,skill=0.2", 2);
  const where = sharedPlace(t);
  const run = await where.run("endpoint", server.url, "--test", "prefill", "--json");
  assert.equal(run.code, 0, run.error);
  const { results } = JSON.parse(run.out);
  const [one] = results.endpoints;
  assert.equal(one.records, server.calls(), "every call is looked up");
  assert.equal(results.calls, server.calls(), "a record is no call");
  assert.equal(server.asked.length, 2 * server.calls(), "each was late once");
  // By the replies' own word every prompt had 40 tokens.
  assert.equal(results.prefill.tokens.mute, null);
  assert.ok(results.prefill.tokens.slope.open > 0.5);
  assert.equal(results.prefill.mechanism, "CONT");
  const root = join(where.folder, "credence-runs");
  const folder = join(root, readdirSync(root)[0] ?? "");
  const lines = readFileSync(join(folder, "evidence.jsonl"), "utf8").trim().split("\n");
  assert.equal(lines.length, server.calls());
  for (const line of lines) {
    const { reply, record } = JSON.parse(line);
    assert.equal(reply.promptTokens, 40, "what the reply said stays as it was");
    assert.deepEqual([record.id, record.provider, record.seconds], [reply.id, "Alder", 1.2]);
    assert.equal(record.reasoningTokens, 2);
  }
  assert.match(readFileSync(join(folder, "report.md"), "utf8"), /keeps records of its calls/);
});

test("thoughts that only the record counts are declared thoughts", async (t) => {
  const server = await router(t, "skill=0.9,pace=0", 1);
  const run = await sharedPlace(t).run(
    ...[
      "endpoint",
      server.url,
      "--test",
      "reasoning",
      "--reasoning-calls",
      "8",
      "--step-calls",
      "4",
      "--json",
    ],
  );
  assert.equal(run.code, 0, run.error);
  const { reasoning } = JSON.parse(run.out).results;
  assert.deepEqual([reasoning.verdict, reasoning.declared], ["declared", reasoning.calls]);
});

test("a router without records is asked a few times for one of them", async (t) => {
  const server = await router(t, "mechanism=DROP,skill=0.2", 0);
  const run = await sharedPlace(t).run("endpoint", server.url, "--test", "prefill", "--json");
  assert.equal(run.code, 0, run.error);
  const { results } = JSON.parse(run.out);
  assert.equal(results.endpoints[0].records, 0);
  assert.deepEqual([new Set(server.asked).size, server.asked.length], [1, 5]);
  assert.match(results.prefill.tokens.mute, /made up/, "the reply's own counts are what is left");
});
