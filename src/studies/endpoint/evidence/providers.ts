import { z } from "zod";
import { fisherExact } from "../../../stats/distributions/fisher-exact.ts";
import { sum } from "../../../stats/distributions/moments.ts";
import { prefillProbe } from "../probes.ts";
import { type Exchange, echoes, observations } from "./observations.ts";

/** Schema of one provider behind a router, by the replies' own word. */
export const providerCount = z
  .object({
    name: z.string(),
    calls: z.number(),
    /** Unfinished turns that could be read, and how many of them were gone on with. */
    targets: z.number(),
    continued: z.number(),
  })
  .readonly();
type ProviderCount = z.infer<typeof providerCount>;

/** Chance of such a difference among equals below which providers differ, and below which nobody can say that they are alike. */
export const providerLevels = { differ: 0.01, doubtful: 0.2 } as const;

/** Providers of the exchanges, the busiest first. */
export function providersOf(exchanges: readonly Exchange[]): readonly ProviderCount[] {
  const echo = echoes(exchanges);
  const named = exchanges.filter(({ value }) => value.provider !== null);
  return [...Map.groupBy(named, ({ value }) => value.provider ?? "")]
    .map(([name, group]) => {
      const targets = observations(group, echo).filter(({ arm }) => arm === "target");
      const continued = targets.filter(({ probe, outcome }) => prefillProbe(probe)?.continued === outcome);
      return { name, calls: group.length, targets: targets.length, continued: continued.length };
    })
    .sort((a, b) => b.calls - a.calls);
}

/** The provider that most often served against all others (Fisher's exact test); null with fewer than two. */
export function providersAlike(providers: readonly ProviderCount[]): number | null {
  const [first, ...others] = providers.filter(({ targets }) => targets > 0);
  if (first === undefined || others.length === 0) return null;
  const targets = sum(others.map((one) => one.targets));
  const continued = sum(others.map((one) => one.continued));
  return fisherExact(first.continued, first.targets, continued, targets);
}

/** Do the providers treat the unfinished turn differently; or might they, so that none may be vouched for by another? */
export function providersMixed(alike: number | null): "differ" | "perhaps" | null {
  if (alike === null || alike >= providerLevels.doubtful) return null;
  return alike < providerLevels.differ ? "differ" : "perhaps";
}
