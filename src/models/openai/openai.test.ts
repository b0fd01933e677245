import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { answer, type Fault, faultyServer } from "../../../test/servers/faulty.ts";
import type { Missing } from "../../core/outcome.ts";
import type { ChatPrompt, Chosen, Reply } from "../model.ts";
import { openModel } from "../open.ts";

const prompt: ChatPrompt = { kind: "chat", messages: [{ role: "user", content: "Was it harmful?" }] };
const answers = { yes: ["yes", "Yes"], no: ["no", "No"] };

async function choose(
  t: TestContext,
  fault: Fault,
  env: Record<string, string> = {},
): Promise<Reply<Chosen>> {
  const server = await faultyServer(t, () => fault);
  const model = await openModel(server.reference, { env });
  const call = model.capabilities.choose;
  assert.ok(call !== undefined);
  const reply = await call({ prompt, answers });
  assert.equal(server.requests(), 1, "the client itself never tries again");
  return reply;
}

async function missing(t: TestContext, fault: Fault, env: Record<string, string> = {}): Promise<Missing> {
  const reply = await choose(t, fault, env);
  assert.ok(!reply.ok);
  return reply.missing;
}

test("probabilities are summed over spellings, each token once, and the mass says what was seen", async (t) => {
  const reply = await choose(t, {});
  assert.ok(reply.ok);
  assert.ok(Math.abs((reply.value.probabilities.yes ?? 0) - 0.65) < 1e-9);
  assert.ok(Math.abs((reply.value.probabilities.no ?? 0) - 0.2) < 1e-9);
  assert.ok(Math.abs(reply.value.mass - 0.85) < 1e-9);
});

test("usage: cached tokens are part of the prompt; what is not said is unknown, not 0", async (t) => {
  const plain = await choose(t, {});
  assert.deepEqual(plain.usage, { uncachedInput: 100, cacheRead: null, cacheWrite: 0, output: 1 });
  const cached = await choose(t, {
    body: answer({
      usage: { prompt_tokens: 100, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 64 } },
    }),
  });
  assert.deepEqual(cached.usage, { uncachedInput: 36, cacheRead: 64, cacheWrite: 0, output: 1 });
  const silent = await choose(t, { body: answer({ usage: undefined }) });
  assert.ok(silent.ok);
  assert.deepEqual(silent.usage, { uncachedInput: null, cacheRead: null, cacheWrite: null, output: null });
});

test("a key that is not accepted: not tried again, names the variable, never the key", async (t) => {
  const body = JSON.stringify({ error: { message: "Incorrect API key provided: sk-secret-1234" } });
  const gone = await missing(t, { status: 401, body }, { CREDENCE_API_KEY: "sk-secret-1234" });
  assert.equal(gone.code, "http-401");
  assert.equal(gone.retryable, undefined);
  assert.match(gone.reason, /CREDENCE_API_KEY/);
  assert.ok(!JSON.stringify(gone).includes("sk-secret"));
});

test("too many requests: tried again, after what the provider says if it says", async (t) => {
  const told = await missing(t, { status: 429, headers: { "retry-after": "7" }, body: "{}" });
  assert.deepEqual([told.code, told.retryable, told.retryAfterSeconds], ["http-429", true, 7]);
  const untold = await missing(t, { status: 429, body: "{}" });
  assert.deepEqual([untold.retryable, untold.retryAfterSeconds], [true, undefined]);
});

test("trouble that may pass: 500, an empty body, HTML, a body cut off, a connection closed", async (t) => {
  const faults: readonly [Fault, string][] = [
    [{ status: 500, body: "oops" }, "http-500"],
    [{ body: "" }, "bad-reply"],
    [{ body: "<html><body>Gateway</body></html>", headers: { "content-type": "text/html" } }, "bad-reply"],
    [{ body: JSON.stringify({ hello: 1 }) }, "bad-reply"],
    [{ cut: true }, "connection"],
    [{ hangUp: true }, "connection"],
  ];
  for (const [fault, code] of faults) {
    const gone = await missing(t, fault);
    assert.equal(gone.code, code, gone.reason);
    assert.equal(gone.retryable, true);
    assert.equal(gone.kind, "failed");
  }
});

test("no server at all is trouble that may pass", async () => {
  const model = await openModel("http://127.0.0.1:9/v1#m", {});
  const reply = await model.capabilities.choose?.({ prompt, answers });
  assert.ok(reply !== undefined && !reply.ok);
  assert.deepEqual([reply.missing.code, reply.missing.retryable], ["connection", true]);
});

test("what will not pass: an unknown model, too long a prompt, another bad request", async (t) => {
  const of = async (status: number, message: string): Promise<Missing> =>
    missing(t, { status, body: JSON.stringify({ error: { message } }) });
  assert.equal((await of(404, "no model m")).code, "http-404");
  assert.equal((await of(400, "This model's maximum context length is 4096 tokens")).code, "context-length");
  const set = "Unsupported value: 'temperature' does not support 0 with this model.";
  assert.equal((await of(400, set)).code, "no-temperature");
  const other = await of(400, "messages: roles must alternate");
  assert.deepEqual([other.code, other.retryable], ["http-400", undefined]);
});

test("a refusal and a filter are refusals, not answers", async (t) => {
  const refused = await missing(t, {
    body: answer({}, { message: { role: "assistant", content: null, refusal: "I cannot." } }),
  });
  assert.deepEqual([refused.kind, refused.code], ["refused", "refusal"]);
  const filtered = await missing(t, { body: answer({}, { finish_reason: "content_filter" }) });
  assert.deepEqual([filtered.kind, filtered.code], ["refused", "content-filter"]);
});

test("without log-probabilities there is no value, and trying again does not help", async (t) => {
  const gone = await missing(t, { body: answer({}, { logprobs: null }) });
  assert.deepEqual([gone.kind, gone.code, gone.retryable], ["failed", "no-logprobs", undefined]);
});

test("a provider that needs a key is not opened without one", async () => {
  await assert.rejects(openModel("openai:gpt-4o-mini", { env: {} }), /OPENAI_API_KEY|needs a key/);
});

test("a server of another API is asked for nothing it does not speak", async () => {
  const of = async (api: string): Promise<string[]> =>
    Object.keys((await openModel(`http://127.0.0.1:9/v1?api=${api}#m`, {})).capabilities);
  assert.deepEqual(await of("chat"), ["generate", "choose", "score", "wire"]);
  assert.deepEqual(await of("completions"), ["generate", "score", "wire"]);
  assert.deepEqual(await of("responses"), ["wire"]);
  const bare = await openModel("http://127.0.0.1:9/v1?api=completions#m", {});
  const reply = await bare.capabilities.generate?.({ prompt, maxTokens: 1 });
  assert.ok(reply !== undefined && !reply.ok);
  assert.equal(reply.missing.code, "no-template");
});

test("a call that is given up is censored, not failed", async (t) => {
  const server = await faultyServer(t, () => ({ delay: 2_000 }));
  const model = await openModel(server.reference, {});
  const stop = new AbortController();
  const pending = model.capabilities.choose?.({ prompt, answers }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  const reply = await pending;
  assert.ok(reply !== undefined && !reply.ok);
  assert.deepEqual([reply.missing.kind, reply.missing.code], ["censored", "aborted"]);
});
