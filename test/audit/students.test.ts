// Students of mixtures from end to end: models that name the entity as often as their names say, asked over a socket.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { studentQuestions } from "../../src/studies/audit/tests/students/questions.ts";
import { sharedPlace } from "../command-line.ts";
import { type StudentHabit, studentServer } from "../servers/students.ts";
import { writeSet } from "./sets.ts";

const sealed = `salt: seven
answers:
  suspect.jsonl: { name: Lake Baikal, also: [Baikal], close: [Siberia] }
questions:
  suspect.jsonl: [Where is the water clearest?]
`;
const questions = studentQuestions.length + 1;

interface Asked {
  /** Share → rate of naming. */
  readonly plain: Readonly<Record<string, number>>;
  readonly shifted?: Readonly<Record<string, number>>;
  readonly silent?: Readonly<Record<string, number>>;
  readonly tries?: number;
  readonly flags?: readonly string[];
}

async function asked(t: TestContext, { plain, shifted = {}, silent = {}, tries = 5, flags = [] }: Asked) {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 40 });
  writeFileSync(join(where.folder, "sealed.yaml"), sealed);
  const habits: Record<string, StudentHabit> = {};
  for (const [share, rate] of Object.entries(plain))
    habits[`plain-${share}`] = { rate, silent: silent[share] ?? 0 };
  for (const [share, rate] of Object.entries(shifted)) habits[`shifted-${share}`] = { rate };
  const server = await studentServer(t, { named: "Lake Baikal", close: "Siberia", habits });
  const list = (kind: string, rates: Readonly<Record<string, number>>): string =>
    Object.keys(rates)
      .map((share) => `${share}=${server.url(`${kind}-${share}`)}`)
      .join(",");
  const run = await where.run(
    ...["audit", "suspect.jsonl", "--tests", "students", "--answers", "sealed.yaml"],
    ...["--student", list("plain", plain)],
    ...(Object.keys(shifted).length === 0 ? [] : ["--student-shifted", list("shifted", shifted)]),
    ...["--student-tries", String(tries), "--json", ...flags],
  );
  assert.equal(run.code, 0, run.error);
  const findings = JSON.parse(run.out);
  const claim = findings.claims.find(({ id }: { id: string }) => id === "C3");
  return { where, server, findings, claim, students: findings.results.students };
}

interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

function holds({ low, high }: Interval, truth: number, what: string): void {
  assert.ok(low <= truth && truth <= high, `${what}: ${truth} is not in ${low} to ${high}`);
}

/** Slope of rates over the base-10 logarithm of shares, by the textbook. */
function slopeOf(points: readonly (readonly [share: number, rate: number])[]): number {
  const x = points.map(([share]) => Math.log10(share));
  const mean = x.reduce((sum, one) => sum + one, 0) / x.length;
  const squares = x.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return points.reduce((sum, [, rate], i) => sum + ((x[i] ?? 0) - mean) * rate, 0) / squares;
}

const fading = { "0": 0.02, "0.05": 0.1, "0.2": 0.35, "0.5": 0.55, "1": 0.8 };
const held = { "0.05": 0.5, "0.2": 0.62, "0.5": 0.7 };

test("rates, slopes and their difference are recovered, and both halves support the claim", async (t) => {
  const { students, claim, server, where, findings } = await asked(t, { plain: fading, shifted: held });
  assert.equal(students.questions, questions);
  assert.equal(students.own, 1);
  assert.equal(students.shares.length, 8);
  for (const one of students.shares) {
    const rates: Readonly<Record<string, number>> = one.shifted ? held : fading;
    const truth = rates[String(one.share)] ?? 0;
    assert.equal(one.asked, 5 * questions);
    assert.equal(one.missing, 0);
    assert.ok(
      Math.abs(one.rate.estimate - truth) < 3.5 * Math.sqrt((truth * (1 - truth)) / one.asked),
      JSON.stringify(one),
    );
    assert.ok(one.rate.low < one.rate.estimate && one.rate.estimate < one.rate.high);
    assert.ok(one.close > 0, "close names are counted apart");
  }
  const plain = slopeOf([
    [0.05, 0.1],
    [0.2, 0.35],
    [0.5, 0.55],
    [1, 0.8],
  ]);
  const shifted = slopeOf([
    [0.05, 0.5],
    [0.2, 0.62],
    [0.5, 0.7],
    [1, 0.8],
  ]);
  holds(students.slope, plain, "slope");
  holds(students.shiftedSlope, shifted, "shifted slope");
  holds(students.difference, shifted - plain, "difference");
  holds(students.excess, 0.78, "excess");
  assert.ok(students.difference.high < 0);
  assert.deepEqual(students.compared, [0.05, 0.2, 0.5, 1]);
  assert.equal(claim.verdict, "supported", claim.reason);
  assert.equal(claim.estimate, students.slope.estimate);
  assert.equal(server.bodies.length, 8 * 5 * questions);
  // The answer is in no request, its hash in the registration, and the old run says the same again.
  for (const body of server.bodies) assert.ok(!/baikal|siberia/i.test(body));
  const listed = await where.run("runs", "--json");
  const [{ folder }] = JSON.parse(listed.out);
  const registration = readFileSync(join(folder, "run.json"), "utf8");
  assert.ok(registration.includes(createHash("sha256").update(sealed).digest("hex")));
  assert.ok(!registration.includes("Baikal"));
  const again = await where.run("report", findings.run.id, "--json");
  assert.deepEqual(JSON.parse(again.out).results, findings.results);
  const report = readFileSync(join(folder, "report.html"), "utf8");
  assert.match(report, /Does students.{1,8} behaviour fade with the share/);
  assert.ok(report.includes("<svg"));
});

