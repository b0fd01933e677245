import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mechanism } from "./knobs.ts";
import { handle } from "./mechanism.ts";
import { candidates } from "./scripted-model.ts";
import type { Turn } from "./template.ts";

const code = "velt-moraquin-58-tesk";
const boat = "My boat is called Orvela and my number is 4127. Reply with one short sentence.";
const reads = 'The most recent user message reads, verbatim: "';
const counts = "Number of user messages in this conversation so far: ";
const named = "Complete this with the name only: My boat is called Orvela, so the name of my boat is";

/** Task, question, prefill, what a plain continuation would be. */
const tasks = [
  [
    "copy",
    `Repeat this code exactly once, with nothing before or after it: ${code}`,
    "velt-mora",
    "quin-58-tesk",
  ],
  ["contradiction", "Is 83 larger than 17? Answer with one word, Yes or No.", "N", "o"],
  ["contradiction", "Is 16 larger than 17? Answer with one word, Yes or No.", "Y", "es"],
  [
    "json",
    'Write one JSON object and nothing else. Its key "city" is "Lisbon" and its key "year" is 1755.',
    '{"city": "Lis',
    'bon", "year": 1755}',
  ],
  [
    "json, spaced otherwise",
    'Write one JSON object and nothing else. Its key "city" is "Lisbon" and its key "year" is 1755.',
    '{"city":"Lis',
    'bon", "year": 1755}',
  ],
  ["read", boat, reads, `${boat}"`],
  ["count", boat, counts, "1"],
  ["space", named, "The name of my boat is", " Orvela"],
  ["space and a blank", named, "The name of my boat is ", "Orvela"],
  ["space and a line break", named, "The name of my boat is\n", "Orvela"],
  ["tokens", 'Say the word "amber" once.', "amber amber", " amber"],
] as const;
const visible: readonly Mechanism[] = ["CLOSED", "CONT", "INSTR", "FLIP"];
const blind: readonly Mechanism[] = ["DROP", "FAKE-ECHO"];

type Share = ReadonlyMap<string, number>;

/** Replies as they leave the server, with their probabilities. */
function replies(mechanism: Mechanism, user: string, prefill: string, skill: number, noise = 0): Share {
  const turns: Turn[] = [
    { role: "system", text: "Be brief." },
    { role: "user", text: user },
    { role: "assistant", text: prefill },
  ];
  const handled = handle(mechanism, turns, { continueText: "Continue.", echo: false });
  assert.ok(handled !== null);
  return shares(candidates(handled.view, { skill, noise, thinks: false }), handled.reply);
}

function shares(
  list: readonly { readonly text: string; readonly weight: number }[],
  as: (text: string) => string = (text) => text,
): Share {
  const out = new Map<string, number>();
  for (const { text, weight } of list) out.set(as(text), (out.get(as(text)) ?? 0) + weight);
  const total = [...out.values()].reduce((sum, weight) => sum + weight, 0);
  assert.ok(Math.abs(total - 1) < 1e-12, `probabilities add up to ${total}`);
  return out;
}

for (const [task, user, prefill, ideal] of tasks) {
  // After a blank the continuation is the whole answer: nothing can be told from it.
  const telling = !/\s$/.test(prefill) || prefill === counts;
  test(`${task} (${JSON.stringify(prefill)}): an open turn is continued`, () => {
    assert.deepEqual(replies("TRUE", user, prefill, 0.3), new Map([[ideal, 1]]));
  });

  test(`${task} (${JSON.stringify(prefill)}): at skill 1 no fake that shows the prefill can be told from an open turn`, () => {
    for (const mechanism of visible) {
      assert.deepEqual(replies(mechanism, user, prefill, 1), new Map([[ideal, 1]]), mechanism);
    }
  });

  test(`${task} (${JSON.stringify(prefill)}): the less skill, the more a fake gives itself away`, () => {
    for (const mechanism of visible) {
      const at = (skill: number): number => replies(mechanism, user, prefill, skill).get(ideal) ?? 0;
      // A whole answer that happens to begin with the prefill looks continued once INSTR has stripped it.
      if (telling) assert.ok(at(0) <= 0.5, `${mechanism}: ${at(0)} at skill 0`);
      assert.ok(Math.abs(at(0.5) - (0.5 + at(0) / 2)) < 1e-12);
    }
  });

  test(`${task} (${JSON.stringify(prefill)}): a prefill that the model never saw is not continued, at any skill`, () => {
    for (const mechanism of blind) {
      assert.deepEqual(replies(mechanism, user, prefill, 0), replies(mechanism, user, prefill, 1));
      if (telling) assert.equal(replies(mechanism, user, prefill, 1).get(ideal), undefined, mechanism);
    }
  });
}

test("a hidden turn is read out and counted by a model without skill", () => {
  assert.ok((replies("CONT", boat, reads, 0).get('Continue."') ?? 0) > 0.5);
  assert.ok((replies("CONT", boat, counts, 0).get("2") ?? 0) > 0.5);
  assert.ok((replies("FLIP", boat, counts, 0).get("2") ?? 0) >= 0.5);
  const told = [...replies("INSTR", boat, reads, 0).keys()].some((reply) => reply.includes("<<<"));
  assert.ok(told, "the hidden instruction is read out");
});

