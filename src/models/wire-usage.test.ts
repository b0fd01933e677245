import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { rawServer } from "../../test/servers/raw.ts";
import type { Usage } from "../core/outcome.ts";
import { openModel } from "./open.ts";

interface Answer {
  readonly status?: number;
  /** Sent as it is, or each as an event's data. */
  readonly body: string | readonly string[];
  /** The connection breaks off behind the body. */
  readonly cut?: boolean;
}

async function used(t: TestContext, path: string, { status = 200, body, cut }: Answer): Promise<Usage> {
  const server = await rawServer(t, (response) => {
    response.writeHead(status, {
      "content-type": typeof body === "string" ? "application/json" : "text/event-stream",
    });
    const text = typeof body === "string" ? body : body.map((data) => `data: ${data}\n\n`).join("");
    if (cut === true) response.write(text, () => setTimeout(() => response.destroy(), 40));
    else response.end(text);
  });
  const query = path === "/messages" ? "?api=messages" : "";
  const model = await openModel(`${server.url}/v1${query}#m`, {});
  const reply = await model.capabilities.wire?.({ path, body: {} });
  assert.ok(reply?.ok);
  return reply.usage;
}

const chat = '{"prompt_tokens":100,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":64}}';
const chatUsage: Usage = { uncachedInput: 36, cacheRead: 64, cacheWrite: 0, output: 7 };
const unknown: Usage = { uncachedInput: null, cacheRead: null, cacheWrite: null, output: null };

test("chat and completions: from the body, and from the stream's last word", async (t) => {
  for (const path of ["/chat/completions", "/completions"]) {
    assert.deepEqual(await used(t, path, { body: `{"choices":[],"usage":${chat}}` }), chatUsage);
    const early = '{"choices":[{}],"usage":{"prompt_tokens":100,"completion_tokens":1}}';
    const events = [early, '{"choices":[{}],"usage":null}', `{"choices":[],"usage":${chat}}`, "[DONE]"];
    assert.deepEqual(await used(t, path, { body: events }), chatUsage);
  }
});

test("responses: from the body, and from the event that completes the stream", async (t) => {
  const usage = '{"input_tokens":50,"input_tokens_details":{"cached_tokens":20},"output_tokens":9}';
  const expected: Usage = { uncachedInput: 30, cacheRead: 20, cacheWrite: 0, output: 9 };
  assert.deepEqual(await used(t, "/responses", { body: `{"output":[],"usage":${usage}}` }), expected);
  const events = [
    '{"type":"response.created","response":{"id":"r","usage":null}}',
    '{"type":"response.output_text.delta","delta":"\\"usage\\""}',
    `{"type":"response.completed","response":{"usage":${usage}}}`,
  ];
  assert.deepEqual(await used(t, "/responses", { body: events }), expected);
});

test("messages: input from the first event, output from the last; without a last it is unknown", async (t) => {
  const start =
    '{"type":"message_start","message":{"usage":{"input_tokens":11,"cache_read_input_tokens":5,"cache_creation_input_tokens":3,"output_tokens":1}}}';
  const delta =
    '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42,"input_tokens":null}}';
  const expected: Usage = { uncachedInput: 11, cacheRead: 5, cacheWrite: 3, output: 42 };
  assert.deepEqual(await used(t, "/messages", { body: [start, delta, '{"type":"message_stop"}'] }), expected);
  assert.deepEqual(await used(t, "/messages", { body: [start] }), { ...expected, output: null });
  const body = '{"type":"message","usage":{"input_tokens":11,"cache_read_input_tokens":5,"output_tokens":2}}';
  assert.deepEqual(await used(t, "/messages", { body }), { ...expected, cacheWrite: null, output: 2 });
});

test("what a stream that was cut has written is unknown", async (t) => {
  const events = [`{"choices":[{}],"usage":${chat}}`];
  assert.deepEqual(await used(t, "/chat/completions", { body: events, cut: true }), {
    ...chatUsage,
    output: null,
  });
});

test("no usage, an error, or no numbers: unknown, never 0 and never an exception", async (t) => {
  const bodies: readonly Answer[] = [
    { body: '{"choices":[]}' },
    { status: 400, body: '{"error":{"message":"no \\"usage\\""}}' },
    { body: "" },
    { body: "null" },
    { body: '"usage"' },
    { body: '{"usage":' },
    { body: '{"usage":[1,2]}' },
    { body: '{"usage":{"prompt_tokens":"5","completion_tokens":-1,"prompt_tokens_details":7}}' },
    { body: '{"usage":{"prompt_tokens":1e999,"completion_tokens":{"toString":"x"}}}' },
    { body: '{"message":"usage","response":["usage"],"usage":{"__proto__":{"prompt_tokens":1}}}' },
    { body: `${'{"usage":'.repeat(20_000)}1${"}".repeat(20_000)}` },
    { body: ['{"usage":', "[[[", '{"message":{"usage":"x"},"response":null}'] },
  ];
  for (const answer of bodies) {
    const { uncachedInput, cacheRead, output } = await used(t, "/chat/completions", answer);
    const given = { uncachedInput, cacheRead, cacheWrite: null, output };
    assert.deepEqual(given, unknown, JSON.stringify(answer.body).slice(0, 90));
  }
});

test("rendering and counting a prompt uses no tokens", async (t) => {
  assert.equal((await used(t, "/tokenize", { body: '{"count":5}' })).output, 0);
});
