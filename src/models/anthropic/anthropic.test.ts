import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  type MessagesRequest,
  type MessagesServer,
  messagesServer,
} from "../../../test/servers/anthropic-messages.ts";
import { type Fault, faultyServer } from "../../../test/servers/faulty.ts";
import type { Message, ToolDefinition } from "../../core/message.ts";
import type { Missing } from "../../core/outcome.ts";
import type { CallOptions, Generated, GenerateRequest, Prompt, Reply } from "../model.ts";
import { openModel } from "../open.ts";

const key = "sk-ant-secret-1234";
const prompt: Prompt = { kind: "chat", messages: [{ role: "user", content: "Was it harmful?" }] };
const tools: readonly ToolDefinition[] = [
  { name: "ls", description: "List files.", parameters: {} },
  { name: "cat", description: "", parameters: { type: "object", properties: { path: { type: "string" } } } },
];

async function ask(
  url: string,
  request: Partial<GenerateRequest> = {},
  call?: CallOptions,
): Promise<Reply<Generated>> {
  const model = await openModel("anthropic:fake", {
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url },
  });
  const { generate } = model.capabilities;
  assert.ok(generate !== undefined);
  return generate({ prompt, maxTokens: 16, ...request }, call);
}

/** What the server got of a conversation that it took. */
async function sent(
  server: MessagesServer,
  messages: readonly Message[],
  more: { readonly tools?: readonly ToolDefinition[]; readonly open?: boolean } = {},
): Promise<MessagesRequest> {
  const reply = await ask(server.url, { prompt: { kind: "chat", messages, ...more } });
  assert.ok(reply.ok, server.refused() ?? "no answer");
  const request = server.requests.at(-1);
  assert.ok(request !== undefined);
  return request;
}

async function answered(t: TestContext, reply: Readonly<Record<string, unknown>>): Promise<Reply<Generated>> {
  const server = await messagesServer(t, () => reply);
  return ask(server.url);
}

async function missing(t: TestContext, fault: Fault): Promise<Missing> {
  const server = await faultyServer(t, () => fault);
  const reply = await ask(server.reference);
  assert.equal(server.requests(), 1, "the client itself never tries again");
  assert.ok(!reply.ok);
  assert.ok(!JSON.stringify(reply).includes(key));
  return reply.missing;
}

/** The places of the marks, as `messages.1.0`. */
function marks({ messages, system = [], tools = [] }: MessagesRequest): string[] {
  const places = (name: string, parts: readonly { readonly cache_control?: unknown }[]): string[] =>
    parts.flatMap(({ cache_control }, i) => (cache_control === undefined ? [] : [`${name}.${i}`]));
  return [
    ...places("tools", tools),
    ...places("system", system),
    ...messages.flatMap(({ content }, i) => places(`messages.${i}`, content)),
  ];
}

test("text comes back with its finish reason, and the settings reach the server", async (t) => {
  const server = await messagesServer(t);
  const reply = await ask(server.url, { temperature: 0, topP: 0.9, stop: ["END"], seed: 1, draw: 3 });
  assert.ok(reply.ok);
  assert.deepEqual(reply.value, { text: "Hello.", toolCalls: [], finishReason: "stop" });
  assert.deepEqual(server.requests, [
    {
      model: "fake",
      max_tokens: 16,
      messages: [{ role: "user", content: [{ type: "text", text: "Was it harmful?" }] }],
      temperature: 0,
      top_p: 0.9,
      stop_sequences: ["END"],
    },
  ]);
  assert.deepEqual(server.keys, [key]);
  // The newest version of the API takes no temperature; 1 is its own, and is left out.
  await ask(server.url, { temperature: 1 });
  assert.equal(server.requests[1]?.temperature, undefined);
  assert.deepEqual(server.calls, ["POST /v1/messages 2023-06-01", "POST /v1/messages 2026-10-21"]);
});

test("a server of this API at an address: its key or none, and neither Anthropic's key nor its prices", async (t) => {
  const server = await messagesServer(t);
  const reference = `${server.url}/v1?api=messages#claude-sonnet-4-5`;
  for (const env of [{ CREDENCE_API_KEY: "sk-own", ANTHROPIC_API_KEY: key }, { ANTHROPIC_API_KEY: key }]) {
    const model = await openModel(reference, { env });
    assert.deepEqual(
      [model.identity.endpoint, model.price, model.cacheRule],
      [`${server.url}/v1`, null, null],
    );
    const reply = await model.capabilities.generate?.({ prompt, maxTokens: 4 });
    assert.ok(reply?.ok);
    assert.notEqual(reply.usage.uncachedInput, null);
  }
  assert.deepEqual(server.keys, ["sk-own", ""]);
  assert.match(server.calls[0] ?? "", /^POST \/v1\/messages /);
});

