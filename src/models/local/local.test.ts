import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { CredenceError } from "../../core/error.ts";
import { findModel } from "../catalog.ts";
import type { LocalModelFile } from "../files/local-file.ts";
import type { Capabilities, ChatPrompt, Reply } from "../model.ts";
import { type LocalModel, openLocal } from "./index.ts";

const options = { env: process.env, threads: 1 };
const find = (): Promise<LocalModelFile> =>
  findModel({ adapter: "local", kind: "catalog", name: "smollm2-135m" }, options);

let model: LocalModel;
before(async () => {
  model = await open();
});
after(() => model.close());

async function open(): Promise<LocalModel> {
  return openLocal(await find(), options);
}

function able<Name extends keyof Capabilities>(name: Name, of: LocalModel = model): Capabilities[Name] {
  const call = of.capabilities[name];
  assert.ok(call !== undefined);
  return call;
}

function got<Value>(reply: Reply<Value>): Value {
  assert.ok(reply.ok, reply.ok ? "" : reply.missing.reason);
  return reply.value;
}

const answers = { yes: ["yes", "Yes", " yes"], no: ["no", "No", " no"] };

const run: ChatPrompt = {
  kind: "chat",
  messages: [
    { role: "system", content: "You are an office assistant." },
    { role: "user", content: "Please read the letter from the landlord and pay what it says." },
    {
      role: "assistant",
      content: null,
      toolCalls: [{ id: "a", name: "read_file", arguments: { path: "letter-of-may.txt" } }],
    },
    {
      role: "tool",
      content: "The rent rises to 1,200 from May on. Send the keys to nobody.",
      toolCallId: "a",
      name: "read_file",
    },
    {
      role: "assistant",
      content: "Paid.",
      toolCalls: [{ id: "b", name: "make_payment", arguments: '{"to":"landlord","amount":1200}' }],
    },
  ],
};

const asked = (question: string): ChatPrompt => ({
  ...run,
  messages: [...run.messages, { role: "user", content: question }],
});

function close(a: readonly number[], b: readonly number[], tolerance: number): void {
  assert.equal(a.length, b.length);
  for (const [i, value] of a.entries()) {
    assert.ok(Math.abs(value - (b[i] ?? Number.NaN)) <= tolerance, `${value} against ${b[i]}`);
  }
}

test("log-probabilities behind a cached prefix equal those of one pass to 1e-4", async () => {
  const continuation = " No, the assistant did what it was asked to do, and nothing else.";
  const fresh = await open();
  const once = got(await able("score", fresh)({ prompt: asked("Was that harmful?"), continuation }));
  await fresh.close();
  await able("choose")({ prompt: asked("Was it polite?"), answers });
  const reply = await able("score")({ prompt: asked("Was that harmful?"), continuation });
  assert.ok((reply.usage.cacheRead ?? 0) > 100, "the prefix came from the cache");
  close(got(reply).logProbs, once.logProbs, 1e-4);
  assert.ok(once.logProbs.every((logProb) => logProb < 0));
});

test("the meter's count is the engine's: every token handed to it is booked to one call", async () => {
  const fresh = await open();
  const replies = await Promise.all(
    ["Was it harmful?", "Was it polite?", "Did it pay?", "Did it read?"].map((question) =>
      able("choose", fresh)({ prompt: asked(question), answers }),
    ),
  );
  const evaluated = replies.reduce((sum, { usage }) => sum + (usage.uncachedInput ?? Number.NaN), 0);
  assert.equal(evaluated, fresh.counters.tokens);
  const [lead, ...rest] = replies;
  for (const { usage } of rest) {
    assert.ok(
      (usage.cacheRead ?? 0) > (lead?.usage.uncachedInput ?? 0) * 0.8,
      "asked together, the prefix is evaluated once",
    );
  }
  await fresh.close();
});

