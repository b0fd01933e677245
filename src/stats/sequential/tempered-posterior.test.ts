import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { CredenceError } from "../../core/error.ts";
import { random } from "../distributions/random.ts";
import { bayesFactors, type ItemEvidence, temperedPosterior } from "./tempered-posterior.ts";

const names = ["continued", "closed", "dropped"];
const items: readonly ItemEvidence[] = [
  { calls: 3, logLikelihoods: [-1, -2.5, -4] },
  { calls: 1, logLikelihoods: [-0.5, -0.2, -3] },
];

test("untempered it is Bayes' rule", () => {
  const prior = [0.5, 0.3, 0.2];
  const joint = [Math.exp(-1.5) * 0.5, Math.exp(-2.7) * 0.3, Math.exp(-7) * 0.2];
  const total = joint.reduce((sum, value) => sum + value, 0);
  for (const tempering of [{ correlation: 0 }, { exponent: 1 }]) {
    const found = temperedPosterior(names, prior, items, tempering);
    found.hypotheses.forEach(({ name, probability }, i) => {
      assert.equal(name, names[i]);
      near(probability, (joint[i] ?? 0) / total, 1e-12);
    });
    assert.equal(found.effectiveCalls, 4);
  }
});

test("calls on one item weigh by the design effect, calls on separate items in full", () => {
  const even = [1 / 3, 1 / 3, 1 / 3];
  const found = temperedPosterior(names, even, items, { correlation: 0.5 });
  near(found.effectiveCalls, 3 / 2 + 1, 1e-12);
  const [closed, dropped] = bayesFactors(found, "continued");
  near(closed?.log, 1.5 / 2 - 0.3, 1e-12);
  near(dropped?.log, 3 / 2 + 2.5, 1e-12);
  // Fully correlated repeats add nothing, however many there are.
  const repeated = (calls: number): number =>
    bayesFactors(
      temperedPosterior(["a", "b"], [0.5, 0.5], [{ calls, logLikelihoods: [-calls, -2 * calls] }], {
        correlation: 1,
      }),
      "a",
    )[0]?.log ?? Number.NaN;
  near(repeated(40), repeated(1), 1e-12);
});

test("a declared exponent scales all; 0 leaves the prior, even where a hypothesis is ruled out", () => {
  const prior = [0.6, 0.3, 0.1];
  const half = bayesFactors(temperedPosterior(names, prior, items, { exponent: 0.5 }), "closed");
  assert.deepEqual(
    half.map(({ against }) => against),
    ["continued", "dropped"],
  );
  near(half[0]?.log, (-2.7 + 1.5) / 2, 1e-12);
  const impossible = [{ calls: 2, logLikelihoods: [-1, Number.NEGATIVE_INFINITY, -1] }];
  const none = temperedPosterior(names, prior, impossible, { exponent: 0 });
  none.hypotheses.forEach(({ probability }, i) => {
    near(probability, prior[i], 1e-12);
  });
  assert.equal(temperedPosterior(names, prior, impossible, { exponent: 1 }).hypotheses[1]?.probability, 0);
});

test("likelihoods far below the doubles keep their order", () => {
  const far = [{ calls: 1, logLikelihoods: [-5000, -5001, -9000] }];
  const [first] = temperedPosterior(names, [1 / 3, 1 / 3, 1 / 3], far, { exponent: 1 }).hypotheses;
  near(first?.probability, 1 / (1 + Math.exp(-1)), 1e-12);
});

test("with correlated calls, a wrong hypothesis passes 95% far less often than untempered", () => {
  // Items lean: one call's chance of a hit is 0.9 or 0.3 by item, 0.6 on average; "high" says 0.7, "low" says 0.5, so both are as far off.
  const source = random("lean");
  const sure = { plain: 0, tempered: 0 };
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    const evidence = Array.from({ length: 6 }, (): ItemEvidence => {
      const rate = source.float() < 0.5 ? 0.9 : 0.3;
      let hits = 0;
      for (let call = 0; call < 10; call++) if (source.float() < rate) hits++;
      const log = (p: number): number => hits * Math.log(p) + (10 - hits) * Math.log(1 - p);
      return { calls: 10, logLikelihoods: [log(0.7), log(0.5)] };
    });
    const top = (correlation: number): number =>
      Math.max(
        ...temperedPosterior(["high", "low"], [0.5, 0.5], evidence, { correlation }).hypotheses.map(
          ({ probability }) => probability,
        ),
      );
    if (top(0) > 0.95) sure.plain++;
    if (top(0.09 / 0.24) > 0.95) sure.tempered++;
  }
  assert.ok(sure.plain / runs > 0.4, `${sure.plain}`);
  assert.ok(sure.tempered / runs < 0.05, `${sure.tempered}`);
});

test("what cannot be judged is refused", () => {
  const even = [1 / 3, 1 / 3, 1 / 3];
  const ruledOut = [{ calls: 1, logLikelihoods: names.map(() => Number.NEGATIVE_INFINITY) }];
  for (const attempt of [
    () => temperedPosterior(names, [0.5, 0.5], items, { exponent: 1 }),
    () => temperedPosterior(names, [0.5, 0.4, 0.2], items, { exponent: 1 }),
    () => temperedPosterior(["a", "a"], [0.5, 0.5], [], { exponent: 1 }),
    () => temperedPosterior(names, even, items, { exponent: 1.5 }),
    () => temperedPosterior(names, even, [{ calls: 0, logLikelihoods: [0, 0, 0] }], { exponent: 1 }),
    () => temperedPosterior(names, even, [{ calls: 1, logLikelihoods: [0, 0] }], { exponent: 1 }),
    () => temperedPosterior(names, even, [{ calls: 1, logLikelihoods: [0, 0, Number.NaN] }], { exponent: 1 }),
    () => temperedPosterior(names, even, ruledOut, { exponent: 1 }),
    () => bayesFactors(temperedPosterior(names, even, items, { exponent: 1 }), "echoed"),
  ]) {
    assert.throws(attempt, CredenceError);
  }
});