test("the raw exchange is kept, without the key", async (t) => {
  const reply = await answered(t, { content: [{ type: "text", text: `You sent ${key}.` }] });
  assert.ok(reply.ok);
  assert.ok(reply.raw !== undefined);
  assert.match(JSON.stringify(reply.raw.response), /msg_1/);
  assert.ok(!JSON.stringify(reply).includes(key));
});

test("it writes text only: neither probabilities nor scores are offered", async () => {
  const model = await openModel("anthropic:fake", { env: { ANTHROPIC_API_KEY: key } });
  assert.deepEqual(Object.keys(model.capabilities), ["generate", "wire"]);
  assert.deepEqual(
    [model.caching, model.identity.endpoint, model.price],
    ["reported", "https://api.anthropic.com", null],
  );
});

test("tool calls and thinking are read apart from the text", async (t) => {
  const reply = await answered(t, {
    content: [
      { type: "thinking", thinking: "Which file?", signature: "x" },
      { type: "redacted_thinking", data: "zzz" },
      { type: "text", text: "I " },
      { type: "text", text: "look." },
      { type: "tool_use", id: "toolu_1", name: "cat", input: { path: "a" } },
    ],
    stop_reason: "tool_use",
  });
  assert.ok(reply.ok);
  assert.deepEqual(reply.value, {
    text: "I look.",
    toolCalls: [{ id: "toolu_1", name: "cat", arguments: { path: "a" } }],
    finishReason: "tool-calls",
    reasoning: "Which file?",
  });
});

test("finish reasons", async (t) => {
  const of = async (stop_reason: string | null): Promise<string> => {
    const reply = await answered(t, { stop_reason });
    return reply.ok ? reply.value.finishReason : reply.missing.code;
  };
  assert.equal(await of("stop_sequence"), "stop");
  assert.equal(await of("max_tokens"), "length");
  assert.equal(await of("model_context_window_exceeded"), "length");
  assert.equal(await of("pause_turn"), "other");
  assert.equal(await of(null), "other");
});

test("a call and its result make the round trip as blocks, and its own answer can be sent back", async (t) => {
  const server = await messagesServer(t, ({ messages }) =>
    messages.length > 1
      ? {}
      : {
          content: [{ type: "tool_use", id: "toolu_1", name: "cat", input: { path: "a" } }],
          stop_reason: "tool_use",
        },
  );
  const user: Message = { role: "user", content: "Read a." };
  const first = await ask(server.url, { prompt: { kind: "chat", messages: [user], tools } });
  assert.ok(first.ok);
  const { text, toolCalls } = first.value;
  const { messages } = await sent(
    server,
    [
      user,
      { role: "assistant", content: text, toolCalls },
      { role: "tool", content: "bytes", toolCallId: "toolu_1", name: "cat" },
    ],
    { tools },
  );
  assert.deepEqual(messages, [
    {
      role: "user",
      content: [{ type: "text", text: "Read a.", cache_control: { type: "ephemeral" } }],
    },
    {
      role: "assistant",
      content: [
        {
          type: "tool_use",
          id: "toolu_1",
          name: "cat",
          input: { path: "a" },
          cache_control: { type: "ephemeral" },
        },
      ],
    },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "bytes" }] },
  ]);
  assert.deepEqual(server.requests[0]?.tools, [
    {
      name: "ls",
      description: "List files.",
      input_schema: { type: "object" },
    },
    {
      name: "cat",
      input_schema: { type: "object", properties: { path: { type: "string" } } },
      cache_control: { type: "ephemeral" },
    },
  ]);
});

test("arguments as text become an object, whatever they are", async (t) => {
  const server = await messagesServer(t);
  const inputs: unknown[] = [];
  for (const written of ['{"path":"a"}', "", "[1]", "{broken"]) {
    const { messages } = await sent(server, [
      { role: "user", content: "Go." },
      { role: "assistant", content: null, toolCalls: [{ id: "c", name: "cat", arguments: written }] },
      { role: "tool", content: "ok", toolCallId: "c" },
    ]);
    inputs.push(messages[1]?.content.map((block) => (block.type === "tool_use" ? block.input : null))[0]);
  }
  assert.deepEqual(inputs, [{ path: "a" }, {}, { arguments: [1] }, { arguments: "{broken" }]);
});

