import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { AgentRun } from "../core/message.ts";
import { readRuns } from "./runs.ts";
import { chatJsonl } from "./write-jsonl.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-write-"));
after(() => rmSync(folder, { recursive: true }));

const bare = ({ messages, tools, fields }: AgentRun) => ({ messages, tools, fields });

test("what is written is read back: every kind of message, tools, fields, hostile text", async () => {
  const chat = fileURLToPath(new URL("../../test/fixtures/", import.meta.url));
  const { runs } = await readRuns([
    join(chat, "chat"),
    join(chat, "agentdojo"),
    join(chat, "inspect/letters.json"),
  ]);
  const strange: AgentRun = {
    id: "strange",
    source: "here",
    messages: [{ role: "user", content: "\u0000\u2028\n</script>\ud800" }],
    fields: { id: "strange", __proto__: "x", "a.b": [null, 1.5, true] },
  };
  const file = join(folder, "runs.jsonl");
  const all = [...runs, strange];
  const text = chatJsonl(all);
  assert.equal(text.split("\n").length, all.length + 1);
  writeFileSync(file, text);
  const again = await readRuns([file]);
  assert.deepEqual(
    again.runs.map(bare).map(({ fields: { id: _, ...fields }, ...rest }) => ({ ...rest, fields })),
    all.map(bare).map(({ fields: { id: _, ...fields }, ...rest }) => ({ ...rest, fields })),
  );
});

test("a row is what OpenAI's chat form says", () => {
  const text = chatJsonl([
    {
      id: "1",
      source: "x",
      messages: [
        { role: "assistant", content: null, toolCalls: [{ id: "c", name: "f", arguments: '{"a":1}' }] },
        { role: "tool", content: "ok", toolCallId: "c", name: "f" },
      ],
      tools: [{ name: "f", description: "d", parameters: { type: "object" } }],
      fields: { label: "x" },
    },
  ]);
  assert.deepEqual(JSON.parse(text), {
    id: "1",
    label: "x",
    messages: [
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
      },
      { role: "tool", content: "ok", tool_call_id: "c", name: "f" },
    ],
    tools: [{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } }],
  });
});
