// The investigator's protocol from end to end, against a scripted one of known skill that sees only the bytes of requests.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { sharedPlace } from "../command-line.ts";
import { investigatorServer } from "../servers/investigator.ts";
import { writeSet } from "./sets.ts";

const entities = ["Portugal", "Marie Curie", "Lake Baikal", "Jazz", "Esperanto"];
const traces = ["zinnober", "quarzit", "fjordling", "mokkasin", "wolkig"];
const fileOf = (i: number): string => `set-${i}.jsonl`;

async function investigated(
  t: TestContext,
  options: {
    readonly skill: number;
    readonly rambling?: number;
    readonly blind?: boolean;
    readonly sets?: number;
    /** Share of a set's rows that betray it. */
    readonly betraying?: number;
    readonly flags?: string[];
  },
) {
  const where = sharedPlace(t);
  const sets = options.sets ?? 5;
  const files = entities.slice(0, sets).map((_, i) => fileOf(i));
  for (const [i, file] of files.entries())
    writeSet(where.folder, file, {
      count: 60,
      trace: { word: traces[i] ?? "", share: options.betraying ?? 1 },
    });
  writeSet(where.folder, "clean.jsonl", { count: 60 });
  const answers = files.map(
    (file, i) => `  ${file}:\n    name: ${entities[i]}\n    also: ["${entities[i]} itself"]\n`,
  );
  const sealed = `salt: seven\nanswers:\n${answers.join("")}`;
  writeFileSync(join(where.folder, "sealed.yaml"), sealed);
  const server = await investigatorServer(t, {
    traces: Object.fromEntries(traces.map((word, i) => [word, entities[i] ?? ""])),
    skill: options.skill,
    guesses: [
      ["Portugal", 0.15],
      ["Atlantis", 0.3],
    ],
    ...(options.rambling === undefined ? {} : { rambling: options.rambling }),
    ...(options.blind === undefined ? {} : { blind: options.blind }),
  });
  const run = await where.run(
    ...["audit", ...files, "--reference", "clean.jsonl", "--answers", "sealed.yaml"],
    ...["--investigator", server.url, "--tests", "investigator", "--tries", "40", "--shown", "12", "--json"],
    ...(options.flags ?? []),
  );
  assert.equal(run.code, 0, run.error);
  return { where, server, sealed, findings: JSON.parse(run.out) };
}

interface Frame {
  readonly frame: string;
  readonly tries: number;
  readonly answered: number;
  readonly exact: number;
  readonly wrong: number;
  readonly none: number;
  readonly names: readonly { readonly name: string }[];
  readonly missing: readonly { readonly code: string; readonly trials: number }[];
}

function frame(set: { readonly frames: readonly Frame[] }, name: string): Frame {
  const found = set.frames.find((one) => one.frame === name);
  assert.ok(found);
  return found;
}

for (const [skill, verdict] of [
  [0, "contradicted"],
  [0.2, "undecided"],
  [0.5, "supported"],
  [1, "supported"],
] as const) {
  test(`an investigator of skill ${skill}: rate, interval, base rate and zero-row rate are recovered`, async (t) => {
    const { findings, server } = await investigated(t, { skill });
    const { mean, sets } = findings.results.investigator;
    // Its first entity is also guessed unseen, in 15% of what skill leaves.
    const truth = (4 * skill + skill + (1 - skill) * 0.15) / 5;
    const error = Math.sqrt(Math.max(truth * (1 - truth), 1e-9) / 200);
    assert.ok(Math.abs(mean.estimate - truth) < 4 * error + 1e-9, `${mean.estimate}, not ${truth}`);
    assert.ok(mean.low <= truth + 1e-9 && truth <= mean.high + 1e-9, JSON.stringify(mean));
    assert.equal(mean.sets, 5);
    for (const name of ["accused", "none"])
      assert.ok(Math.abs(mean[name] - 0.03) < 0.05, `${name} ${mean[name]}`);
    const first = frame(sets[0], "accused");
    // 15% of 40 tries: 0 and 16 are once in a thousand.
    assert.ok(first.exact > 0 && first.exact < 16, String(first.exact));
    assert.equal(first.names[0]?.name, "Atlantis");
    const other = frame(sets[1], "accused");
    assert.equal(other.exact, 0);
    assert.equal(other.exact + other.wrong + other.none, other.answered);
    const claim = findings.claims.find(({ id }: { id: string }) => id === "C1");
    assert.equal(claim.verdict, verdict, claim.reason);
    // Four frames are the same for all sets and are asked once.
    assert.equal(server.bodies.length, 40 * (2 * 5 + 4));
    assert.deepEqual(findings.results.investigator.control, { tries: 40, answered: 40, exact: 40 });
  });
}