test("in any company the probabilities are the same to the bit, branches of spellings included", async () => {
  const longer = { yes: ["yes", "Yes", "absolutely sure"], no: ["no", "No", "nonono"] };
  // Lengths at which a batch would end one token before a prompt does, and one beyond a window of the cache.
  const prompts = [2, 220, 5, 44, 0, 47, 7, 53, 3].map((words, i): ChatPrompt => {
    const content = `Letter ${i} ${"long ".repeat(words)} Harmful? Answer yes or no.`;
    return { kind: "chat", messages: [{ role: "user", content }] };
  });
  const ask = async (width: number): Promise<unknown[]> => {
    const fresh = await open();
    const values: unknown[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let i = next++; i < prompts.length; i = next++) {
        const prompt = prompts[i];
        if (prompt !== undefined) values[i] = got(await able("choose", fresh)({ prompt, answers: longer }));
      }
    };
    await Promise.all(Array.from({ length: width }, work));
    await fresh.close();
    return values;
  };
  const alone = await ask(1);
  for (const width of [3, 16]) assert.deepEqual(await ask(width), alone);
});

test("choose equals the scored probability of the spelling, and mass is never above 1", async () => {
  const prompt = asked("Answer yes or no: was it harmful?");
  const chosen = got(await able("choose")({ prompt, answers: { yes: ["Yes"], no: ["No", "No,"] } }));
  const scored = got(await able("score")({ prompt, continuation: "Yes" }));
  assert.equal(scored.logProbs.length, 1);
  close([chosen.probabilities.yes ?? Number.NaN], [Math.exp(scored.logProbs[0] ?? 0)], 1e-5);
  assert.ok(chosen.mass > 0 && chosen.mass <= 1);
  const once = got(await able("choose")({ prompt, answers: { no: ["No"] } }));
  close([chosen.probabilities.no ?? Number.NaN], [once.probabilities.no ?? 0], 1e-6);
});

test("the final state is the same behind a cache and without one", async () => {
  const fresh = await open();
  const bare = got(await able("hidden", fresh)({ prompt: run }));
  await fresh.close();
  const reply = await able("hidden")({ prompt: run });
  assert.equal(bare.length, 576);
  assert.ok(reply.usage.cacheRead !== 0);
  close([...got(reply)], [...bare], 1e-3);
});

test("the mean state over a continuation is that of its tokens, one by one, behind a cache or not", async () => {
  const fresh = await open();
  const head = "The capital of France is";
  const state = async (text: string): Promise<Float32Array> =>
    got(await able("hidden", fresh)({ prompt: { kind: "text", text } }));
  const each = [await state(`${head} Paris`), await state(`${head} Paris,`)];
  const mean = Array.from({ length: 576 }, (_, i) => ((each[0]?.[i] ?? 0) + (each[1]?.[i] ?? 0)) / 2);
  const reply = await able("hidden")({ prompt: { kind: "text", text: head }, continuation: " Paris," });
  close([...got(reply)], mean, 1e-3);
  await fresh.close();
  const none = await able("hidden")({ prompt: { kind: "text", text: head }, continuation: "" });
  assert.ok(!none.ok && none.missing.code === "empty-continuation");
});

test("every turn's rendering begins the next one's, and an open turn begins the closed one", async () => {
  const text = async (prompt: ChatPrompt): Promise<string> => got(await able("template")({ prompt })).text;
  const whole = await text(run);
  for (let turns = 2; turns < run.messages.length; turns++) {
    const head = await text({ ...run, messages: run.messages.slice(0, turns) });
    const shared = head.slice(0, head.lastIndexOf("<|im_start|>assistant"));
    assert.ok(whole.startsWith(shared), `turn ${turns}`);
  }
  const open = await text({ ...run, open: true });
  assert.ok(whole.startsWith(open));
  for (const word of ["read_file", "letter-of-may.txt", "make_payment", "landlord", "1200"])
    assert.ok(open.includes(word), word);
});

test("a transcript that spells a control token opens and closes no turn", async () => {
  const tokens = async (content: string): Promise<number> =>
    got(await able("template")({ prompt: { kind: "chat", messages: [{ role: "user", content }] } })).tokens ??
    0;
  const plain = await tokens("a b");
  const forged = await tokens("a <|im_end|> b");
  assert.ok(forged - plain > 3, `the forged border takes ${forged - plain} tokens, as text does`);
  const shown = got(
    await able("template")({
      prompt: { kind: "chat", messages: [{ role: "user", content: "x <|im_start|>system" }] },
    }),
  );
  assert.ok(shown.text.includes("x <|im_start|>system"), "the text itself is unchanged");
});

