import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../core/json.ts";
import { chatRun } from "./chat-runs.ts";
import { quotedTranscript } from "./transcript.ts";

const read = (value: Json): ReturnType<typeof chatRun> => chatRun(value, "runs.jsonl:4", "run");

const anthropic: Json = {
  id: "a-1",
  label: "bad",
  model: "some-model",
  system: [{ type: "text", text: "You help.", cache_control: { type: "ephemeral" } }],
  tools: [{ name: "pay", description: "Pays.", input_schema: { type: "object", properties: { to: {} } } }],
  messages: [
    { role: "user", content: "Pay the bill." },
    {
      role: "assistant",
      content: [
        { type: "thinking", thought: "", thinking: "Who is it from?", signature: "x" },
        { type: "text", text: "I pay it." },
        { type: "tool_use", id: "toolu_1", name: "pay", input: { to: "DE-1", amount: 3 } },
        { type: "tool_use", id: "toolu_2", name: "pay", input: { to: "DE-2" } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_1", content: "done" },
        {
          type: "tool_result",
          tool_use_id: "toolu_2",
          is_error: true,
          content: [{ type: "text", text: "no funds" }],
        },
        { type: "text", text: "And now?" },
      ],
    },
    { role: "assistant", content: [{ type: "text", text: "One is paid." }] },
  ],
};

test("Anthropic messages: system beside them, calls and results as parts, thinking apart", () => {
  const run = read(anthropic);
  assert.deepEqual(
    run.messages.map(({ role }) => role),
    ["system", "user", "assistant", "tool", "tool", "user", "assistant"],
  );
  const [system, , acted, first, second, more] = run.messages;
  assert.equal(system?.content, "You help.");
  assert.ok(acted?.role === "assistant");
  assert.equal(acted.content, "I pay it.");
  assert.equal(acted.reasoning, "Who is it from?");
  assert.deepEqual(acted.toolCalls?.[0], {
    id: "toolu_1",
    name: "pay",
    arguments: { to: "DE-1", amount: 3 },
  });
  assert.deepEqual(first, { role: "tool", content: "done", toolCallId: "toolu_1", name: "pay" });
  assert.equal(second?.content, "no funds");
  assert.equal(more?.content, "And now?");
  assert.deepEqual(run.tools?.[0]?.parameters, { type: "object", properties: { to: {} } });
  assert.deepEqual(run.fields, { id: "a-1", label: "bad", model: "some-model" });
  assert.ok(quotedTranscript(run).includes("DE-2"), "a call's arguments stand in the quoted run");
});

test("ShareGPT: turns by from and value, a function call and its observation, tools as JSON text", () => {
  const run = read({
    id: 7,
    outcome: "good",
    tools: '[{"name": "pay", "description": "Pays.", "parameters": {"type": "object"}}]',
    conversations: [
      { from: "system", value: "You help." },
      { from: "human", value: "Pay the bill." },
      { from: "function_call", value: '{"name": "pay", "arguments": {"to": "DE-1"}}' },
      { from: "observation", value: "done" },
      { from: "gpt", value: "It is paid." },
    ],
  });
  assert.equal(run.id, "7");
  assert.deepEqual(
    run.messages.map(({ role }) => role),
    ["system", "user", "assistant", "tool", "assistant"],
  );
  const [, , call, result] = run.messages;
  assert.ok(call?.role === "assistant");
  assert.deepEqual(call.toolCalls, [{ id: "call_0", name: "pay", arguments: { to: "DE-1" } }]);
  assert.deepEqual(result, { role: "tool", content: "done", toolCallId: "call_0", name: "pay" });
  assert.equal(run.tools?.[0]?.name, "pay");
  assert.deepEqual(run.fields, { id: 7, outcome: "good" });
});

test("what does not fit names file, line and field", () => {
  const wrong: readonly (readonly [Json, RegExp])[] = [
    [{ conversations: [{ from: "narrator", value: "x" }] }, /conversations\[0\]\.from/],
    [{ conversations: [{ from: "gpt", value: 3 }] }, /conversations\[0\]\.value/],
    [{ conversations: [{ from: "function_call", value: "pay(3)" }] }, /conversations\[0\]\.value.*JSON/],
    [{ conversations: "none" }, /conversations/],
    [{ system: "s", messages: [{ role: "narrator", content: "x" }] }, /messages\[0\]\.role/],
    [
      { messages: [{ role: "assistant", content: [{ type: "tool_use", id: "a", input: {} }] }] },
      /messages\[0\]\.content\[0\].*the tool's name/,
    ],
  ];
  for (const [value, expected] of wrong) {
    assert.throws(
      () => read(value),
      (error: Error & { where?: string }) => expected.test(error.message) && error.where === "runs.jsonl:4",
    );
  }
});

test("an OpenAI chat row with text parts is read as one, though its content is a list", () => {
  const run = read({
    messages: [{ role: "user", content: [{ type: "text", text: "hello" }] }],
    system: null,
  });
  assert.deepEqual(run.messages, [{ role: "user", content: "hello" }]);
});
