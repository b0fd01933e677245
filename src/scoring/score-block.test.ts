import assert from "node:assert/strict";
import { test } from "node:test";
import { noUsage } from "../core/outcome.ts";
import type { Capabilities, Prompt } from "../models/model.ts";
import { rowHash, type ScoredRow, scoreBlock, scoreBlocks } from "./score-block.ts";

const row = (question: string, answer: string): ScoredRow => ({
  messages: [{ role: "user", content: question }],
  answer,
});
const rows = [row("a", "long answer"), row("b", "x"), row("a", "no"), row("b", "x"), row("c", "y")];

test("rows that are alike are scored once, each row under each prompt, neighbours on one question", () => {
  const blocks = scoreBlocks(rows, ["s", "t"], 3);
  assert.deepEqual(
    blocks.map(({ system, rows: part }) => [system, ...part.map(({ answer }) => answer)]),
    [
      ["s", "no", "long answer", "x"],
      ["t", "no", "long answer", "x"],
      ["s", "y"],
      ["t", "y"],
    ],
  );
  assert.equal(new Set(rows.map(rowHash)).size, 4);
});

/** A model whose log-probability of a character is less the more often it stands in the prompt. */
const score: Capabilities["score"] = async ({ prompt, continuation }) => {
  const text = wordsOf(prompt);
  const tokens = [...continuation];
  if (tokens.includes("!")) {
    return { ok: false, usage: noUsage, missing: { kind: "failed", code: "no", reason: "no" } };
  }
  const logProbs = tokens.map((token) => -1 - text.split(token).length);
  return { ok: true, usage: { ...noUsage, uncachedInput: tokens.length }, value: { tokens, logProbs } };
};

test("without scoring in turn rows are scored one by one; one that fails spoils no other", async () => {
  const block = { system: "xx", rows: [row("x", "xy"), row("q", "!"), row("q", "")] };
  const scored = await scoreBlock({ score }, block);
  assert.ok(scored.ok);
  const [first, second, third] = scored.value.rows;
  assert.deepEqual(first, { mean: (-1 - 4 + (-1 - 1)) / 2, tokens: 2 });
  assert.ok(second !== undefined && "missing" in second && second.missing.code === "no");
  assert.ok(third !== undefined && "missing" in third && third.missing.code === "empty-answer");
  assert.equal(scored.usages.length, 3);
});

test("a model that scores in turn is asked once for the whole block, the system prompt before each row's turns", async () => {
  const asked: string[] = [];
  const scored = await scoreBlock(
    {
      scoreInTurn: async ({ turns }) => {
        asked.push(...turns.map(({ prompt, continuation }) => `${wordsOf(prompt)}>${continuation}`));
        return {
          ok: true,
          usage: noUsage,
          value: turns.map((_, i) =>
            i === 1 ? { logProbs: [Number.NEGATIVE_INFINITY] } : { logProbs: [-1, -2] },
          ),
        };
      },
    },
    { system: "s", rows: [row("a", "1"), row("b", "2")] },
  );
  assert.deepEqual(asked, ["s|a>1", "s|b>2"]);
  assert.ok(scored.ok);
  assert.deepEqual(scored.value.rows[0], { mean: -1.5, tokens: 2 });
  const second = scored.value.rows[1];
  assert.ok(second !== undefined && "missing" in second && second.missing.code === "no-number");
});

function wordsOf(prompt: Prompt): string {
  return prompt.kind === "text" ? prompt.text : prompt.messages.map(({ content }) => content).join("|");
}
