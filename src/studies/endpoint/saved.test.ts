import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { readSaved, type SavedReply, savedReply } from "./saved.ts";

async function read(
  t: TestContext,
  ...lines: readonly unknown[]
): Promise<{
  readonly saved: readonly SavedReply[];
  readonly notes: readonly string[];
  readonly sources: number;
}> {
  const folder = mkdtempSync(join(tmpdir(), "credence-saved-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "replies.jsonl");
  writeFileSync(
    file,
    lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
  );
  const notes: string[] = [];
  let sources = 0;
  const saved = await readSaved(file, {
    source: () => {
      sources++;
    },
    note: (text) => notes.push(text),
  });
  return { saved, notes, sources };
}

const turns = [
  { role: "user", content: "Q" },
  { role: "assistant", content: "velt-" },
];

test("replies of all four APIs are read from the bodies that went over the wire", async (t) => {
  const { saved, notes, sources } = await read(
    t,
    {
      request: { messages: turns },
      response: {
        choices: [{ message: { content: "mora", reasoning: "hm" }, finish_reason: "stop" }],
        usage: { prompt_tokens: 9 },
      },
    },
    {
      request: { input: turns },
      response: { output: [{ type: "message", content: [{ type: "output_text", text: "mora" }] }] },
    },
    {
      request: { messages: [turns[0], { role: "assistant", content: [{ type: "text", text: "velt-" }] }] },
      response: { content: [{ type: "text", text: "mora" }], stop_reason: "end_turn" },
    },
    { request: { prompt: "User: Q" }, response: { choices: [{ text: "mora" }] } },
  );
  assert.deepEqual(
    saved.map(({ value: { text } }) => text),
    ["mora", "mora", "mora", "mora"],
  );
  assert.deepEqual(
    saved.map(({ prefill }) => prefill),
    ["velt-", "velt-", "velt-", null],
  );
  assert.deepEqual([saved[0]?.value.shown, saved[0]?.value.promptTokens], [2, 9]);
  assert.equal(sources, 1);
  assert.match(notes.join(), /4 saved replies/);
  for (const one of saved) assert.deepEqual(savedReply.parse(JSON.parse(JSON.stringify(one))), one);
});

test("a request that ends with the user's turn has no prefill", async (t) => {
  const response = { choices: [{ message: { content: "x" } }] };
  const { saved } = await read(
    t,
    { request: { messages: turns.slice(0, 1) }, response },
    { request: { messages: [...turns, { role: "user", content: "Continue." }] }, response },
    { request: { input: "Q" }, response },
    { request: {}, response },
  );
  assert.ok(saved.every(({ prefill }) => prefill === null));
});

test("a refusal keeps its status and its words", async (t) => {
  const { saved } = await read(t, {
    request: { messages: turns },
    response: { error: { message: "no prefill here" } },
    status: 400,
  });
  const value = saved[0]?.value;
  assert.deepEqual([value?.status, value?.error, value?.text], [400, "no prefill here", ""]);
});

test("what is no saved reply is refused with file and line", async (t) => {
  const good = { request: {}, response: {} };
  for (const bad of [
    "{",
    "[]",
    "7",
    { request: {} },
    { request: "x", response: {} },
    { ...good, status: 7 },
  ]) {
    await assert.rejects(
      read(t, good, bad),
      (error) =>
        error instanceof CredenceError &&
        error.code === "input" &&
        /replies\.jsonl:2/.test(error.where ?? ""),
      JSON.stringify(bad),
    );
  }
});
