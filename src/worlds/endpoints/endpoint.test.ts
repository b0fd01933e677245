import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";
import { fieldAt } from "../../core/message.ts";
import { listen, parseKnobs, type SimulatedEndpoint, simulatedEndpoint } from "./index.ts";

const code = "velt-moraquin-58-tesk";
const copy = `Repeat this code exactly once, with nothing before or after it: ${code}`;
const prefill = "velt-mora";
const rest = "quin-58-tesk";

type Said = readonly (readonly [role: string, text: string])[];
type Form = "chat" | "responses" | "messages";
const forms: readonly Form[] = ["chat", "responses", "messages"];
const paths = {
  chat: "chat/completions",
  responses: "responses",
  messages: "messages",
  completions: "completions",
};

/** A request as a client of each API writes it. */
function body(form: Form, said: Said, cap: number | null = 64, more: JsonObject = {}): JsonObject {
  const turns = said.map(([role, content]) => ({ role, content }));
  switch (form) {
    case "chat":
      return { model: "m", messages: turns, ...(cap === null ? {} : { max_tokens: cap }), ...more };
    case "responses":
      return { model: "m", input: turns, ...(cap === null ? {} : { max_output_tokens: cap }), ...more };
    case "messages":
      return { model: "m", messages: turns, max_tokens: cap ?? 1024, ...more };
  }
}

