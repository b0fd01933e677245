import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../core/json.ts";
import { noUsage } from "../core/outcome.ts";
import { cachedScores, type ReplyStore } from "./cached.ts";
import type { Model, ScoreRequest } from "./model.ts";

/** A store in memory. */
function store(): ReplyStore {
  const kept = new Map<string, Json>();
  return { get: (key) => kept.get(key), set: (key, reply) => kept.set(key, reply) };
}

/** A local model that scores each character of a continuation by its code, and notes what it was asked. */
function scorer(fingerprint: string, asked: string[]): Model {
  return {
    reference: "./m.gguf",
    identity: { adapter: "local", name: "m", endpoint: null, fingerprint },
    caching: "exact",
    contextTokens: 100,
    concurrency: { start: 1, most: 1 },
    price: null,
    cacheRule: null,
    capabilities: {
      scoreInTurn: async ({ turns }) => {
        asked.push(turns.map(({ continuation }) => continuation).join(" "));
        return {
          ok: true,
          usage: { ...noUsage, uncachedInput: turns.length },
          value: turns.map(({ continuation }) =>
            continuation === "!"
              ? { missing: { kind: "failed", code: "no", reason: "no" } }
              : { logProbs: [...continuation].map((letter) => -letter.charCodeAt(0) / 7) },
          ),
        };
      },
      tokensInTurn: async ({ turns }) => ({
        ok: true,
        usage: noUsage,
        value: { evaluated: turns.length, reused: 0, scored: turns.length },
      }),
    },
    close: async () => {},
  };
}

const turn = (continuation: string): ScoreRequest => ({
  prompt: { kind: "chat", messages: [{ role: "user", content: "q" }] },
  continuation,
});

test("a score is kept by content: asked for once, in whichever list it stands, and told by the count beforehand", async () => {
  const asked: string[] = [];
  const kept = store();
  const model = cachedScores(scorer("a", asked), kept).capabilities;
  const first = await model.scoreInTurn?.({ turns: [turn("x"), turn("y")] });
  const counted = await model.tokensInTurn?.({ turns: [turn("z"), turn("x")] });
  const second = await model.scoreInTurn?.({ turns: [turn("z"), turn("y"), turn("x")] });
  assert.deepEqual(asked, ["x y", "z"]);
  assert.ok(first?.ok && second?.ok && counted?.ok);
  assert.equal(counted.value.evaluated, 1);
  assert.deepEqual([second.value[2], second.value[1]], first.value);
  assert.deepEqual(second.value[0], { logProbs: [-"z".charCodeAt(0) / 7] });
  const third = await model.scoreInTurn?.({ turns: [turn("z")] });
  assert.ok(third?.ok && third.replayed === true);
  assert.equal(asked.length, 2);
});

test("failures are not kept, and another model file has scores of its own", async () => {
  const asked: string[] = [];
  const kept = store();
  const one = cachedScores(scorer("a", asked), kept).capabilities;
  await one.scoreInTurn?.({ turns: [turn("!"), turn("x")] });
  const again = await one.scoreInTurn?.({ turns: [turn("x"), turn("!")] });
  assert.ok(again?.ok);
  assert.ok("logProbs" in (again.value[0] ?? {}) && "missing" in (again.value[1] ?? {}));
  await cachedScores(scorer("b", asked), kept).capabilities.scoreInTurn?.({ turns: [turn("x")] });
  assert.deepEqual(asked, ["! x", "!", "x"]);
});
