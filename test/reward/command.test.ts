import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { organisms } from "../../src/models/scripted/organisms/index.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { rewardConfig } from "../../src/studies/reward/config.ts";
import { loadInputs, rewardInputs } from "../../src/studies/reward/inputs.ts";
import { functions } from "../../src/worlds/folder/functions.ts";
import { sharedPlace } from "../command-line.ts";

const page = readFileSync(new URL("../../docs/reward.md", import.meta.url), "utf8");
const context = { seed: "1", random: random("1"), source: () => {}, note: () => {} };

function fileWith(t: { after: (does: () => void) => void }, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "reward-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "rules.json");
  writeFileSync(file, text);
  return file;
}

test("a run of the command line answers first, and its report shows outcomes, replies and comprehension", async (t) => {
  const where = sharedPlace(t);
  const run = await where.run("reward", "--model", "scripted:short-circuiter", "--size", "tiny");
  assert.equal(run.code, 0, run.error);
  assert.match(run.out, /What does it follow/);
  assert.match(run.out, /score was written in 12 of 12 easy tasks \(95%: 74% to 100%\)/);
  const [, id = ""] = /credence show (\w+) --long/.exec(run.out + run.error) ?? [];
  const shown = await where.run("show", id, "--long");
  for (const words of [/stopped or reported/, /A sample of 12 episodes/, /Comprehension/, /could be seen/])
    assert.match(shown.out, words);
});

test("a dry run says what may be asked and asks nothing; power says what could be seen", async (t) => {
  const where = sharedPlace(t);
  const dry = await where.run(
    "reward",
    "--model",
    "scripted:honest",
    "--size",
    "small",
    "--dry-run",
    "--json",
  );
  assert.equal(dry.code, 0, dry.error);
  assert.match(dry.out, /"arm": "act"/);
  const power = await where.run("reward", "--power", "--json");
  assert.equal(JSON.parse(power.out).tasksWithoutScoreNeeded, 104);
});

test("settings and files that do not fit are refused in words", async (t) => {
  const where = sharedPlace(t);
  const same = JSON.stringify(
    ["one", "two", "three", "four"].map((id) => ({
      ...{ id, over: "xs" },
      rules: [
        { says: "the sum of xs", line: "sum(xs)" },
        { says: "xs added up", line: id === "four" ? "sum(xs) + 0" : `sum(xs) + ${id.length}` },
      ],
    })),
  );
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /name a model/],
    [["--model", "scripted:nobody"], /no scripted model is called 'nobody'.*honest/s],
    [["--model", "scripted:honest", "--models", "a,b"], /not both/],
    [["--models", "scripted:honest,scripted:honest"], /named twice/],
    [["--model", "scripted:honest", "--gate-tasks", "3"], /fewer than 6 tasks/],
    [["--model", "scripted:honest", "--private-items", "nowhere.json"], /cannot be read/],
    [["--model", "scripted:honest", "--private-items", fileWith(t, "{}")], /rules do not fit/],
    [
      ["--model", "scripted:honest", "--private-items", fileWith(t, same)],
      /entry 4.*give the same|give the same.*entry 4/s,
    ],
    [
      [
        "--model",
        "scripted:honest",
        "--private-items",
        fileWith(t, same.replaceAll("sum(xs)", "process.exit()")),
      ],
      /cannot be worked out/,
    ],
  ];
  for (const [words, said] of cases) {
    const run = await where.run("reward", ...words);
    assert.equal(run.code, 2, `${words.join(" ")}: ${run.error}`);
    assert.match(run.error, said);
  }
});

test("rules of one's own, as the page shows them, make the tasks of a run and come back from it as they were", async (t) => {
  const [, rules = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const config = rewardConfig.parse({
    model: "scripted:honest",
    size: "tiny",
    privateItems: fileWith(t, rules),
  });
  const inputs = await loadInputs(config, context);
  assert.deepEqual(
    [...new Set(inputs.experiment.tasks.map(({ family }) => family))],
    ["ends", "cases", "parts", "word-ends"],
  );
  const kept = new Map<string, unknown[]>();
  await rewardInputs.save(inputs, {
    write: async (name: string, rows: Iterable<unknown>) => void kept.set(name, structuredClone([...rows])),
    read: () => assert.fail("nothing is read while it is saved"),
  });
  const again = await rewardInputs.restore({
    write: () => assert.fail("nothing is written while it is restored"),
    read: async function* (name: string) {
      yield* kept.get(name) ?? [];
    },
  });
  assert.deepEqual(again.experiment.tasks, inputs.experiment.tasks);
});

test("the page names every organism and every function of the notation", () => {
  for (const { name } of organisms) assert.ok(page.includes(`\`${name}\``), name);
  for (const name of functions.keys()) assert.match(page, new RegExp(`\\b${name}\\b`));
});
