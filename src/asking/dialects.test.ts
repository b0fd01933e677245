import assert from "node:assert/strict";
import { test } from "node:test";
import { toolCallsIn } from "./dialects.ts";

const call = { id: "call_1", name: "read_file", arguments: { path: "a.txt" } };
const json = '{"name": "read_file", "arguments": {"path": "a.txt"}}';

test("a call is read in each declared dialect, and the text around it is kept", () => {
  assert.deepEqual(toolCallsIn(`I look.\n<tool_call>\n${json}\n</tool_call>`), {
    text: "I look.",
    calls: [call],
  });
  assert.deepEqual(toolCallsIn(`<tool_call>${json}`), { text: "", calls: [call] });
  assert.deepEqual(toolCallsIn(`I look.\n\`\`\`json\n${json}\n\`\`\``), { text: "I look.", calls: [call] });
  assert.deepEqual(toolCallsIn(`\n ${json} \n`), { text: "", calls: [call] });
  assert.deepEqual(toolCallsIn(json.replace("arguments", "parameters")), { text: "", calls: [call] });
});

test("several calls are numbered in turn", () => {
  const two = toolCallsIn(`<tool_call>${json}</tool_call><tool_call>${json}</tool_call>`);
  assert.deepEqual(
    two?.calls.map(({ id }) => id),
    ["call_1", "call_2"],
  );
});

test("a call that cannot be read is not taken for text", () => {
  for (const broken of [
    '<tool_call>{"name": "read_file", "arguments": {</tool_call>',
    "<tool_call>read the file</tool_call>",
    '```json\n{"name": "read_file", "arguments": {"path": "a.txt"}\n```',
    '{"name": 7, "arguments": {}}',
    '{"name": "read_file", "arguments": [1]}',
  ]) {
    assert.equal(toolCallsIn(broken), null, broken);
  }
});

test("text, code and objects that call nothing stay text", () => {
  for (const plain of ["Done.", '```json\n{"a": 1}\n```', '{"verdict": "yes"}', "```\nls\n```", ""]) {
    assert.deepEqual(toolCallsIn(plain), { text: plain, calls: [] }, plain);
  }
});
