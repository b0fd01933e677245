import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { type ListeningEndpoint, listen, parseKnobs, simulatedEndpoint } from "./index.ts";

// The official clients are the readers here: what they make of a reply is what a person's program would.
const user = {
  role: "user",
  content: "Repeat this code exactly once, with nothing before or after it: velt-moraquin-58-tesk",
} as const;
const assistant = { role: "assistant", content: "velt-mora" } as const;
const rest = "quin-58-tesk";

let listening: ListeningEndpoint;
let openai: OpenAI;
let anthropic: Anthropic;
before(async () => {
  listening = await listen(
    simulatedEndpoint(parseKnobs("api=chat+responses+messages+completions,reasoning=declared:1,pace=0")),
  );
  openai = new OpenAI({ baseURL: listening.url, apiKey: "none", maxRetries: 0 });
  anthropic = new Anthropic({
    baseURL: listening.url.replace(/\/v1$/, ""),
    apiKey: "none",
    authToken: null,
    maxRetries: 0,
  });
});
after(() => listening.close());

test("OpenAI's client reads chat completions, whole and streamed", async () => {
  const request = { model: "m", messages: [user, assistant], max_tokens: 900 };
  const whole = await openai.chat.completions.create(request);
  assert.equal(whole.choices[0]?.message.content, rest);
  const thought = whole.usage?.completion_tokens_details?.reasoning_tokens ?? 0;
  assert.ok(thought >= 40);
  assert.equal(whole.usage?.completion_tokens, thought + 5);
  let text = "";
  let input = 0;
  const stream = await openai.chat.completions.create({
    ...request,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    input = chunk.usage?.prompt_tokens ?? input;
  }
  assert.equal(text, rest);
  assert.equal(input, whole.usage?.prompt_tokens);
});

test("OpenAI's client reads responses, whole and streamed", async () => {
  const request = { model: "m", input: [user, assistant], max_output_tokens: 900 };
  const whole = await openai.responses.create(request);
  assert.equal(whole.output_text, rest);
  assert.equal(whole.status, "completed");
  assert.ok((whole.usage?.output_tokens_details.reasoning_tokens ?? 0) >= 40);
  const streamed = await openai.responses.stream(request).finalResponse();
  assert.equal(streamed.output_text, rest);
  assert.equal(streamed.usage?.input_tokens, whole.usage?.input_tokens);
});

test("OpenAI's client reads raw completions", async () => {
  const reply = await openai.completions.create({
    model: "m",
    prompt: `${user.content}\n\n${assistant.content}`,
    max_tokens: 900,
  });
  assert.equal(reply.choices[0]?.text, rest);
});

test("Anthropic's client reads messages, whole and streamed", async () => {
  const request = { model: "m", messages: [user, assistant], max_tokens: 900 };
  const whole = await anthropic.messages.create(request);
  assert.deepEqual(
    whole.content.map((block) => (block.type === "text" ? block.text : block.type)),
    [rest],
  );
  assert.equal(whole.stop_reason, "end_turn");
  assert.ok((whole.usage.output_tokens_details?.thinking_tokens ?? 0) >= 40);
  const streamed = await anthropic.messages.stream(request).finalMessage();
  assert.deepEqual(
    streamed.content.map((block) => (block.type === "text" ? block.text : block.type)),
    [rest],
  );
  assert.equal(streamed.usage.input_tokens, whole.usage.input_tokens);
});

test("shown thoughts stand where the clients look for them", async () => {
  const shown = simulatedEndpoint(parseKnobs("api=responses+messages,reasoning=shown:1,pace=0"));
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    shown.fetch(input, init);
  const response = await openai
    .withOptions({ fetch })
    .responses.stream({ model: "m", input: [user, assistant] })
    .finalResponse();
  assert.deepEqual(
    response.output.map(({ type }) => type),
    ["reasoning", "message"],
  );
  const message = await anthropic
    .withOptions({ fetch })
    .messages.stream({ model: "m", messages: [user, assistant], max_tokens: 900 })
    .finalMessage();
  assert.deepEqual(
    message.content.map(({ type }) => type),
    ["thinking", "text"],
  );
});

test("a rejected prefill is the clients' own error for a bad request", async () => {
  const rejecting = simulatedEndpoint(parseKnobs("mechanism=REJECT,api=chat+messages"));
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    rejecting.fetch(input, init);
  await assert.rejects(
    openai.withOptions({ fetch }).chat.completions.create({ model: "m", messages: [user, assistant] }),
    OpenAI.BadRequestError,
  );
  await assert.rejects(
    anthropic
      .withOptions({ fetch })
      .messages.create({ model: "m", messages: [user, assistant], max_tokens: 9 }),
    Anthropic.BadRequestError,
  );
});