async function post(
  endpoint: SimulatedEndpoint,
  path: string,
  content: JsonObject,
  init: RequestInit = {},
): Promise<Response> {
  return endpoint.fetch(`http://simulated.invalid/api/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(content),
    ...init,
  });
}

interface Got {
  readonly status: number;
  readonly json: JsonObject;
  readonly text: string;
  readonly thoughts: string;
  readonly finish: string;
  readonly input: Json | undefined;
  readonly output: Json | undefined;
  readonly reasoning: Json | undefined;
}

/** A reply as a client of each API reads it. */
function read(form: Form, status: number, json: JsonObject): Got {
  const at = (path: string): Json | undefined => fieldAt(json, path);
  const list = (value: Json | undefined): readonly JsonObject[] =>
    Array.isArray(value) ? value.filter(isJsonObject) : [];
  const joined = (values: readonly (Json | undefined)[]): string =>
    values.filter((v) => v !== undefined).join("");
  switch (form) {
    case "chat": {
      const [choice = {}] = list(json.choices);
      return {
        status,
        json,
        text: String(fieldAt(choice, "message.content") ?? ""),
        thoughts: String(fieldAt(choice, "message.reasoning_content") ?? ""),
        finish: String(choice.finish_reason),
        input: at("usage.prompt_tokens"),
        output: at("usage.completion_tokens"),
        reasoning: at("usage.completion_tokens_details.reasoning_tokens"),
      };
    }
    case "responses": {
      const parts = list(json.output).flatMap((item) => list(item.content));
      return {
        status,
        json,
        text: joined(parts.filter((part) => part.type === "output_text").map((part) => part.text)),
        thoughts: joined(parts.filter((part) => part.type === "reasoning_text").map((part) => part.text)),
        finish: json.status === "incomplete" ? "length" : "stop",
        input: at("usage.input_tokens"),
        output: at("usage.output_tokens"),
        reasoning: at("usage.output_tokens_details.reasoning_tokens"),
      };
    }
    case "messages": {
      const blocks = list(json.content);
      return {
        status,
        json,
        text: joined(blocks.filter((block) => block.type === "text").map((block) => block.text)),
        thoughts: joined(blocks.filter((block) => block.type === "thinking").map((block) => block.thinking)),
        finish: json.stop_reason === "max_tokens" ? "length" : "stop",
        input: at("usage.input_tokens"),
        output: at("usage.output_tokens"),
        reasoning: at("usage.output_tokens_details.thinking_tokens"),
      };
    }
  }
}

async function ask(
  endpoint: SimulatedEndpoint,
  form: Form,
  said: Said,
  cap: number | null = 64,
  more: JsonObject = {},
): Promise<Got> {
  const response = await post(endpoint, paths[form], body(form, said, cap, more));
  const json: unknown = await response.json();
  assert.ok(isJsonObject(json));
  return read(form, response.status, json);
}

const quick = (spec: string): SimulatedEndpoint =>
  simulatedEndpoint(parseKnobs(spec), { sleep: () => Promise.resolve() });
const target: Said = [
  ["user", copy],
  ["assistant", prefill],
];

for (const form of forms) {
  const more = (mechanism: string, input: number, text: string): void => {
    test(`${form}, ${mechanism}: ${JSON.stringify(text)} for ${input} tokens`, async () => {
      const got = await ask(quick(`mechanism=${mechanism},api=${form},skill=1`), form, target);
      assert.equal(got.status, 200);
      assert.equal(got.text, text);
      assert.equal(got.finish, "stop");
      assert.equal(got.input, input);
    });
  };
  // Repeat _this _code _exactly _once , _with _nothing _before _or _after _it : _velt - moraquin - 58 - tesk = 20 tokens;
  // velt - mora = 3 tokens; 3 before and 2 after each finished turn, 3 before the open one.
  more("TRUE", 3 + 20 + 2 + 3 + 3, rest);
  more("CLOSED", 3 + 20 + 2 + 3 + 3 + 2 + 3, rest);
  more("CONT", 3 + 20 + 2 + 3 + 3 + 2 + (3 + 2 + 2) + 3, rest);
  more("FLIP", 3 + 20 + 2 + 3 + 3 + 2 + 3, rest);
  more("DROP", 3 + 20 + 2 + 3, code);
  more("FAKE-ECHO", 3 + 20 + 2 + 3, `${prefill}${code}`);

  test(`${form}, INSTR: the prefill is stripped; a careful proxy also hides what it cost`, async () => {
    const got = await ask(quick(`mechanism=INSTR,api=${form},skill=1`), form, target);
    assert.equal(got.text, rest);
    // velt - moraquin - 58 - tesk is written, and velt - mora are the three tokens that a careful proxy takes off.
    assert.equal(got.output, 7);
    assert.ok(Number(got.input) > 50);
    const careful = await ask(quick(`mechanism=INSTR,api=${form},skill=1,careful`), form, target);
    assert.equal(careful.text, rest);
    assert.equal(careful.input, 31);
    assert.equal(careful.output, 4);
    const capped = await ask(quick(`mechanism=INSTR,api=${form},skill=1`), form, target, 1);
    assert.equal(capped.text, "");
    assert.equal(capped.finish, "length");
    const raised = await ask(quick(`mechanism=INSTR,api=${form},skill=1,careful`), form, target, 1);
    assert.equal(raised.finish, "length");
    // One token more than the prefill's three: the dash after the code's second part.
    assert.equal(raised.text, "quin-");
    assert.equal(raised.output, 1);
  });

  test(`${form}, REJECT: 400 in the API's own form; a request without a prefill is answered`, async () => {
    const endpoint = quick(`mechanism=REJECT,api=${form}`);
    const got = await ask(endpoint, form, target);
    assert.equal(got.status, 400);
    assert.equal(fieldAt(got.json, "error.type"), "invalid_request_error");
    assert.match(String(fieldAt(got.json, "error.message")), /assistant message/);
    assert.equal(got.json.type, form === "messages" ? "error" : undefined);
    assert.equal((await ask(endpoint, form, target.slice(0, 1))).text, code);
  });

  test(`${form}: a stream says what the whole reply says`, async () => {
    const spec = `api=${form},reasoning=shown:1,skill=1`;
    const whole = await ask(quick(spec), form, target, 600);
    const response = await post(
      quick(spec),
      paths[form],
      body(form, target, 600, { stream: true, stream_options: { include_usage: true } }),
    );
    assert.match(response.headers.get("content-type") ?? "", /text\/event-stream/);
    const events = eventsOf(await response.text());
    const pick = (kind: string, path: string): string =>
      events
        .filter((event) => kind === "" || event.type === kind)
        .map((event) => fieldAt(event, path) ?? "")
        .join("");
    // The thoughts of two different requests differ; their text does not.
    const text = {
      chat: () =>
        events
          .map((event) =>
            Array.isArray(event.choices) && isJsonObject(event.choices[0])
              ? (fieldAt(event.choices[0], "delta.content") ?? "")
              : "",
          )
          .join(""),
      responses: () => pick("response.output_text.delta", "delta"),
      messages: () => pick("", "delta.text"),
    }[form]();
    assert.equal(text, whole.text);
    const thoughts = {
      chat: () =>
        events
          .map((event) =>
            Array.isArray(event.choices) && isJsonObject(event.choices[0])
              ? (fieldAt(event.choices[0], "delta.reasoning_content") ?? "")
              : "",
          )
          .join(""),
      responses: () => pick("response.reasoning_text.delta", "delta"),
      messages: () => pick("", "delta.thinking"),
    }[form]();
    assert.ok(thoughts.length > 100);
    const input = {
      chat: "usage.prompt_tokens",
      responses: "response.usage.input_tokens",
      messages: "message.usage.input_tokens",
    }[form];
    assert.deepEqual(
      events.map((event) => fieldAt(event, input)).filter((value) => value !== undefined),
      [whole.input],
    );
    if (form === "messages") {
      assert.equal(events[0]?.type, "message_start");
      assert.equal(events.at(-1)?.type, "message_stop");
    }
    if (form === "responses") assert.equal(events.at(-1)?.type, "response.completed");
  });

  test(`${form}: usage is honest, left out or forged`, async () => {
    const without = await ask(quick(`mechanism=DROP,api=${form},usage=omitted`), form, target);
    assert.equal(without.json.usage, undefined);
    const forged = await ask(quick(`mechanism=DROP,api=${form},usage=forged:true`), form, target);
    assert.equal(forged.input, 31);
    const steady = quick(`mechanism=DROP,api=${form},usage=forged:constant`);
    assert.equal((await ask(steady, form, target)).input, (await ask(steady, form, [["user", "Hi."]])).input);
    const noisy = quick(`mechanism=TRUE,api=${form},usage=forged:noise`);
    const inputs = await Promise.all(Array.from({ length: 20 }, () => ask(noisy, form, target)));
    assert.ok(new Set(inputs.map(({ input }) => input)).size > 10);
  });

  test(`${form}: thoughts are shown, declared or neither, and charged to the cap`, async () => {
    const shown = await ask(quick(`api=${form},reasoning=shown:1`), form, target, 1000);
    assert.ok(shown.thoughts.split(" ").length >= 40);
    assert.equal(shown.text, rest);
    const tags = await ask(quick(`api=${form},reasoning=shown:1,shownAs=tags`), form, target, 1000);
    assert.match(tags.text, /^<think>\n[\s\S]+\n<\/think>\n\nquin-58-tesk$/);
    assert.equal(tags.thoughts, "");
    const declared = await ask(quick(`api=${form},reasoning=declared:1`), form, target, 1000);
    assert.equal(declared.thoughts, "");
    assert.equal(declared.text, rest);
    assert.ok(Number(declared.reasoning) >= 40 && Number(declared.reasoning) <= 400);
    assert.equal(Number(declared.output) - Number(declared.reasoning), 5);
    const covert = await ask(quick(`api=${form},reasoning=covert:1`), form, target, 1000);
    assert.equal(covert.thoughts, "");
    assert.equal(covert.output, 5);
    assert.ok(covert.reasoning === undefined || covert.reasoning === 0);
    const starved = await ask(quick(`api=${form},reasoning=covert:1`), form, target, 16);
    assert.equal(starved.text, "");
    assert.equal(starved.finish, "length");
    const owned = await ask(quick(`api=${form},reasoning=declared:1`), form, target, 16);
    assert.deepEqual([owned.text, owned.output, owned.reasoning], ["", 16, 16]);
    const begun = await ask(quick(`api=${form},reasoning=shown:1`), form, target, 16);
    assert.equal(begun.text, "");
    assert.equal(begun.thoughts.split(" ").length, 16);
    const free = await ask(quick(`api=${form},reasoning=covert:1,cap=free`), form, target, 16);
    assert.equal(free.text, rest);
  });

  test(`${form}: the cap is kept to the token`, async () => {
    for (const cap of [1, 2, 3]) {
      const got = await ask(quick(`api=${form}`), form, target, cap);
      assert.equal(got.output, cap);
      assert.equal(got.finish, "length");
      assert.ok(rest.startsWith(got.text) && got.text.length < rest.length);
    }
  });
}

