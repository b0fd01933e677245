import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { scoreCredence } from "./score.ts";

const fixture = z
  .object({
    madeWith: z.string(),
    cases: z.array(
      z.object({
        credence: z.object({ supported: z.number(), contradicted: z.number(), undecided: z.number() }),
        verdict: z.enum(["supported", "contradicted", "undecided"]),
        brier: z.number(),
        log: z.number(),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, "../../test/fixtures/scores/scores.json"), "utf8")),
  );

test("Brier and log scores agree with scikit-learn", () => {
  const kept = fixture.cases.filter(({ credence }) => Math.min(...Object.values(credence)) >= 0.01);
  assert.ok(kept.length > 60, `${kept.length}`);
  for (const { credence, verdict, brier, log } of kept) {
    const score = scoreCredence(credence, verdict);
    assert.ok(score !== null);
    assert.ok(Math.abs(score.brier - brier) < 1e-12, `Brier ${score.brier} for ${brier}`);
    assert.ok(Math.abs(score.log - log) < 1e-9, `log ${score.log} for ${log}`);
  }
});

test("what was held impossible costs much, and never everything; what was certain costs little", () => {
  const certain = { supported: 1, contradicted: 0, undecided: 0 };
  const wrong = scoreCredence(certain, "contradicted");
  assert.ok(Math.abs((wrong?.log ?? 0) - Math.log(100)) < 1e-9, `${wrong?.log}`);
  assert.ok((scoreCredence(certain, "supported")?.log ?? 1) < 0.021);
});

test("undecided is an outcome; invalid and unresolved are none", () => {
  const credence = { supported: 0.3, contradicted: 0.5, undecided: 0.2 };
  const undecided = scoreCredence(credence, "undecided");
  assert.ok(undecided !== null);
  assert.ok(Math.abs(undecided.brier - (0.09 + 0.25 + 0.64)) < 1e-12);
  assert.ok(Math.abs(undecided.log - Math.log(5)) < 1e-12);
  assert.equal(scoreCredence(credence, "invalid"), null);
  assert.equal(scoreCredence(credence, "unresolved"), null);
});

test("both scores are proper: telling what one believes is best on average", () => {
  const belief = { supported: 0.2, contradicted: 0.5, undecided: 0.3 };
  const expected = (told: typeof belief): { brier: number; log: number } => {
    const sum = { brier: 0, log: 0 };
    for (const verdict of ["supported", "contradicted", "undecided"] as const) {
      const score = scoreCredence(told, verdict);
      sum.brier += belief[verdict] * (score?.brier ?? Number.NaN);
      sum.log += belief[verdict] * (score?.log ?? Number.NaN);
    }
    return sum;
  };
  const honest = expected(belief);
  for (let a = 0.05; a < 1; a += 0.05) {
    for (let b = 0.05; a + b < 0.99; b += 0.05) {
      if (Math.abs(a - 0.2) < 1e-9 && Math.abs(b - 0.5) < 1e-9) continue;
      const told = expected({ supported: a, contradicted: b, undecided: 1 - a - b });
      assert.ok(told.brier > honest.brier && told.log > honest.log, `${a} and ${b} do better`);
    }
  }
});
