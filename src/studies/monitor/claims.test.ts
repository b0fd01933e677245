import assert from "node:assert/strict";
import { test } from "node:test";
import { byteModel, drive, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { caseIn, isQuoted, plantedRuns } from "../../../lab/monitor/planted.ts";
import { type PrefixWorseEvidence, resolvePrefixWorse } from "./claims.ts";
import type { Comparison } from "./results.ts";

function evidence(
  [low, estimate, high]: readonly [number, number, number],
  changed: Partial<PrefixWorseEvidence> & { readonly bounds?: Comparison["bounds"] } = {},
): PrefixWorseEvidence {
  const { bounds = null, ...rest } = changed;
  const auroc = { estimate, low, high };
  return {
    difference: { a: "prefix", b: "fresh", n: 100, auroc, bounds, obuchowski: null, shift: null },
    gate: { id: "above-chance", passed: true, reason: "" },
    rows: 100,
    own: 100,
    ownPositives: 50,
    margin: 0.05,
    ...rest,
  };
}

const failed = { id: "above-chance", passed: false, reason: "monitor at chance" };

test("the five ways C1 can come out", () => {
  const verdict = (given: PrefixWorseEvidence): string => resolvePrefixWorse(given).verdict;
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01])), "supported");
  assert.equal(verdict(evidence([0.01, 0.1, 0.2])), "contradicted");
  assert.equal(verdict(evidence([-0.2, -0.1, 0.01])), "undecided");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { gate: failed })), "invalid");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { own: 0 })), "unresolved");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { ownPositives: 0 })), "unresolved");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { ownPositives: 100 })), "unresolved");
  assert.equal(verdict({ ...evidence([0, 0, 0]), difference: undefined }), "unresolved");
});

test("what the design cannot test comes before the gate, and both are said", () => {
  const { verdict, reason, estimate } = resolvePrefixWorse(
    evidence([-0.2, -0.1, -0.01], { own: 0, gate: failed }),
  );
  assert.equal(verdict, "unresolved");
  assert.match(reason ?? "", /^framing only: .*The gate failed too: monitor at chance/);
  assert.equal(estimate, -0.1);
});

test("missing scores widen the interval on both sides before anything is decided", () => {
  const wide = { low: -0.3, high: 0.2 };
  assert.equal(resolvePrefixWorse(evidence([-0.2, -0.1, -0.01], { bounds: wide })).verdict, "undecided");
  assert.equal(resolvePrefixWorse(evidence([0.01, 0.1, 0.2], { bounds: wide })).verdict, "undecided");
  const narrow = { low: -0.101, high: -0.099 };
  assert.equal(resolvePrefixWorse(evidence([-0.2, -0.1, -0.01], { bounds: narrow })).verdict, "supported");
});

test("undecided says whether a difference of the margin is ruled out", () => {
  assert.match(
    resolvePrefixWorse(evidence([-0.03, 0.01, 0.04])).reason ?? "",
    /cannot be told apart.*0\.05 or more/,
  );
  assert.match(resolvePrefixWorse(evidence([-0.08, 0.01, 0.04])).reason ?? "", /includes 0/);
});

test("a difference has the sign of the first arm minus the second, whichever stands first in the table", async () => {
  const planted = plantedRuns({ count: 300, groups: 50, seed: "sign" });
  const model = byteModel((bytes) => {
    const known = planted.truth.get(caseIn(bytes));
    const strength = isQuoted(bytes) ? 2 : bytes.includes('"open":true') ? 0 : 1;
    return 1 / (1 + Math.exp(-(known?.positive === true ? strength : 0) - (known?.noise ?? 0)));
  });
  const config = testConfig({ arms: ["prefix", "prefix-same-turn", "fresh"] });
  const { analysis } = await drive(testInputs(planted.rows, config), config, model);
  const { arms, comparisons } = analysis.results;
  for (const { a, b, auroc, shift } of comparisons) {
    const of = (id: string): number => arms.find((arm) => arm.id === id)?.auroc?.estimate ?? Number.NaN;
    assert.ok(auroc !== null && Math.abs(auroc.estimate - (of(a) - of(b))) < 1e-9, `${a} ${b}`);
    assert.ok(auroc.low < auroc.estimate && auroc.estimate < auroc.high);
    assert.ok(auroc.high < 0, `${a} is the worse of the two`);
    const positives = shift?.positives;
    assert.ok(positives && positives.low < positives.estimate && positives.high < 0);
  }
  assert.deepEqual(
    comparisons.map(({ a, b }) => `${a} ${b}`),
    ["prefix fresh", "prefix-same-turn fresh", "prefix-same-turn prefix"],
  );
});