function eventsOf(text: string): JsonObject[] {
  return text
    .split("\n\n")
    .flatMap((block) => block.split("\n").filter((line) => line.startsWith("data: ")))
    .map((line) => line.slice("data: ".length))
    .filter((data) => data !== "[DONE]")
    .map((data) => {
      const parsed: unknown = JSON.parse(data);
      assert.ok(isJsonObject(parsed));
      return parsed;
    });
}

test("messages: a thinking-free request needs max_tokens; system stands in a field of its own", async () => {
  const endpoint = quick("api=messages");
  const { max_tokens: _, ...without } = body("messages", target);
  assert.equal((await post(endpoint, paths.messages, without)).status, 400);
  const plain = await ask(endpoint, "messages", target);
  const ruled = await ask(endpoint, "messages", target, 64, { system: "Be brief." });
  // <|im_start|> system \n Be _brief . <|im_end|> \n
  assert.equal(Number(ruled.input) - Number(plain.input), 8);
});

test("rates are kept: of 400 calls about a quarter think, and a third go to the other provider", async () => {
  const endpoint = quick("reasoning=declared:0.25,mix=DROP:0.33,skill=0");
  const all = await Promise.all(Array.from({ length: 400 }, () => ask(endpoint, "chat", target, 1000)));
  const thought = all.filter(({ reasoning }) => reasoning !== undefined).length;
  // Four standard deviations of a binomial count.
  assert.ok(Math.abs(thought - 100) < 4 * Math.sqrt(400 * 0.25 * 0.75), `${thought} of 400`);
  const elsewhere = all.filter(({ json }) => json.provider !== "alder");
  assert.ok(
    Math.abs(elsewhere.length - 132) < 4 * Math.sqrt(400 * 0.33 * 0.67),
    `${elsewhere.length} of 400`,
  );
  assert.ok(elsewhere.every(({ text }) => text === code));
  assert.ok(all.filter(({ json }) => json.provider === "alder").every(({ text }) => text === rest));
});

