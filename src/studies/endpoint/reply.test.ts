import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../core/json.ts";
import { type Api, apis } from "../../models/reference.ts";
import { random } from "../../stats/distributions/random.ts";
import { readReply } from "./reply.ts";
import { type EndpointValue, replySchema } from "./trial.ts";

function read(api: Api, body: Json | string, more: { status?: number; cut?: string } = {}): EndpointValue {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { status = 200, cut = null } = more;
  return readReply(api, { status, text, cut, seconds: { firstByte: 0.1, total: 0.2 } }, "hash");
}

/** One choice of a chat reply. */
const chat = (message: Json, more: { readonly [name: string]: Json } = {}): Json => ({
  id: "r1",
  provider: "alder",
  choices: [{ index: 0, message, finish_reason: "stop", ...more }],
});

test("each API's own form gives text, end, id and provider", () => {
  const plain = read("chat", chat({ role: "assistant", content: " quin" }));
  assert.deepEqual(
    [plain.text, plain.shown, plain.finish, plain.id, plain.provider, plain.error, plain.cut, plain.raw],
    [" quin", 0, "stop", "r1", "alder", null, false, "hash"],
  );
  assert.deepEqual([plain.firstSeconds, plain.seconds], [0.1, 0.2]);
  const completion = read("completions", { choices: [{ text: "quin", finish_reason: "length" }] });
  assert.deepEqual([completion.text, completion.finish], ["quin", "length"]);
  const message = read("messages", {
    content: [
      { type: "text", text: "qu" },
      { type: "tool_use", id: "t", input: {} },
      { type: "text", text: "in" },
    ],
    stop_reason: "max_tokens",
  });
  assert.deepEqual([message.text, message.finish], ["quin", "max_tokens"]);
  const response = read("responses", {
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    output: [
      { type: "message", content: [{ type: "output_text", text: "quin" }] },
      { type: "web_search_call", content: [{ text: "not this" }] },
    ],
  });
  assert.deepEqual([response.text, response.finish], ["quin", "max_output_tokens"]);
  assert.equal(read("responses", { status: "completed", output: [] }).finish, "completed");
});

test("content in parts, null and refused content are read", () => {
  const parts = [{ type: "text", text: "a" }, { type: "image" }, { type: "text", text: "b" }];
  assert.equal(read("chat", chat({ content: parts })).text, "ab");
  assert.equal(read("chat", chat({ content: null })).text, "");
  assert.equal(read("chat", chat({ content: null, refusal: "No." })).text, "");
  assert.equal(read("chat", { choices: [] }).text, "");
});

test("thoughts are counted where they are shown, and never stand in the text", () => {
  const thoughts = "first this, then that";
  const places: readonly (readonly [Api, Json])[] = [
    ["chat", chat({ content: "Yes", reasoning_content: thoughts })],
    ["chat", chat({ content: "Yes", reasoning: thoughts })],
    ["chat", chat({ content: `<think>${thoughts}</think>\n\nYes` })],
    ["chat", chat({ content: `\n<Thinking>${thoughts}</thinking>Yes` })],
    // The template had opened the thoughts already.
    ["chat", chat({ content: `${thoughts}</think>\n\nYes` })],
    ["completions", { choices: [{ text: `<think>${thoughts}</think>Yes` }] }],
    [
      "messages",
      {
        content: [
          { type: "thinking", thinking: thoughts },
          { type: "text", text: "Yes" },
        ],
      },
    ],
    [
      "messages",
      {
        content: [
          { type: "redacted_thinking", data: thoughts },
          { type: "text", text: "Yes" },
        ],
      },
    ],
    [
      "responses",
      {
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: thoughts }] },
          { type: "message", content: [{ type: "output_text", text: "Yes" }] },
        ],
      },
    ],
    [
      "responses",
      {
        output: [
          { type: "reasoning", content: [{ type: "reasoning_text", text: thoughts }] },
          { type: "message", content: [{ type: "output_text", text: "Yes" }] },
        ],
      },
    ],
  ];
  for (const [api, body] of places) {
    const { text, shown } = read(api, body);
    assert.deepEqual({ text, shown }, { text: "Yes", shown: thoughts.length }, JSON.stringify(body));
  }
});

