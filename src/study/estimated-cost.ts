import type { Price } from "../core/identity.ts";
import { priceOf } from "../models/prices.ts";
import { parseReference } from "../models/reference.ts";
import { usdOf } from "./budget.ts";
import type { Prepared } from "./runnable.ts";
import type { ArmEstimate, Range } from "./study.ts";

/** Sums of an estimate, [least, most]. */
export interface EstimatedCost {
  readonly arms: readonly ArmEstimate[];
  readonly calls: Range;
  /** Input tokens, cached or not. */
  readonly tokens: Range;
  readonly output: Range;
  /** Dollars; null where a price is unknown. */
  readonly usd: Range | null;
  /** Null where a provider sets the pace. */
  readonly seconds: Range | null;
}

/** Tokens a second that a small model in this process evaluates: from two busy cores to one idle one with a tenth to spare. */
const localTokensPerSecond: Range = [100, 400];

/** What a prepared run will take in all. */
export function estimatedCost({ estimate, roles }: Prepared): EstimatedCost {
  const total = (part: (arm: ArmEstimate) => Range): Range =>
    estimate.arms.reduce<Range>(([least, most], arm) => [least + part(arm)[0], most + part(arm)[1]], [0, 0]);
  const references = new Map(roles.map((role) => [role.name, parseReference(role.model)]));
  const prices = new Map<string, Price | null>();
  for (const [role, reference] of references) prices.set(role, priceOf(reference));
  const evaluated = total((arm) => [
    arm.inputTokens[0] - arm.cachedTokens[1],
    arm.inputTokens[1] - arm.cachedTokens[0] + arm.outputTokens[1],
  ]);
  const local = [...references.values()].every(({ adapter }) => adapter === "local");
  return {
    arms: estimate.arms,
    calls: total((arm) => arm.calls),
    tokens: total((arm) => arm.inputTokens),
    output: total((arm) => arm.outputTokens),
    usd: money(estimate.arms, prices),
    seconds: local ? [evaluated[0] / localTokensPerSecond[1], evaluated[1] / localTokensPerSecond[0]] : null,
  };
}

function money(arms: readonly ArmEstimate[], prices: ReadonlyMap<string, Price | null>): Range | null {
  let least = 0;
  let most = 0;
  for (const arm of arms) {
    if (arm.role === null) continue;
    const price = prices.get(arm.role) ?? null;
    const cheap = usdOf(
      {
        uncachedInput: Math.max(0, arm.inputTokens[0] - arm.cachedTokens[1]),
        cacheRead: Math.min(arm.inputTokens[0], arm.cachedTokens[1]),
        cacheWrite: 0,
        output: arm.outputTokens[0],
      },
      price,
    );
    const dear = usdOf(
      { uncachedInput: arm.inputTokens[1], cacheRead: 0, cacheWrite: 0, output: arm.outputTokens[1] },
      price,
    );
    if (cheap === null || dear === null) return null;
    least += cheap;
    most += dear;
  }
  return [least, most];
}
