import type { Random } from "../../stats/distributions/random.ts";

/** Steps a power of two is cut into, and powers of two of the fractions and of the whole part. */
const steps = 2048;
const fractions = Float64Array.from({ length: steps }, (_, i) => 2 ** (i / steps));
const wholes = Float64Array.from({ length: 64 }, (_, i) => 2 ** -i);
const perStep = Math.LN2 / steps;

/**
 * Natural logarithm of the sum of exponentials, in double precision (to 1e-13 of Math.exp's sum; what is below e^-43 of the largest
 * adds nothing). Exponentials come from a table and three terms of the series, which takes a quarter of the time: a large vocabulary has
 * 262,144 of them for every position that is scored.
 */
export function logSumExp(logits: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] ?? 0;
    if (logit > most) most = logit;
  }
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const scaled = ((logits[i] ?? 0) - most) / perStep;
    // Not a number fails the comparison too; it is caught by the caller's own sum.
    if (!(scaled > -62 * steps)) continue;
    const step = Math.floor(scaled);
    const rest = (scaled - step) * perStep;
    const series = 1 + rest * (1 + rest * (0.5 + rest / 6));
    sum += (fractions[step & (steps - 1)] ?? 0) * (wholes[-(step >> 11)] ?? 0) * series;
  }
  return most + Math.log(sum);
}

/** How the next token is drawn. */
export interface Sampling {
  /** 0 takes the likeliest. */
  readonly temperature: number;
  /** Only the likeliest tokens that together reach this probability (Holtzman et al. 2019, arXiv 1904.09751). */
  readonly topP: number;
}

/** Draws a token from logits. Ties at temperature 0 go to the lowest number. */
export function drawToken(logits: Float32Array, { temperature, topP }: Sampling, random: Random): number {
  if (temperature === 0) {
    let best = 0;
    for (let i = 1; i < logits.length; i++) if ((logits[i] ?? 0) > (logits[best] ?? 0)) best = i;
    return best;
  }
  const scaled = logits.map((logit) => logit / temperature);
  const norm = logSumExp(scaled);
  let left = random.float();
  if (topP >= 1) {
    for (let i = 0; i < scaled.length; i++) {
      left -= Math.exp((scaled[i] ?? 0) - norm);
      if (left < 0) return i;
    }
    return drawToken(logits, { temperature: 0, topP: 1 }, random);
  }
  const order = Array.from(scaled.keys()).sort((a, b) => (scaled[b] ?? 0) - (scaled[a] ?? 0));
  let mass = 0;
  const kept: number[] = [];
  for (const token of order) {
    kept.push(token);
    mass += Math.exp((scaled[token] ?? 0) - norm);
    if (mass >= topP) break;
  }
  left *= mass;
  for (const token of kept) {
    left -= Math.exp((scaled[token] ?? 0) - norm);
    if (left < 0) return token;
  }
  return kept[0] ?? 0;
}
