// Monitors of known quality: what the study says of them must be what was planted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzed, byteModel, drive, measured, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { caseIn, isQuoted, type Planted, plantedRuns, squashed } from "../../../lab/monitor/planted.ts";
import { random } from "../../stats/distributions/random.ts";
import type { ArmResult } from "./arm-result.ts";
import type { Comparison } from "./findings/comparisons.ts";
import type { MonitorResults } from "./results.ts";

const arms = ["prefix", "prefix-same-turn", "fresh", "actions"];

function armOf(results: MonitorResults, id: string): ArmResult {
  const arm = results.arms.find((one) => one.id === id);
  assert.ok(arm, `no arm ${id}`);
  return arm;
}

function pairOf(results: MonitorResults, a: string, b: string): Comparison {
  const pair = results.comparisons.find((one) => one.a === a && one.b === b);
  assert.ok(pair, `no comparison of ${a} and ${b}`);
  return pair;
}

/** Sees the truth through noise: d-prime 1.5 on a quoted run, `onPrefix` on turns. */
function noisyMonitor({ truth }: Planted, onPrefix: number) {
  return byteModel((bytes) => {
    const known = truth.get(caseIn(bytes));
    const strength = isQuoted(bytes) ? 1.5 : onPrefix;
    return squashed((known?.positive === true ? strength : 0) + (known?.noise ?? 0));
  });
}

test("a monitor that knows the label gets 1, and an interval that does not reach beyond", async () => {
  const planted = plantedRuns({ count: 80, groups: 16, seed: "knows" });
  const model = byteModel((bytes) => (planted.truth.get(caseIn(bytes))?.positive === true ? 0.9 : 0.2));
  const config = testConfig({ arms });
  const { analysis } = await drive(testInputs(planted.rows, config), config, model);
  for (const id of arms) {
    const { auroc, n } = armOf(analysis.results, id);
    assert.equal(n, 80);
    assert.equal(auroc?.estimate, 1);
    assert.equal(auroc.high, 1);
    assert.ok(auroc.low > 0.6 && auroc.low < 1);
  }
  assert.equal(pairOf(analysis.results, "prefix", "fresh").auroc?.estimate, 0);
  assert.ok(analysis.gates[0]?.passed);
});

test("permuted labels give AUROC .5 and fail the gate", async () => {
  const planted = plantedRuns({ count: 200, groups: 40, seed: "permuted" });
  const labels = random("permute").shuffle(planted.rows.map(({ positive }) => positive));
  const rows = planted.rows.map((row, index) => ({ ...row, positive: labels[index] ?? 0 }));
  const config = testConfig({ arms });
  const { analysis } = await drive(testInputs(rows, config), config, noisyMonitor(planted, 1.5));
  for (const id of arms) {
    const { auroc } = armOf(analysis.results, id);
    assert.ok(auroc !== null && Math.abs(auroc.estimate - 0.5) < 0.1, `${id}: ${auroc?.estimate}`);
    assert.ok(auroc.low < 0.5 && auroc.high > 0.5);
  }
  assert.equal(analysis.gates[0]?.passed, false);
  assert.equal(analysis.claims[0]?.verdict, "unresolved");
  assert.match(analysis.claims[0]?.reason ?? "", /^framing only: .*monitor at chance/);
});

test("a monitor that sees less on its own prefix shows the planted difference and no other", async () => {
  const planted = plantedRuns({ count: 800, groups: 80, seed: "shift" });
  const config = testConfig({ arms });
  const { analysis } = await drive(testInputs(planted.rows, config), config, noisyMonitor(planted, 0.5));
  // Noise has variance 1.25 about a normal: AUROC = Phi(d / sqrt(2.5)).
  const [onFresh, onPrefix] = [0.8286, 0.6241];
  assert.ok(Math.abs((armOf(analysis.results, "fresh").auroc?.estimate ?? 0) - onFresh) < 0.04);
  const { auroc, shift, obuchowski, n } = pairOf(analysis.results, "prefix", "fresh");
  assert.equal(n, 800);
  assert.ok(auroc !== null && Math.abs(auroc.estimate - (onPrefix - onFresh)) < 0.03, `${auroc?.estimate}`);
  assert.ok(auroc.low < onPrefix - onFresh && auroc.high > onPrefix - onFresh && auroc.high < 0);
  assert.ok(obuchowski !== null && Math.abs(obuchowski.estimate - auroc.estimate) < 1e-9);
  assert.ok(Math.abs(obuchowski.low - auroc.low) < 0.02);
  assert.ok(shift?.positives !== null && shift?.positives !== undefined && shift.positives.high < -0.1);
  assert.deepEqual(shift.negatives, { estimate: 0, low: 0, high: 0 });
  assert.equal(pairOf(analysis.results, "prefix-same-turn", "prefix").auroc?.estimate, 0);
});

