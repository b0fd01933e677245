import assert from "node:assert/strict";
import { test } from "node:test";
import { unseenTemplate } from "../../lab/endpoint/unseen-template.ts";
import { isJsonObject } from "../../src/core/json.ts";
import { fieldAt } from "../../src/core/message.ts";
import { parseKnobs, simulatedEndpoint } from "../../src/worlds/endpoints/index.ts";

const question = "Repeat this code exactly once, with nothing before or after it: velt-moraquin-58-tesk";

async function promptTokens(mechanism: string, prefill: string): Promise<number> {
  const endpoint = simulatedEndpoint(parseKnobs(`mechanism=${mechanism}`), { template: unseenTemplate });
  const response = await endpoint.fetch("http://simulated.invalid/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify({
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: question },
        { role: "assistant", content: prefill },
      ],
    }),
  });
  const json: unknown = await response.json();
  assert.ok(isJsonObject(json));
  const count = fieldAt(json, "usage.prompt_tokens");
  assert.ok(typeof count === "number");
  return count;
}

test("the held-out template loses no text and tells the mechanisms apart by their counts, give or take its jitter", async () => {
  const text = 'Odd — {"a":  1}\n\n\tvelt-moraquin-58-tesk 12345 naïve 日本語 🙂.';
  assert.equal(unseenTemplate.tokens(text).join(""), text);
  const prefill = "velt-moraquin-5";
  const counts = await Promise.all(
    ["DROP", "TRUE", "CLOSED", "CONT", "INSTR"].map((mechanism) => promptTokens(mechanism, prefill)),
  );
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(counts).size, counts.length);
});

test("its length grows by the same for each further word, give or take its jitter", async () => {
  const words = (n: number): Promise<number> => promptTokens("TRUE", Array(n).fill("amber").join(" "));
  const [ten, twenty, thirty] = await Promise.all([words(10), words(20), words(30)]);
  assert.ok(Math.abs(thirty - twenty - (twenty - ten)) <= 4);
  assert.ok(twenty > ten + 10);
});
