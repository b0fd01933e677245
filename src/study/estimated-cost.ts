import { charactersPerToken } from "../asking/characters.ts";
import type { Price } from "../core/identity.ts";
import { localSpeed } from "../models/local-speed.ts";
import { priceOf } from "../models/prices.ts";
import type { Providers } from "../models/providers.ts";
import { parseReference, type Reference } from "../models/reference.ts";
import { usdOf } from "./budget.ts";
import type { Prepared } from "./runnable.ts";
import type { ArmEstimate, Expected, Range } from "./study.ts";

/** Sums of an estimate, [least, most]. */
export interface EstimatedCost {
  readonly arms: readonly (ArmEstimate & { readonly usd: Range | null })[];
  readonly calls: Range;
  /** Input tokens, cached or not. */
  readonly tokens: Range;
  readonly output: Range;
  /** Dollars; null where a price is unknown. */
  readonly usd: Range | null;
  /** Null where a provider sets the pace. */
  readonly seconds: Range | null;
}

/** What a prepared run will take in all. */
export function estimatedCost(
  estimate: Expected,
  roles: Prepared["roles"],
  providers: Providers,
): EstimatedCost {
  const total = (part: (arm: ArmEstimate) => Range): Range =>
    estimate.arms.reduce<Range>(([least, most], arm) => [least + part(arm)[0], most + part(arm)[1]], [0, 0]);
  const references = new Map(roles.map((role) => [role.name, parseReference(role.model)]));
  const prices = new Map<string, Price | null>();
  for (const [role, reference] of references) prices.set(role, priceOf(reference, providers));
  const arms = estimate.arms.map((arm) => ({
    ...arm,
    usd: arm.role === null ? ([0, 0] as const) : estimatedUsd(arm, prices.get(arm.role) ?? null),
  }));
  return {
    arms,
    calls: total((arm) => arm.calls),
    tokens: total((arm) => arm.inputTokens),
    output: total((arm) => arm.outputTokens),
    usd: arms.reduce<Range | null>(
      (sum, { usd }) => (sum === null || usd === null ? null : [sum[0] + usd[0], sum[1] + usd[1]]),
      [0, 0],
    ),
    seconds: secondsOf(estimate.arms, references),
  };
}

/** Time of models in this process, [least, most]; null where a provider sets the pace. */
function secondsOf(arms: readonly ArmEstimate[], references: ReadonlyMap<string, Reference>): Range | null {
  let [least, most] = [0, 0];
  for (const arm of arms) {
    if (arm.role === null) continue;
    const reference = references.get(arm.role);
    if (reference?.adapter !== "local") return null;
    const [slow, fast] = localSpeed(reference);
    const [few, many] = uncachedTokens(arm);
    // Of guessed tokens the usual number at both ends: the range is of the speed and of what is asked, not of the tokenizer.
    const { least: wide, usual, most: narrow } = charactersPerToken;
    const [low, high] = arm.counted === true ? [few, many] : [(few * narrow) / usual, (many * wide) / usual];
    least += (Math.min(low, high) + arm.outputTokens[0]) / fast;
    most += (Math.max(low, high) + arm.outputTokens[1]) / slow;
  }
  return [least, most];
}

/**
 * Input tokens that a model with a cache has to evaluate, [least, most]. The ends of an estimate belong to different guesses (of
 * characters a token, of draws), so the most that may be cached can be more than the least that may be asked: what is left is never
 * below 0, and never more than is asked in all.
 */
export function uncachedTokens({ inputTokens, cachedTokens, uncachedTokens: said }: ArmEstimate): Range {
  const [least, most] = said ?? [inputTokens[0] - cachedTokens[1], inputTokens[1] - cachedTokens[0]];
  const upTo = (value: number, limit: number): number => Math.min(limit, Math.max(0, value));
  return [upTo(least, inputTokens[0]), upTo(most, inputTokens[1])];
}

/** Dollars of one arm, [least, most]: the least evaluated and the rest read from the cache, or nothing read from it; null where no price is known. */
export function estimatedUsd(arm: ArmEstimate, price: Price | null): Range | null {
  const { inputTokens, outputTokens } = arm;
  const [evaluated] = uncachedTokens(arm);
  const cheap = usdOf(
    {
      uncachedInput: evaluated,
      cacheRead: inputTokens[0] - evaluated,
      cacheWrite: 0,
      output: outputTokens[0],
    },
    price,
  );
  // At worst everything is written to the cache at its price, and nothing is read.
  const written = price !== null && price.cacheWrite > price.input;
  const dear = usdOf(
    {
      uncachedInput: written ? 0 : inputTokens[1],
      cacheRead: 0,
      cacheWrite: written ? inputTokens[1] : 0,
      output: outputTokens[1],
    },
    price,
  );
  return cheap === null || dear === null ? null : [cheap, dear];
}
