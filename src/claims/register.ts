import { z } from "zod";
import type { Verdict } from "./claim.ts";
import { type Credence, credenceSchema } from "./credence.ts";
import { type CredenceScore, scoreCredence } from "./score.ts";

const verdict = z.enum(["supported", "contradicted", "undecided", "invalid", "unresolved"]);

const events = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("predicted"),
    id: z.string(),
    claim: z.string(),
    credence: credenceSchema,
    because: z.string().nullable(),
    at: z.string(),
  }),
  z.object({
    t: z.literal("bound"),
    id: z.string(),
    run: z.string(),
    folder: z.string(),
    /** SHA-256 of the claim, of the inputs and of the models' identities together. */
    subject: z.string(),
    at: z.string(),
  }),
  z.object({ t: z.literal("resolved"), run: z.string(), claim: z.string(), verdict, at: z.string() }),
  z.object({ t: z.literal("run"), run: z.string(), folder: z.string(), at: z.string() }),
]);

/** One line of the register of credences. */
export type RegisterEvent = z.infer<typeof events>;

/** Schema of such a line. */
export const registerEvent: z.ZodType<RegisterEvent> = events;

/** A credence and what has become of it. */
export interface Prediction {
  readonly id: string;
  readonly claim: string;
  readonly credence: Credence;
  readonly because: string | null;
  readonly at: string;
  /** Pending until a run binds it; bound until that run has a verdict that scores it. */
  readonly state: "pending" | "bound" | "scored";
  readonly run: string | null;
  readonly verdict: Verdict | null;
  readonly score: CredenceScore | null;
}

/** What the register says, from all its events in order. A credence is bound once and scored once. */
export function predictionsOf(events: Iterable<RegisterEvent>): readonly Prediction[] {
  const predictions = new Map<string, Prediction>();
  for (const event of events) {
    if (event.t === "predicted") {
      const { id, claim, credence, because, at } = event;
      if (predictions.has(id)) continue;
      predictions.set(id, { id, claim, credence, because, at, state: "pending", run: null, verdict: null, score: null });
    } else if (event.t === "bound") {
      const known = predictions.get(event.id);
      if (known?.state === "pending") predictions.set(event.id, { ...known, state: "bound", run: event.run });
    } else if (event.t === "resolved") {
      for (const known of predictions.values()) {
        if (known.state !== "bound" || known.run !== event.run || known.claim !== event.claim) continue;
        const score = scoreCredence(known.credence, event.verdict);
        const state = score === null ? "bound" : "scored";
        predictions.set(known.id, { ...known, verdict: event.verdict, score, state });
      }
    }
  }
  return [...predictions.values()];
}
