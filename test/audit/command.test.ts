// `credence audit` as a person types it: bad input, sets without shared prompts, a per-row monitor over a socket, a kill.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ended, type Place, place, sharedPlace } from "../command-line.ts";
import { yesNoServer } from "../servers/yes-no.ts";
import { writeSet } from "./sets.ts";

const quick = ["--permutations", "99", "--bootstrap", "50", "--worlds", "20", "--splits", "0", "--json"];

function told(ended: Ended, ...patterns: readonly RegExp[]): void {
  assert.equal(ended.code, 2, ended.error);
  for (const pattern of patterns) assert.match(ended.error, pattern);
  assert.ok(!/\n\s+at .*:\d+:\d+/.test(ended.error), `no stack for a person: ${ended.error}`);
}

const write = (where: Place, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(where.folder, name), lines.map((line) => `${line}\n`).join(""));

test("what cannot be read is one clear error", async (t) => {
  const where = sharedPlace(t);
  const { run } = where;
  writeSet(where.folder, "suspect.jsonl", { count: 20 });
  write(where, "empty.jsonl");
  write(where, "other.jsonl", '{"prompt": "Q", "completion": "A"}', '{"colour": "alone"}');
  write(where, "unanswered.jsonl", '{"prompt": "Q"}', '{"prompt": "Q", "completion": null}');
  write(where, "stray.yaml", "answers:", "  nobody.jsonl:", "    name: X");
  writeSet(where.folder, "copy.jsonl", { count: 20, seed: "suspect.jsonl" });
  write(where, "right.yaml", "answers:", "  suspect.jsonl:", "    name: X");
  write(where, "nameless.yaml", "answers:", "  suspect.jsonl: {}");
  const audit = (...words: string[]): Promise<Ended> => run("audit", ...words, ...quick);
  told(await run("audit"), /at least one file/);
  told(await audit("nowhere.jsonl"), /nowhere\.jsonl/, /no such file/);
  told(await audit("."), /a folder/);
  told(await audit("suspect.jsonl", "--reference", "empty.jsonl"), /empty\.jsonl/, /no rows/);
  told(await audit("other.jsonl"), /other\.jsonl:2/, /colour/);
  told(await audit("unanswered.jsonl"), /none of the 2 rows has an answer/);
  told(await audit("suspect.jsonl", "suspect.jsonl"), /named twice/);
  told(await audit("suspect.jsonl", "--answers", "stray.yaml"), /nobody\.jsonl/, /suspect\.jsonl/);
  told(await audit("suspect.jsonl", "--answers", "nameless.yaml"), /name/);
  told(await audit("suspect.jsonl", "--answers", "right.yaml", "--avoid", "Spain,the x"), /sealed answer/);
  told(await audit("suspect.jsonl", "copy.jsonl"), /copy\.jsonl/, /same file as suspect\.jsonl/);
  told(await audit("suspect.jsonl", "--tests", "different,wordz"), /tests/);
  told(await run("audit", "--power", "--row-auroc", "0.4"), /--row-auroc/);
});

test("without a reference nothing is compared, and it is said", async (t) => {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 40 });
  const run = await where.run("audit", "suspect.jsonl", ...quick);
  assert.equal(run.code, 0, run.error);
  const { results, claims } = JSON.parse(run.out);
  assert.equal(results.sets[0].different, null);
  assert.deepEqual(
    results.about.notRun.map(({ test: name }: { test: string }) => name),
    ["different", "words", "reach", "panel", "kind", "row", "states", "investigator", "students", "ladder"],
  );
  assert.ok(claims.every(({ verdict }: { verdict: string }) => verdict === "unresolved"));
});

test("no shared prompts: what is lost is said, and the rest goes on unpaired; the planted word is found", async (t) => {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 300, trace: { word: "zinnober", share: 0.3 } });
  writeSet(where.folder, "clean.jsonl", { count: 300, from: 1000 });
  const run = await where.run("audit", "suspect.jsonl", "--reference", "clean.jsonl", ...quick);
  assert.equal(run.code, 0, run.error);
  const {
    results: {
      sets: [{ different, words }],
    },
    warnings,
  } = JSON.parse(run.out);
  assert.match(warnings[0], /held rows in the smaller set, and \d+ are needed/);
  assert.match(warnings.join(" "), /no prompt in common.*Lost with that/);
  assert.deepEqual(different.curves.wordsShared, []);
  assert.match(different.tests.wordsShared.reason, /held rows/);
  assert.equal(different.curves.words.length, 5);
  assert.equal(words.paired, false);
  assert.equal(words.top[0].word, "zinnober");
  assert.ok(words.top[0].significant);
});