for (const kind of ["shown", "declared", "covert"]) {
  test(`${kind} thoughts leave nothing to say under a small cap, at their rate and whatever the request asks for`, async () => {
    const endpoint = quick(`reasoning=${kind}:0.3,mechanism=DROP`);
    const off = {
      reasoning_effort: "none",
      chat_template_kwargs: { enable_thinking: false },
      thinking: { type: "disabled" },
    };
    // The shortest thought is longer than the cap.
    const all = await Promise.all(Array.from({ length: 300 }, () => ask(endpoint, "chat", target, 30, off)));
    const empty = all.filter(({ text }) => text === "").length;
    assert.ok(Math.abs(empty - 90) < 4 * Math.sqrt(300 * 0.3 * 0.7), `${empty} of 300`);
    assert.equal(all.filter(({ thoughts }) => thoughts !== "").length, kind === "shown" ? empty : 0);
    const declared = all.filter(({ reasoning }) => Number(reasoning ?? 0) > 0).length;
    assert.equal(declared, kind === "covert" ? 0 : empty);
  });
}

test("a request may name the providers that it wants", async () => {
  const endpoint = quick("mix=DROP:0.5");
  const pinned = (provider: JsonObject): Promise<Got> => ask(endpoint, "chat", target, 64, { provider });
  for (let i = 0; i < 10; i++) {
    assert.equal((await pinned({ only: ["alder"] })).text, rest);
    assert.equal((await pinned({ order: ["birch"], allow_fallbacks: false })).text, code);
  }
  assert.equal((await pinned({ only: ["elsewhere"] })).status, 404);
});

test("the same requests give the same replies in any order, and repeats are fresh draws", async () => {
  const spec = "mechanism=CONT,skill=0.5,noise=0.2,reasoning=shown:0.3,usage=forged:noise,seed=7";
  const questions = Array.from(
    { length: 40 },
    (_, i): Said => [
      ["user", copy.replace("tesk", `tesk${i % 10}`)],
      ["assistant", prefill],
    ],
  );
  const sorted = (list: readonly Got[]): string[] => list.map(({ json }) => JSON.stringify(json)).sort();
  const forwards = quick(spec);
  const inTurn: Got[] = [];
  for (const said of questions) inTurn.push(await ask(forwards, "chat", said, 900));
  const backwards = quick(spec);
  const atOnce = await Promise.all(questions.toReversed().map((said) => ask(backwards, "chat", said, 900)));
  assert.deepEqual(sorted(inTurn), sorted(atOnce));
  assert.ok(new Set(inTurn.filter((_, i) => i % 10 === 0).map(({ text }) => text)).size > 1);
  const other = quick(`${spec}1`);
  const reseeded = await Promise.all(questions.map((said) => ask(other, "chat", said, 900)));
  assert.notDeepEqual(sorted(inTurn), sorted(reseeded));
});

test("an honest server may echo, trim or be noisy", async () => {
  assert.equal((await ask(quick("echo"), "chat", target)).text, code);
  const named: Said = [
    ["user", "Complete this with the name only: My boat is called Orvela, so the name of my boat is"],
    ["assistant", "The name of my boat is"],
  ];
  assert.equal((await ask(quick(""), "chat", named)).text, " Orvela");
  assert.equal((await ask(quick("trim"), "chat", named)).text, "Orvela");
});

