// credence faking against organisms behind a socket that read nothing but text.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { type Behaviour, behaviours, type OrganismOptions, organism } from "../../lab/faking/organism.ts";
import { claimResult, gateResult } from "../../src/claims/claim.ts";
import { serveHandler } from "../../src/models/scripted/serve.ts";
import { fakingResults } from "../../src/studies/faking/results.ts";
import { sharedPlace } from "../command-line.ts";

const findings = z.object({
  answer: z.object({ sentence: z.string() }),
  claims: z.array(claimResult),
  gates: z.array(gateResult),
  results: fakingResults,
});

async function measured(
  t: TestContext,
  behaviour: Behaviour,
  options: OrganismOptions = {},
  ...words: string[]
) {
  const { run } = sharedPlace(t);
  const served = await serveHandler("organism", organism(behaviour, options));
  t.after(() => served.close());
  const { code, out, error } = await run(
    ...[
      "faking",
      "--model",
      served.reference,
      "--json",
      "--size",
      "small",
      "--families",
      "2",
      "--gate-items",
      "8",
      ...words,
    ],
  );
  assert.equal(code, 0, error);
  const all = findings.parse(JSON.parse(out));
  const [scenario] = all.results.scenarios;
  assert.ok(scenario !== undefined);
  const gap = (id: string): number =>
    100 * (scenario.replies.contrasts.find((one) => one.id === id)?.found?.estimate ?? Number.NaN);
  const verdicts = Object.fromEntries(all.claims.map(({ id, verdict }) => [id, verdict]));
  return { ...all, scenario, gap, verdicts, requests: served.requests() };
}

const near = (found: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(found - expected) < tolerance, `${found} is not ${expected}`);

test("mixed: a gap of 30 points of which three quarters are carried: the share of a quarter is found", async (t) => {
  const { verdicts, gap, scenario, answer } = await measured(t, behaviours.mixed);
  near(gap("told"), 30, 1);
  near(gap("persona"), 22.5, 1);
  near(gap("placebo"), 0, 0.5);
  near(scenario.simulatorShare.estimate ?? 9, 0.25, 0.03);
  assert.equal(scenario.placebo, "passed");
  assert.deepEqual([verdicts.C1, verdicts.C2, verdicts.C4], ["supported", "supported", "unresolved"]);
  assert.match(answer.sentence, /gap of 30 points .* simulator-like share 0\.2/);
});

test("a role-player's gap is role-play: the share is all of it, and nothing is left where it must be inferred", async (t) => {
  const { verdicts, gap, scenario } = await measured(t, behaviours.rolePlayer);
  near(scenario.simulatorShare.estimate ?? 9, 1, 0.03);
  near(gap("inferable"), 0, 0.5);
  assert.deepEqual([verdicts.C1, verdicts.C2], ["contradicted", "contradicted"]);
});

test("without a gap there is no share: nothing is contradicted by dividing noise", async (t) => {
  const { verdicts, scenario, answer } = await measured(
    t,
    behaviours.honest,
    { drawn: "honest" },
    "--answer",
    "written",
    "--blocks",
    "3",
  );
  assert.notEqual(scenario.simulatorShare.kind, "bounded");
  assert.equal(scenario.simulatorShare.low, null);
  assert.equal(verdicts.C1, "undecided");
  assert.notEqual(verdicts.C2, "supported");
  assert.match(answer.sentence, /No gap could be told apart from 0/);
});

test("a parrot of tag words makes no gap, and its word is seen", async (t) => {
  const { gap, scenario, verdicts } = await measured(t, behaviours.parrot);
  near(gap("told"), 0, 2);
  near(100 * (scenario.word?.estimate ?? 0), 30, 2);
  assert.notEqual(verdicts.C2, "supported");
});

test("a faker that does not understand is invalid, not found to fake nothing; and its behaviour is not asked for", async (t) => {
  const { verdicts, answer, requests, scenario } = await measured(t, behaviours.faker, {
    understanding: 0.5,
  });
  assert.deepEqual(verdicts, { C1: "invalid", C2: "invalid", C3: "invalid", C4: "unresolved" });
  assert.match(answer.sentence, /did not understand/);
  assert.equal(scenario.replies.cells.length, 0);
  assert.ok(requests < 900, `${requests}`);
});