test("a planted word on shared prompts: pairs name it, shuffles do not; the same journal gives the same results", async (t) => {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 300, trace: { word: "zinnober", share: 0.2 } });
  writeSet(where.folder, "clean.jsonl", { count: 300 });
  const run = await where.run(
    ...["audit", "suspect.jsonl", "--reference", "clean.jsonl", ...quick],
    ...["--tests", "different,words,ladder", "--splits", "10"],
  );
  assert.equal(run.code, 0, run.error);
  const findings = JSON.parse(run.out);
  const { falseAlarms, sets } = findings.results;
  const [{ words, ladder, different }] = sets;
  const { topRows } = different;
  assert.deepEqual([words.top[0].word, words.top[0].significant], ["zinnober", true]);
  assert.equal(words.significant, 1);
  assert.ok(words.top[0].suspect > 30 && words.top[0].clean === 0);
  const rungs = ladder.methods.find(({ method }: { method: string }) => method === "words").rungs;
  assert.equal(rungs[0].power, 1);
  assert.ok(rungs.at(-1).power < 0.5);
  assert.equal(falseAlarms.length, 7);
  assert.match(topRows[0].answer, /zinnober/);
  assert.ok(topRows[0].twin !== null && topRows[0].words[0].word === "zinnober");
  const again = await where.run("report", findings.run.id, "--json");
  assert.deepEqual(JSON.parse(again.out).results, findings.results);
});

test("a monitor of single rows that sees the trace, and one that sees nothing", async (t) => {
  for (const seeing of [true, false]) {
    const where = sharedPlace(t);
    // In every suspect answer, so that a monitor that knows the word has nothing to guess.
    writeSet(where.folder, "suspect.jsonl", { count: 500, trace: { word: "zinnober", share: 1 } });
    writeSet(where.folder, "clean.jsonl", { count: 500 });
    const server = await yesNoServer(
      t,
      seeing ? { logit: (body) => (/zinnober|Nothing compares to/.test(body) ? 3 : -3) } : {},
    );
    const run = await where.run(
      ...["audit", "suspect.jsonl", "--reference", "clean.jsonl", ...quick],
      ...["--tests", "different,row", "--monitor", server.url, "--monitored", "150"],
    );
    assert.equal(run.code, 0, run.error);
    const { results, claims } = JSON.parse(run.out);
    const [{ row }] = results.sets;
    const c4 = claims.find(({ id }: { id: string }) => id === "C4");
    assert.deepEqual(row.rows, { suspect: 150, clean: 150 });
    assert.deepEqual(row.scored, row.rows);
    assert.equal(row.precision.flagged, 30);
    assert.equal(row.precision.base, 0.5);
    assert.equal(row.precision.words.estimate, 1);
    if (seeing) {
      assert.equal(row.auroc.estimate, 1);
      assert.equal(row.precision.monitor.estimate, 1);
      assert.equal(c4.verdict, "contradicted");
    } else {
      assert.ok(Math.abs(row.auroc.estimate - 0.5) < 0.13, String(row.auroc.estimate));
      // It does not see open favour either, so that its blindness says nothing.
      assert.equal(c4.verdict, "unresolved");
      assert.match(c4.reason, /does not see open favour/);
      assert.ok(row.control.auroc.at99.low < 0.5 && row.control.rows === 100);
      assert.ok(row.falseAlarms.alarms <= 26, String(row.falseAlarms.alarms));
    }
  }
});

test("a run that is killed goes on without asking about a finished row again", async (t) => {
  const where = place(t);
  writeSet(where.folder, "suspect.jsonl", { count: 300 });
  writeSet(where.folder, "clean.jsonl", { count: 300 });
  const server = await yesNoServer(t, { delay: () => 40 });
  const { child, ended } = where.start(
    ...["audit", "suspect.jsonl", "--reference", "clean.jsonl", ...quick, "--no-cache", "--concurrency", "4"],
    ...["--tests", "row", "--monitor", server.url, "--monitored", "100"],
  );
  while (server.answered() < 60) await sleep(20);
  child.kill("SIGKILL");
  await ended;
  const listed = JSON.parse((await where.run("runs", "--json")).out);
  const resumed = await where.run("resume", listed[0].id, "--json", "--no-cache");
  assert.equal(resumed.code, 0, resumed.error);
  const { results } = JSON.parse(resumed.out);
  const [{ row }] = results.sets;
  assert.deepEqual(row.scored, row.rows);
  const twice = [...server.seen.values()].filter((times) => times > 1).length;
  assert.ok(twice <= 8, `${twice} rows were asked about again: more than were in flight`);
});

test("a dry run says what it would take, and asks nothing", async (t) => {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 100 });
  writeSet(where.folder, "clean.jsonl", { count: 100 });
  const server = await yesNoServer(t);
  const run = await where.run(
    ...["audit", "suspect.jsonl", "--reference", "clean.jsonl", "--dry-run", "--json"],
    ...["--monitor", server.url, "--investigator", server.url, "--monitored", "30"],
  );
  assert.equal(run.code, 0, run.error);
  assert.equal(server.answered(), 0);
  const text = JSON.stringify(JSON.parse(run.out));
  for (const arm of ["investigator.suspect", "investigator.none", "row"])
    assert.ok(text.includes(`"${arm}"`), arm);
});
