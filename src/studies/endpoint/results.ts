import { z } from "zod";
import { type Api, apis } from "../../models/reference.ts";
import type { LogProbEvidence } from "./evidence/log-probs.ts";
import type { ProviderCount } from "./evidence/providers.ts";
import type { ReasoningEvidence } from "./evidence/reasoning.ts";
import { type Mechanism, mechanisms } from "./mechanisms.ts";

/** What the calls say of an unfinished turn. */
export type PrefillResult = {
  readonly verdict: "honoured" | "not honoured" | "rejected" | "undecided";
  /** The mechanism that is named: TRUE where honoured, REJECT where rejected, null where none is. */
  readonly mechanism: Mechanism | "REJECT" | null;
  readonly reason: string;
  /** Posterior probability of each mechanism, greatest first. */
  readonly posterior: readonly { readonly mechanism: Mechanism; readonly probability: number }[];
  /** That of an open turn. */
  readonly open: number;
  /** Log Bayes factors of an open turn against the strongest fake, over everything and over replies alone; nats. */
  readonly logBayesFactor: { readonly all: number; readonly replies: number };
  /** Posterior predictive p-value of the likeliest mechanism; null where no reply could be read. */
  readonly fit: number | null;
  /** Does the server put the prefill in front of its replies? */
  readonly echo: boolean;
  readonly probes: readonly ProbeResult[];
  readonly tokens: TokenResult;
  /** Mechanism → log-likelihood of the replies under its rendering with the open weights; nats. */
  readonly template: Readonly<Record<string, number>> | null;
  /** First tokens of the unfinished turn beside those of the same sent openly; of no weight. */
  readonly logProbs: LogProbEvidence;
  /** Of all unfinished turns whose probe tells something, how many were continued. */
  readonly consistency: { readonly continued: number; readonly turns: number };
  /** Calls made for this question. */
  readonly calls: number;
};

/** What one probe gave. */
type ProbeResult = {
  readonly probe: string;
  readonly about: string;
  /** Why it is not used; null where it is. */
  readonly mute: string | null;
  readonly outcomes: readonly string[];
  /** How often each outcome came of the unfinished turn, and of each emulation. */
  readonly target: readonly number[];
  readonly controls: Readonly<Record<string, readonly number[]>>;
  /** Log-likelihood of an open turn less that of the strongest fake, by this probe alone; nats. */
  readonly weight: number;
};

/** What counts of prompt tokens say. */
type TokenResult = {
  readonly mute: string | null;
  /** Arm → median prompt tokens. */
  readonly counts: Readonly<Record<string, number | null>>;
  /** Tokens a word of the prefill adds. */
  readonly slope: { readonly open: number; readonly target: number } | null;
  /** Tokens counted beside question and prefill, and what each mechanism foretells. */
  readonly beside: number | null;
  readonly foretold: Readonly<Record<string, number | null>>;
  /** As for a probe. */
  readonly weight: number;
};

/** What the calls say of reasoning that was switched off. */
export type ReasoningResult = ReasoningEvidence;

/** One endpoint. */
export type EndpointResult = {
  readonly reference: string;
  readonly api: Api;
  readonly model: string;
  /** Requests that were answered, whatever the answer. */
  readonly calls: number;
  /** Dollars by the reported usage; null where a price or a usage is not known. */
  readonly usd: number | null;
  readonly prefill: PrefillResult | null;
  readonly reasoning: ReasoningResult | null;
  /** Are the settings that switch reasoning off refused? Then calls were made without them. */
  readonly offRefused: boolean;
  /** Who served it behind a router, and how many unfinished turns were continued. */
  readonly providers: readonly ProviderCount[];
  /** Calls of which the router's own record was read: then tokens are those of the provider's tokenizer. */
  readonly records: number;
  /** Chance of providers as different as these if all treat the turn alike (Fisher's exact test); null with fewer than two. */
  readonly providersAlike: number | null;
  /** Statuses and other ends of calls, and how many. */
  readonly ends: readonly { readonly end: string; readonly calls: number }[];
  /** Where no call was answered: why, and what to look at; null where one was. */
  readonly trouble: string | null;
};

