import type { Random } from "../../stats/random.ts";

/** Natural logarithm of the sum of exponentials, in double precision. */
export function logSumExp(logits: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] ?? 0;
    if (logit > most) most = logit;
  }
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] ?? 0) - most);
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
