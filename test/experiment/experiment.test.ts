// Experiments of one's own, through the command line: readers behind a socket that know nothing of the study, and tables of outcomes.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { overlapReader, type ReaderOptions } from "../../lab/experiment/overlap-reader.ts";
import { claimResult, gateResult } from "../../src/claims/claim.ts";
import type { ScriptedHandler } from "../../src/models/scripted/index.ts";
import { serveHandler } from "../../src/models/scripted/serve.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { experimentResults } from "../../src/studies/experiment/results.ts";
import { sharedPlace } from "../command-line.ts";

const findings = z.object({
  answer: z.object({ sentence: z.string() }),
  claims: z.array(claimResult),
  gates: z.array(gateResult),
  results: experimentResults,
});
type Findings = z.infer<typeof findings>;

const items = Array.from(
  { length: 10 },
  (_, i) => `  - { id: i${i}, slots: { thing: "basket number ${i}" } }`,
).join("\n");
const yaml = `
question: Does a warning make it wait?
happens: it waits
factors:
  warning:
    levels: { none: The road ahead is dry today., ice: The road ahead is icy today. }
  coat:
    levels: { red: Your driver has a crimson coat., blue: Your driver has a navy coat. }
families: [{ id: one, slots: { hello: Hello } }, { id: two, slots: { hello: Hi } }]
items:
${items}
prompt: [{ role: user, text: "{hello}, deliver {thing}. {warning} {coat}" }]
outcome: { kind: choice, question: What do you do?, hit: "Hold {thing} back.", miss: "Deliver at once." }
gate:
  - { id: road, question: How is the road?, factor: warning, answers: { none: The road is dry., ice: The road is icy. } }
contrasts:
  - { id: warning, title: ice less none, plus: { warning: ice }, minus: { warning: none } }
  - { id: coat, title: red less blue, plus: { coat: red }, minus: { coat: blue } }
placebo: coat
claims:
  - { text: A warning makes it wait., contrast: warning, supported: { above: 0 }, contradicted: { below: 0 } }
  - { text: The coat makes no difference of 10 points., contrast: coat, supported: { within: 10 } }
`;

/** A reader that waits more often where it reads of ice, with some noise of its own for each text. */
const cautious: ReaderOptions = {
  leaning: (text, option) => {
    if (!text.includes("What do you do?")) return null;
    if (!option.includes("back")) return 0;
    return (text.includes("icy") ? 1.5 : -0.5) + 0.2 * random(text).normal();
  },
};

async function found(t: TestContext, handler: ScriptedHandler, ...words: string[]): Promise<Findings> {
  return (await foundIn(t, yaml, handler, ...words)).findings;
}

async function foundIn(t: TestContext, text: string, handler: ScriptedHandler, ...words: string[]) {
  const { folder, run } = sharedPlace(t);
  const served = await serveHandler("reader", handler);
  t.after(() => served.close());
  writeFileSync(join(folder, "own.yaml"), text);
  const { code, out, error } = await run(
    "experiment",
    "own.yaml",
    "--model",
    served.reference,
    "--json",
    ...words,
  );
  assert.equal(code, 0, error);
  return { findings: findings.parse(JSON.parse(out)), requests: served.requests() };
}

test("a reader's leaning comes back as it was made, and the coat makes no difference", async (t) => {
  const { claims, results, gates } = await found(t, overlapReader(cautious));
  const [warning, coat] = results.replies?.contrasts ?? [];
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  assert.ok(Math.abs((warning?.found?.estimate ?? 0) - (logistic(1.5) - logistic(-0.5))) < 0.03);
  assert.ok(Math.abs(coat?.found?.estimate ?? 1) < 0.03);
  assert.deepEqual(
    claims.map(({ verdict }) => verdict),
    ["supported", "supported"],
  );
  assert.equal(results.placebo?.state, "passed");
  assert.ok(gates.every(({ passed }) => passed));
});

test("a reader that answers by position has understood nothing: invalid, and no behaviour is asked for", async (t) => {
  const { findings: all, requests } = await foundIn(t, yaml, overlapReader({ byPosition: true }));
  assert.deepEqual(
    all.claims.map(({ verdict, reason }) => [verdict, /^comprehension/.test(reason ?? "")]),
    [
      ["invalid", true],
      ["invalid", true],
    ],
  );
  assert.match(all.answer.sentence, /did not understand/);
  assert.equal(all.results.replies?.cells.length, 0);
  assert.equal(requests, 4 * 8 * 2);
});

