// The way in: credence alone, the tour, verbs and values that are mistyped.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { stops } from "../src/cli/tour/stops.ts";
import { listedStudies } from "../src/studies/index.ts";
import { place, sharedPlace } from "./command-line.ts";

const toured = z.object({
  rows: z.array(
    z.looseObject({
      name: z.string(),
      answer: z.string(),
      claim: z.string().nullable(),
      verdict: z.string().nullable(),
      believed: z.number().nullable(),
      report: z.string(),
    }),
  ),
  page: z.string(),
});

test("the tour runs its stops, says what came of each, and its page leads to all reports", async (t) => {
  const where = place(t);
  const run = await where.run("tour", "--only", "floors,endpoint", "--json");
  assert.equal(run.code, 0, run.error);
  const { rows, page } = toured.parse(JSON.parse(run.out));
  assert.deepEqual(
    rows.map(({ name, claim, verdict }) => `${name} ${claim} ${verdict}`),
    ["floors null null", "endpoint endpoint/C1 contradicted"],
  );
  for (const { answer } of rows) assert.match(answer, /^(No|Yes|What)/);
  const html = readFileSync(page, "utf8");
  const links = [...html.matchAll(/href="(\.\/[^"]+)"/g)].map(([, href = ""]) => decodeURIComponent(href));
  assert.equal(links.length, rows.length);
  for (const link of links) assert.ok(existsSync(join(where.folder, "credence-runs", link)), link);
  const shown = await where.run();
  assert.equal(shown.code, 0);
  for (const word of ["monitor", "audit", "endpoint", "forecast", "tour", "What do you have?"])
    assert.ok(shown.out.includes(word), word);
  // The runs that were just made are the last ones.
  assert.match(shown.out, /credence show \w{8} {3}.*endpoint, complete: endpoint\/C1 contradicted/);
});

test("the tour that README shows has the stops that there are, and the verdicts that were found", async (t) => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, sample = ""] = /```\nTour of credence\n(.*?)```/s.exec(readme) ?? [];
  const shown = sample.split("\n").flatMap((line) => {
    const [, name, claim, verdict] = /^(\w+) +(– \(a\)|\w+\/C\d) +– \(b\) +(\w+) +[\d.]+ s$/.exec(line) ?? [];
    return name === undefined
      ? []
      : [`${name} ${claim === "– (a)" ? "none" : claim} ${verdict?.toLowerCase()}`];
  });
  assert.deepEqual(
    shown.map((line) => line.split(" ").slice(0, 2).join(" ")),
    stops.map(({ name, claim, words: [verb] }) => `${name} ${claim === null ? "none" : `${verb}/${claim}`}`),
  );
  // Those that take no longer than a moment, as they are now; forecast and endpoint are held by tests of their own.
  const run = await sharedPlace(t).run("tour", "--only", "faking,reward", "--json");
  assert.equal(run.code, 0, run.error);
  for (const { name, claim, verdict } of toured.parse(JSON.parse(run.out)).rows)
    assert.ok(shown.includes(`${name} ${claim} ${verdict}`), name);
});

test("a verb, a stop or a value that there is not is an error that says what there is", async (t) => {
  const where = sharedPlace(t);
  for (const [words, said] of [
    [["nosuch", "--help"], /no command called nosuch/],
    [["help", "forcast"], /Did you mean forecast\?/],
    [["monitro"], /Did you mean monitor\?/],
    [["tour", "--only", "florida"], /no stop called florida/],
    [["monitor", "x.jsonl", "--arms", "prefx"], /--arms prefx: not known\. Did you mean prefix\?/],
    [["monitor", "x.jsonl", "--limit", "abc"], /--limit abc: a number is expected/],
    [["forecast", "--max-usd", "much"], /--max-usd much: a number is expected/],
  ] as const) {
    const run = await where.run(...words);
    assert.equal(run.code, 2, words.join(" "));
    assert.match(run.error, said);
    assert.doesNotMatch(run.error, /→ at|Invalid input|maxUsd/);
  }
});

test("the help of every study fits on a screen, says how many settings there are beside, and shows them all when asked", async (t) => {
  const where = sharedPlace(t);
  for (const { name } of listedStudies) {
    const short = await where.run(name, "--help");
    const whole = await where.run(name, "--help", "all");
    assert.equal(short.code, 0, short.error);
    assert.ok(short.out.split("\n").length < 60, name);
    const flags = (text: string): string[] =>
      [...text.matchAll(/^ {2}(--[a-z0-9-]+)/gm)].map(([, flag = ""]) => flag);
    const [, more = "0"] = /(\d+) more settings/.exec(short.out) ?? [];
    assert.equal(flags(short.out).length + Number(more), flags(whole.out).length, name);
  }
});
