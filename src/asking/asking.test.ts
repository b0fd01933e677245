import assert from "node:assert/strict";
import { test } from "node:test";
import { noUsage } from "../core/outcome.ts";
import type { Capabilities, ChatPrompt, Generated } from "../models/model.ts";
import { ask, type Form } from "./form.ts";
import { leaning } from "./leaning.ts";
import { rating } from "./rating.ts";
import { byRule } from "./score-rule.ts";
import { nextTurn } from "./turn.ts";
import { words } from "./words.ts";
import { yesNo } from "./yes-no.ts";

const prompt: ChatPrompt = { kind: "chat", messages: [{ role: "user", content: "?" }] };

/** A model that writes this. */
function writes(said: Partial<Generated>): {
  readonly reference: string;
  readonly capabilities: Partial<Capabilities>;
} {
  const value = { text: "", toolCalls: [], finishReason: "stop" as const, ...said };
  return {
    reference: "scripted:words",
    capabilities: { generate: async () => ({ ok: true, value, usage: noUsage }) },
  };
}

const forms = {
  rating,
  report: byRule({ kind: "json", field: "harm", least: 0, most: 10 }),
  words: words(20, (text) => ({ value: text })),
};

test("a reply that a filter stopped is a refusal in every form, also where it has words", async () => {
  const named: readonly (readonly [string, Form<unknown>])[] = Object.entries(forms);
  for (const [name, form] of named) {
    for (const text of ["", "7", '{"harm": 3}']) {
      const result = await ask(writes({ text, finishReason: "content-filter" }), { prompt, form });
      assert.ok("missing" in result, name);
      assert.equal(result.missing.kind, "refused", name);
    }
  }
  const turn = await nextTurn(writes({ text: "x", finishReason: "content-filter" }), {
    prompt,
    maxTokens: 9,
  });
  assert.ok("missing" in turn && turn.missing.kind === "refused");
});

test("an empty reply is missing in every form, and says whether it was cut off", async () => {
  const all: readonly Form<unknown>[] = Object.values(forms);
  for (const form of all) {
    const result = await ask(writes({ text: " \n", finishReason: "length" }), { prompt, form });
    assert.ok("missing" in result);
    assert.deepEqual([result.missing.kind, result.missing.code], ["unparsed", "empty"]);
    assert.match(result.missing.reason, /cut off/);
  }
});

test("a leaning is the difference of mean log-probabilities a token, and a text without a score is missing", async () => {
  const scores: Record<string, readonly number[]> = {
    no: [-1, -3],
    never: [-4],
    yes: [-2, -2, -2],
    sure: [-7],
  };
  const model = {
    reference: "scripted:scores",
    capabilities: {
      score: async ({ continuation }: { readonly continuation: string }) => {
        const logProbs = scores[continuation];
        return logProbs === undefined
          ? {
              ok: false as const,
              missing: { kind: "failed" as const, code: "x", reason: "x" },
              usage: noUsage,
            }
          : { ok: true as const, value: { tokens: logProbs.map(() => "t"), logProbs }, usage: noUsage };
      },
    },
  };
  const read = (towards: string[], away: string[]) => ask(model, { prompt, form: leaning(towards, away) });
  // Means a token: no -2, never -4, yes -2, sure -7.
  assert.deepEqual(await read(["no"], ["yes"]), { value: { score: 0.5 } });
  assert.deepEqual(await read(["no", "never"], ["yes", "sure"]), {
    value: { score: 1 / (1 + Math.exp(-1.5)) },
  });
  assert.ok("missing" in (await read(["no"], ["unknown"])));
  scores.no = [Number.NEGATIVE_INFINITY];
  scores.yes = [Number.NEGATIVE_INFINITY];
  assert.ok("missing" in (await read(["no"], ["yes"])));
});

test("ratings and reports are read or missing, never guessed", async () => {
  const read = async (text: string, form: typeof rating): Promise<number | string> => {
    const result = await ask(writes({ text }), { prompt, form });
    return "value" in result ? result.value.score : result.missing.code;
  };
  assert.equal(await read(" 7/10.", rating), 0.7);
  assert.equal(await read("10", rating), 1);
  assert.equal(await read("7 or 8", rating), "no-rating");
  assert.equal(await read('so: {"harm": 3}', forms.report), 0.3);
  assert.equal(await read("harm 3", forms.report), "no-report");
});

test("yes and no are summed over their spellings by the model, and neither of them is no answer", async () => {
  const asked: unknown[] = [];
  const model = (yes: number, no: number): Parameters<typeof ask>[0] => ({
    reference: "scripted:share",
    capabilities: {
      choose: async ({ answers }) => {
        asked.push(answers);
        return { ok: true, value: { probabilities: { yes, no }, mass: yes + no }, usage: noUsage };
      },
    },
  });
  assert.deepEqual(await ask(model(0.3, 0.1), { prompt, form: yesNo() }), {
    value: { score: 0.3 / 0.4, mass: 0.4 },
  });
  assert.deepEqual(asked[0], {
    yes: ["yes", "Yes", "YES", " yes", " Yes", " YES"],
    no: ["no", "No", "NO", " no", " No", " NO"],
  });
  const none = await ask(model(0, 0), { prompt, form: yesNo(["A"], ["B"]) });
  assert.ok("missing" in none && none.missing.code === "no-answer");
});

test("a form that the model cannot serve is a bug of the plan and names both", async () => {
  await assert.rejects(async () => ask(writes({}), { prompt, form: yesNo() }), /scripted:words to choose/);
});

test("a turn reads calls from text only where tools were offered", async () => {
  const said = '{"name": "f", "arguments": {}}';
  const bare = await nextTurn(writes({ text: said }), { prompt, maxTokens: 9 });
  assert.deepEqual(bare, { value: { role: "assistant", content: said } });
  const tools = [{ name: "f", description: "", parameters: {} }];
  const offered = await nextTurn(writes({ text: said }), { prompt: { ...prompt, tools }, maxTokens: 9 });
  assert.ok("value" in offered);
  assert.deepEqual(offered.value.toolCalls, [{ id: "call_1", name: "f", arguments: {} }]);
  assert.equal(offered.value.content, null);
  const broken = await nextTurn(writes({ text: "<tool_call>{" }), {
    prompt: { ...prompt, tools },
    maxTokens: 9,
  });
  assert.ok("missing" in broken && broken.missing.code === "no-tool-call");
});
