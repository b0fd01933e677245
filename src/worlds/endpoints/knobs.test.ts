import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { parseKnobs, truthOf } from "./knobs.ts";

test("a spec is read, with defaults for what it leaves out", () => {
  const knobs = parseKnobs(
    "mechanism=instr, reasoning=covert:0.3,usage=omitted,api=chat+completions,skill=0.9,echo,fault=429:0.1+cut:0.2,mix=CONT:0.25",
  );
  assert.equal(knobs.mechanism, "INSTR");
  assert.deepEqual(knobs.reasoning, { kind: "covert", rate: 0.3 });
  assert.equal(knobs.usage, "omitted");
  assert.deepEqual(knobs.api, ["chat", "completions"]);
  assert.equal(knobs.skill, 0.9);
  assert.equal(knobs.echo, true);
  assert.deepEqual(knobs.fault, [
    { kind: "429", share: 0.1 },
    { kind: "cut", share: 0.2 },
  ]);
  assert.deepEqual(knobs.mix, { mechanism: "CONT", share: 0.25 });
  const plain = parseKnobs("");
  assert.equal(plain.mechanism, "TRUE");
  assert.equal(plain.continueText, "Continue.");
  assert.equal(plain.cap, "charged");
  assert.equal(plain.mix, null);
});

test("a word alone means always, and forged means the figures of an honest server", () => {
  assert.deepEqual(parseKnobs("reasoning=shown").reasoning, { kind: "shown", rate: 1 });
  assert.deepEqual(parseKnobs("fault=500").fault, [{ kind: "500", share: 1 }]);
  assert.equal(parseKnobs("usage=forged").usage, "forged:true");
  assert.equal(parseKnobs("usage=forged:noise").usage, "forged:noise");
});

for (const [spec, says] of [
  ["colour=red", /no knob colour/],
  ["mechanism=MAGIC", /mechanism:.*FAKE-ECHO/],
  ["skill=1.5", /skill:/],
  ["skill=", /skill:/],
  ["skill=high", /skill:/],
  ["mix=CONT:", /mix\.share:/],
  ["reasoning=covert:2", /reasoning\.rate:/],
  ["reasoning=hidden:0.1", /reasoning\.kind:/],
  ["reasoning=declared:0.1,usage=omitted", /declared thoughts need usage=honest/],
  ["fault=429:0.6+500:0.6", /fault: the shares add up/],
  ["echo=perhaps", /echo:/],
  ["skill=0.1,skill=0.2", /skill is given twice/],
  ["model=local:smollm2-135m,api=completions", /raw text/],
] as const) {
  test(`${spec} is refused with the list of knobs`, () => {
    assert.throws(
      () => parseKnobs(spec),
      (error) => {
        assert.ok(error instanceof CredenceError);
        assert.equal(error.code, "usage");
        assert.match(error.message, says);
        for (const name of Object.keys(parseKnobs(""))) assert.ok(error.fix?.includes(`  ${name}  `), name);
        return true;
      },
    );
  });
}

test("the truth follows from the knobs; raw text has no turn to fake", () => {
  assert.deepEqual(truthOf(parseKnobs("mechanism=FLIP,reasoning=covert:0.1,usage=forged:noise")), {
    mechanism: "FLIP",
    mix: null,
    reasoning: { kind: "covert", rate: 0.1 },
    usage: "forged:noise",
  });
  assert.equal(truthOf(parseKnobs("mechanism=FLIP,api=completions")).mechanism, "TRUE");
  assert.equal(truthOf(parseKnobs("mechanism=FLIP,api=completions+chat")).mechanism, "FLIP");
  assert.deepEqual(truthOf(parseKnobs("reasoning=covert:0")).reasoning, { kind: "none", rate: 0 });
});
