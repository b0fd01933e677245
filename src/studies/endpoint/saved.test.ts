import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { zipOf } from "../../data/write-zip.ts";
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

/** A sample of an Inspect log: the user's words stand apart as an attachment, and shared messages in a pool. */
const sample = {
  id: 1,
  epoch: 1,
  messages: [],
  attachments: { abc: "a long question" },
  events_data: {
    messages: [],
    calls: [
      { role: "user", content: "attachment://abc" },
      { role: "assistant", content: "velt-" },
    ],
  },
  events: [
    {
      event: "model",
      call: {
        request: { model: "m" },
        response: { choices: [{ message: { content: "mora" } }] },
        call_refs: [[0, 2]],
        call_key: "messages",
      },
    },
    {
      event: "model",
      call: {
        request: { messages: turns.slice(0, 1) },
        response: { content: [{ type: "text", text: "attachment://abc" }] },
      },
    },
    { event: "model", call: { request: { messages: turns }, response: { error: "no" }, error: true } },
    { event: "model", call: { request: { contents: [] }, response: { candidates: [] } } },
    { event: "model", cache: "read", call: { request: { messages: turns }, response: { choices: [] } } },
    { event: "model", call: null },
    { event: "tool", id: "x" },
  ],
};

test("an Inspect log gives the calls of its model events, in either form", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "credence-saved-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const whole = { version: 2, status: "success", eval: { task: "t" } };
  const [archive, plain] = [join(folder, "log.eval"), join(folder, "log.json")];
  writeFileSync(plain, JSON.stringify({ ...whole, samples: [sample] }));
  const parts: Uint8Array[] = [];
  const members = [
    { name: "header.json", text: () => [JSON.stringify(whole)] },
    { name: "samples/1_epoch_1.json", text: () => [JSON.stringify(sample)] },
  ];
  for await (const part of zipOf(members)) parts.push(part);
  writeFileSync(archive, Buffer.concat(parts));
  for (const file of [archive, plain]) {
    const notes: string[] = [];
    const saved = await readSaved(file, { source: () => {}, note: (text) => notes.push(text) });
    assert.deepEqual(
      saved.map(({ prefill, value }) => [prefill, value.text, value.status]),
      [
        ["velt-", "mora", 200],
        [null, "a long question", 200],
        ["velt-", "", 0],
      ],
      file,
    );
    assert.match(
      notes.join(),
      /3 saved replies .*2 model events keep no call of their own, 1 are of another API/,
    );
  }
  writeFileSync(plain, "[]");
  await assert.rejects(
    readSaved(plain, { source: () => {}, note: () => {} }),
    (error) => error instanceof CredenceError && /no Inspect log/.test(error.message),
  );
});