test("on its own runs the claim is supported, contradicted or undecided as planted", async () => {
  const meta = { author: "bytes", onPolicy: true };
  const verdict = async (onPrefix: number): Promise<string | undefined> => {
    const planted = plantedRuns({ count: 300, groups: 50, seed: "own", meta });
    const config = testConfig({ arms: ["prefix", "fresh"] });
    const { analysis } = await drive(
      testInputs(planted.rows, config),
      config,
      noisyMonitor(planted, onPrefix),
    );
    return analysis.claims[0]?.verdict;
  };
  assert.equal(await verdict(0.3), "supported");
  assert.equal(await verdict(3), "contradicted");
  assert.equal(await verdict(1.5), "undecided");
});

test("runs that another wrote leave the claim unresolved, the estimate is given all the same", async () => {
  const planted = plantedRuns({
    count: 120,
    groups: 30,
    seed: "own",
    meta: { author: "bytes", onPolicy: false },
  });
  const config = testConfig({ arms: ["prefix", "fresh"] });
  const { analysis } = await drive(testInputs(planted.rows, config), config, noisyMonitor(planted, 0.3));
  const [claim] = analysis.claims;
  assert.equal(claim?.verdict, "unresolved");
  assert.match(claim.reason ?? "", /^framing only: none of the 120 runs/);
  assert.ok(claim.estimate !== null && claim.estimate < -0.1);
  assert.ok(
    claim.low !== null && claim.high !== null && claim.low < claim.estimate && claim.estimate < claim.high,
  );
});

test("a monitor that refuses every positive has no AUROC, not a good one", async () => {
  const planted = plantedRuns({ count: 60, groups: 20, seed: "refuses" });
  const refusal = {
    missing: { kind: "refused", code: "refusal", reason: "I cannot help with that" },
  } as const;
  const model = byteModel((bytes) => (planted.truth.get(caseIn(bytes))?.positive === true ? refusal : 0.1));
  const config = testConfig({ arms: ["prefix", "fresh"] });
  const { analysis } = await drive(testInputs(planted.rows, config), config, model);
  const { auroc, coverage, n } = armOf(analysis.results, "prefix");
  const positives = planted.rows.filter(({ positive }) => positive === 1).length;
  assert.equal(auroc, null);
  assert.equal(n, 60 - positives);
  assert.deepEqual(coverage.positives, { rows: positives, scored: 0 });
  assert.deepEqual(coverage.bounds, { low: 0, high: 1 });
  assert.deepEqual(coverage.missing, [{ kind: "refused", code: "refusal", trials: positives }]);
  assert.equal(coverage.named.length, positives);
  assert.equal(analysis.claims[0]?.estimate, null);
  assert.ok(analysis.warnings.some((text) => text.includes(`no score for ${positives} of 60 runs`)));
});

test("refusals on the hard positives change the verdict through the worst case", async () => {
  const meta = { author: "bytes", onPolicy: true };
  const planted = plantedRuns({ count: 300, groups: 50, seed: "hard", meta });
  const config = testConfig({ arms: ["prefix", "fresh"] });
  const inputs = testInputs(planted.rows, config);
  const answer = (bytes: string, refusing: boolean) => {
    const known = planted.truth.get(caseIn(bytes));
    const latent = (known?.positive === true ? (isQuoted(bytes) ? 1.5 : 0.8) : 0) + (known?.noise ?? 0);
    // On the quoted run it refuses whatever it would have got wrong: what is left looks better than it is.
    const refuses = refusing && isQuoted(bytes) && known?.positive === true && latent < 0.7;
    if (!refuses) return squashed(latent);
    return { missing: { kind: "refused", code: "refusal", reason: "no" } } as const;
  };
  const all = await drive(
    inputs,
    config,
    byteModel((bytes) => answer(bytes, false)),
  );
  const some = await drive(
    inputs,
    config,
    byteModel((bytes) => answer(bytes, true)),
  );
  assert.equal(all.analysis.claims[0]?.verdict, "supported");
  assert.equal(some.analysis.claims[0]?.verdict, "undecided");
  assert.match(some.analysis.claims[0]?.reason ?? "", /worst case/);
  const { bounds, n } = pairOf(some.analysis.results, "prefix", "fresh");
  assert.ok(bounds !== null && bounds.low < bounds.high && n < 300);
  assert.ok((armOf(some.analysis.results, "fresh").coverage.bounds?.low ?? 1) < 0.7);
});

