import assert from "node:assert/strict";
import { test } from "node:test";
import { type Random, random } from "../../../stats/distributions/random.ts";
import { callTrial } from "../trial.ts";
import type { Exchange } from "./observations.ts";
import { distrust } from "./trust.ts";

const words = "a bridge 7 of carefully 1995 made, and; so it is then".split(" ");

/** Finished turns of many lengths, with counts by some rule. */
function counted(rule: (text: string, source: Random) => readonly [number, number]): Exchange[] {
  const source = random("counts");
  return Array.from({ length: 16 }, (_, i) => {
    const text = Array.from({ length: 3 + 6 * i }, () => source.pick(words)).join(" ");
    const [promptTokens, completionTokens] = rule(text, source);
    return {
      trial: callTrial(0, "chat", {
        ...{ probe: "cap", arm: "cap-64", cap: 64, facts: {} },
        turns: [{ role: "user", text }],
      }),
      value: {
        ...{ kind: "reply", status: 200, text: "42 and 43", shown: 0, misplaced: false, unknown: null },
        ...{ finish: "stop", promptTokens, completionTokens, reasoningTokens: null, firstLogProb: null },
        ...{ firstTokens: null, provider: null, id: null, error: null, refused: false, cut: false },
        ...{ firstSeconds: null, seconds: 0, raw: null },
      },
    };
  });
}

const pieces = (text: string): number => text.match(/\s*(?:[a-z]{1,4}|\d{1,2}|\S)/gi)?.length ?? 0;

test("counts of a tokenizer are believed, whatever stands around the messages", () => {
  assert.equal(distrust(counted((text) => [pieces(text) + 11, 5])), null);
  assert.equal(distrust(counted((text) => [2 * pieces(text), 9])), null);
});

test("random, constant and computed counts are not, and it is said why", () => {
  assert.match(distrust(counted((_, source) => [20 + source.int(400), 4])) ?? "", /made up/);
  assert.match(distrust(counted(() => [128, 4])) ?? "", /made up/);
  assert.match(
    distrust(counted((text) => [Math.round(text.length / 4), 3])) ?? "",
    /fixed number of characters/,
  );
  assert.match(distrust(counted((text) => [pieces(text) + 11, 400])) ?? "", /may have 64/);
});
