import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { isJsonObject } from "../../core/json.ts";
import { fieldAt } from "../../core/message.ts";
import type { Model } from "../../models/model.ts";
import { openModel } from "../../models/open.ts";
import { parseKnobs, type RealModel, realModel, simulatedEndpoint } from "./index.ts";

let model: Model;
before(async () => {
  model = await openModel("local:smollm2-135m", { env: process.env, threads: 1 });
});
after(() => model.close());

const said = [
  { role: "user", content: "Count from one to ten in words." },
  { role: "assistant", content: "one, two, three, four," },
] as const;

async function tokensOf(text: string): Promise<number> {
  const rendered = await model.capabilities.template?.({ prompt: { kind: "text", text } });
  assert.ok(rendered?.ok === true && rendered.value.tokens !== null);
  return rendered.value.tokens;
}

async function ask(
  spec: string,
  messages: readonly object[] = said,
): Promise<{ text: string; input: number; output: number }> {
  const endpoint = simulatedEndpoint(parseKnobs(`model=local:smollm2-135m,${spec}`), {
    model: realModel(model),
  });
  const response = await endpoint.fetch("http://simulated.invalid/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify({ model: "m", messages, max_tokens: 12, temperature: 0 }),
  });
  const json: unknown = await response.json();
  assert.equal(response.status, 200, JSON.stringify(json));
  assert.ok(isJsonObject(json) && Array.isArray(json.choices) && isJsonObject(json.choices[0]));
  return {
    text: String(fieldAt(json.choices[0], "message.content")),
    input: Number(fieldAt(json, "usage.prompt_tokens")),
    output: Number(fieldAt(json, "usage.completion_tokens")),
  };
}

test("a real model goes on with an open turn, and is told apart from a closing server by what it says and by the count", async () => {
  const open = await ask("mechanism=TRUE");
  const closed = await ask("mechanism=CLOSED");
  assert.match(open.text, /^ five/);
  assert.doesNotMatch(closed.text, /^ five/);
  // SmolLM2's template is ChatML: <|im_end|>, a line break, <|im_start|>, the role, a line break.
  assert.equal(closed.input - open.input, 4 + (await tokensOf("assistant")));
  assert.ok(open.output <= 12);
  // Prompts are counted as the model's own template has them.
  const { template } = model.capabilities;
  assert.ok(template !== undefined);
  const [question, prefill] = said;
  const rendered = await template({
    prompt: {
      kind: "chat",
      messages: [
        { role: "user", content: question.content },
        { role: "assistant", content: prefill.content },
      ],
      open: true,
    },
  });
  assert.ok(rendered.ok);
  assert.equal(open.input, rendered.value.tokens);
});

test("every mechanism works on a real model", async () => {
  const flipped = await ask("mechanism=FLIP");
  const closed = await ask("mechanism=CLOSED");
  // The prefill stands in a user turn, whose name is a token shorter.
  const shorter = (await tokensOf("assistant")) - (await tokensOf("user"));
  assert.equal(closed.input - flipped.input, shorter);
  const [dropped, continued, told] = await Promise.all([
    ask("mechanism=DROP"),
    ask("mechanism=CONT"),
    ask("mechanism=INSTR"),
  ]);
  assert.ok(dropped.input < closed.input && closed.input < continued.input && continued.input < told.input);
  const glued = await ask("mechanism=FAKE-ECHO");
  assert.equal(glued.text, `${said[1].content}${dropped.text}`);
  const omitted = await ask("mechanism=TRUE,usage=omitted");
  assert.ok(Number.isNaN(omitted.input));
});

test("a model that cannot write or count is refused; one that fails is the server's error, not a crash", async () => {
  assert.throws(
    () => realModel({ reference: "x", capabilities: {} }),
    (error) => error instanceof CredenceError && error.code === "model",
  );
  const broken: RealModel = {
    complete: () => Promise.reject(new Error("out of memory")),
    promptTokens: async () => 1,
  };
  const endpoint = simulatedEndpoint(parseKnobs("model=broken"), { model: broken });
  const response = await endpoint.fetch("http://simulated.invalid/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify({ model: "m", messages: said }),
  });
  assert.equal(response.status, 500);
});