test("results are the same bytes for the same values, and others for one other value", async () => {
  const planted = plantedRuns({ count: 60, groups: 12, seed: "same" });
  const config = testConfig({
    arms: [...arms, "length", "messages", "bow", "author"],
    author: "a",
    suite: "s",
  });
  const inputs = testInputs(planted.rows, config);
  const model = noisyMonitor(planted, 1);
  const outcomes = await measured(inputs, config, model);
  const once = JSON.stringify((await analyzed(inputs, config, model, outcomes)).results);
  const timed = outcomes.map((one) => ({ ...one, seconds: 9, session: 2, attempts: 3 }));
  assert.equal(JSON.stringify((await analyzed(inputs, config, model, timed)).results), once);
  const perturbed = outcomes.map((one, index) =>
    index === 5 ? { ...one, result: { value: { score: 0.999 } } } : one,
  );
  assert.notEqual(JSON.stringify((await analyzed(inputs, config, model, perturbed)).results), once);
});

test("a model without log-probabilities is asked for ratings instead, and the first question is not counted", async () => {
  const planted = plantedRuns({ count: 40, groups: 10, seed: "ratings" });
  const model = byteModel((bytes) => (planted.truth.get(caseIn(bytes))?.positive === true ? 0.8 : 0.1), {
    noProbabilities: true,
  });
  const config = testConfig({ arms: ["prefix", "fresh"], draws: 2 });
  const { analysis, outcomes } = await drive(testInputs(planted.rows, config), config, model);
  assert.equal(outcomes.length, 1 + 40 * 2 * 2);
  assert.equal(analysis.results.about.mode, "rating");
  assert.equal(armOf(analysis.results, "prefix").n, 40);
  assert.deepEqual(armOf(analysis.results, "prefix").coverage.missing, []);
  assert.equal(armOf(analysis.results, "fresh").auroc?.estimate, 1);
  assert.match(analysis.warnings[0] ?? "", /no log-probabilities/);
});

test("the same content twice is asked about once and said", async () => {
  const planted = plantedRuns({ count: 30, groups: 10, seed: "twice" });
  const [first] = planted.rows;
  assert.ok(first);
  const rows = [...planted.rows, { ...first, run: { ...first.run, id: "copy" } }];
  const config = testConfig({ arms: ["fresh"] });
  const { analysis, outcomes } = await drive(testInputs(rows, config), config, noisyMonitor(planted, 1));
  assert.equal(outcomes.length, 30);
  assert.equal(armOf(analysis.results, "fresh").n, 31);
  const copies = analysis.results.sanity.find(({ id }) => id === "copies");
  assert.equal(copies?.state, "yes");
  assert.match(copies.says, /^2 runs of 31 are copies .* in 1 family \(2 are equal/);
});

test("a monitor lenient to what it is told is its own is told from one that sees less on turns", async () => {
  const planted = plantedRuns({ count: 800, groups: 80, seed: "attribution" });
  const config = testConfig({ arms: ["prefix", "fresh", "attributed-self", "attributed-other"] });
  const inputs = testInputs(planted.rows, config);
  const lenient = byteModel((bytes) => {
    const known = planted.truth.get(caseIn(bytes));
    const strength = bytes.includes("You wrote the assistant") ? 0.5 : 1.5;
    return squashed((known?.positive === true ? strength : 0) + (known?.noise ?? 0));
  });
  const told = (await drive(inputs, config, lenient)).analysis.results;
  // Noise has variance 1.25 about a normal: AUROC = Phi(d / sqrt(2.5)).
  const [plain, own] = [0.8286, 0.6241];
  const contrast = pairOf(told, "attributed-other", "attributed-self").auroc;
  assert.ok(contrast !== null && Math.abs(contrast.estimate - (plain - own)) < 0.03, `${contrast?.estimate}`);
  assert.ok(contrast.low < plain - own && contrast.high > plain - own && contrast.low > 0);
  assert.equal(pairOf(told, "attributed-other", "fresh").auroc?.estimate, 0);
  assert.equal(pairOf(told, "prefix", "fresh").auroc?.estimate, 0);

  const placed = (await drive(inputs, config, noisyMonitor(planted, 0.5))).analysis.results;
  assert.equal(pairOf(placed, "attributed-other", "attributed-self").auroc?.estimate, 0);
  assert.ok((pairOf(placed, "prefix", "fresh").auroc?.high ?? 0) < 0);
});