test("thoughts that were cut short leave no text", () => {
  const { text, shown } = read(
    "chat",
    chat({ content: "<think>still thinking" }, { finish_reason: "length" }),
  );
  assert.deepEqual([text, shown], ["", "still thinking".length]);
});

test("a place for thoughts with nothing in it is no thought", () => {
  const empty: readonly (readonly [Api, Json])[] = [
    ["chat", chat({ content: "<think>\n\n</think>\n\nYes" })],
    ["chat", chat({ content: "Yes", reasoning_content: "" })],
    ["chat", chat({ content: "Yes", reasoning_content: "\n" })],
    ["chat", chat({ content: "Yes", reasoning: null })],
    [
      "messages",
      {
        content: [
          { type: "thinking", thinking: " \n" },
          { type: "text", text: "Yes" },
        ],
      },
    ],
    [
      "responses",
      {
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: "\n" }] },
          { type: "message", content: [{ type: "output_text", text: "Yes" }] },
        ],
      },
    ],
  ];
  for (const [api, body] of empty) {
    const { text, shown } = read(api, body);
    assert.deepEqual({ text, shown }, { text: "Yes", shown: 0 }, JSON.stringify(body));
  }
});

test("marks in the middle of a text are text", () => {
  const said = "Write <think> in front of it.";
  assert.deepEqual(
    [read("chat", chat({ content: said })).text, read("chat", chat({ content: said })).shown],
    [said, 0],
  );
});

test("usage in every form; Anthropic's input is the sum with its cache", () => {
  const tokens = (api: Api, usage: Json): readonly (number | null)[] => {
    const { promptTokens, completionTokens, reasoningTokens } = read(api, { usage });
    return [promptTokens, completionTokens, reasoningTokens];
  };
  assert.deepEqual(
    tokens("chat", {
      prompt_tokens: 49,
      completion_tokens: 8,
      completion_tokens_details: { reasoning_tokens: 5 },
      prompt_tokens_details: { cached_tokens: 40 },
    }),
    [49, 8, 5],
  );
  assert.deepEqual(
    tokens("responses", {
      input_tokens: 49,
      output_tokens: 8,
      output_tokens_details: { reasoning_tokens: 0 },
    }),
    [49, 8, 0],
  );
  assert.deepEqual(
    tokens("messages", {
      input_tokens: 9,
      cache_read_input_tokens: 30,
      cache_creation_input_tokens: 10,
      output_tokens: 8,
    }),
    [9 + 30 + 10, 8, null],
  );
  assert.deepEqual(tokens("messages", { input_tokens: 9, cache_read_input_tokens: null, output_tokens: 8 }), [
    9,
    8,
    null,
  ]);
  for (const usage of [null, [], "49", { prompt_tokens: "49" }, { prompt_tokens: -1 }, {}])
    assert.deepEqual(tokens("chat", usage), [null, null, null]);
});

test("an error's words are read in each form, in one short line", () => {
  const words = (body: Json | string): string | null => read("chat", body, { status: 400 }).error;
  assert.equal(words({ error: { message: "no\n  prefill", type: "x" } }), "no prefill");
  assert.equal(words({ error: "no prefill" }), "no prefill");
  assert.equal(words({ type: "error", error: { type: "invalid", message: "no prefill" } }), "no prefill");
  assert.equal(words("<html>\n Bad </html>"), "<html> Bad </html>");
  assert.equal(words("x".repeat(5000))?.length, 300);
  assert.equal(words(""), "");
  assert.equal(read("chat", { error: "no prefill" }).error, "no prefill", "also inside a status 200");
});

test("a body that was cut off is said to be", () => {
  const { cut, text } = read("chat", '{"choices":[{"mess', { cut: "connection closed" });
  assert.deepEqual([cut, text], [true, ""]);
});