/** What replies that were saved earlier say. */
export type SavedResult = {
  readonly replies: number;
  readonly unfinished: number;
  /** Of the replies to unfinished turns: how they begin. */
  readonly beginnings: readonly { readonly beginning: string; readonly replies: number }[];
  readonly shown: number;
  readonly declared: number;
  readonly openBound: number;
  readonly refused: number;
};

/** What a run found: with one endpoint its answers stand on top as well. */
export type EndpointResults = {
  /** Percent. */
  readonly rate: number;
  readonly endpoints: readonly EndpointResult[];
  readonly prefill: PrefillResult | null;
  readonly reasoning: ReasoningResult | null;
  readonly calls: number;
  readonly usd: number | null;
  readonly saved: SavedResult | null;
};

const mean = z.number().nullable();
const counted = z.array(z.number());
const prefillResult: z.ZodType<PrefillResult> = z.object({
  verdict: z.enum(["honoured", "not honoured", "rejected", "undecided"]),
  mechanism: z.enum([...mechanisms, "REJECT"]).nullable(),
  reason: z.string(),
  posterior: z.array(z.object({ mechanism: z.enum(mechanisms), probability: z.number() })),
  open: z.number(),
  logBayesFactor: z.object({ all: z.number(), replies: z.number() }),
  fit: z.number().nullable(),
  echo: z.boolean(),
  probes: z.array(
    z.object({
      probe: z.string(),
      about: z.string(),
      mute: z.string().nullable(),
      outcomes: z.array(z.string()),
      target: counted,
      controls: z.record(z.string(), counted),
      weight: z.number(),
    }),
  ),
  tokens: z.object({
    mute: z.string().nullable(),
    counts: z.record(z.string(), z.number().nullable()),
    slope: z.object({ open: z.number(), target: z.number() }).nullable(),
    beside: z.number().nullable(),
    foretold: z.record(z.string(), z.number().nullable()),
    weight: z.number(),
  }),
  template: z.record(z.string(), z.number()).nullable(),
  logProbs: z.object({
    asked: z.enum(["given", "refused", "not given", "not asked"]),
    items: z.number(),
    first: z.object({ target: mean, drop: mean, cont: mean, flip: mean }),
    apart: z.object({ drop: mean, cont: mean, flip: mean }),
  }),
  consistency: z.object({ continued: z.number(), turns: z.number() }),
  calls: z.number(),
});

const depthCount = z.object({ depth: z.number(), right: z.number(), calls: z.number() });
const reasoningResult: z.ZodType<ReasoningResult> = z.object({
  verdict: z.enum(["no evidence", "shown", "declared", "covert", "undecided"]),
  reason: z.string(),
  rate: z.number(),
  low: z.number(),
  high: z.number(),
  calls: z.number(),
  shown: z.number(),
  declared: z.number(),
  openBound: z.number(),
  depths: z.array(depthCount),
  steps: depthCount,
  unreadable: z.number(),
  written: z.number(),
  hidden: z.object({ low: z.number(), high: z.number(), bound: z.number() }).nullable(),
  caps: z.array(z.object({ cap: z.number(), calls: z.number(), empty: z.number() })),
  capKept: z.boolean().nullable(),
});

/** Schema of what a run found. */
export const endpointResults: z.ZodType<EndpointResults> = z.object({
  rate: z.number(),
  endpoints: z.array(
    z.object({
      reference: z.string(),
      api: z.enum(apis),
      model: z.string(),
      calls: z.number(),
      usd: z.number().nullable(),
      prefill: prefillResult.nullable(),
      reasoning: reasoningResult.nullable(),
      offRefused: z.boolean(),
      providers: z.array(
        z.object({ name: z.string(), calls: z.number(), targets: z.number(), continued: z.number() }),
      ),
      records: z.number(),
      providersAlike: z.number().nullable(),
      ends: z.array(z.object({ end: z.string(), calls: z.number() })),
      trouble: z.string().nullable(),
    }),
  ),
  prefill: prefillResult.nullable(),
  reasoning: reasoningResult.nullable(),
  calls: z.number(),
  usd: z.number().nullable(),
  saved: z
    .object({
      replies: z.number(),
      unfinished: z.number(),
      beginnings: z.array(z.object({ beginning: z.string(), replies: z.number() })),
      shown: z.number(),
      declared: z.number(),
      openBound: z.number(),
      refused: z.number(),
    })
    .nullable(),
});
