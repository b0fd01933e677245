import { z } from "zod";
import { interval } from "../../stats/distributions/interval.ts";
import { boxResults } from "./box/box-result.ts";
import { bridgeWord } from "./bridge.ts";
import { census } from "./census.ts";
import { effects } from "./effects.ts";

/** What is said of one fact. */
const factStates = ["mnemonic", "not shown", "not known", "could not be tested"] as const;

/** Schema of one fact. */
const factResult = z
  .object({
    relation: z.string(),
    subject: z.string(),
    object: z.string(),
    /** Log-odds against all other objects of the relation, nats. */
    margin: z.number().nullable(),
    rank: z.int().nullable(),
    bridge: bridgeWord
      .unwrap()
      .extend({
        /** Way in which a person would see it; null where only the model does. */
        kind: z.string().nullable(),
        strength: z.number(),
        toWord: z.number(),
        toObject: z.number(),
      })
      .readonly()
      .nullable(),
    shams: z.array(bridgeWord).readonly(),
    /** Object that the bridge was made to point at. */
    target: z.string().nullable(),
    /** Standard deviations by which the subject is tied to the word more than the other subjects that it is compared with. */
    tiedMore: z.number().nullable(),
    effects: effects.nullable(),
    /** One-sided, against the differences between shams of all facts. */
    p: z.object({ boost: z.number(), redirect: z.number(), both: z.number() }).readonly().nullable(),
    /** The larger of the two p, adjusted over all facts that were tested. */
    q: z.number().nullable(),
    state: z.enum(factStates),
    why: z.string().nullable(),
  })
  .readonly();
export type FactResult = z.infer<typeof factResult>;

/** Schema of one relation. */
const relationResult = z
  .object({
    id: z.string(),
    title: z.string(),
    source: z.string(),
    facts: z.int(),
    words: z.int(),
    scored: z.int(),
    known: z.int(),
    rankedFirst: z.int(),
    /** The search over all words, and over those that a person would see: strength in nats, p from dealt answers. */
    search: z
      .array(
        z
          .object({
            words: z.enum(["any", "human-like"]),
            observed: z.number(),
            byChance: z.number(),
            p: z.number(),
            /** Holm over the relations of this run. */
            holm: z.number(),
            /** Facts whose own bridge stands out at q. */
            standOut: z.int(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type RelationResult = z.infer<typeof relationResult>;

/** Schema of a whole run. */
export const recallResults = z
  .object({
    version: z.literal(1),
    q: z.number(),
    /** Log-probabilities must not change with the order of requests; null where no model was asked. */
    order: z
      .object({ steady: z.boolean(), difference: z.number().nullable(), says: z.string() })
      .readonly()
      .nullable(),
    missing: z.int(),
    relations: z.array(relationResult).readonly(),
    facts: z.array(factResult).readonly(),
    census: census.nullable(),
    /** Standardised differences between bridges and their shams, over tested facts. */
    balance: z.array(z.object({ what: z.string(), difference: z.number() }).readonly()).readonly(),
    /** Means over known and tested facts. */
    means: z
      .object({
        tested: z.int(),
        boost: interval.nullable(),
        redirect: interval.nullable(),
        priming: interval.nullable(),
        buffer: interval.nullable(),
        direct: interval.nullable(),
        cue: interval.nullable(),
        /** Redirect over direct edit. */
        share: interval.nullable(),
        /** Mean effect, in standard deviations of a fact's, that these facts would have shown in 80 of 100 runs (two-sided 5%). */
        detectable: z.number().nullable(),
      })
      .readonly(),
    /** Facts that pass all of the rule at a level of 1% each; that many of a hundred would by chance at most. */
    strict: z.object({ passed: z.int(), of: z.int(), needed: z.int().nullable() }).readonly(),
    /** E5: margin on the best bridge's strength beside what else tells of it; p by Freedman & Lane's permutation (1983). */
    crossSection: z
      .object({ slope: z.number(), p: z.number(), n: z.int(), beside: z.array(z.string()).readonly() })
      .readonly()
      .nullable(),
    /** Networks that were trained here; null where none was. */
    box: boxResults.nullable(),
  })
  .readonly();
export type RecallResults = z.infer<typeof recallResults>;
