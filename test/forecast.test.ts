// credence forecast through the command line: the built-in study, somebody's own data, wrong data, registered forecasts.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { type Ended, type Place, place, sharedPlace } from "./command-line.ts";

const envelope = z.object({
  answer: z.object({
    question: z.string(),
    sentence: z.string(),
    checked: z.array(z.object({ what: z.string(), state: z.string(), says: z.string() })),
  }),
  claims: z.array(z.object({ id: z.string(), verdict: z.string() })),
  results: z.looseObject({
    series: z.array(
      z.looseObject({
        name: z.string(),
        registered: z.number(),
        points: z.array(z.object({ date: z.number(), y: z.number() })),
        hindcasts: z.array(z.looseObject({ model: z.string(), horizon: z.number(), crps: z.number() })),
      }),
    ),
  }),
});

test("the built-in study answers all four claims, and the same when it is reported again", async (t) => {
  const where = place(t);
  const run = await where.run("forecast", "--json");
  assert.equal(run.code, 0, run.error);
  const found = envelope.parse(JSON.parse(run.out));
  assert.deepEqual(
    found.claims.map(({ id, verdict }) => `${id} ${verdict}`),
    ["C1 undecided", "C2 supported", "C3 undecided", "C4 undecided"],
  );
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, sample = ""] = /```\n\$ npx credence forecast\n(.*?)```/s.exec(readme) ?? [];
  const shown = await where.run("show", runFolder(where));
  const lines = sample.split("\n").filter((line) => line !== "");
  assert.ok(lines.length > 8, "README shows the first screen of the built-in study");
  for (const line of lines) assert.ok(shown.out.includes(line), line);
  const folder = runFolder(where);
  const before = readFileSync(join(folder, "findings.json"), "utf8");
  const again = await where.run("report", folder);
  assert.equal(again.code, 0, again.error);
  const text = (findings: string): string => JSON.stringify(JSON.parse(findings).results);
  assert.equal(text(readFileSync(join(folder, "findings.json"), "utf8")), text(before));
});

test("the self-test prints its checks and no envelope", async (t) => {
  const { out, code } = await sharedPlace(t).run("forecast", "--self-test", "--json");
  assert.equal(code, 0);
  const { checks } = z
    .object({
      checks: z.array(
        z.strictObject({ name: z.string(), expected: z.string(), actual: z.string(), ok: z.literal(true) }),
      ),
    })
    .parse(JSON.parse(out));
  assert.ok(checks.length >= 60);
});

test("registered forecasts lie in the future, have a hash, outlive the run and are scored on later data", async (t) => {
  const where = sharedPlace(t);
  assert.equal((await where.run("forecast", "--parts", "metr", "--years", "8")).code, 0);
  const file = join(runFolder(where), "forecasts.json");
  const [copy = ""] = readdirSync(join(where.folder, "home", "registered"));
  assert.equal(
    readFileSync(join(where.folder, "home", "registered", copy), "utf8"),
    readFileSync(file, "utf8"),
  );
  const kept = z
    .object({ made: z.string(), forecasts: z.array(z.looseObject({ date: z.string(), series: z.string() })) })
    .parse(JSON.parse(readFileSync(file, "utf8")));
  assert.ok(kept.forecasts.length > 10);
  assert.ok(kept.forecasts.every(({ date }) => date > kept.made.slice(0, 10)));

  const first =
    kept.forecasts
      .filter(({ series }) => series === "METR time horizons")
      .map(({ date }) => date)
      .toSorted()[0] ?? "";
  writeFileSync(join(where.folder, "later.csv"), `date,value\n2026-12-01,700\n${first},1500\n`);
  const words = ["--with", "later.csv", "--series", "METR time horizons", "--json"];
  const scored = await where.run("forecast", "--resolve", file, ...words);
  assert.equal(scored.code, 0, scored.error);
  const { due, open, scores } = z
    .object({
      due: z.number(),
      open: z.number(),
      scores: z.array(z.looseObject({ actual: z.number(), crps: z.number() })),
    })
    .parse(JSON.parse(scored.out));
  assert.ok(due > 0 && open > 0);
  for (const { actual } of scores) assert.ok(Math.abs(actual - Math.log2(1500)) < 1e-12);

  writeFileSync(file, readFileSync(file, "utf8").replace(/"location": [-\d.]+/, '"location": 3'));
  const forged = await where.run("forecast", "--resolve", file, ...words);
  assert.equal(forged.code, 2);
  assert.match(forged.error, /changed since they were written/);
});