test("a server with vLLM's flag closes the turn or leaves it open as it is told", async () => {
  const endpoint = quick("mechanism=CLOSED,flags");
  const told = (continue_final_message: boolean): Promise<Got> =>
    ask(endpoint, "chat", target, 64, { continue_final_message });
  assert.equal((await told(true)).input, 31);
  assert.equal((await told(false)).input, 36);
  assert.equal(
    (await ask(quick("mechanism=CLOSED"), "chat", target, 64, { continue_final_message: true })).input,
    36,
  );
});

test("raw completions go on with the text, whatever the mechanism", async () => {
  const endpoint = quick("mechanism=DROP,api=chat+completions");
  for (const prompt of [
    `${copy}\n\n${prefill}`,
    `<|im_start|>user\n${copy}<|im_end|>\n<|im_start|>assistant\n${prefill}`,
  ]) {
    const response = await post(endpoint, paths.completions, { model: "m", prompt, max_tokens: 64 });
    const json: unknown = await response.json();
    assert.ok(isJsonObject(json) && Array.isArray(json.choices) && isJsonObject(json.choices[0]));
    assert.equal(json.choices[0].text, rest);
    // As the chat template would have it: every special token is one.
    if (prompt.startsWith("<")) assert.equal(fieldAt(json, "usage.prompt_tokens"), 31);
  }
});

test("log-probabilities of the first token are those of the replies", async () => {
  const got = await ask(
    quick("mechanism=CLOSED,skill=0.6"),
    "chat",
    [
      ["user", "Is 83 larger than 17? Answer with one word, Yes or No."],
      ["assistant", "N"],
    ],
    64,
    { logprobs: true, top_logprobs: 5 },
  );
  const [choice] = Array.isArray(got.json.choices) ? got.json.choices : [];
  const content = isJsonObject(choice) ? fieldAt(choice, "logprobs.content") : undefined;
  assert.ok(Array.isArray(content) && isJsonObject(content[0]) && Array.isArray(content[0].top_logprobs));
  const top = content[0].top_logprobs.filter(isJsonObject);
  const open = top.find((entry) => entry.token === "o");
  // At skill .6 six of ten replies go on with the word that was begun.
  assert.ok(Math.abs(Math.exp(Number(open?.logprob)) - 0.6) < 1e-9);
  assert.ok(top.reduce((sum, entry) => sum + Math.exp(Number(entry.logprob)), 0) <= 1 + 1e-9);
});