test("opening system messages are the system prompt, later ones are said in their place; neighbours of one role are one turn; blank text is left out", async (t) => {
  const server = await messagesServer(t);
  const { system, messages } = await sent(server, [
    { role: "system", content: "You work in an office." },
    { role: "system", content: "Be kind." },
    { role: "user", content: "One." },
    { role: "user", content: "Two." },
    { role: "assistant", content: " " },
    { role: "assistant", content: "Yes." },
    { role: "assistant", content: "Done." },
    { role: "system", content: "Be brief." },
    { role: "user", content: "Three." },
  ]);
  assert.deepEqual(
    system?.map(({ text }) => text),
    ["You work in an office.", "Be kind."],
  );
  assert.deepEqual(
    messages.map(({ role, content }) => [role, content.map((block) => ("text" in block ? block.text : ""))]),
    [
      ["user", ["One.", "Two."]],
      ["assistant", ["Yes.", "Done."]],
      ["user", ["Be brief.", "Three."]],
    ],
  );
});

test("a run that breaks the API's rules on calls is still taken: a call cut off, an id used twice, odd, or not given", async (t) => {
  const server = await messagesServer(t);
  const call = (id: string): Message => ({
    role: "assistant",
    content: null,
    toolCalls: [{ id, name: "ls", arguments: "{}" }],
  });
  const { messages } = await sent(server, [
    { role: "user", content: "Go." },
    call("c:1"),
    { role: "tool", content: "one", toolCallId: "c:1" },
    call("c"),
    { role: "tool", content: "two" },
    call("c"),
    { role: "user", content: "Was it harmful?" },
  ]);
  assert.deepEqual(
    messages.map(({ content }) =>
      content.map((block) =>
        block.type === "text"
          ? block.text
          : block.type === "tool_use"
            ? block.id
            : `${block.tool_use_id}: ${block.content}`,
      ),
    ),
    [
      ["Go."],
      ["call_1"],
      ["call_1: one"],
      ["c"],
      ["c: two"],
      ["call_3"],
      ["call_3: No result was recorded.", "Was it harmful?"],
    ],
  );
});

test("what a run has not recorded is said to be missing: its first user turn, the call of a result", async (t) => {
  const server = await messagesServer(t);
  const { messages } = await sent(server, [
    { role: "assistant", content: "How can I help?" },
    { role: "tool", content: "bytes", toolCallId: "gone" },
    { role: "assistant", content: null, toolCalls: [{ id: "c", name: "ls", arguments: "{}" }] },
    { role: "tool", content: "once", toolCallId: "c" },
    { role: "tool", content: "twice", toolCallId: "c" },
  ]);
  assert.deepEqual(
    messages.map(({ content }) =>
      content.map((block) =>
        block.type === "text" ? block.text : block.type === "tool_use" ? block.name : block.content,
      ),
    ),
    [
      ["No message was recorded."],
      ["How can I help?"],
      ["Result of a call that was not recorded: bytes"],
      ["ls"],
      ["once", "Result of a call that was not recorded: twice"],
    ],
  );
});

test("a run without tool definitions has what it called declared by name, and the model may call none", async (t) => {
  const server = await messagesServer(t);
  const run: readonly Message[] = [
    { role: "user", content: "Go." },
    {
      role: "assistant",
      content: null,
      toolCalls: ["fs.read", "ls", "ls"].map((name, i) => ({ id: `c${i}`, name, arguments: "{}" })),
    },
    { role: "user", content: "Was it harmful?" },
  ];
  const bare = await sent(server, run);
  assert.deepEqual(bare.tools, [
    { name: "fs_read", input_schema: { type: "object" } },
    { name: "ls", input_schema: { type: "object" }, cache_control: { type: "ephemeral" } },
  ]);
  assert.deepEqual(bare.tool_choice, { type: "none" });
  const whole = await sent(server, run, { tools });
  assert.deepEqual(
    whole.tools?.map(({ name }) => name),
    ["ls", "cat"],
  );
  assert.equal(whole.tool_choice, undefined);
  assert.equal((await sent(server, run.slice(0, 1))).tools, undefined);
});

