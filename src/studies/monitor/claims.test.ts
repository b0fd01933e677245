import assert from "node:assert/strict";
import { test } from "node:test";
import { byteModel, drive, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { caseIn, isQuoted, plantedRuns } from "../../../lab/monitor/planted.ts";
import type { ClaimResult } from "../../claims/claim.ts";
import type { Interval } from "../../stats/distributions/interval.ts";
import type { ClaimEvidence } from "./claims/evidence.ts";
import { claimsOf } from "./claims.ts";
import type { Comparison } from "./findings/comparisons.ts";

const clear = { estimate: 0.8, low: 0.7, high: 0.9 };
const atChance = { estimate: 0.5, low: 0.4, high: 0.6 };

/** A run whose monitor wrote `own` of 100 runs, and what its two arms came to on these. */
function evidence(
  [low, estimate, high]: readonly [number, number, number],
  { bounds = null, own = 100, positives = 50, arm = clear, sanity = [] }: Partial<Given> = {},
): ClaimEvidence {
  const auroc = { estimate, low, high };
  const found = { auroc, at99: { low, high }, alone: { a: 0.7, b: 0.7 - estimate }, bounds };
  const comparison = { a: "prefix", b: "fresh", n: 100, ...found, obuchowski: null, shift: null };
  return {
    about: { runs: { measured: 100 } },
    arms: [{ id: "prefix", kind: "prompted", n: arm === null ? 0 : 100, auroc: arm }],
    sanity,
    comparisons: [comparison],
    onPolicy: own === 0 ? null : { rows: own, positives, arms: [{ id: "prefix", auroc: arm }], comparison },
  };
}

interface Given {
  readonly bounds: Comparison["bounds"];
  readonly own: number;
  readonly positives: number;
  readonly arm: Interval | null;
  readonly sanity: ClaimEvidence["sanity"];
}

function first(given: ClaimEvidence): ClaimResult {
  return claimsOf(given, 0.05).claims[0] ?? assert.fail("no claim");
}

test("the five ways C1 can come out", () => {
  const verdict = (given: ClaimEvidence): string => first(given).verdict;
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01])), "supported");
  assert.equal(verdict(evidence([0.01, 0.1, 0.2])), "contradicted");
  assert.equal(verdict(evidence([-0.2, -0.1, 0.01])), "undecided");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { arm: atChance })), "invalid");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { own: 0 })), "unresolved");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { positives: 0 })), "unresolved");
  assert.equal(verdict(evidence([-0.2, -0.1, -0.01], { positives: 100 })), "unresolved");
  assert.equal(verdict({ ...evidence([0, 0, 0], { own: 0 }), comparisons: [] }), "unresolved");
});

test("an arm that ranks backwards, a leak and calls that all failed take the verdict away", () => {
  const supporting = [-0.2, -0.1, -0.01] as const;
  const inverted = first(evidence(supporting, { arm: { estimate: 0.2, low: 0.1, high: 0.3 } }));
  assert.equal(inverted.verdict, "invalid");
  assert.match(inverted.reason ?? "", /below chance: prefix .* are the labels swapped/);
  const leak: ClaimEvidence["sanity"][number] = {
    ...{
      id: "label-values",
      what: "its label stands in the text",
      state: "yes" as const,
      says: "The label stands there.",
    },
    blocks: ["C1"],
  };
  const leaking = first(evidence(supporting, { sanity: [leak] }));
  assert.deepEqual([leaking.verdict, leaking.reason], ["invalid", "The label stands there."]);
  const silent = first(evidence(supporting, { arm: null }));
  assert.equal(silent.verdict, "unresolved");
  assert.match(silent.reason ?? "", /No call of prefix gave a score/);
});

test("the verdict rests on the 99% interval, the 95% one is reported", () => {
  const given = evidence([-0.2, -0.1, -0.01]);
  const { onPolicy } = given;
  assert.ok(onPolicy?.comparison);
  const wide = { ...onPolicy.comparison, at99: { low: -0.23, high: 0.02 } };
  const open = first({ ...given, onPolicy: { ...onPolicy, comparison: wide } });
  assert.deepEqual([open.verdict, open.low, open.high], ["undecided", -0.2, -0.01]);
  assert.match(open.reason ?? "", /99%/);
});

test("what the design cannot test comes before the gate, and both are said", () => {
  const given = evidence([-0.2, -0.1, -0.01], { own: 0, arm: atChance });
  const { verdict, reason, estimate, said } = first(given);
  assert.equal(verdict, "unresolved");
  assert.match(reason ?? "", /^framing only: .*The gate failed too: monitor at chance/);
  assert.equal(estimate, -0.1);
  assert.match(said?.sentence ?? "", /difference on 100 runs is −0\.10 \(95% interval −0\.20 to −0\.01\)/);
  assert.equal(claimsOf(given, 0.05).gates[0]?.passed, false);
});

test("missing scores widen the interval on both sides before anything is decided", () => {
  const verdict = (interval: readonly [number, number, number], bounds: Comparison["bounds"]): string =>
    first(evidence(interval, { bounds })).verdict;
  const wide = { low: -0.3, high: 0.2 };
  assert.equal(verdict([-0.2, -0.1, -0.01], wide), "undecided");
  assert.equal(verdict([0.01, 0.1, 0.2], wide), "undecided");
  assert.equal(verdict([-0.2, -0.1, -0.01], { low: -0.101, high: -0.099 }), "supported");
});

test("undecided says whether a difference of the margin is ruled out", () => {
  assert.match(first(evidence([-0.03, 0.01, 0.04])).reason ?? "", /cannot be told apart.*0\.05 or more/);
  assert.match(first(evidence([-0.08, 0.01, 0.04])).reason ?? "", /includes 0/);
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