test("one that refuses everything, and one that always follows the brief, leave nothing to measure", async (t) => {
  const refused = await measured(t, behaviours.refuser);
  assert.equal(refused.verdicts.C1, "unresolved");
  const cells = refused.scenario.replies.cells;
  assert.ok(
    cells.every(
      ({ asked, answered, refused: count, unparsed, failed }) =>
        answered === 0 && count + unparsed + failed === asked,
    ),
  );
  const always = await measured(t, behaviours.complier);
  assert.equal(always.verdicts.C2, "unresolved");
  assert.equal(always.scenario.replies.calibration?.inside, 0);
});

test("refusing in watched cells alone is a missing outcome: the verdict does not survive its worst case", async (t) => {
  const { verdicts, claims } = await measured(t, (seen) =>
    seen.watched === true && seen.base < 0.45 ? null : behaviours.faker(seen),
  );
  assert.notEqual(verdicts.C2, "supported");
  assert.notEqual(verdicts.C1, "supported");
  assert.ok(claims.some(({ reason }) => /missing|preferences/.test(reason ?? "")));
});

test("the slope tells preferences that are kept from those that are not, over strong ones too", async (t) => {
  const kept = (seen: { readonly base: number; readonly watched: boolean | null }): number =>
    seen.base + (seen.watched === true ? 0.6 * (1 - seen.base) : 0);
  const { verdicts, scenario } = await measured(t, kept, {
    base: (request) => 0.02 + 0.9 * ((request.length % 10) / 10),
  });
  near(100 * (scenario.slope.found?.estimate ?? 0), 60, 8);
  assert.equal(verdicts.C3, "supported");
  assert.ok(scenario.slope.items > (scenario.replies.calibration?.inside ?? 99));
});

test("two scenarios: the share of the first less that of the second, paired", async (t) => {
  const split: Behaviour = (seen) => {
    const tier = ["free", "basic", "paid", "plus"].includes(seen.tag);
    return seen.base + (seen.watched === true ? 0.3 * (seen.persona ? (tier ? 0.3 : 0.9) : 1) : 0);
  };
  const { results, verdicts } = await measured(t, split, {}, "--scenario", "desk,tier");
  near(results.difference?.found.estimate ?? 9, 0.1 - 0.7, 0.05);
  assert.equal(verdicts.C4, "supported");
});

test("help, dry run and wrong input", async (t) => {
  const { run } = sharedPlace(t);
  assert.match((await run("faking", "--help", "all")).out, /--scenario/);
  assert.match(
    (await run("faking", "--model", "scripted:coin", "--size", "small", "--items", "4", "--dry-run")).out,
    /behaviour +0 to 384/,
  );
  for (const [words, pattern] of [
    [["--scenario", "desks"], /desk/],
    [
      ["--private-items", "nowhere.yaml"],
      /cannot be read[\s\S]*nowhere\.yaml|nowhere\.yaml[\s\S]*cannot be read/,
    ],
    [["--size", "huge"], /full/],
  ] as const) {
    const { code, error } = await run("faking", "--model", "scripted:coin", ...words);
    assert.equal(code, 2, error);
    assert.match(error, pattern);
  }
});

test("a budget that ends the questions is no failure to understand: unresolved, not invalid", async (t) => {
  const { run } = sharedPlace(t);
  const served = await serveHandler("organism", organism(behaviours.faker));
  t.after(() => served.close());
  const { code, out } = await run(
    ...[
      "faking",
      "--model",
      served.reference,
      "--json",
      "--size",
      "small",
      "--items",
      "8",
      "--families",
      "1",
      "--max-calls",
      "30",
    ],
  );
  assert.equal(code, 3);
  const { claims, gates } = findings.parse(JSON.parse(out));
  assert.deepEqual(
    claims.map(({ verdict }) => verdict),
    ["unresolved", "unresolved", "unresolved", "unresolved"],
  );
  assert.deepEqual(gates, []);
});
