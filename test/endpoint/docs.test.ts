// The commands of docs/endpoint.md that need no server of one's own, typed as they stand there.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sharedPlace } from "../command-line.ts";

test("every command of docs/endpoint.md runs", async (t) => {
  const where = sharedPlace(t);
  const page = readFileSync(new URL("../../docs/endpoint.md", import.meta.url), "utf8");
  const reply = { choices: [{ message: { role: "assistant", content: "bon" }, finish_reason: "stop" }] };
  const request = {
    messages: [
      { role: "user", content: "x" },
      { role: "assistant", content: '{"city": "Lis' },
    ],
  };
  writeFileSync(join(where.folder, "replies.jsonl"), `${JSON.stringify({ request, response: reply })}\n`);
  const commands = [...page.matchAll(/^credence (endpoint.*)$/gm)].map(([, words = ""]) => words);
  assert.equal(commands.length, 5);
  const alone = commands.filter((command) => !command.includes("http://"));
  assert.equal(alone.length, 4);
  for (const command of alone) {
    const run = await where.run(...command.split(" "), "--json");
    assert.equal(run.code, 0, `${command}: ${run.error}`);
    const { claims, results } = JSON.parse(run.out);
    assert.equal(claims.length, 2, command);
    if (command.includes("CONT")) assert.equal(results.prefill.verdict, "not honoured");
    if (command.includes("TRUE,skill=0.2")) assert.equal(results.prefill.verdict, "honoured");
    if (command.includes("covert")) assert.equal(results.reasoning.verdict, "covert");
    if (command.includes("from-log")) assert.equal(results.saved.unfinished, 1);
  }
});