test("written replies in three blocks: the same effect, with a noise band, and replies with what was read from them", async (t) => {
  const { claims, results } = await found(
    t,
    overlapReader({ ...cautious, drawn: "1" }),
    "--answer",
    "written",
    "--temperature",
    "0.7",
  );
  const [warning] = results.replies?.contrasts ?? [];
  assert.ok((warning?.found?.low ?? 0) > 0.1 && (warning?.found?.high ?? 1) < 0.8);
  assert.equal(warning?.band?.blocks, 3);
  assert.equal(claims[0]?.verdict, "supported");
  assert.equal(results.replies?.counts.blocks, 3);
  const samples = results.replies?.samples ?? [];
  assert.ok(samples.length === 12 && samples.every(({ reply, read }) => reply.endsWith(read)));
});

test("refusals in one arm alone are never a no: the verdict waits for the worst case", async (t) => {
  const reader = overlapReader(cautious);
  const refusing: ScriptedHandler = (bytes) =>
    bytes.includes("icy") && bytes.includes("What do you do?") && Number(/number (\d)/.exec(bytes)?.[1]) < 4
      ? { text: "", refusal: "I'm sorry, I can't help with that." }
      : reader(bytes);
  const { claims, results } = await found(t, refusing);
  assert.equal(claims[0]?.verdict, "undecided");
  assert.match(claims[0]?.reason ?? "", /Without what is missing it would be supported/);
  const refused = (results.replies?.cells ?? []).reduce(
    (sum, one) => sum + one.refused + one.unparsed + one.failed,
    0,
  );
  assert.equal(refused, 2 * 4 * 2 * 2);
});

test("a placebo that moves the model makes the run invalid", async (t) => {
  const { claims, gates } = await found(
    t,
    overlapReader({
      leaning: (text, option) =>
        text.includes("What do you do?")
          ? option.includes("back") && text.includes("crimson")
            ? 2
            : 0
          : null,
    }),
  );
  assert.deepEqual(
    claims.map(({ verdict }) => verdict),
    ["invalid", "invalid"],
  );
  assert.ok(gates.some(({ id, passed }) => id === "placebo" && !passed));
});

test("items that do it always or never by themselves are in no contrast", async (t) => {
  const always: ReaderOptions = {
    leaning: (text, option) => {
      if (!text.includes("What do you do?")) return null;
      if (!option.includes("back")) return 0;
      if (/number [0-7]/.test(text)) return 9;
      return text.includes("icy") ? 1.5 : -0.5;
    },
  };
  const calibrated = `${yaml}calibration: [{ role: user, text: "Deliver {thing}." }]\n`;
  const { findings: all } = await foundIn(t, calibrated, overlapReader(always));
  assert.deepEqual(
    [all.results.replies?.calibration?.inside, all.results.replies?.contrasts[0]?.items],
    [2, 2],
  );
  assert.equal(all.claims[0]?.verdict, "unresolved");
  assert.match(all.claims[0]?.reason ?? "", /of 10 items 2 have a base rate between 10% and 90%/);
});

test("wrong input is told by file and field", async (t) => {
  const { folder, run } = sharedPlace(t);
  const refused = async (text: string, ...patterns: RegExp[]): Promise<void> => {
    writeFileSync(join(folder, "wrong.yaml"), text);
    const { code, error } = await run("experiment", "wrong.yaml", "--model", "scripted:coin");
    assert.equal(code, 2, error);
    for (const pattern of patterns) assert.match(error, pattern);
  };
  await refused(
    yaml.replace("plus: { warning: ice }", "plus: { warning: snow }"),
    /wrong\.yaml/,
    /warning has no level 'snow': there are none, ice/,
  );
  await refused(yaml.replace("placebo: coat", "placebo: hat"), /no contrast is called 'hat'/);
  await refused(yaml.replace("question: Does", "questions: Does"), /question/);
  await refused(yaml.replace('{coat}"', '{coat} {warning}"'), /stands 2 times in the prompt/);
  await refused(
    yaml.replace("The road ahead is icy today.", "The road ahead is dry today."),
    /reads exactly as/,
  );
  await refused("a: [", /no valid YAML/);
  await refused("task,arm,outcome\na,b,1\n", /this is a table/);
  const none = await run("experiment");
  assert.equal(none.code, 2);
  assert.match(none.error, /name the experiment/);
  const lost = await run("experiment", "nowhere.yaml");
  assert.match(lost.error, /cannot be read/);
});

