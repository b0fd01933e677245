import { benjaminiHochberg } from "../../stats/distributions/false-discovery.ts";
import { exactInterval } from "../../stats/distributions/proportion.ts";
import { atLeast } from "../../stats/resampling/search-null.ts";
import type { Effects } from "./effects.ts";

/** Level at which single facts are counted for the claim. */
export const strictLevel = 0.01;
/** Standard deviations by which a subject may be tied to the bridge more than the others that it is compared with: beyond it association alone may do it. */
const mostTiedMore = 0.5;
/** Differences between shams that a fact's p must rest on at least. */
const leastNull = 99;

/** What is known of a fact when the rule is asked. */
export interface Tested {
  readonly known: boolean;
  readonly effects: Effects | null;
  readonly tiedMore: number | null;
}

/** What the rule says of it. */
export interface Ruled {
  readonly p: { readonly boost: number; readonly redirect: number; readonly both: number } | null;
  readonly q: number | null;
  readonly mnemonic: boolean;
  /** Does it pass at the strict level? */
  readonly strict: boolean;
  /** Why it is no mnemonic; null where it is one. */
  readonly why: string | null;
}

/**
 * A fact is called a mnemonic where the bridge's context helps more than shams' (E2), the answer follows the bridge where it is made to point elsewhere (E3),
 * both beyond what the differences between shams of all facts would give at rate q, and where breaking up the cue costs more than a sham edit (E1).
 */
export function ruleFacts(facts: readonly Tested[], q: number): readonly Ruled[] {
  const counted = facts.map(({ known, effects }) =>
    known && effects !== null && effects.boost !== null && effects.redirect !== null
      ? { boost: effects.boost, redirect: effects.redirect }
      : null,
  );
  const nulls = (of: (one: Effects) => number | null): Float64Array =>
    Float64Array.from(
      facts.flatMap(({ effects }) => {
        const value = effects === null ? null : of(effects);
        return value === null ? [] : [value, -value];
      }),
    ).sort();
  const boosts = nulls(({ boostNull }) => boostNull);
  const redirects = nulls(({ redirectNull }) => redirectNull);
  const enough = Math.min(boosts.length, redirects.length) >= leastNull;
  const ps = counted.map((one) => {
    if (one === null || !enough) return null;
    const boost = (1 + atLeast(boosts, one.boost)) / (1 + boosts.length);
    const redirect = (1 + atLeast(redirects, one.redirect)) / (1 + redirects.length);
    return { boost, redirect, both: Math.max(boost, redirect) };
  });
  const adjusted = benjaminiHochberg(ps.flatMap((p) => p?.both ?? [])).values();
  return facts.map(({ effects, tiedMore }, i) => {
    const p = ps[i] ?? null;
    const own = p === null ? null : (adjusted.next().value ?? 1);
    const lacks = lackOf(effects, tiedMore);
    const found = own !== null && own <= q;
    return {
      ...{ p, q: own },
      mnemonic: found && lacks === null,
      strict: p !== null && p.both <= strictLevel && lacks === null,
      why:
        p === null
          ? enough
            ? "its contexts could not be scored"
            : `fewer than ${leastNull} differences between shams to compare with`
          : (lacks ?? (found ? null : missWords(p, q))),
    };
  });
}

/** What speaks against a mnemonic beside the two p. */
function lackOf(effects: Effects | null, tiedMore: number | null): string | null {
  if (effects?.cue === null || effects?.cue === undefined)
    return "subject and bridge share no letters that could be taken away";
  if (effects.cue <= 0) return "breaking up the cue cost no more than a sham edit";
  if (tiedMore === null || tiedMore > mostTiedMore)
    return "no other subject is tied to the bridge as much: association alone may do it";
  return null;
}

function missWords({ boost, redirect }: NonNullable<Ruled["p"]>, q: number): string {
  if (boost > q && redirect > q) return "neither context did more than shams do";
  if (boost > q) return "the bridge's context helped no more than shams'";
  if (redirect > q) return "the answer did not follow the bridge beyond shams";
  return "not beyond what so many facts give by chance";
}

/** Passes at the strict level that a 99% interval needs to lie above chance; null where no number is enough. */
export function passesNeeded(of: number): number | null {
  for (let passed = 1; passed <= of; passed++)
    if (exactInterval(passed, of, 0.005).low > strictLevel) return passed;
  return null;
}