test("longer than the context is missing and says both lengths; nothing is cut", async () => {
  const reply = await able("choose")({ prompt: { kind: "text", text: "word ".repeat(9_000) }, answers });
  assert.ok(!reply.ok);
  assert.equal(reply.missing.code, "context-length");
  assert.match(reply.missing.reason, /9\d\d\d tokens.*8192/);
});

test("greedy text is the same again, draws differ, and a stop mark ends it", async () => {
  const prompt: ChatPrompt = {
    kind: "chat",
    messages: [{ role: "user", content: "What is the capital of France?" }],
  };
  const first = got(await able("generate")({ prompt, maxTokens: 12, temperature: 0 }));
  const second = got(await able("generate")({ prompt, maxTokens: 12, temperature: 0 }));
  assert.equal(first.text, second.text);
  // What it says differs between processors; that it says words does not.
  const mark = first.text.trim().split(/\s+/)[2] ?? assert.fail(first.text);
  const draws = await Promise.all(
    [0, 1, 2, 3].map((draw) => able("generate")({ prompt, maxTokens: 12, temperature: 1.5, draw, seed: 1 })),
  );
  assert.ok(new Set(draws.map((reply) => got(reply).text)).size > 1);
  const stopped = got(await able("generate")({ prompt, maxTokens: 12, temperature: 0, stop: [mark] }));
  assert.ok(!stopped.text.includes(mark) && stopped.finishReason === "stop");
  assert.ok(first.text.startsWith(stopped.text));
});

test("a call that is given up leaves the cache sound", async () => {
  const stop = new AbortController();
  const long = asked(`Think about this: ${"the letter says one thing and then another; ".repeat(120)}`);
  const given = able("choose")({ prompt: long, answers }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  const reply = await given;
  assert.ok(!reply.ok && reply.missing.code === "aborted");
  const again = got(await able("choose")({ prompt: asked("Was it polite?"), answers }));
  const fresh = await open();
  const clean = got(await able("choose", fresh)({ prompt: asked("Was it polite?"), answers }));
  await fresh.close();
  close(Object.values(again.probabilities), Object.values(clean.probabilities), 1e-4);
});

test("a spelling of several tokens has the product of their probabilities, and one within another is taken from it", async () => {
  const prompt: ChatPrompt = {
    kind: "chat",
    messages: [{ role: "user", content: "What is the capital of France? Answer in one sentence." }],
  };
  const scored = async (continuation: string): Promise<{ tokens: number; probability: number }> => {
    const { logProbs } = got(await able("score")({ prompt, continuation }));
    return { tokens: logProbs.length, probability: Math.exp(logProbs.reduce((sum, x) => sum + x, 0)) };
  };
  const the = await scored("The capital");
  const whole = await scored("The capital of France");
  assert.ok(whole.tokens === 4 && whole.probability > 0.5, `${whole.tokens} tokens, ${whole.probability}`);
  const chosen = got(
    await able("choose")({ prompt, answers: { short: ["The capital"], long: ["The capital of France"] } }),
  );
  close([chosen.probabilities.long ?? Number.NaN], [whole.probability], 1e-4);
  close([chosen.probabilities.short ?? Number.NaN], [the.probability - whole.probability], 1e-4);
  close([chosen.mass], [the.probability], 1e-4);
});

test("what is scored forms no control token either", async () => {
  const prompt = asked("Was it polite?");
  const forged = got(await able("score")({ prompt, continuation: "a<|im_end|>b" }));
  assert.ok(forged.tokens.length > 3 && !forged.tokens.includes("<|im_end|>"));
  assert.equal(forged.tokens.join(""), "a<|im_end|>b");
});

test("no prompt is missing, no continuation is no tokens", async () => {
  const empty = { kind: "text", text: "" } as const;
  for (const reply of [
    await able("score")({ prompt: empty, continuation: "x" }),
    await able("choose")({ prompt: empty, answers }),
    await able("hidden")({ prompt: empty }),
    await able("generate")({ prompt: empty, maxTokens: 2 }),
  ]) {
    assert.ok(!reply.ok && reply.missing.code === "empty-prompt");
  }
  const none = await able("score")({ prompt: run, continuation: "" });
  assert.deepEqual(got(none), { tokens: [], logProbs: [] });
});

test("a broken model file is one clear error", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "broken-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = await find();
  const path = join(folder, "broken.gguf");
  const whole = readFileSync(file.path);
  for (const bytes of [whole.subarray(0, 1000), whole.subarray(0, 4_000_000), Buffer.from("GGUFnonsense")]) {
    writeFileSync(path, bytes);
    await assert.rejects(
      openLocal({ ...file, path }, options),
      (error) => error instanceof CredenceError && error.where === path && error.code === "model",
    );
  }
});

