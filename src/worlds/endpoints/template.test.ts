import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mechanism } from "./knobs.ts";
import { handle } from "./mechanism.ts";
import { type ChatTemplate, promptTokens, rawTokens, rawView, type Turn, type View } from "./template.ts";
import { templates, withBos, withMerges } from "./templates.ts";

const question = "Is 83 larger than 17?";
const turns: readonly Turn[] = [
  { role: "user", text: question },
  { role: "assistant", text: "N" },
];
const count = (
  mechanism: Mechanism,
  of: ChatTemplate = templates.chatml,
  continueText = "Continue.",
): number => {
  const handled = handle(mechanism, turns, { continueText, echo: false });
  assert.ok(handled !== null);
  return promptTokens(of, handled.view);
};
const rendered = (of: ChatTemplate, view: View): string =>
  of
    .render(view)
    .map((piece) => ("special" in piece ? piece.special : piece.text))
    .join("");

test("ChatML, counted by hand: every special token, role and line break is one token", () => {
  // <|im_start|> user \n | Is _83 _larger _than _17 ? | <|im_end|> \n <|im_start|> assistant \n | N
  assert.equal(count("TRUE"), 3 + 6 + 2 + 3 + 1);
  // ... <|im_end|> \n <|im_start|> assistant \n
  assert.equal(count("CLOSED") - count("TRUE"), 5);
  assert.equal(count("FLIP"), count("CLOSED"));
  // <|im_start|> user \n Continue . <|im_end|> \n
  assert.equal(count("CONT") - count("CLOSED"), 7);
  // The same with the five tokens of: Please continue your last answer
  assert.equal(count("CONT", templates.chatml, "Please continue your last answer") - count("CLOSED"), 10);
  assert.equal(count("TRUE") - count("DROP"), 1);
  assert.equal(count("FAKE-ECHO"), count("DROP"));
  assert.ok(count("INSTR") > count("CONT"));
});

test("the other templates, counted by hand", () => {
  // <|begin_of_text|> | header of 3, blank line | Is _83 _larger _than _17 ? | <|eot_id|> | header of 3, blank line | N
  assert.equal(count("TRUE", templates.llama3), 1 + 4 + 6 + 1 + 4 + 1);
  // <bos> | <start_of_turn> user \n | Is _8 3 _larger _than _1 7 ? | <end_of_turn> \n | <start_of_turn> model \n | N
  assert.equal(count("TRUE", templates.gemma), 1 + 3 + 8 + 2 + 3 + 1);
  // <s> [INST] | _Is _8 3 _larger _than _1 7 ? | [/INST] | _N
  assert.equal(count("TRUE", templates.mistral), 2 + 8 + 1 + 1);
  // User : | _Is _83 _large r _than _17 ? | \n \n | Assis tant : | _N
  assert.equal(count("TRUE", templates.plain), 2 + 7 + 2 + 3 + 1);
});

test("where a user turn has no closing token the differences are others", () => {
  // <s> [INST] _Is _8 3 ... [/INST] _N against ... _N </s>
  assert.equal(count("CLOSED", templates.mistral) - count("TRUE", templates.mistral), 1);
  // [INST] _Continue . [/INST], where Continue is two pieces of at most six letters.
  assert.equal(count("CONT", templates.mistral) - count("CLOSED", templates.mistral), 1 + 2 + 1 + 1);
});

for (const template of Object.values(templates)) {
  test(`${template.name}: tokens joined are the text; prompts grow with every word of the prefill`, () => {
    const text = 'Odd — {"a":  1}\n\n\tvelt-moraquin-58-tesk 12345 naïve 日本語 🙂.';
    assert.equal(template.tokens(text).join(""), text);
    const lengths = [1, 2, 3, 8].map((n) =>
      promptTokens(template, { turns: turns.slice(0, 1), open: Array(n).fill("amber").join(" ") }),
    );
    const [one = 0, two = 0, three = 0, eight = 0] = lengths;
    assert.equal(three - two, two - one);
    assert.equal(eight - one, 7 * (two - one));
    assert.ok(two > one);
  });

  test(`${template.name}: a prompt that the template wrote is read back from raw text`, () => {
    const view: View = {
      turns: [
        { role: "user", text: "Hello there." },
        { role: "assistant", text: "Hello." },
        { role: "user", text: question },
      ],
      open: "N",
    };
    assert.deepEqual(rawView(template, rendered(template, view)), view);
    assert.equal(rawTokens(template, rendered(template, view)), promptTokens(template, view));
    assert.deepEqual(rawView(template, rendered(template, { ...view, open: null })), { ...view, open: null });
    const withSystem = { ...view, turns: [{ role: "system" as const, text: "Be brief." }, ...view.turns] };
    assert.equal(rawView(template, rendered(template, withSystem)).open, "N");
    assert.match(rawView(template, rendered(template, withSystem)).turns.at(-1)?.text ?? "", /^Is 83/);
  });
}

test("raw text of another form: the last paragraph is gone on with", () => {
  assert.deepEqual(rawView(templates.chatml, `${question}\n\nN`), {
    turns: [{ role: "user", text: question }],
    open: "N",
  });
  assert.deepEqual(rawView(templates.chatml, `${question}\n\nThe name is\n`).open, "The name is\n");
  assert.deepEqual(rawView(templates.chatml, question), {
    turns: [{ role: "user", text: question }],
    open: null,
  });
});

test("a beginning token is one more everywhere; merges are one more or less, and differ between prefills", () => {
  assert.equal(count("TRUE", withBos(templates.chatml)), count("TRUE") + 1);
  const jittery = withMerges(templates.chatml);
  const moved = Array.from({ length: 60 }, (_, i) => {
    const view = { turns: turns.slice(0, 1), open: `x${i}` };
    return promptTokens(jittery, view) - promptTokens(templates.chatml, view);
  });
  assert.deepEqual(
    [...new Set(moved)].sort((a, b) => a - b),
    [-1, 0, 1],
  );
});