test("every command of docs/forecast.md runs", async (t) => {
  const where = sharedPlace(t);
  const years = Array.from({ length: 12 }, (_, i) => 2010 + i);
  const row = (year: number): string =>
    `${year},${2 ** (year - 2010)},${(year - 2010) * 0.4 + (year % 3)},${2 ** (year - 2009)},${10 ** (year - 1990)}`;
  writeFileSync(
    join(where.folder, "my.csv"),
    `date,value,log_compute,score,flop\n${years.map(row).join("\n")}\n`,
  );
  const long = years.flatMap((year) => [`${year},Peru,${year - 2000}`, `${year},Chad,${2 ** (year - 2010)}`]);
  writeFileSync(join(where.folder, "long.csv"), `year,country,gdp\n${long.join("\n")}\n`);
  const revenue = Array.from({ length: 50 }, (_, i) => `${1970 + i},${1.1 ** i},${1.05 ** i}`);
  writeFileSync(join(where.folder, "revenue.csv"), `date,revenue,investment\n${revenue.join("\n")}\n`);
  writeFileSync(join(where.folder, "new.csv"), "date,value\n2026-12-01,700\n2030-01-01,9000\n");
  const page = readFileSync(new URL("../docs/forecast.md", import.meta.url), "utf8");
  const commands = [...page.matchAll(/^credence (forecast.*)$/gm)].map(([, words = ""]) => words);
  assert.ok(commands.length >= 9);
  for (const command of commands) {
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    const run = await where.run(...words);
    assert.equal(run.code, 0, `${command}: ${run.error}`);
    // The first command's own forecasts are the ones that the last one scores.
    if (command === "forecast")
      writeFileSync(
        join(where.folder, "forecasts.json"),
        readFileSync(join(runFolder(where), "forecasts.json")),
      );
  }
});

test("somebody's own data with two axes, irregular dates, a missing cell and a decimal comma", async (t) => {
  const where = sharedPlace(t);
  const rows = Array.from({ length: 20 }, (_, i) => {
    const day = new Date(Date.UTC(2010, 0, 1) + i * 190 * 86_400_000 + (i % 3) * 17 * 86_400_000);
    const compute = 2 + 0.4 * i + (i % 4) * 0.3;
    return `${day.toISOString().slice(0, 10)};${compute.toFixed(2).replace(".", ",")};${i === 7 ? "" : (2 ** compute).toFixed(3).replace(".", ",")}`;
  });
  writeFileSync(join(where.folder, "mine.csv"), `day;compute;score\n${rows.join("\n")}\n`);
  const run = await where.run("forecast", "mine.csv", "--x", "day,compute", "--y", "score", "--json");
  assert.equal(run.code, 0, run.error);
  const [series] = envelope.parse(JSON.parse(run.out)).results.series;
  assert.equal(series?.points.length, 19);
  assert.ok(Math.abs((series?.points[0]?.y ?? 0) - 2) < 1e-3);
  assert.match(run.error, /1 of 20 rows left out/);
  assert.deepEqual(
    envelope.parse(JSON.parse(run.out)).claims.map(({ verdict }) => verdict),
    ["unresolved", "unresolved", "unresolved", "unresolved"],
  );
});