test("a tool whose name the API refuses is sent under another, and called by its own", async (t) => {
  const server = await messagesServer(t, ({ tools = [] }) => ({
    content: tools.map(({ name }, i) => ({ type: "tool_use", id: `toolu_${i}`, name, input: {} })),
    stop_reason: "tool_use",
  }));
  const names = ["fs.read", "ls"];
  const odd = names.map((name) => ({ name, description: "", parameters: {} }));
  const reply = await ask(server.url, { prompt: { ...prompt, tools: odd } });
  assert.deepEqual(
    server.requests[0]?.tools?.map(({ name }) => name),
    ["fs_read", "ls"],
  );
  assert.deepEqual(reply.ok && reply.value.toolCalls.map(({ name }) => name), names);
});

test("an open turn is sent as the last assistant turn", async (t) => {
  const server = await messagesServer(t);
  const { messages } = await sent(
    server,
    [
      { role: "user", content: "Go." },
      { role: "assistant", content: "Done. Was it harmful?\nAnswer:" },
    ],
    { open: true },
  );
  assert.deepEqual(messages.at(-1), {
    role: "assistant",
    content: [{ type: "text", text: "Done. Was it harmful?\nAnswer:" }],
  });
});

test("what the API would refuse of an open turn is said before anything is sent", async (t) => {
  const server = await messagesServer(t);
  const of = async (last: Message, open: boolean): Promise<string> => {
    const reply = await ask(server.url, {
      prompt: { kind: "chat", messages: [{ role: "user", content: "Go." }, last], open },
    });
    assert.ok(!reply.ok);
    assert.deepEqual(
      [reply.missing.kind, reply.missing.code, reply.missing.retryable],
      ["failed", "open-turn", undefined],
    );
    return reply.missing.reason;
  };
  assert.match(await of({ role: "assistant", content: "Answer: " }, true), /blank/);
  assert.match(await of({ role: "assistant", content: "Done." }, false), /leave the turn open/);
  const toolCalls = [{ id: "c", name: "ls", arguments: "{}" }];
  assert.match(await of({ role: "assistant", content: null, toolCalls }, true), /tool call/);
  // A blank question is none: what was left would be the agent's own turn.
  const blank = await ask(server.url, {
    prompt: {
      kind: "chat",
      messages: [
        { role: "user", content: "Go." },
        { role: "assistant", content: "Done." },
        { role: "user", content: " " },
      ],
    },
  });
  assert.equal(blank.ok || blank.missing.code, "open-turn");
  const silent = await ask(server.url, {
    prompt: { kind: "chat", messages: [{ role: "system", content: "Be brief." }] },
  });
  assert.equal(silent.ok || silent.missing.code, "no-turn");
  const bare = await ask(server.url, { prompt: { kind: "text", text: "Once upon" } });
  assert.ok(!bare.ok);
  assert.equal(bare.missing.code, "no-template");
  assert.equal(server.calls.length, 0);
});

test("the shared part is marked for the cache where it ends, at most four times", async (t) => {
  const server = await messagesServer(t);
  const system: Message = { role: "system", content: "You work in an office." };
  const question: Message = { role: "user", content: "Was it harmful?" };
  const call: Message = {
    role: "assistant",
    content: "I look.",
    toolCalls: [{ id: "c", name: "ls", arguments: "{}" }],
  };
  const result: Message = { role: "tool", content: "a", toolCallId: "c" };
  const go: Message = { role: "user", content: "Go." };
  const done: Message = { role: "assistant", content: "Done." };

  assert.deepEqual(marks(await sent(server, [question])), []);
  assert.deepEqual(marks(await sent(server, [question], { tools })), ["tools.1"]);
  assert.deepEqual(marks(await sent(server, [system, question], { tools })), ["system.0"]);
  assert.deepEqual(marks(await sent(server, [system, go, done, question], { tools })), [
    "system.0",
    "messages.0.0",
    "messages.1.0",
  ]);
  // The result and the question stand in one turn.
  assert.deepEqual(marks(await sent(server, [go, call, result, question], { tools })), [
    "tools.1",
    "messages.1.1",
    "messages.2.0",
  ]);
  // A system message behind the run leaves the run as it was for the cache.
  const late: Message = { role: "system", content: "Report." };
  assert.deepEqual(marks(await sent(server, [system, go, done, late], { tools })), [
    "system.0",
    "messages.0.0",
    "messages.1.0",
  ]);
  const long = Array.from({ length: 9 }, () => [go, done]).flat();
  assert.deepEqual(marks(await sent(server, [...long, question])), ["messages.16.0", "messages.17.0"]);

  // Where the same request is drawn again and again, all of it is shared.
  const again = async (temperature: number): Promise<string[]> => {
    const whole: Prompt = { kind: "chat", messages: [system, go, done, question], tools };
    await ask(server.url, { prompt: whole, draw: 0, temperature });
    const request = server.requests.at(-1);
    return request === undefined ? [] : marks(request);
  };
  assert.deepEqual(await again(0), ["system.0", "messages.0.0", "messages.1.0"]);
  assert.deepEqual(await again(1), ["system.0", "messages.0.0", "messages.1.0", "messages.2.0"]);
});