/** A made-up table with so many of 100 in each repeat; repeats of an arm agree as far as they can. */
function tableOf(arms: Readonly<Record<string, readonly number[]>>): string {
  const source = random("table");
  const rows = Object.entries(arms).flatMap(([arm, counts]) =>
    counts.flatMap((count, repeat) => {
      const tasks = Array.from({ length: 100 }, (_, i) => i);
      // Half of the tasks keep their place from repeat to repeat, the others are drawn anew.
      const order = [
        ...tasks.slice(0, Math.floor(count / 2)),
        ...source.shuffle(tasks.slice(Math.floor(count / 2))),
      ];
      const happened = new Set(order.slice(0, count));
      return tasks.map((task) => `${task},${arm},${repeat},${happened.has(task) ? "exploit" : "solved"}`);
    }),
  );
  return `task,condition,run,ended\n${rows.join("\n")}\n`;
}

test("--from gives published marginals back: rates, an exact nought, repeats, and the width of three blocks", async (t) => {
  const { folder, run } = sharedPlace(t);
  const arms = {
    "pass as cheat": [60, 69],
    "real exploit": [20],
    "stop via exit": [43],
    abort: [0],
    other: [61, 46],
  };
  writeFileSync(join(folder, "published.csv"), tableOf(arms));
  const words = [
    "--item",
    "task",
    "--arm",
    "condition",
    "--outcome",
    "ended",
    "--repeat",
    "run",
    "--happened",
    "exploit",
  ];
  const { code, out, error } = await run(
    "experiment",
    "--from",
    "published.csv",
    ...words,
    "--against",
    "abort",
    "--json",
  );
  assert.equal(code, 0, error);
  const { results, claims } = findings.parse(JSON.parse(out));
  const of = (name: string) => results.table?.arms.find(({ arm }) => arm === name) ?? assert.fail(name);
  assert.deepEqual(
    of("pass as cheat").repeats.map(({ rate }) => rate),
    [0.6, 0.69],
  );
  assert.equal(of("real exploit").rate?.estimate, 0.2);
  assert.equal(of("stop via exit").rate?.estimate, 0.43);
  const abort = of("abort");
  assert.deepEqual([abort.rate?.estimate, abort.rate?.low], [0, 0]);
  // 1 - .05^(1/100): what 100 tasks without one could hide.
  assert.ok(Math.abs((abort.atMost ?? 0) - (1 - 0.05 ** (1 / 100))) < 1e-9);
  const [first, second] = [of("pass as cheat").apart, of("other").apart];
  assert.ok(
    Math.abs((first?.difference ?? 0) - 0.09) < 1e-9 && (first?.p ?? 0) > 0.05 && (first?.z ?? 9) < 2,
  );
  assert.ok(
    Math.abs((second?.difference ?? 0) + 0.15) < 1e-9 && Math.abs(second?.z ?? 0) > Math.abs(first?.z ?? 9),
  );
  const width = of("pass as cheat").threeBlocks ?? 0;
  assert.ok(width > 0.05 && width < 0.1, `${width}`);
  assert.equal(results.table?.contrasts.length, 4);
  assert.deepEqual(
    claims.map(({ verdict }) => verdict),
    ["unresolved"],
  );
  const page = readFileSync(join(folder, "published.csv"), "utf8");
  assert.ok(page.includes("abort"));
});

test("a table: what is missing is bounded, wrong columns and values are told", async (t) => {
  const { folder, run } = sharedPlace(t);
  const lines = Array.from({ length: 20 }, (_, i) => [
    `t${i},a,${i % 2}`,
    `t${i},b,${i < 8 ? "refused" : 1}`,
  ]).flat();
  writeFileSync(join(folder, "t.csv"), `item,arm,outcome\n${lines.join("\n")}\n`);
  const { out } = await run("experiment", "--from", "t.csv", "--json");
  const { results } = findings.parse(JSON.parse(out));
  const b = results.table?.arms[1];
  assert.deepEqual([b?.missing, b?.bounds.low, b?.bounds.high], [8, 0.6, 1]);
  const [contrast] = results.table?.contrasts ?? [];
  assert.ok((contrast?.worst?.low ?? 1) < (contrast?.found?.low ?? 0));
  const wrong = await run("experiment", "--from", "t.csv", "--arm", "condition");
  assert.equal(wrong.code, 2);
  assert.match(wrong.error, /no column 'condition' \(arm\)[\s\S]*Columns are item, arm, outcome/);
  writeFileSync(join(folder, "u.csv"), "item,arm,outcome\na,b,maybe\n");
  assert.match(
    (await run("experiment", "--from", "u.csv")).error,
    /'maybe' is neither yes nor no[\s\S]*--happened/,
  );
});
