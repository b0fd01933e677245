import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { emulatedTurns, type Turn, targetTurns } from "./conversation.ts";
import { bodyMembers, logProbMembers, type RequestSettings, reasoningOff, requestOf } from "./requests.ts";

const question = { user: "Q", prefill: "P" };
const system: Turn = { role: "system", text: "Be brief." };
const settings: RequestSettings = {
  ...{ api: "chat", model: "m", cap: 7, temperature: null, limitName: "max_tokens", more: {} },
};

/** Member by member, in the order in which they go over the wire. */
const bytes = (turns: readonly Turn[], own: Partial<RequestSettings>): readonly [string, string] => {
  const { path, body } = requestOf(turns, { ...settings, ...own });
  return [path, JSON.stringify(body)];
};

test("the body of each API, to the byte", () => {
  const turns = targetTurns(question);
  assert.deepEqual(bytes(turns, { api: "chat" }), [
    "/chat/completions",
    '{"model":"m","messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"P"}],"max_tokens":7}',
  ]);
  assert.deepEqual(bytes(turns, { api: "responses", temperature: 0 }), [
    "/responses",
    '{"model":"m","input":[{"role":"user","content":"Q"},{"role":"assistant","content":"P"}],"max_output_tokens":7,"temperature":0}',
  ]);
  assert.deepEqual(bytes(turns, { api: "messages", temperature: 0.5 }), [
    "/messages",
    '{"model":"m","messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"P"}],"max_tokens":7,"temperature":0.5}',
  ]);
  assert.deepEqual(bytes(turns, { api: "completions" }), [
    "/completions",
    '{"model":"m","prompt":"User: Q\\n\\nAssistant: P","max_tokens":7}',
  ]);
  assert.deepEqual(bytes(turns, { limitName: "max_completion_tokens" }), [
    "/chat/completions",
    '{"model":"m","messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"P"}],"max_completion_tokens":7}',
  ]);
});

test("system turns go where the API has them", () => {
  const turns: Turn[] = [system, { role: "system", text: "In English." }, { role: "user", text: "Q" }];
  assert.deepEqual(bytes(turns, { api: "messages" }), [
    "/messages",
    '{"model":"m","system":"Be brief.\\n\\nIn English.","messages":[{"role":"user","content":"Q"}],"max_tokens":7}',
  ]);
  for (const api of ["chat", "responses"] as const) {
    assert.match(bytes(turns, { api })[1], /\{"role":"system","content":"Be brief\."\},\{"role":"system"/);
  }
  // No assistant turn was sent, so one is begun.
  assert.match(
    bytes(turns, { api: "completions" })[1],
    /"System: Be brief\.\\n\\nSystem: In English\.\\n\\nUser: Q\\n\\nAssistant:"/,
  );
});

test("white space and quotation marks at the end of a prefill reach every API as they are", () => {
  for (const prefill of ["The name is ", "The name is\n", 'reads: "', "  "]) {
    for (const api of ["chat", "responses", "messages", "completions"] as const) {
      const [, body] = bytes(targetTurns({ user: "Q", prefill }), { api });
      assert.ok(body.includes(`${JSON.stringify(prefill).slice(1)}`), `${api}: ${body}`);
    }
  }
});

test("members are added, replaced, and taken out with null", () => {
  const turns = emulatedTurns("drop", question);
  const [, added] = bytes(turns, { more: { provider: { only: ["A"] }, max_tokens: 9 } });
  assert.equal(
    added,
    '{"model":"m","messages":[{"role":"user","content":"Q"}],"max_tokens":9,"provider":{"only":["A"]}}',
  );
  const [, less] = bytes(turns, { more: { max_tokens: null, reasoning: null } });
  assert.equal(less, '{"model":"m","messages":[{"role":"user","content":"Q"}]}');
});

test("an open emulation never leaves an assistant turn at the end", () => {
  const before: Turn[] = [system, { role: "user", text: "Hi" }, { role: "assistant", text: "Hello." }];
  for (const emulation of ["drop", "cont", "instr", "flip"] as const) {
    const turns = emulatedTurns(emulation, { before, ...question });
    assert.deepEqual(turns.slice(0, 3), before);
    assert.equal(turns.at(-1)?.role, "user");
    const told = turns.slice(3).some(({ text }) => text.includes("P"));
    assert.equal(told, emulation !== "drop", `${emulation} shows the prefill`);
  }
  assert.deepEqual(targetTurns({ before, ...question }).at(-1), { role: "assistant", text: "P" });
});

test("reasoning is switched off in the words of each API and host", () => {
  assert.deepEqual(reasoningOff("messages", "api.anthropic.com"), { thinking: { type: "disabled" } });
  assert.deepEqual(reasoningOff("responses", "api.openai.com"), { reasoning: { effort: "none" } });
  assert.deepEqual(reasoningOff("chat", "api.openai.com"), { reasoning_effort: "none" });
  assert.deepEqual(reasoningOff("chat", "openrouter.ai"), { reasoning: { enabled: false, exclude: false } });
  assert.deepEqual(reasoningOff("chat", "127.0.0.1"), { chat_template_kwargs: { enable_thinking: false } });
  assert.deepEqual(reasoningOff("completions", "127.0.0.1"), {});
});

test("what is no JSON object is refused by the flag's name", () => {
  assert.deepEqual(bodyMembers('{"a":null,"b":[1]}', "--body"), { a: null, b: [1] });
  for (const text of ["", "{", "[]", "null", "3", '"x"', "{'a':1}"]) {
    assert.throws(
      () => bodyMembers(text, "--prefill-body"),
      (error) =>
        error instanceof CredenceError && error.code === "usage" && /--prefill-body/.test(error.message),
    );
  }
});

test("log-probabilities are asked for as each API wants it", () => {
  assert.deepEqual(logProbMembers("chat", {}), { logprobs: true, top_logprobs: 5 });
  assert.deepEqual(logProbMembers("responses", {}), {
    include: ["message.output_text.logprobs"],
    top_logprobs: 5,
  });
  assert.deepEqual(logProbMembers("completions", {}), { logprobs: 5 });
  assert.equal(logProbMembers("messages", {}), null);
  assert.equal(logProbMembers("chat", { provider: { only: ["x"], require_parameters: true } }), null);
});