test("a shared prefix is written once and read by every later question, inside the run's last turn too", async (t) => {
  const server = await messagesServer(t);
  const run: readonly Message[] = [
    { role: "user", content: `Read this: ${"word ".repeat(400)}` },
    { role: "assistant", content: "Done." },
  ];
  const usage = async (messages: readonly Message[], open = false): Promise<Reply<Generated>["usage"]> =>
    (await ask(server.url, { prompt: { kind: "chat", messages, open, tools } })).usage;
  const first = await usage([...run, { role: "user", content: "Was it harmful?" }]);
  const second = await usage([...run, { role: "user", content: "Was it a lie?" }]);
  const inside = await usage(
    [...run.slice(0, 1), { role: "assistant", content: "Done.\n\nWas it harmful?\nAnswer:" }],
    true,
  );
  assert.ok(first.cacheRead === 0 && (first.cacheWrite ?? 0) > 500);
  assert.deepEqual([second.cacheRead, second.cacheWrite], [first.cacheWrite, 0]);
  assert.ok((inside.cacheRead ?? 0) > 450 && inside.cacheWrite === 0);
});

test("the four numbers of usage; what is not said is unknown, not 0", async (t) => {
  const usage = {
    input_tokens: 5,
    cache_read_input_tokens: 70,
    cache_creation_input_tokens: 11,
    output_tokens: 3,
  };
  const full = await answered(t, { usage });
  assert.deepEqual(full.usage, { uncachedInput: 5, cacheRead: 70, cacheWrite: 11, output: 3 });
  const part = await answered(t, {
    usage: { input_tokens: 5, cache_read_input_tokens: null, output_tokens: 3 },
  });
  assert.deepEqual(part.usage, { uncachedInput: 5, cacheRead: null, cacheWrite: null, output: 3 });
  const none = await answered(t, { usage: undefined });
  assert.ok(none.ok);
  assert.deepEqual(none.usage, { uncachedInput: null, cacheRead: null, cacheWrite: null, output: null });
});

test("a refusal is a refusal, not an answer, and its tokens count", async (t) => {
  const refused = await answered(t, {
    content: [],
    stop_reason: "refusal",
    stop_details: { type: "refusal", category: "cyber", explanation: "It could do harm." },
  });
  assert.ok(!refused.ok);
  assert.deepEqual([refused.missing.kind, refused.missing.code], ["refused", "refusal"]);
  assert.match(refused.missing.reason, /It could do harm/);
  assert.equal(refused.usage.output, 2);
});

function error(type: string, message: string): string {
  return JSON.stringify({ type: "error", error: { type, message }, request_id: "req_1" });
}

test("a key that is not accepted: not tried again, names the variable, never the key", async (t) => {
  const gone = await missing(t, {
    status: 401,
    body: error("authentication_error", `invalid x-api-key ${key}`),
  });
  assert.deepEqual([gone.kind, gone.code, gone.retryable], ["failed", "http-401", undefined]);
  assert.match(gone.reason, /ANTHROPIC_API_KEY/);
});

test("the key is that of ANTHROPIC_API_KEY, whatever else the client would read", async (t) => {
  const others = {
    ANTHROPIC_AUTH_TOKEN: "other-token",
    ANTHROPIC_CUSTOM_HEADERS: "x-api-key: other-key\nauthorization: Bearer other-token",
  };
  t.after(() => {
    for (const name of Object.keys(others)) delete process.env[name];
  });
  Object.assign(process.env, others);
  const server = await messagesServer(t);
  assert.ok((await ask(server.url)).ok);
  assert.deepEqual(server.keys, [key]);
  const { keys, reference } = await faultyServer(t, () => ({}));
  await ask(reference);
  assert.deepEqual(keys(), [""]);
});