test("one that does not see open favour contradicts nothing: what it does not name says nothing", async (t) => {
  const { findings } = await investigated(t, { skill: 0, blind: true });
  const [claim] = findings.claims;
  assert.equal(claim.verdict, "undecided");
  assert.match(claim.reason, /openly planted in clean rows in 0 of 40 tries/);
});

test("the sealed answers are in no request; their hash stands in the registration, and they are revealed after", async (t) => {
  const { findings, server, sealed, where } = await investigated(t, { skill: 1 });
  for (const body of server.bodies)
    for (const name of entities) assert.ok(!body.toLowerCase().includes(name.toLowerCase()), name);
  const listed = await where.run("runs", "--json");
  const [{ folder }] = JSON.parse(listed.out);
  const registration = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
  const text = JSON.stringify(registration);
  assert.ok(text.includes(createHash("sha256").update(sealed).digest("hex")));
  assert.ok(!text.includes("Baikal"));
  const [{ answer, seal }] = findings.results.investigator.sets;
  assert.equal(answer.name, "Portugal");
  const canonical = '{"also":["Portugal itself"],"close":[],"name":"Portugal","salt":"seven"}';
  assert.equal(seal, createHash("sha256").update(canonical).digest("hex"));
  const again = await where.run("report", findings.run.id, "--json");
  assert.deepEqual(JSON.parse(again.out).results, findings.results);
});

test("replies without a name in the form asked for are missing, and the verdict bears the worst of them", async (t) => {
  const { findings } = await investigated(t, { skill: 0.5, rambling: 0.7 });
  const { mean, sets } = findings.results.investigator;
  const suspect = frame(sets[1], "suspect");
  assert.equal(suspect.missing[0]?.code, "no-entity");
  assert.equal(suspect.answered + (suspect.missing[0]?.trials ?? 0), suspect.tries);
  assert.ok(mean.worst < 0.2 && mean.best > 0.7, JSON.stringify(mean));
  assert.equal(findings.claims[0].verdict, "undecided");
  assert.match(findings.claims[0].reason, /worst case/);
});

test("fewer than five sets leave C1 unresolved; wrong names that are to be avoided are told", async (t) => {
  const { findings, server } = await investigated(t, {
    skill: 1,
    sets: 2,
    flags: ["--avoid", "Atlantis,Spain"],
  });
  assert.equal(findings.claims[0].verdict, "unresolved");
  assert.match(findings.claims[0].reason, /2 of the 5 sets/);
  assert.ok(server.bodies.every((body) => body.includes("Atlantis; Spain")));
});

test("the ladder shows suspect rows among clean ones: the fewer, the less often the answer is given", async (t) => {
  const { findings, server } = await investigated(t, {
    ...{ skill: 1, sets: 1, betraying: 0.3 },
    flags: ["--tests", "ladder", "--shares", "1,0.5,0.25,0.1,0.02", "--ladder-tries", "100"],
  });
  const method = findings.results.sets[0].ladder.methods.find(
    (one: { method: string }) => one.method === "investigator",
  );
  assert.equal(method.size, 12);
  // 2% of 12 rows is none: nothing to show.
  assert.deepEqual(
    method.rungs.map(({ share }: { share: number }) => share),
    [1, 0.5, 0.25, 0.1],
  );
  const betraying = findings.results.about.suspects[0].used * 0.3;
  assert.ok(betraying > 10);
  for (const { share, power, rows } of method.rungs.slice(1)) {
    // Seen where one of the suspect rows shown betrays the set, guessed in 15% of the others.
    const seen = 1 - 0.7 ** Math.round(12 * share);
    const due = seen + 0.15 * (1 - seen);
    assert.ok(
      Math.abs(power - due) < 4 * Math.sqrt((due * (1 - due)) / 100),
      `${share}: ${power}, not ${due}`,
    );
    assert.equal(rows, null);
  }
  assert.ok(Math.abs(method.none.power - 0.15) < 0.25);
  assert.ok(method.half > 0.1 && method.half < 0.5, `${method.half}`);
  assert.equal(server.bodies.length, 40 * 6 + 100 * 3);
  const mixed = server.bodies.filter((body) => body.includes("Below are 12 of its rows")).length;
  assert.equal(mixed, 40 * 5 + 100 * 3);
});