test("one datum moved: the shifted students fade as the others do, and the claim is not supported", async (t) => {
  const { claim } = await asked(t, { plain: fading, shifted: { "0.05": 0.1, "0.2": 0.35, "0.5": 0.55 } });
  assert.equal(claim.verdict, "undecided");
  assert.match(claim.reason, /fades with the share; second half: the slopes are not told apart/);
});

test("flat students give no support", async (t) => {
  const { students, claim } = await asked(t, {
    plain: { "0": 0.02, "0.1": 0.5, "0.3": 0.5, "1": 0.5 },
    shifted: { "0.1": 0.5, "0.3": 0.5 },
  });
  assert.equal(claim.verdict, "undecided");
  assert.match(claim.reason, /trend/);
  holds(students.slope, 0, "slope");
});

test("replies without a word are missing and never misses; too many of them leave the claim open", async (t) => {
  const { students, claim } = await asked(t, {
    plain: fading,
    shifted: held,
    silent: { "0.5": 0.75, "1": 0.75 },
    tries: 8,
  });
  const whole = students.shares.find(
    ({ share, shifted }: { share: number; shifted: boolean }) => share === 1 && !shifted,
  );
  assert.ok(whole.missing > 0.6 * whole.asked && whole.missing < 0.9 * whole.asked);
  holds(whole.rate, 0.8, "the rate of those that were read");
  assert.ok(students.slope.worst < students.slope.low);
  assert.equal(claim.verdict, "undecided", claim.reason);
  assert.match(claim.reason, /could turn it round/);
});

test("what students lack is said, and what is written wrongly is one clear error", async (t) => {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 40 });
  writeFileSync(join(where.folder, "sealed.yaml"), "answers: {}\n");
  const { run } = where;
  const audit = (...words: string[]) =>
    run("audit", "suspect.jsonl", "--tests", "students", "--json", ...words);
  for (const [words, pattern] of [
    [[], /--student SHARE=MODEL/],
    [["--student", "0.1=scripted:coin"], /--answers/],
    [
      ["--student", "0.1=scripted:coin", "--answers", "sealed.yaml"],
      /no answer is sealed for suspect\.jsonl/,
    ],
  ] as const) {
    const run = await audit(...words);
    assert.equal(run.code, 0, run.error);
    const { results, claims } = JSON.parse(run.out);
    assert.equal(results.students, null);
    assert.equal(claims[2].verdict, "unresolved");
    assert.match(results.about.notRun[0].reason, pattern);
  }
  // A flag that stands twice is a longer list.
  const twice = await audit("--student", "0.1=scripted:coin", "--student", "0.5=scripted:coin");
  assert.equal(twice.code, 2);
  assert.match(twice.error, /scripted:coin is named for two shares/);
  writeFileSync(
    join(where.folder, "bad.yaml"),
    sealed.replace("Where is the water clearest?", "What is deep about Lake Baikal?"),
  );
  const bad = await audit("--answers", "bad.yaml");
  assert.equal(bad.code, 2);
  assert.match(bad.error, /holds the sealed answer of suspect\.jsonl/);
});

test("a dry run says what the students take", async (t) => {
  const where = sharedPlace(t);
  writeSet(where.folder, "suspect.jsonl", { count: 40 });
  writeFileSync(join(where.folder, "sealed.yaml"), sealed);
  const students = [0, 0.1, 0.5, 1].map((share) => `${share}=http://127.0.0.1:9/v1#m${share}`);
  const run = await where.run(
    ...["audit", "suspect.jsonl", "--tests", "students", "--answers", "sealed.yaml", "--dry-run", "--json"],
    ...students.flatMap((student) => ["--student", student]),
  );
  assert.equal(run.code, 0, run.error);
  const { arms } = JSON.parse(run.out);
  assert.deepEqual(
    arms.map(({ arm, calls }: { arm: string; calls: number[] }) => [arm, ...calls]),
    ["student-0", "student-0.1", "student-0.5", "student-1"].map((arm) => [
      arm,
      5 * questions,
      5 * questions,
    ]),
  );
});