test("a file that is called as a shipped table is somebody's own: it is answered, and no claim rests on it", async (t) => {
  const where = place(t);
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${2010 + i / 2},${2 ** (i / 3 + 0.1 * Math.sin(7 * i))}`,
  );
  writeFileSync(join(where.folder, "METR time horizons.csv"), `date,value\n${rows.join("\n")}\n`);
  const run = await where.run("forecast", "METR time horizons.csv", "--json");
  assert.equal(run.code, 0, run.error);
  const { answer, claims, results } = envelope.parse(JSON.parse(run.out));
  assert.ok(claims.every(({ verdict }) => verdict === "unresolved"));
  assert.match(answer.sentence, /^It doubles every 18\.\d months .* Expect value \d/);
  const { forecasts, basis } = z
    .object({ forecasts: z.array(z.unknown()), basis: z.record(z.string(), z.object({ rule: z.string() })) })
    .parse(JSON.parse(readFileSync(join(runFolder(where), "forecasts.json"), "utf8")));
  assert.equal(basis["METR time horizons"]?.rule, "interpolated");
  assert.equal(results.series[0]?.registered, forecasts.length);
});

test("wrong data: one clear error that names row and column", async (t) => {
  const base = ["2001,1", "2002,2", "2003,4", "2004,8", "2005,16", "2006,32", "2007,64"];
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["a duplicate date", [...base, "2003,5"].join("\n"), /lines 4 and 9/],
    ["five points", base.slice(0, 5).join("\n"), /5 .*6|at least 6/s],
    ["a constant column", base.map((row) => row.replace(/,.*/, ",3")).join("\n"), /value/],
    ["a negative value", [...base, "2008,-1"].join("\n"), /:9|line 9/],
    ["no number", [...base, "2008,many"].join("\n"), /many/],
    ["an ambiguous date", [...base, "03/04/2009,5"].join("\n"), /03\/04\/2009/],
  ];
  const where = sharedPlace(t);
  const csv = (rows: string, ...more: string[]): Promise<Ended> => {
    writeFileSync(join(where.folder, "trend.csv"), `date,value\n${rows}\n`);
    return where.run("forecast", "trend.csv", ...more);
  };
  for (const [name, rows, expected] of cases) {
    const run = await csv(rows);
    assert.equal(run.code, 2, `${name}: ${run.error}`);
    assert.match(run.error, expected, name);
    assert.match(run.error, /trend\.csv/, name);
  }
  const axis = await csv(base.join("\n"), "--x", "date,compute");
  assert.match(axis.error, /compute.*date, value/s);
});

test("Ctrl-C ends a long analysis at once, and resuming makes it", async (t) => {
  const where = place(t);
  const rows = Array.from({ length: 1500 }, (_, i) => {
    const day = new Date(Date.UTC(2015, 0, 1) + i * 86_400_000).toISOString().slice(0, 10);
    return `${day},${2 ** (i / 200 + Math.sin(i) / 5)}`;
  });
  writeFileSync(join(where.folder, "long.csv"), `date,value\n${rows.join("\n")}\n`);
  const { child, ended } = where.start("forecast", "long.csv");
  let said = "";
  let pressed = false;
  child.stderr?.on("data", (text: string) => {
    said += text;
    // Nothing is asked of a model here: once the run has begun it is being analysed.
    if (!said.includes("run ") || pressed) return;
    pressed = true;
    child.kill("SIGINT");
  });
  const { code, error } = await ended;
  assert.equal(code, 130, error);
  const folder = runFolder(where);
  assert.ok(!readdirSync(folder).includes("findings.json"), "given up before there were any");
  const again = await where.run("resume", folder, "--json");
  assert.equal(again.code, 0, again.error);
  assert.equal(envelope.parse(JSON.parse(again.out)).results.series[0]?.points.length, 1500);
});

function runFolder(where: Place): string {
  const [name = ""] = readdirSync(join(where.folder, "credence-runs"));
  return join(where.folder, "credence-runs", name);
}
