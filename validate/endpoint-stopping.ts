import { z } from "zod";
import { betaCdf, betaQuantile } from "../src/stats/distributions/beta.ts";
import { logPredictive } from "../src/stats/distributions/dirichlet-multinomial.ts";
import { logBeta } from "../src/stats/distributions/log-beta.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import {
  confidenceSequence,
  confidenceSequenceStep,
  eProcess,
  eProcessStep,
  logEAtMost,
} from "../src/stats/sequential/e-process.ts";
import { bernoulliLogRatio, type Sprt, sprt, sprtStep } from "../src/stats/sequential/sprt.ts";
import { twoSampleEProcess, twoSampleStep } from "../src/stats/sequential/two-sample-e-process.ts";
import type { Simulation } from "./simulation.ts";

interface Case {
  readonly name: string;
  /** Promised bound of the chance of a wrong alarm at any call. */
  readonly alpha: number;
  readonly run: (source: Random) => Draw;
}

interface Draw {
  /** Did the test reject a true null, or choose the wrong one of two, at any call? */
  readonly wrong: boolean;
  /** Did the method that the test replaces, on the same calls? Null where there is none. */
  readonly replaced: boolean | null;
  /** Calls until the end. */
  readonly calls: number;
}

const alpha = 0.05;
const alarm = -Math.log(alpha);
const horizon = 300;

/**
 * Tests that are looked at after every call and stopped at the first alarm: how often is a true null rejected? Beside them, what
 * they replace: the mixture over all rates, exact intervals looked at again and again, control rates plugged in.
 */
export const endpointStopping: Simulation<Case, Draw> = {
  name: "endpoint-stopping",
  analyses: 2000,
  slice: 25,
  cases: [
    ...[
      [0.05, 0.05],
      [0.05, 0.01],
      [0.1, 0.1],
      [0.3, 0.1],
      [0.5, 0.5],
    ].map(([p0 = 0, rate = 0]) => atMost(p0, rate)),
    ...[0.02, 0.3].map(sequence),
    ...[0.02, 0.1, 0.5].map((rate) => twoSamples(`rate ${rate}, 1 call an arm`, [[rate, 1 - rate]], 1, 1)),
    twoSamples("rate 0.1, 1 target and 4 controls", [[0.1, 0.9]], 1, 4),
    twoSamples("4 outcomes, 2 calls an arm", [[0.4, 0.3, 0.2, 0.1]], 2, 2),
    twoSamples(
      "rates that change from item to item",
      [0.05, 0.5, 0.95].map((p) => [p, 1 - p]),
      1,
      1,
    ),
    ...[0.1, 0.3, 0.5].map(fewControls),
    ...[
      [0.1, 0.9],
      [0.2, 0.8],
      [0.02, 0.2],
    ].flatMap(([p0 = 0, p1 = 0]) => [ratio(p0, p1, "null"), ratio(p0, p1, "alternative")]),
    predictions(),
  ],
  draw: z.object({ wrong: z.boolean(), replaced: z.boolean().nullable(), calls: z.number() }),
  run: (one, seed) => one.run(random(seed)),
  summarize: (draws, one) => {
    const share = (of: (draw: Draw) => boolean | null): number =>
      draws.filter((draw) => of(draw) === true).length / draws.length;
    return {
      analyses: draws.length,
      alpha: one.alpha,
      wrong: share(({ wrong }) => wrong),
      ...(draws.some(({ replaced }) => replaced !== null)
        ? { replaced: share(({ replaced }) => replaced) }
        : {}),
      calls: Number((draws.reduce((sum, { calls }) => sum + calls, 0) / draws.length).toPrecision(4)),
    };
  },
  check: ({ analyses = 0, alpha: promised = Number.NaN, wrong = Number.NaN, replaced }, full) => {
    // The least true chance that is not contradicted by as many wrong ends.
    const wrongs = Math.round(wrong * analyses);
    const least = wrongs === 0 ? 0 : betaQuantile(full ? 0.01 : 1e-4, wrongs, analyses - wrongs + 1);
    const kept = least <= promised;
    const contrast = !full || replaced === undefined || replaced > promised;
    return [
      ...(kept ? [] : [`${wrongs} of ${analyses} end wrong where ${promised} was promised`]),
      ...(contrast ? [] : [`what it replaces is wrong in ${replaced} only: the case shows nothing`]),
    ];
  },
};

/** The rate is at most p0; below p0 the mixture over all rates is what it replaces. */
function atMost(p0: number, rate: number): Case {
  return {
    name: `rate ${rate} is at most ${p0}`,
    alpha,
    run: (source) => {
      let process = eProcess(p0);
      let full = false;
      while (process.trials < horizon) {
        process = eProcessStep(process, source.float() < rate);
        const { successes: k, trials: n } = process;
        const log =
          logBeta(k + 0.5, n - k + 0.5) - logBeta(0.5, 0.5) - k * Math.log(p0) - (n - k) * Math.log1p(-p0);
        if (log >= alarm) full = true;
      }
      return {
        wrong: process.greatest >= alarm,
        replaced: rate < p0 ? full : null,
        calls: process.trials,
      };
    },
  };
}