test("log-probabilities come in each API's form, are left out, or are refused, as the knob says", async () => {
  const asked = { include: ["message.output_text.logprobs"], top_logprobs: 5 };
  const turns = [["user", "Is 83 larger than 17? Answer with one word, Yes or No."]] as const;
  const told = await ask(quick("api=responses"), "responses", turns, 64, asked);
  assert.match(JSON.stringify(told.json), /"logprobs":\[\{"token":"Yes","logprob"/);
  const raw = await post(quick("api=completions"), "completions", {
    ...{ model: "m", prompt: "User: Is 83 larger than 17? Answer with one word, Yes or No.\n\nAssistant:" },
    logprobs: 5,
  });
  assert.match(await raw.text(), /"token_logprobs":\[[-0-9.]+.*"top_logprobs":\[\{" and":0\}/);
  const off = await ask(quick("api=responses,logprobs=off"), "responses", turns, 64, asked);
  assert.doesNotMatch(JSON.stringify(off.json), /logprob/);
  const refused = await ask(quick("logprobs=refused"), "chat", turns, 64, { logprobs: true });
  assert.equal(refused.status, 400);
  assert.equal((await ask(quick("logprobs=refused"), "chat", turns, 64, { logprobs: false })).status, 200);
});

test("what is not understood is refused, and what is not served is not found", async () => {
  const endpoint = quick("api=chat");
  assert.equal((await post(endpoint, "responses", body("responses", target))).status, 404);
  assert.equal((await post(endpoint, "completions", { model: "m", prompt: "x" })).status, 404);
  assert.equal((await post(endpoint, paths.chat, { model: "m" })).status, 400);
  assert.equal((await post(endpoint, paths.chat, {}, { body: "{" })).status, 400);
  assert.equal((await ask(endpoint, "chat", [["tool", "x"]])).status, 400);
  assert.equal((await endpoint.fetch("http://simulated.invalid/v1/models")).status, 200);
});

test("429 and 500 come at their rates, with the API's error form and a time to wait", async () => {
  const endpoint = quick("fault=429:0.3+500:0.2");
  const all = await Promise.all(
    Array.from({ length: 300 }, () => post(endpoint, paths.chat, body("chat", target))),
  );
  const count = (status: number): number => all.filter((response) => response.status === status).length;
  assert.ok(Math.abs(count(429) - 90) < 4 * Math.sqrt(300 * 0.3 * 0.7));
  assert.ok(Math.abs(count(500) - 60) < 4 * Math.sqrt(300 * 0.2 * 0.8));
  const limited = all.find((response) => response.status === 429);
  assert.equal(limited?.headers.get("retry-after"), "1");
  assert.match((await limited?.text()) ?? "", /rate_limit_exceeded/);
});

test("a cut connection fails while the body is read, whole or streamed, in process and over a socket", async () => {
  const endpoint = quick("fault=cut:1,api=chat+messages");
  const listening = await listen(endpoint);
  try {
    for (const stream of [false, true]) {
      const content = JSON.stringify(body("chat", target, 64, { stream }));
      const inProcess = await endpoint.fetch("http://simulated.invalid/v1/chat/completions", {
        method: "POST",
        body: content,
      });
      assert.equal(inProcess.status, 200);
      await assert.rejects(inProcess.text(), /cut/);
      const overSocket = await fetch(`${listening.url}/chat/completions`, { method: "POST", body: content });
      assert.equal(overSocket.status, 200);
      await assert.rejects(overSocket.text(), /terminated/);
    }
  } finally {
    await listening.close();
  }
});

test("over a socket the replies are those given in process", async () => {
  const spec = "mechanism=CONT,skill=0.5,api=chat+responses+messages,reasoning=shown:0.5,seed=3";
  const listening = await listen(quick(spec));
  const inProcess = quick(spec);
  try {
    for (const form of forms) {
      for (const stream of [false, true]) {
        const content = body(form, target, 900, { stream });
        const response = await fetch(`${listening.url}/${paths[form]}`, {
          method: "POST",
          body: JSON.stringify(content),
        });
        assert.equal(await response.text(), await (await post(inProcess, paths[form], content)).text());
      }
    }
  } finally {
    await listening.close();
  }
});

test("time passes: latency before the first byte, and hidden thoughts take theirs", async () => {
  const waits: number[] = [];
  const clocked = (knobs: string): SimulatedEndpoint =>
    simulatedEndpoint(parseKnobs(knobs), {
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
  const thinking = clocked("latency=60,reasoning=covert:1,pace=0.5,cap=free");
  const response = await post(thinking, paths.chat, body("chat", target, 64, { stream: true }));
  // 40 hidden tokens at least, half a millisecond each; nothing has been read yet.
  assert.equal(waits.length, 2);
  assert.ok(waits[0] === 60 && (waits[1] ?? 0) >= 20, waits.join());
  await response.text();
  waits.length = 0;
  const jittery = clocked("latency=60,jitter=40");
  for (let i = 0; i < 20; i++) await ask(jittery, "chat", target);
  const first = waits.filter((milliseconds) => milliseconds >= 60);
  assert.equal(first.length, 20);
  assert.ok(first.every((milliseconds) => milliseconds <= 100) && new Set(first).size > 10);
});

test("a call that is given up fails with the caller's reason, before and after the headers", async () => {
  const slow = simulatedEndpoint(parseKnobs("latency=5000"));
  await assert.rejects(post(slow, paths.chat, body("chat", target), { signal: AbortSignal.timeout(20) }), {
    name: "TimeoutError",
  });
  const giveUp = new AbortController();
  const streaming = await post(quick(""), paths.chat, body("chat", target, 64, { stream: true }), {
    signal: giveUp.signal,
  });
  giveUp.abort(new Error("enough"));
  await assert.rejects(streaming.text(), /enough/);
});

test("a port that is taken is an error, not a server", async () => {
  const first = await listen(quick(""));
  try {
    await assert.rejects(listen(quick(""), { port: Number(new URL(first.url).port) }), {
      code: "EADDRINUSE",
    });
  } finally {
    await first.close();
  }
});

test("a model that is named and not given is an error before any call", () => {
  assert.throws(
    () => simulatedEndpoint(parseKnobs("model=local:smollm2-135m")),
    (error) => error instanceof CredenceError && error.code === "usage",
  );
});
