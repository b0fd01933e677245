import { checkAbove, checkAllWhole, checkSameLength, checkWhole } from "../arguments.ts";
import { sum } from "../distributions/moments.ts";

/** Outcomes of one block: how many calls of each arm ended in each outcome. */
export interface TwoSampleBlock {
  readonly target: readonly number[];
  readonly control: readonly number[];
}

/** A test of "target and control have the same distribution of outcomes" that goes on block by block. */
export interface TwoSampleEProcess {
  /** Pseudo-count of every outcome in either arm's estimate. */
  readonly prior: number;
  readonly blocks: number;
  /** Counts so far, one an outcome. */
  readonly target: readonly number[];
  readonly control: readonly number[];
  /** Log evidence against the same distribution, nats. */
  readonly logE: number;
  /** The most it has been: exp(-greatest) is an anytime-valid p-value. */
  readonly greatest: number;
}

/**
 * The test before its first block (Turner, Ly & Grünwald 2024, doi:10.1016/j.jspi.2023.106116, arXiv:2106.02693). Under the null the
 * chance that the evidence ever reaches log(1 / alpha) is at most alpha, whatever the common distribution is and however few control
 * calls there are: no control rate is plugged in.
 *
 * @param outcomes how many kinds of outcome there are, at least 2
 * @param prior above 0; 0.18 is the paper's choice for two outcomes
 */
export function twoSampleEProcess(outcomes: number, prior = 0.18): TwoSampleEProcess {
  checkWhole("outcomes", outcomes, 2);
  checkAbove("prior", prior);
  const none = Array.from({ length: outcomes }, () => 0);
  return { prior, blocks: 0, target: none, control: none, logE: 0, greatest: 0 };
}

/**
 * The test after one more block. A block multiplies the evidence by the likelihood of its outcomes, arms apart, with the rates that the
 * earlier blocks taught, over their likelihood under the mean of those rates, weighted by the arms' calls in this block. Its
 * expectation is E(target rate / mean)^n E(control rate / mean)^m, at most 1 by the inequality of the arithmetic and geometric means.
 *
 * The sizes of a block must be settled before its outcomes are seen; they may differ from block to block, and so may the common
 * distribution: a block may be one item called through both arms. A block of one arm alone teaches rates and is no evidence. A block may not be
 * judged half done: outcomes wait until it is complete.
 *
 * @example
 * const blocks = Array.from({ length: 10 }, () => ({ target: [3, 1], control: [1, 3] }));
 * Math.exp(blocks.reduce(twoSampleStep, twoSampleEProcess(2)).logE) // 12140
 */
export function twoSampleStep(process: TwoSampleEProcess, block: TwoSampleBlock): TwoSampleEProcess {
  const { prior } = process;
  for (const arm of ["target", "control"] as const) {
    checkSameLength({ "the outcomes": process[arm], [arm]: block[arm] });
    checkAllWhole(arm, block[arm]);
  }
  const targetRates = ratesOf(process.target, prior);
  const controlRates = ratesOf(process.control, prior);
  const target = added(process.target, block.target);
  const control = added(process.control, block.control);
  const inTarget = sum(block.target);
  const inControl = sum(block.control);
  let logE = process.logE;
  targetRates.forEach((targetRate, outcome) => {
    const controlRate = controlRates[outcome] ?? 0;
    const common = Math.log((inTarget * targetRate + inControl * controlRate) / (inTarget + inControl));
    const [ofTarget, ofControl] = [block.target[outcome] ?? 0, block.control[outcome] ?? 0];
    if (ofTarget > 0) logE += ofTarget * (Math.log(targetRate) - common);
    if (ofControl > 0) logE += ofControl * (Math.log(controlRate) - common);
  });
  return {
    prior,
    blocks: process.blocks + 1,
    target,
    control,
    logE,
    greatest: Math.max(process.greatest, logE),
  };
}

function ratesOf(counts: readonly number[], prior: number): readonly number[] {
  const all = sum(counts) + prior * counts.length;
  return counts.map((count) => (count + prior) / all);
}

function added(counts: readonly number[], more: readonly number[]): readonly number[] {
  return counts.map((count, outcome) => count + (more[outcome] ?? 0));
}