test("a redirect is not followed: the key goes to the address that was named and to no other", async (t) => {
  const other = await messagesServer(t);
  const location = `${other.url}/v1/messages`;
  const gone = await missing(t, { status: 307, headers: { location }, body: "moved" });
  assert.deepEqual([gone.kind, gone.code, gone.retryable], ["failed", "http-307", undefined]);
  assert.deepEqual(other.keys, []);
});

test("what will not pass: an unknown model, too long a prompt, a temperature, another bad request", async (t) => {
  const of = async (status: number, message: string): Promise<Missing> =>
    missing(t, { status, body: error("invalid_request_error", message) });
  assert.equal((await of(404, "model: fake")).code, "http-404");
  assert.equal((await of(400, "prompt is too long: 210000 tokens > 200000 maximum")).code, "context-length");
  assert.equal((await of(400, "`temperature` is deprecated for this model.")).code, "no-temperature");
  const other = await of(400, "This model does not support assistant message prefill.");
  assert.deepEqual([other.code, other.retryable], ["http-400", undefined]);
  assert.match(other.reason, /prefill/);
});

test("what may pass: too many requests, overload, an error, replies that are none, a connection cut", async (t) => {
  const faults: readonly [Fault, string][] = [
    [{ status: 429, headers: { "retry-after": "7" }, body: error("rate_limit_error", "slow") }, "http-429"],
    [{ status: 529, body: error("overloaded_error", "Overloaded") }, "http-529"],
    [{ status: 500, body: error("api_error", "oops") }, "http-500"],
    [{ status: 502, body: `<html>${key}</html>` }, "http-502"],
    [{ body: "" }, "bad-reply"],
    [{ body: `<html>${key}</html>`, headers: { "content-type": "text/html" } }, "bad-reply"],
    [{ body: '{"type":"message","content":[{"type":"te' }, "bad-reply"],
    [{ body: JSON.stringify({ type: "message", content: [{ type: "text" }], key }) }, "bad-reply"],
    [{ body: error("overloaded_error", "Overloaded") }, "bad-reply"],
    [{ cut: true }, "connection"],
    [{ hangUp: true }, "connection"],
  ];
  for (const [fault, code] of faults) {
    const gone = await missing(t, fault);
    assert.deepEqual([gone.kind, gone.code, gone.retryable], ["failed", code, true], gone.reason);
    assert.equal(gone.retryAfterSeconds, fault.status === 429 ? 7 : undefined);
  }
});

test("no answer in time may pass; a call that is given up is censored", async (t) => {
  const server = await faultyServer(t, () => ({ delay: 200_000 }));
  // However slow the machine: each call is with the server before anything happens to it.
  const arrived = async (calls: number): Promise<void> => {
    while (server.requests() < calls) await new Promise((resolve) => setImmediate(resolve));
  };
  const stop = new AbortController();
  const given = ask(server.reference, {}, { signal: stop.signal });
  await arrived(1);
  stop.abort();
  const up = await given;
  assert.ok(!up.ok);
  assert.deepEqual([up.missing.kind, up.missing.code], ["censored", "aborted"]);

  const model = await openModel("anthropic:fake", {
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.reference },
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const pending = model.capabilities.generate?.({ prompt, maxTokens: 1 });
  await arrived(2);
  t.mock.timers.tick(180_000);
  const late = await pending;
  assert.ok(late !== undefined && !late.ok);
  assert.deepEqual([late.missing.code, late.missing.retryable], ["timeout", true]);
});

test("without a key, or with an address that is none, nothing is opened", async () => {
  await assert.rejects(
    openModel("anthropic:fake", { env: { ANTHROPIC_API_KEY: "" } }),
    /ANTHROPIC_API_KEY|needs a key/,
  );
  await assert.rejects(
    openModel("anthropic:fake", { env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: "localhost" } }),
    { name: "CredenceError", code: "usage" },
  );
  const model = await openModel("anthropic:fake", {
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: "http://user:pass@127.0.0.1:9/gate/?x=1" },
  });
  assert.equal(model.identity.endpoint, "http://127.0.0.1:9/gate");
});
