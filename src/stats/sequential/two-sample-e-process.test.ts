import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { CredenceError } from "../../core/error.ts";
import { type Random, random } from "../distributions/random.ts";
import { logEAtMost } from "./e-process.ts";
import { type TwoSampleBlock, twoSampleEProcess, twoSampleStep } from "./two-sample-e-process.ts";

/** Every pair of count vectors of a block with its probability, when both arms have the same rates. */
function everyBlock(
  target: number,
  control: number,
  rates: readonly number[],
): readonly { block: TwoSampleBlock; chance: number }[] {
  const single = (calls: number): Map<string, number> => {
    let all = new Map([[rates.map(() => 0).join(), 1]]);
    for (let call = 0; call < calls; call++) {
      const next = new Map<string, number>();
      for (const [key, chance] of all) {
        for (const [outcome, rate] of rates.entries()) {
          const counts = key.split(",").map((count, i) => Number(count) + Number(i === outcome));
          next.set(counts.join(), (next.get(counts.join()) ?? 0) + chance * rate);
        }
      }
      all = next;
    }
    return all;
  };
  return [...single(target)].flatMap(([t, p]) =>
    [...single(control)].map(([c, q]) => ({
      block: { target: t.split(",").map(Number), control: c.split(",").map(Number) },
      chance: p * q,
    })),
  );
}

test("no block's factor has an expectation above 1, whatever the common rates and whatever was seen before", () => {
  const source = random("blocks");
  const taught = [
    { target: [5, 1], control: [1, 6] },
    { target: [0, 4], control: [0, 3] },
    { target: [3, 0, 1], control: [1, 2, 2] },
  ];
  for (const before of taught) {
    const start = twoSampleStep(twoSampleEProcess(before.target.length), before);
    for (const [inTarget, inControl] of [
      [1, 1],
      [3, 1],
      [1, 4],
      [2, 0],
    ] as const) {
      for (let trial = 0; trial < 20; trial++) {
        const weights = before.target.map(() => -Math.log(1 - source.float()) + 1e-6);
        const sum = weights.reduce((all, weight) => all + weight, 0);
        const rates = weights.map((weight) => weight / sum);
        let expectation = 0;
        for (const { block, chance } of everyBlock(inTarget, inControl, rates))
          expectation += chance * Math.exp(twoSampleStep(start, block).logE - start.logE);
        assert.ok(expectation <= 1 + 1e-12, `${expectation}`);
        if (inControl === 0) near(expectation, 1, 1e-12);
      }
    }
  }
});

test("two outcomes, blocks of one call an arm: the paper's ratio with smoothed rates", () => {
  let process = twoSampleStep(twoSampleEProcess(2), { target: [1, 0], control: [0, 1] });
  assert.equal(process.logE, 0, "equal estimates say nothing");
  process = twoSampleStep(process, { target: [1, 0], control: [1, 0] });
  const target = 1.18 / 1.36;
  const control = 0.18 / 1.36;
  near(process.logE, Math.log((target * control) / ((target + control) / 2) ** 2), 1e-12);
  assert.equal(process.greatest, 0);
  assert.deepEqual([process.blocks, process.target, process.control], [2, [2, 0], [1, 1]]);
});

test("a difference is found, and found sooner when it is large", () => {
  const found = (rate: number): number => {
    const source = random(`found at ${rate}`);
    let calls = 0;
    for (let run = 0; run < 50; run++) {
      let process = twoSampleEProcess(2);
      while (process.greatest < Math.log(20) && process.blocks < 400)
        process = twoSampleStep(process, { target: draw(source, 1, rate), control: draw(source, 1, 0.1) });
      calls += 2 * process.blocks;
    }
    return calls / 50;
  };
  const [large, small] = [found(0.9), found(0.4)];
  assert.ok(large < 25 && large < small && small < 200, `${large} and ${small}`);
});

test("a control rate plugged in alarms too often; this does not, on the same calls", () => {
  const source = random("plugged in");
  const runs = 400;
  let plugged = 0;
  let kept = 0;
  for (let run = 0; run < runs; run++) {
    const controls = Array.from({ length: 20 }, () => draw(source, 1, 0.3));
    const hits = controls.reduce((sum, [hit = 0]) => sum + hit, 0);
    let process = twoSampleEProcess(2);
    let seen = 0;
    let alarm = false;
    for (const [block, control] of controls.entries()) {
      let inBlock = 0;
      for (let call = 1; call <= 5; call++) {
        const [hit = 0] = draw(source, 1, 0.3);
        inBlock += hit;
        if (logEAtMost(seen + inBlock, 5 * block + call, (hits + 0.5) / 21) >= Math.log(20)) alarm = true;
      }
      seen += inBlock;
      process = twoSampleStep(process, { target: [inBlock, 5 - inBlock], control });
    }
    if (alarm) plugged++;
    if (process.greatest >= Math.log(20)) kept++;
  }
  assert.ok(plugged / runs > 0.09 && plugged / runs < 0.19, `${plugged} of ${runs}`);
  assert.ok(kept / runs <= 0.05, `${kept} of ${runs}`);
});

test("blocks of another shape are refused", () => {
  const process = twoSampleEProcess(3);
  for (const block of [
    { target: [1, 0], control: [0, 1, 0] },
    { target: [1, 0, -1], control: [0, 1, 0] },
    { target: [1, 0, 0.5], control: [0, 1, 0] },
  ]) {
    assert.throws(() => twoSampleStep(process, block), CredenceError);
  }
  assert.throws(() => twoSampleEProcess(1), CredenceError);
  assert.throws(() => twoSampleEProcess(2, 0), CredenceError);
});

function draw(source: Random, calls: number, rate: number): readonly number[] {
  let hits = 0;
  for (let call = 0; call < calls; call++) if (source.float() < rate) hits++;
  return [hits, calls - hits];
}
