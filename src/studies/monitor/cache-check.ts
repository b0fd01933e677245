import type { CacheRule } from "../../core/identity.ts";
import type { PlannedCall } from "./planned-tokens.ts";

/**
 * What a call found in the provider's cache, held against what it could find. `hit`: as much as was surely there. `less`: some of
 * it. `miss`: nothing, though it was there. `cold`: nothing, and it may not have been there any more, or not yet. `first`: nothing in
 * common with an earlier call. `belowMinimum`: too little in common to be kept. `unexplained`: more than any earlier call had in
 * common with it, or no multiple of the provider's block. `notReported`: the provider does not say. `replayed`: answered from our own
 * cache of replies, which is no hit. `unchecked`: tried more than once, so that its numbers are a sum.
 */
export const cacheStates = [
  "hit",
  "less",
  "miss",
  "cold",
  "first",
  "belowMinimum",
  "unexplained",
  "notReported",
  "replayed",
  "unchecked",
] as const;
export type CacheState = (typeof cacheStates)[number];

/** Tokens that a call can have read, from what was surely there to all that it had in common with earlier ones. */
export interface ExpectedRead {
  readonly least: number;
  readonly most: number;
}

/** A part of a prompt differs from the whole in characters a token: by this factor, and at least as texts in words and in marks do. */
const rateSlack = 1.4;
const wordy = 5.5;
const marked = 2.8;
/** Tokens of a template's marks around a question. */
const marks = 16;

/**
 * What a call could read from the provider's cache. Lengths in common are known in characters, the whole prompt's in tokens; the
 * shorter of the two parts of the prompt is turned into tokens, so that the doubt about the rate is about as little as can be.
 *
 * @param tokens of the whole prompt, as reported
 * @param rule null where it is not known: then nothing is promised, and what is in common is the most
 */
export function expectedRead(call: PlannedCall, tokens: number, rule: CacheRule | null): ExpectedRead {
  const within = (characters: number): readonly [number, number] => {
    const rate = call.characters / Math.max(1, tokens);
    const [least, most] = [Math.min(rate / rateSlack, marked), Math.max(rate * rateSlack, wordy)];
    const rest = call.characters - characters;
    if (characters === 0) return [0, 0];
    return characters < rest
      ? [characters / most - marks, characters / least + marks]
      : [tokens - rest / least - marks, tokens - rest / most];
  };
  const kept = (amount: number): number => {
    const { minimumTokens, blockTokens } = rule ?? { minimumTokens: 0, blockTokens: 1 };
    const whole = Math.floor(Math.max(0, Math.min(amount, tokens)) / blockTokens) * blockTokens;
    return whole < minimumTokens ? 0 : whole;
  };
  // What a request must mark is marked before the question; a question in common adds to what may be read, not to what must.
  const promised = rule === null ? 0 : rule.marked && call.sure < call.turns ? 0 : call.sure;
  const surely = rule?.marked === true ? Math.min(promised, call.turns) : promised;
  return { least: kept(within(surely)[0]), most: kept(within(call.most)[1]) };
}

/** Says what a single call found. */
export function cacheState(
  call: PlannedCall,
  reported: number | null,
  { least, most }: ExpectedRead,
  rule: CacheRule | null,
): CacheState {
  if (reported === null) return "notReported";
  if (reported > most || reported % (rule?.blockTokens ?? 1) !== 0) return "unexplained";
  if (reported > 0) return reported >= least ? "hit" : "less";
  if (least > 0) return "miss";
  if (call.most === 0) return "first";
  return most === 0 ? "belowMinimum" : "cold";
}
