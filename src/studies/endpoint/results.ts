import { z } from "zod";
import { apis } from "../../models/reference.ts";
import { logProbResult } from "./evidence/log-probs.ts";
import { providerCount } from "./evidence/providers.ts";
import { reasoningResult } from "./evidence/reasoning.ts";
import { shareResult } from "./evidence/shares.ts";
import { prefillVerdict } from "./evidence/verdict.ts";
import { mechanisms } from "./mechanisms.ts";

const counts = z.array(z.number()).readonly();
const numberOrNot = z.number().nullable();

/** What one probe gave. */
const probeResult = z
  .object({
    probe: z.string(),
    about: z.string(),
    /** Why it is not used; null where it is. */
    mute: z.string().nullable(),
    outcomes: z.array(z.string()).readonly(),
    /** How often each outcome came of the unfinished turn, and of each emulation. */
    target: counts,
    controls: z.record(z.string(), counts).readonly(),
    /** Log-likelihood of an open turn less that of the strongest fake, by this probe alone; nats. */
    weight: z.number(),
  })
  .readonly();

/** What counts of prompt tokens say. */
const tokenResult = z
  .object({
    mute: z.string().nullable(),
    /** Arm → median prompt tokens. */
    counts: z.record(z.string(), numberOrNot).readonly(),
    /** Tokens a word of the prefill adds. */
    slope: z.object({ open: z.number(), target: z.number() }).readonly().nullable(),
    /** Tokens counted beside question and prefill, and what each mechanism foretells. */
    beside: numberOrNot,
    foretold: z.record(z.string(), numberOrNot).readonly(),
  })
  .readonly();

/** What the calls say of an unfinished turn. */
const prefillResult = z
  .object({
    ...prefillVerdict.shape,
    /** Posterior probability of each fake if it is one, greatest first. */
    posterior: z
      .array(z.object({ mechanism: z.enum(mechanisms), probability: z.number() }).readonly())
      .readonly(),
    shares: shareResult,
    /** Posterior predictive p-value of the likeliest fake; null where it is not accused or no reply could be read. */
    fit: numberOrNot,
    /** Does the server put the prefill in front of its replies? */
    echo: z.boolean(),
    probes: z.array(probeResult).readonly(),
    tokens: tokenResult,
    /** Mechanism → log-likelihood of the replies under its rendering with the open weights; nats. */
    template: z.record(z.string(), z.number()).readonly().nullable(),
    /** First tokens of the unfinished turn beside those of the same sent openly; of no weight. */
    logProbs: logProbResult,
    /** Calls made for this question. */
    calls: z.number(),
  })
  .readonly();
export type PrefillResult = z.infer<typeof prefillResult>;

const tried = z
  .array(
    z
      .object({ members: z.string(), came: z.enum(["works", "no effect", "refused"]), times: z.number() })
      .readonly(),
  )
  .readonly();

/** One endpoint. */
const endpointResult = z
  .object({
    reference: z.string(),
    api: z.enum(apis),
    model: z.string(),
    /** Requests that were answered, whatever the answer. */
    calls: z.number(),
    /** Dollars by the reported usage; null where a price or a usage is not known. */
    usd: numberOrNot,
    prefill: prefillResult.nullable(),
    reasoning: reasoningResult.nullable(),
    /** Are the settings that switch reasoning off refused? Then calls were made without them. */
    offRefused: z.boolean(),
    /** Switches by their members, as JSON: what was sent to turn reasoning off, and what came of others that were tried. */
    switches: z
      .object({ off: z.string(), offTried: tried, prefillTried: tried })
      .readonly()
      .default({ off: "{}", offTried: [], prefillTried: [] }),
    /** Who served it behind a router, and how many unfinished turns were continued. */
    providers: z.array(providerCount).readonly(),
    /** Calls of which the router's own record was read: then tokens are those of the provider's tokenizer. */
    records: z.number(),
    /** Chance of providers as different as these if all treat the turn alike (Fisher's exact test); null with fewer than two. */
    providersAlike: numberOrNot,
    /** Statuses and other ends of calls, and how many. */
    ends: z.array(z.object({ end: z.string(), calls: z.number() }).readonly()).readonly(),
    /** Where no call was answered: why, and what to look at; null where one was. */
    trouble: z.string().nullable(),
  })
  .readonly();
export type EndpointResult = z.infer<typeof endpointResult>;

/** What replies that were saved earlier say. */
const savedResult = z
  .object({
    replies: z.number(),
    unfinished: z.number(),
    /** Of the replies to unfinished turns: how they begin. */
    beginnings: z.array(z.object({ beginning: z.string(), replies: z.number() }).readonly()).readonly(),
    shown: z.number(),
    declared: z.number(),
    openBound: z.number(),
    refused: z.number(),
  })
  .readonly();
export type SavedResult = z.infer<typeof savedResult>;

/** Schema of what a run found: with one endpoint its answers stand on top as well. */
export const endpointResults = z
  .object({
    /** Percent. */
    rate: z.number(),
    /** Share of unfinished turns that must be honoured; percent. */
    atLeast: z.number(),
    endpoints: z.array(endpointResult).readonly(),
    prefill: prefillResult.nullable(),
    reasoning: reasoningResult.nullable(),
    calls: z.number(),
    usd: numberOrNot,
    saved: savedResult.nullable(),
  })
  .readonly();
export type EndpointResults = z.infer<typeof endpointResults>;
