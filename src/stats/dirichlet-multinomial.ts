import { logGamma } from "./beta.ts";
import type { Random } from "./random.ts";

/**
 * Log-probability of a sequence of outcomes with these counts, its rates drawn from Dirichlet(control + prior): no multinomial coefficient
 * (Johnson, Kotz & Balakrishnan 1997, ch. 35). Nats.
 *
 * @param prior pseudo-count of each outcome, or one for all
 */
export function logPredictive(
  target: readonly number[],
  control: readonly number[],
  prior: number | readonly number[] = 0.5,
): number {
  const alpha = alphas(control, prior);
  const [n, a] = [sum(target), sum(alpha)];
  return alpha.reduce(
    (total, each, i) => total + logGamma(each + (target[i] ?? 0)) - logGamma(each),
    logGamma(a) - logGamma(a + n),
  );
}

/**
 * Posterior predictive p-value: how often counts drawn from the same distribution are at most as probable as these.
 *
 * @param draws more make it finer; it is never below 1 / (draws + 1)
 */
export function posteriorPredictiveP(
  target: readonly number[],
  control: readonly number[],
  prior: number | readonly number[],
  random: Random,
  draws: number,
): number {
  const alpha = alphas(control, prior);
  const n = sum(target);
  const own = logCounts(target, alpha);
  let atMost = 1;
  for (let draw = 0; draw < draws; draw++) {
    // Pólya's urn: the next outcome is one of those seen, or of the pseudo-counts.
    const counts = alpha.map(() => 0);
    for (let i = 0; i < n; i++) {
      let at = random.float() * (sum(alpha) + i);
      const picked = alpha.findIndex((each, k) => {
        at -= each + (counts[k] ?? 0);
        return at < 0;
      });
      const k = picked === -1 ? alpha.length - 1 : picked;
      counts[k] = (counts[k] ?? 0) + 1;
    }
    if (logCounts(counts, alpha) <= own + 1e-9) atMost++;
  }
  return atMost / (draws + 1);
}

function logCounts(counts: readonly number[], alpha: readonly number[]): number {
  const ways = counts.reduce((total, count) => total - logGamma(count + 1), logGamma(sum(counts) + 1));
  return ways + logPredictive(counts, alpha, 0);
}

function alphas(control: readonly number[], prior: number | readonly number[]): number[] {
  return control.map((count, i) => count + (typeof prior === "number" ? prior : (prior[i] ?? 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