test("hostile and broken bodies read as empty and unknown", () => {
  const hostile: readonly string[] = [
    "",
    "null",
    "[]",
    "7",
    '"text"',
    "{",
    "data: {}\n\n",
    "<html></html>",
    '{"choices":null}',
    '{"choices":{}}',
    '{"choices":[null]}',
    '{"choices":[7]}',
    '{"choices":[{"message":[]}]}',
    '{"choices":[{"message":{"content":{"text":"x"}}}]}',
    '{"choices":[{"message":{"content":7}}]}',
    '{"choices":[{"message":{"content":[null,7,"x",{"text":3}]}}]}',
    '{"content":"text"}',
    '{"content":[[],{"type":"text"},{"type":"text","text":null}]}',
    '{"output":[{"type":"message","content":"text"},{"type":"message","content":[7]}]}',
    '{"output":{"type":"message"}}',
    '{"usage":{"prompt_tokens":1e999}}',
    '{"__proto__":{"choices":[{"message":{"content":"x"}}]},"id":{"toString":"x"}}',
    "[".repeat(100_000),
  ];
  for (const text of hostile) {
    for (const api of apis) {
      const value = read(api, text);
      const { promptTokens, completionTokens, reasoningTokens, firstLogProb, firstTokens, id, provider } =
        value;
      assert.deepEqual(
        [
          value.text,
          value.shown,
          promptTokens,
          completionTokens,
          reasoningTokens,
          firstLogProb,
          firstTokens,
          id,
          provider,
        ],
        ["", 0, null, null, null, null, null, null, null],
        `${api}: ${text.slice(0, 60)}`,
      );
    }
  }
});

test("any mutilation of a right body still reads as a value", () => {
  const whole = JSON.stringify({
    ...{ id: "a", provider: "b", status: "completed", stop_reason: "end_turn" },
    choices: [
      { message: { content: "<think>a</think>b", reasoning: "c" }, logprobs: { content: [{ logprob: -1 }] } },
    ],
    content: [
      { type: "thinking", thinking: "a" },
      { type: "text", text: "b" },
    ],
    output: [
      { type: "reasoning", summary: [{ text: "a" }] },
      { type: "message", content: [{ text: "b" }] },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 4, completion_tokens_details: { reasoning_tokens: 2 } },
  });
  const values: readonly Json[] = [null, true, -1, 0.5, "x", [], {}, [[null]], { text: { text: [] } }];
  const draw = random("mutilate");
  const mutilate = (json: Json): Json => {
    if (draw.float() < 0.15) return draw.pick(values);
    if (Array.isArray(json)) return json.map(mutilate);
    if (typeof json === "object" && json !== null)
      return Object.fromEntries(Object.entries(json).map(([name, value = null]) => [name, mutilate(value)]));
    return json;
  };
  let kept = 0;
  for (let i = 0; i < 500; i++) {
    const body = JSON.stringify(mutilate(JSON.parse(whole)));
    for (const api of apis) {
      const value = read(api, body, { status: draw.pick([200, 400, 500]) });
      assert.ok(replySchema.safeParse(value).success, body);
      if (value.text === "b") kept++;
    }
  }
  assert.ok(kept > 50, "some bodies were left whole enough to be read");
});

test("the first token's log-probability and its rivals are read in the three forms in which they come", () => {
  const entry = {
    token: "o",
    logprob: -0.25,
    top_logprobs: [
      { token: "o", logprob: -0.25 },
      { token: "N", logprob: -2 },
    ],
  };
  const rest = { token: "!", logprob: -9, top_logprobs: [] };
  const bodies: readonly (readonly [Api, unknown])[] = [
    ["chat", { choices: [{ message: { content: "o!" }, logprobs: { content: [entry, rest] } }] }],
    [
      "responses",
      {
        output: [
          { type: "message", content: [{ type: "output_text", text: "o!", logprobs: [entry, rest] }] },
        ],
      },
    ],
    [
      "completions",
      {
        choices: [
          {
            text: "o!",
            logprobs: { token_logprobs: [-0.25, -9], top_logprobs: [{ o: -0.25, N: -2 }, null] },
          },
        ],
      },
    ],
  ];
  for (const [api, body] of bodies) {
    const { firstLogProb, firstTokens } = read(api, JSON.stringify(body));
    assert.equal(firstLogProb, -0.25, api);
    assert.deepEqual(
      firstTokens,
      [
        { token: "o", logProb: -0.25 },
        { token: "N", logProb: -2 },
      ],
      api,
    );
  }
  const bare = read(
    "chat",
    JSON.stringify({ choices: [{ message: { content: "o" }, logprobs: { content: [] } }] }),
  );
  assert.deepEqual([bare.firstLogProb, bare.firstTokens], [null, null]);
});

