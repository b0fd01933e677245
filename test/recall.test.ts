// credence recall through the command line: wrong tables, models that cannot answer, servers that cannot be trusted, and a whole run.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { sharedPlace } from "./command-line.ts";
import { echoServer } from "./servers/echo.ts";

const facts = [
  "subject,object",
  "dormel,rilka",
  "tanvos,bimpo",
  "kelrad,suvni",
  "vosmin,gatlu",
  "pirdan,moske",
];
const shown = z.object({
  answer: z.object({
    sentence: z.string(),
    checked: z.array(z.object({ state: z.string(), says: z.string() })),
  }),
  claims: z.array(z.object({ id: z.string(), verdict: z.string() })),
  gates: z.array(z.object({ id: z.string(), passed: z.boolean() })),
  results: z.looseObject({
    order: z.looseObject({ steady: z.boolean() }),
    facts: z.array(z.looseObject({ state: z.string(), shams: z.array(z.unknown()) })),
  }),
});

test("tables that are none, and models that give no log-probabilities", async (t) => {
  const { folder, run } = sharedPlace(t);
  const write = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    return name;
  };
  const model = ["--model", "http://127.0.0.1:9/v1#m"];
  for (const [words, pattern] of [
    [[write("empty.csv", [...facts, "lodren,"])], /empty\.csv:7.*\n?.*object is empty|object is empty/],
    [[write("one.csv", [...facts.slice(0, 1), "a,x", "b,x", "c,x", "d,x"])], /same object/],
    [[write("twice.csv", [...facts, "dormel,other"])], /"dormel" stands there twice, as rilka and other/],
    [[write("few.csv", facts.slice(0, 3))], /has 2 facts/],
    [[write("other.csv", ["name,value", "a,b"])], /no column "subject"/],
    [[write("fine.csv", facts), "--questions", "The mate is"], /needs \{subject\}/],
    [["nowhere.csv"], /nowhere\.csv/],
    [["fine.csv", "--bridges", write("words.csv", ["word,said", "vat,value added tax"])], /only 1 words/],
    [["fine.csv", "--bridges", write("unsaid.csv", ["word,said", "vat,"])], /unsaid\.csv:2/],
  ] as const) {
    const { code, error } = await run("recall", ...words, ...model);
    assert.equal(code, 2, `${words.join(" ")}: ${error}`);
    assert.match(error, pattern);
  }
  const none = await run("recall", "fine.csv");
  assert.deepEqual([none.code, /no model is named/.test(none.error)], [2, true], none.error);
  const unable = await run("recall", "fine.csv", "--model", "scripted:coin");
  assert.notEqual(unable.code, 0);
  assert.match(unable.error, /score/);
});

test("a run on a server that scores: planned, measured, answered, and reported again", async (t) => {
  const { folder, run } = sharedPlace(t);
  writeFileSync(join(folder, "mates.csv"), `${facts.join("\n")}\n`);
  const words = ["recall", "mates.csv", "--pool", "8", "--questions", "The mate of {subject} is"];
  const model = await echoServer(t);
  const plan = await run(...words, "--model", model, "--dry-run", "--json");
  assert.equal(plan.code, 0, plan.error);
  const done = await run(...words, "--model", model, "--json", "--out", "run");
  assert.equal(done.code, 0, done.error);
  const found = shown.parse(JSON.parse(done.out));
  assert.deepEqual(found.claims, [
    { id: "C1", verdict: "unresolved" },
    { id: "C2", verdict: "unresolved" },
  ]);
  assert.equal(found.results.order.steady, true);
  assert.equal(found.results.facts.length, facts.length - 1);
  assert.match(found.answer.sentence, /^The model knows \d of 5 facts/);
  const again = await run("report", "run", "--json");
  assert.equal(again.code, 0, again.error);
  assert.deepEqual(shown.parse(JSON.parse(again.out)), found);
});

test("a server whose log-probabilities change with the order of requests: nothing is said of recall", async (t) => {
  const { folder, run } = sharedPlace(t);
  writeFileSync(join(folder, "mates.csv"), `${facts.join("\n")}\n`);
  const model = await echoServer(t, (before, _, count) => -1 - before.length / 100 - count / 50);
  const done = await run("recall", "mates.csv", "--pool", "8", "--model", model, "--json");
  const found = shown.parse(JSON.parse(done.out));
  assert.deepEqual(found.claims, [
    { id: "C1", verdict: "invalid" },
    { id: "C2", verdict: "unresolved" },
  ]);
  assert.deepEqual(found.gates, [{ id: "order", passed: false }]);
  assert.match(found.answer.sentence, /Nothing could be tested: .*--no-enable-prefix-caching/);
});