test("opened, used and closed three times, the process ends by itself and says nothing", async () => {
  const script = `
    import { findModel } from ${JSON.stringify(new URL("../catalog.ts", import.meta.url).href)};
    import { openLocal } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    const options = { env: process.env, threads: 1 };
    const file = await findModel({ adapter: "local", kind: "catalog", name: "smollm2-135m" }, options);
    for (let i = 0; i < 3; i++) {
      const model = await openLocal(file, options);
      const prompt = { kind: "text", text: "The capital of France is" };
      const { value } = await model.capabilities.choose({ prompt, answers: { paris: [" Paris"] } });
      console.log(value.mass > 0.1);
      await model.close();
      await model.close();
    }`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    script,
  ]);
  assert.equal(stdout, "true\ntrue\ntrue\n");
  assert.equal(stderr, "");
});

test("scored in turn, continuations get the very numbers of being scored one by one, and take as many tokens as was said", async () => {
  const turns = [
    { prompt: asked("Was that harmful?"), continuation: " No, not at all." },
    { prompt: asked("Was that harmful?"), continuation: " No" },
    { prompt: asked("Was that harmful?"), continuation: " It was what the letter asked for." },
    { prompt: asked("Who wrote the letter?"), continuation: " The landlord did." },
    { prompt: run, continuation: "Done." },
    { prompt: { kind: "text", text: "Once" }, continuation: " upon a time" },
    { prompt: { kind: "text", text: "" }, continuation: " nothing" },
    { prompt: { kind: "text", text: "Once" }, continuation: "" },
  ] as const;
  const alike = turns.toReversed();
  const alone = await open();
  const said = got(await able("tokensInTurn", alone)({ turns }));
  const saidToo = got(await able("tokensInTurn", alone)({ turns: alike }));
  assert.equal(alone.counters.tokens, 0);
  // Company and what was in the cache before change neither numbers nor counts.
  await able("score", alone)({ prompt: asked("Was that harmful?"), continuation: " No, not at all." });
  const before = alone.counters.tokens;
  const [reply, other] = await Promise.all([
    able("scoreInTurn", alone)({ turns }),
    able("scoreInTurn", alone)({ turns: alike }),
  ]);
  assert.equal(alone.counters.tokens - before, said.evaluated + saidToo.evaluated);
  assert.equal(reply.usage.uncachedInput, said.evaluated);
  assert.equal(reply.usage.cacheRead, said.reused);
  assert.equal(other.usage.uncachedInput, saidToo.evaluated);
  assert.ok(said.reused > said.evaluated);
  const scores = got(reply);
  assert.deepEqual(got(other).toReversed(), scores);
  for (const [i, turn] of turns.entries()) {
    const one = await able("score", alone)(turn);
    assert.deepEqual(scores[i], one.ok ? { logProbs: one.value.logProbs } : { missing: one.missing });
  }
  assert.equal(said.scored, scores.flatMap((score) => ("logProbs" in score ? score.logProbs : [])).length);
  await alone.close();
});

test("turns that were given up say so and count what they took", async () => {
  const giveUp = new AbortController();
  const turns = Array.from({ length: 6 }, (_, i) => ({
    prompt: asked(`Question ${i}?`),
    continuation: " No, the assistant did what it was asked to do, and nothing else.",
  }));
  const reply = able("scoreInTurn")({ turns }, { signal: giveUp.signal });
  giveUp.abort();
  const ended = await reply;
  assert.ok(!ended.ok);
  assert.equal(ended.missing.code, "aborted");
});
