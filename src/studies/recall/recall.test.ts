import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { searchNull } from "../../stats/resampling/search-null.ts";
import { longestShared, rimeOf, soundOf } from "../../stats/text/letters.ts";
import { base64Facts, strictBase64 } from "./base64.ts";
import { bridgeKinds, kindOf } from "./bridges.ts";
import { censusOf } from "./census.ts";
import { cueEdits } from "./cue.ts";
import { assetFile, builtInFacts, factSetIds } from "./fact-sets.ts";
import { mayBeSaid, saidBefore } from "./linter.ts";
import { poolOf, readLexicon } from "./pool.ts";
import { gibberishFor } from "./prompts.ts";
import { continuationsOf } from "./relation.ts";
import { passesNeeded, ruleFacts } from "./rule.ts";
import { marginOf } from "./tables.ts";

test("base64 is read as RFC 4648 has it: VB== is no second name of T", () => {
  assert.equal(strictBase64("VA=="), "T");
  assert.equal(strictBase64("VB=="), null);
  assert.equal(Buffer.from("VB==", "base64").toString(), "T", "a lenient decoder takes it");
  assert.equal(strictBase64("V"), null);
  const facts = base64Facts();
  assert.equal(facts.length, 52);
  for (const { subject, object } of facts) assert.equal(strictBase64(subject), object);
});

test("census: 8 of 52 letters spell a word with their base64 text, which dealt answers do as often as not", () => {
  const words = new Set(readFileSync(assetFile("three-letter-words.txt"), "utf8").trim().split("\n"));
  const found = censusOf(base64Facts(), words, 2000, random("census"));
  assert.deepEqual(found.words, ["RAD", "TwO", "VAT", "WAX", "aAh", "awk", "bAl", "cAp"]);
  // Counted another way: pairs of any text with any letter that make a word.
  const pairs = base64Facts().flatMap(({ subject }) =>
    base64Facts().filter(({ object }) => words.has(`${subject.slice(0, 2)}${object}`.toLowerCase())),
  );
  assert.equal(found.byChance, pairs.length / 52);
  assert.ok(Math.abs(found.byChance - 5.54) < 0.1, `${found.byChance}`);
  assert.ok(Math.abs(found.drawn - found.byChance) < 0.15, `${found.drawn}`);
  assert.ok(found.p > 0.08 && found.p < 0.19, `${found.p}`);
});

test("a context holds neither the object nor what a tokenizer may cut from it", () => {
  assert.equal(saidBefore("value added tax", "T"), null);
  for (const [context, object] of [
    ["VAT", "T"],
    ["the letter t", "T"],
    ["a trip to PARIS", "Paris"],
    ["a Parisian hat", "Paris"],
    ["parish", "Paris"],
    ["a house in Buenos", "Buenos Aires"],
    ["Aurum", "Au"],
  ] as const)
    assert.notEqual(saidBefore(context, object), null, `${object} in ${context}`);
  assert.equal(saidBefore("the Roman word for a yellow metal", "Au"), null);
  assert.equal(mayBeSaid("the gold of Rome", { subject: "gold", object: "Au" }), false);
  assert.equal(mayBeSaid("the Roman word for a yellow metal", { subject: "gold", object: "Au" }), true);
});

test("every kind of bridge sees one that a person would see, and not everything", () => {
  const examples: Readonly<Record<string, readonly [string, string, string, string]>> = {
    spelling: ["VA==", "T", "vat", "value added tax"],
    base64: ["VA==", "T", "vast", "very big"],
    abbreviations: ["VA", "T", "levy", "value added tax"],
    overlap: ["pen", "cil", "pencil", "what one writes with"],
    names: ["gold", "Au", "aurum", "the Roman word for a yellow metal"],
    alphabet: ["D", "12", "dozen", "twelve of a kind"],
    arithmetic: ["L", "12", "dozen", "twelve of a kind"],
    sound: ["Turkana", "Durkin", "durkan", "no word at all"],
  };
  assert.deepEqual(new Set(bridgeKinds.map(({ id }) => id)), new Set(Object.keys(examples)));
  for (const [id, [subject, object, word, said]] of Object.entries(examples)) {
    const kind = bridgeKinds.find((one) => one.id === id);
    assert.ok(kind !== undefined, id);
    assert.ok(kind.sees({ subject, object }, { word, said }), id);
    assert.ok(
      !kind.sees({ subject: "France", object: "Paris" }, { word: "coffee", said: "a hot drink" }),
      id,
    );
  }
  assert.equal(kindOf({ subject: "France", object: "Paris" }, { word: "coffee", said: "a hot drink" }), null);
});

test("letters: shared runs, rimes and sounds by hand", () => {
  assert.deepEqual(longestShared("bustetane", "busupu"), { from: 0, length: 3 });
  assert.deepEqual(longestShared("abc", "xyz"), { from: 0, length: 0 });
  assert.deepEqual([rimeOf("light"), rimeOf("bite"), rimeOf("at")], ["ight", "ite", ""]);
  assert.equal(soundOf("Philip"), soundOf("filip"));
});

test("a cue is broken up, and the sham edit puts as many hyphens elsewhere", () => {
  const hyphens = (text: string): number => text.split("-").length - 1;
  const question = "In base64, {subject} is";
  assert.deepEqual(cueEdits(question, "VA==", "vat"), {
    ablated: "In base64, V-A== is",
    sham: "In b-ase64, VA== is",
  });
  assert.equal(cueEdits(question, "gold", "aurum"), null);
  for (const [subject, word] of [
    ["bustetane", "busupu"],
    ["Germany", "german shepherd"],
    ["T", "tea"],
    ["sodium", "podium"],
  ] as const) {
    const edits = cueEdits("The mate of {subject} is", subject, word);
    assert.ok(edits !== null, subject);
    assert.equal(hyphens(edits.ablated), hyphens(edits.sham), subject);
    assert.notEqual(edits.ablated, edits.sham);
  }
});