/** The confidence sequence holds the rate at every call; exact intervals at every call are what it replaces. */
function sequence(rate: number): Case {
  return {
    name: `rate ${rate} lies within its bounds`,
    alpha,
    run: (source) => {
      let bounds = confidenceSequence(alpha);
      let exact = true;
      while (bounds.trials < 100) {
        bounds = confidenceSequenceStep(bounds, source.float() < rate);
        const { successes: k, trials: n } = bounds;
        const asMany = k === 0 ? 1 : betaCdf(rate, k, n - k + 1);
        const asFew = k === n ? 1 : 1 - betaCdf(rate, k + 1, n - k);
        if (Math.min(asMany, asFew) < alpha / 2) exact = false;
      }
      return { wrong: rate < bounds.low || rate > bounds.high, replaced: !exact, calls: bounds.trials };
    },
  };
}

/** Both arms have the same rates, which may depend on the block. */
function twoSamples(
  name: string,
  rates: readonly (readonly number[])[],
  target: number,
  control: number,
): Case {
  return {
    name: `two samples: ${name}`,
    alpha,
    run: (source) => {
      let process = twoSampleEProcess(rates[0]?.length ?? 0);
      let calls = 0;
      for (; process.greatest < alarm && calls < horizon; calls += target + control) {
        const common = source.pick(rates);
        process = twoSampleStep(process, {
          target: draw(source, target, common),
          control: draw(source, control, common),
        });
      }
      return { wrong: process.greatest >= alarm, replaced: null, calls };
    },
  };
}

/** 100 target calls against 20 control calls of the same rate; the control's rate plugged into the test of one sample is what it replaces. */
function fewControls(rate: number): Case {
  return {
    name: `rate ${rate}, 20 control calls`,
    alpha,
    run: (source) => {
      const rates = [rate, 1 - rate];
      const controls = Array.from({ length: 20 }, () => draw(source, 1, rates));
      const plugged = (controls.reduce((sum, [hit = 0]) => sum + hit, 0) + 0.5) / (controls.length + 1);
      let process = twoSampleEProcess(2);
      let hits = 0;
      let calls = 0;
      let replaced = false;
      for (const control of controls) {
        const target = [0, 0];
        for (let call = 0; call < 5; call++) {
          const hit = source.float() < rate;
          target[hit ? 0 : 1] = (target[hit ? 0 : 1] ?? 0) + 1;
          hits += Number(hit);
          calls++;
          if (logEAtMost(hits, calls, plugged) >= alarm) replaced = true;
        }
        process = twoSampleStep(process, { target, control });
      }
      return { wrong: process.greatest >= alarm, replaced, calls: calls + controls.length };
    },
  };
}

/** Two known rates, errors of 1%. */
function ratio(p0: number, p1: number, truth: "null" | "alternative"): Case {
  const [a, b] = [0.01, 0.01];
  const rate = truth === "null" ? p0 : p1;
  return {
    name: `ratio of ${p1} to ${p0} at ${rate}`,
    alpha: a / (1 - b),
    run: (source) => {
      let test = sprt({ a, b, maxCalls: horizon });
      while (test.decision === "open")
        test = sprtStep(test, bernoulliLogRatio(source.float() < rate, p0, p1));
      return {
        wrong: test.decision === (truth === "null" ? "alternative" : "null"),
        replaced: null,
        calls: test.calls,
      };
    },
  };
}

/**
 * Two hypotheses known by 10 control calls each, their rates of 4 outcomes drawn anew from the prior in every run; the first is true. The ratio of
 * predictive probabilities keeps the error; rates plugged in are what it replaces.
 */
function predictions(): Case {
  const [a, b] = [0.05, 0.05];
  return {
    name: "ratio of predictions, 10 control calls a hypothesis",
    alpha: a / (1 - b),
    run: (source) => {
      const [truth, other] = [jeffreysRates(source, 4), jeffreysRates(source, 4)];
      const [null_, alternative] = [draw(source, 10, truth), draw(source, 10, other)];
      const plugged = (counts: readonly number[], outcome: number): number =>
        Math.log(((counts[outcome] ?? 0) + 0.5) / 12);
      const design = { a, b, maxCalls: 100 };
      let test: Sprt = sprt(design);
      let naive: Sprt = sprt(design);
      const target = [0, 0, 0, 0];
      let before = 0;
      while (test.decision === "open" || naive.decision === "open") {
        const outcome = draw(source, 1, truth).indexOf(1);
        target[outcome] = (target[outcome] ?? 0) + 1;
        const log = logPredictive(target, alternative) - logPredictive(target, null_);
        test = sprtStep(test, log - before);
        before = log;
        naive = sprtStep(naive, plugged(alternative, outcome) - plugged(null_, outcome));
      }
      return {
        wrong: test.decision === "alternative",
        replaced: naive.decision === "alternative",
        calls: test.calls,
      };
    },
  };
}

/** Counts of each outcome in so many calls. */
function draw(source: Random, calls: number, rates: readonly number[]): readonly number[] {
  const counts = rates.map(() => 0);
  for (let call = 0; call < calls; call++) {
    let left = source.float();
    const found = rates.findIndex((rate) => {
      left -= rate;
      return left < 0;
    });
    const outcome = found === -1 ? rates.length - 1 : found;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** Rates from Dirichlet(1/2, ...): squares of normals over their sum. */
function jeffreysRates(source: Random, outcomes: number): readonly number[] {
  const squares = Array.from({ length: outcomes }, () => source.normal() ** 2);
  const sum = squares.reduce((all, square) => all + square, 0);
  return squares.map((square) => square / sum);
}