test("only a body that holds a completion is a reply; what else comes with status 200 is named", () => {
  const error = { message: "not supported", code: 422, metadata: { raw: "no turn of the assistant's" } };
  const told = (body: Json | string): readonly [number, string | null, boolean] => {
    const { status, error, refused } = read("chat", body);
    return [status, error, refused];
  };
  assert.deepEqual(told({ error }), [422, "not supported: no turn of the assistant's", true]);
  assert.deepEqual(told(chat({ content: "" }, { error: { message: "down", code: 502 } })), [
    ...[502, "down"],
    true,
  ]);
  assert.match(told("<!doctype html><title>Chat</title>")[1] ?? "", /a web page came back/);
  assert.match(told("null")[1] ?? "", /no completion stands in it: null/);
  assert.match(told({ choices: [] })[1] ?? "", /list of choices is empty/);
  assert.match(told("")[1] ?? "", /body is empty/);
  assert.deepEqual(told(chat({ content: "" }))[1], null, "an empty text is a reply");
  const moved = readReply(
    "chat",
    {
      ...{ status: 307, text: "", cut: null, seconds: { firstByte: null, total: 0 } },
      headers: { location: "https://example.org/v1/" },
    },
    null,
  );
  assert.match(moved.error ?? "", /points to https:\/\/example.org\/v1\//);
});

test("a stream is read as the reply that it stands for, thoughts and usage with it", () => {
  const chunk = (delta: Json, more: { readonly [name: string]: Json } = {}): { data: string } => ({
    data: JSON.stringify({ id: "s1", choices: [{ delta, ...more }], usage: null }),
  });
  const events = [
    chunk({ role: "assistant", content: "" }),
    chunk({ reasoning_content: "so the" }),
    chunk({ content: "qu" }),
    chunk({ content: "in" }),
    chunk({}, { finish_reason: "stop" }),
    { data: JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } }) },
    { data: "[DONE]" },
  ];
  const reply = { status: 200, text: "data: …", cut: null, seconds: { firstByte: 0, total: 1 }, events };
  const { text, shown, finish, promptTokens, error } = readReply("chat", reply, null);
  assert.deepEqual([text, shown, finish, promptTokens, error], ["quin", 6, "stop", 7, null]);
  assert.match(readReply("messages", reply, null).error ?? "", /stream of events/);
});

test("thoughts are found in every member and mark that servers use, and an unknown text is quoted", () => {
  const thought = "let me see first";
  const shown: readonly Json[] = [
    { reasoning_details: [{ type: "reasoning.text", text: thought }], content: "A B" },
    { reasoning: { content: thought }, content: "A B" },
    { thinking: thought, content: "A B" },
    { thinking_blocks: [{ type: "thinking", thinking: thought }], content: "A B" },
    { reasoning_text: thought, content: "A B" },
    { provider_specific_fields: { reasoning_content: thought }, content: "A B" },
    {
      content: [
        { type: "thinking", thinking: [{ text: thought }] },
        { type: "text", text: "A B" },
      ],
    },
    { content: `[THINK]${thought}[/THINK]A B` },
    { content: `<seed:think>${thought}</seed:think>A B` },
    {
      content: `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final<|message|>A B`,
    },
  ];
  for (const message of shown) {
    const value = read("chat", chat(message));
    assert.deepEqual([value.text, value.shown], ["A B", thought.length], JSON.stringify(message));
  }
  assert.match(read("chat", chat({ content: "A B", musings: thought })).unknown ?? "", /^musings: “let me/);
  const misplaced = read("chat", chat({ content: null, reasoning_content: "A B" }));
  assert.deepEqual([misplaced.misplaced, misplaced.shown], [true, 0]);
});
