import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../core/json.ts";
import type { Missing } from "../core/outcome.ts";
import { cachedModel } from "./cached.ts";
import { meteredModel } from "./metered.ts";
import type { ChatPrompt, Model, Reply } from "./model.ts";
import { openModel } from "./open.ts";
import { missingCapabilities } from "./require.ts";
import { scripted } from "./scripted/index.ts";
import { serveHandler } from "./scripted/serve.ts";

const prompt: ChatPrompt = { kind: "chat", messages: [{ role: "user", content: "hello" }] };

function counting(): { readonly model: Model; readonly calls: () => number } {
  let calls = 0;
  const model = scripted("counting", () => ({ text: `answer ${++calls}`, usage: { input: 3, output: 2 } }));
  return { model, calls: () => calls };
}

async function say(model: Model, draw: number): Promise<Reply<{ readonly text: string }>> {
  const { generate } = model.capabilities;
  assert.ok(generate !== undefined);
  return generate({ prompt, maxTokens: 5, draw });
}

test("the same draw is answered from the cache, another draw is not, and a replay says so and used nothing", async () => {
  const { model, calls } = counting();
  const kept = new Map<string, Json>();
  const cached = cachedModel(model, {
    get: (key) => kept.get(key),
    set: (key, reply) => kept.set(key, reply),
  });
  const first = await say(cached, 0);
  const second = await say(cached, 1);
  const again = await say(cached, 0);
  assert.ok(first.ok && second.ok && again.ok);
  assert.equal(calls(), 2);
  assert.notEqual(first.value.text, second.value.text);
  assert.equal(again.value.text, first.value.text);
  assert.equal(again.replayed, true);
  assert.equal(again.usage.output, 0);
});

test("a failure is not kept", async () => {
  let healthy = false;
  const model = scripted("ill", () => (healthy ? { text: "well" } : { refusal: "no" }));
  const kept = new Map<string, Json>();
  const cached = cachedModel(model, {
    get: (key) => kept.get(key),
    set: (key, reply) => kept.set(key, reply),
  });
  assert.equal((await say(cached, 0)).ok, false);
  healthy = true;
  assert.equal((await say(cached, 0)).ok, true);
});

test("what is asked over the wire is always sent, and metered like every call", async (t) => {
  const served = await serveHandler("m", () => ({ text: "same", usage: { input: 3, output: 2 } }));
  t.after(() => served.close());
  const kept = new Map<string, Json>();
  const cached = cachedModel(await openModel(served.reference, {}), {
    get: (key) => kept.get(key),
    set: (key, reply) => kept.set(key, reply),
  });
  const seen: Reply<unknown>[] = [];
  let left = 2;
  const metered = meteredModel(cached, {
    before: () => (left-- > 0 ? null : { kind: "censored", code: "budget", reason: "used up" }),
    after: (reply) => seen.push(reply),
  });
  const { wire } = metered.capabilities;
  assert.ok(wire !== undefined);
  const request = { path: "/chat/completions", body: { model: "m", messages: [] } };
  const replies = [await wire(request), await wire(request), await wire(request)];
  assert.deepEqual(
    replies.map(({ ok }) => ok),
    [true, true, false],
  );
  assert.equal(served.requests(), 2);
  assert.equal(kept.size, 0);
  assert.deepEqual(
    seen.map(({ usage, replayed }) => [usage.uncachedInput, usage.output, replayed]),
    [
      [3, 2, undefined],
      [3, 2, undefined],
    ],
  );
});

test("hooks see every reply, and a refusal before the call sends nothing", async () => {
  const { model, calls } = counting();
  const seen: Reply<unknown>[] = [];
  const spent: Missing = { kind: "censored", code: "budget", reason: "used up" };
  let left = 1;
  const metered = meteredModel(model, {
    before: () => (left-- > 0 ? null : spent),
    after: (reply) => seen.push(reply),
  });
  assert.equal((await say(metered, 0)).ok, true);
  const refused = await say(metered, 1);
  assert.ok(!refused.ok);
  assert.equal(refused.missing.code, "budget");
  assert.equal(calls(), 1);
  assert.equal(seen.length, 1);
});

test("what a model lacks is said; one alternative is enough", () => {
  const { model } = counting();
  assert.equal(missingCapabilities(model, [["hidden"], ["generate"]]), null);
  assert.match(
    missingCapabilities(model, [["hidden", "score"]]) ?? "",
    /needs hidden and score.*offers generate, choose/,
  );
});

test("a scripted model answers alike in process and over a socket", async (t) => {
  const handler = (
    body: string,
  ): { next: Record<string, number>; usage: { input: number; output: number } } => ({
    next: { yes: body.includes("hello") ? 0.9 : 0.1, no: 0.05 },
    usage: { input: 10, output: 1 },
  });
  const served = await serveHandler("m", handler);
  t.after(() => served.close());
  const far = await openModel(served.reference, {});
  const near = scripted("m", handler);
  const ask = (model: Model): Promise<unknown> | undefined =>
    model.capabilities
      .choose?.({ prompt, answers: { yes: ["yes"], no: ["no"] } })
      .then((reply) => reply.ok && reply.value);
  assert.deepEqual(await ask(far), await ask(near));
  assert.equal(served.requests(), 1);
});