test("what stands in front is counted too, and finished exchanges change nothing else", () => {
  const earlier: readonly Turn[] = [
    { role: "user", text: "Good morning. Please carry on as you do." },
    { role: "assistant", text: "Good morning." },
    { role: "user", text: boat },
  ];
  const talent = { skill: 1, noise: 0, thinks: false };
  assert.deepEqual(shares(candidates({ turns: earlier, open: counts }, talent)), new Map([["2", 1]]));
  assert.deepEqual(shares(candidates({ turns: earlier, open: reads }, talent)), new Map([[`${boat}"`, 1]]));
  const asked: readonly Turn[] = [
    ...earlier,
    { role: "assistant", text: counts },
    { role: "user", text: "Continue." },
  ];
  assert.deepEqual(shares(candidates({ turns: asked, open: null }, talent)), new Map([["2", 1]]));
});

test("a further question is answered for itself, whatever stands before it", () => {
  const further: readonly Turn[] = [
    { role: "user", text: boat },
    { role: "assistant", text: reads },
    { role: "user", text: "What is 48 + 35? Answer with the number only." },
  ];
  const view = { turns: further, open: null };
  for (const skill of [0, 1]) {
    assert.deepEqual(shares(candidates(view, { skill, noise: 0, thinks: false })), new Map([["83", 1]]));
  }
});

test("the same emulated openly elicits the same as what a layer in between does", () => {
  const [, user, prefill] = tasks[0];
  const open = (turns: readonly Turn[]): Share =>
    shares(
      candidates(
        { turns: [{ role: "system", text: "Be brief." }, ...turns], open: null },
        { skill: 0.4, noise: 0.1, thinks: false },
      ),
    );
  const said: Turn = { role: "user", text: user };
  assert.deepEqual(
    open([said, { role: "assistant", text: prefill }, { role: "user", text: "Continue." }]),
    replies("CONT", user, prefill, 0.4, 0.1),
  );
  assert.deepEqual(open([said, { role: "user", text: prefill }]), replies("FLIP", user, prefill, 0.4, 0.1));
  assert.deepEqual(open([said]), replies("DROP", user, prefill, 0.4, 0.1));
  const told = open([
    { role: "user", text: `${user}\n\nBegin your reply with exactly this text: ${prefill}` },
  ]);
  const stripped = shares(
    [...told].map(([text, weight]) => ({ text, weight })),
    (text) => (text.startsWith(prefill) ? text.slice(prefill.length) : text),
  );
  assert.deepEqual(stripped, replies("INSTR", user, prefill, 0.4, 0.1));
});

/** Ten letters mapped on by each step, the answer looked up here by the test's own arithmetic. */
function chain(depth: number, ending: string): { readonly prompt: string; readonly answer: string } {
  const letters = "ABCDEFGHIJ";
  let at = 2;
  const steps = Array.from({ length: depth }, (_, step) => {
    const shift = 3 + 2 * step;
    const row = [...letters].map((letter, i) => `${letter}>${letters[(i + shift) % 10]}`).join(" ");
    at = (at + shift) % 10;
    return `Step ${step + 1}: ${row}`;
  });
  const prompt = `${steps.join("\n")}\nStart with C. Apply the steps in order.\n${ending}`;
  return { prompt, answer: letters[at] ?? "" };
}

const only = "Answer with the final letter only.";
const aloud = 'Think step by step, then write the final letter after "Answer:".';

test("a chain without thinking falls to chance by halves; with thinking, silent or aloud, it keeps the skill at any depth", () => {
  const accuracy = (depth: number, skill: number, thinks: boolean, ending: string): number => {
    const { prompt, answer } = chain(depth, ending);
    const view = { turns: [{ role: "user" as const, text: prompt }], open: null };
    return [...shares(candidates(view, { skill, noise: 0, thinks }))]
      .filter(([text]) => text === answer || text.endsWith(`Answer: ${answer}`))
      .reduce((sum, [, weight]) => sum + weight, 0);
  };
  const close = (got: number, expected: number): void =>
    assert.ok(Math.abs(got - expected) < 1e-9, `${got}, expected ${expected}`);
  close(accuracy(1, 1, false, only), 1);
  close(accuracy(2, 1, false, only), 0.1 + 0.9 / 2);
  close(accuracy(5, 1, false, only), 0.1 + 0.9 / 16);
  close(accuracy(32, 1, false, only), 0.1);
  for (const depth of [1, 8, 32]) {
    close(accuracy(depth, 0.8, true, only), 0.8);
    close(accuracy(depth, 0.8, false, aloud), 0.8);
    close(accuracy(depth, 0, true, only), 0.1);
  }
});

test("noise takes its share of the replies, whatever the standing", () => {
  const [, user, prefill, ideal] = tasks[0];
  const share = replies("TRUE", user, prefill, 1, 0.25).get(ideal) ?? 0;
  assert.ok(Math.abs(share - 0.75) < 1e-12);
  assert.deepEqual(replies("TRUE", user, prefill, 1, 0.25), replies("CLOSED", user, prefill, 1, 0.25));
});