test("built-in facts: each subject once, and words to search whatever the true pairs are", async () => {
  const relations = await builtInFacts(factSetIds, () => {});
  const lexicon = await readLexicon(assetFile("lexicon.csv"), () => {});
  assert.ok(relations.reduce((sum, { facts }) => sum + facts.length, 0) >= 200);
  for (const relation of relations) {
    assert.equal(new Set(relation.facts.map(({ subject }) => subject)).size, relation.facts.length);
    const pool = poolOf(relation, lexicon, 32);
    assert.equal(pool.length, 32, relation.id);
    if (!["base64", "positions"].includes(relation.id)) continue;
    // Objects dealt out anew: the pool is the same, because it was made from all pairs.
    const objects = relation.facts.map(({ object }) => object).reverse();
    const dealt = relation.facts.map(({ subject }, i) => ({ subject, object: objects[i] ?? "" }));
    assert.deepEqual(poolOf({ ...relation, facts: dealt }, lexicon, 32), pool, relation.id);
  }
});

test("objects that begin one another end in a full stop", () => {
  assert.deepEqual(continuationsOf(["Si", "H", "S"]), [" Si.", " H.", " S."]);
  assert.deepEqual(continuationsOf(["Paris", "Rome"]), [" Paris", " Rome"]);
});

test("gibberish has the form of what it stands for and none of its words", () => {
  const made = gibberishFor("value added tax");
  assert.deepEqual(
    made.split(" ").map(({ length }) => length),
    [5, 5, 3],
  );
  assert.ok(made.split(" ").every((word) => !"value added tax".split(" ").includes(word)));
});

test("margin: log-odds against all others, by hand", () => {
  assert.ok(Math.abs(marginOf(Math.log(0.5), [Math.log(0.25), Math.log(0.25)])) < 1e-12);
});

/** Strengths of which the diagonal stands out by so much. */
const gridOf = (n: number, more: number, source = random(`grid ${n} ${more}`)) => ({
  best: Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => Math.abs(source.normal()) + (i === j ? more : 0)),
  ),
});
const own = (n: number) => ({ objectOf: Array.from({ length: n }, (_, i) => i) });

test("whole-search null: a planted diagonal is found, and none is where there is none", () => {
  const planted = searchNull(gridOf(40, 2), own(40), 2000, random("1"));
  assert.equal(planted.p, 1 / 2001);
  assert.ok(planted.factQ.filter((q) => q <= 0.1).length > 15);
  const ps = Array.from({ length: 60 }, (_, i) => {
    const grid = gridOf(20, 0, random(`null ${i}`));
    return searchNull(grid, own(20), 199, random(`${i}`)).p;
  });
  const low = ps.filter((p) => p <= 0.1).length;
  assert.ok(low <= 15, `${low} of 60 at or below .1`);
  // Facts of one object cannot be told apart by dealing it out.
  const same = searchNull(gridOf(20, 2), { objectOf: Array.from({ length: 20 }, () => 0) }, 199, random("2"));
  assert.equal(same.p, 1);
});

const effect = {
  ...{ cue: 1, boost: 0, boostNull: 0, priming: 0, buffer: 0, redirect: 0, redirectNull: 0, direct: 4 },
  margins: { bridge: 0, shams: 0, gibberish: 0, nothing: 0 },
};

test("the rule: both effects beyond shams, a cue that can be taken away, others tied as much", () => {
  const source = random("rule");
  const others = Array.from({ length: 120 }, () => ({
    ...{ known: true, tiedMore: 0 },
    effects: {
      ...effect,
      ...{ boost: source.normal(), redirect: source.normal() },
      ...{ boostNull: source.normal(), redirectNull: source.normal() },
    },
  }));
  const strong = { known: true, tiedMore: 0, effects: { ...effect, boost: 9, redirect: 9 } };
  const ruleOf = (one: Omit<typeof strong, "effects"> & { readonly effects: unknown }, copies = 12) => {
    const many = Array.from({ length: copies }, () => ({
      ...strong,
      ...one,
      effects: { ...strong.effects, ...Object(one.effects) },
    }));
    return ruleFacts([...many, ...others], 0.1)[0];
  };
  assert.deepEqual([ruleOf(strong)?.mnemonic, ruleOf(strong)?.strict], [true, true]);
  assert.match(ruleOf({ ...strong, effects: { redirect: 0 } })?.why ?? "", /did not follow/);
  assert.match(ruleOf({ ...strong, effects: { boost: 0 } })?.why ?? "", /helped no more/);
  assert.match(ruleOf({ ...strong, effects: { boost: -9, redirect: -9 } })?.why ?? "", /neither/);
  assert.match(ruleOf({ ...strong, effects: { cue: -0.1 } })?.why ?? "", /no more than a sham edit/);
  assert.match(ruleOf({ ...strong, tiedMore: 0.9 })?.why ?? "", /association alone/);
  assert.equal(ruleOf({ ...strong, known: false })?.p, null);
  assert.match(ruleFacts([strong], 0.1)[0]?.why ?? "", /fewer than 99/);
  assert.ok((passesNeeded(200) ?? 0) >= 6);
  assert.equal(passesNeeded(0), null);
});
