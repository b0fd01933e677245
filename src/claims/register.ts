import { z } from "zod";
import { type Verdict, verdicts } from "./claim.ts";
import { type Credence, credenceSchema } from "./credence.ts";
import { type CredenceScore, scoreCredence } from "./score.ts";

/** One line of the register of credences. */
export type RegisterEvent = Predicted | Bound | Resolved | Registered | Sealed;

/** A credence was given. */
interface Predicted {
  readonly t: "predicted";
  readonly id: string;
  /** The claim's name, such as `monitor/C1`. */
  readonly claim: string;
  /** P(the claim is true) as it was given; left out in registers of older versions, which kept the three parts alone. */
  readonly probability?: number | undefined;
  /** What is scored. */
  readonly credence: Credence;
  readonly because: string | null;
  readonly at: string;
}

/** A run registered it, before its first call. */
interface Bound {
  readonly t: "bound";
  /** Of the prediction. */
  readonly id: string;
  readonly run: string;
  readonly folder: string;
  /** SHA-256 of the claim, of the inputs and of the models' identities together. */
  readonly subject: string;
  readonly at: string;
}

/** A run gave a verdict on a claim. */
interface Resolved {
  readonly t: "resolved";
  readonly run: string;
  readonly claim: string;
  readonly verdict: Verdict;
  readonly at: string;
}

/** A run began in a folder. */
interface Registered {
  readonly t: "run";
  readonly run: string;
  readonly folder: string;
  readonly at: string;
}

/** A run was concluded: what it held then. */
interface Sealed {
  readonly t: "sealed";
  readonly run: string;
  /** SHA-256 of its `seal.json`. */
  readonly seal: string;
  /** Lines of its journal, and the mark of the last. */
  readonly lines: number;
  readonly mark: string | null;
  readonly at: string;
}

const text = z.string();

/** Schema of a line of the register. */
export const registerEvent: z.ZodType<RegisterEvent> = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("predicted"),
    id: text,
    claim: text,
    probability: z.number().optional(),
    credence: credenceSchema,
    because: text.nullable(),
    at: text,
  }),
  z.object({ t: z.literal("bound"), id: text, run: text, folder: text, subject: text, at: text }),
  z.object({
    t: z.literal("resolved"),
    run: text,
    claim: text,
    verdict: z.enum(verdicts),
    at: text,
  }),
  z.object({ t: z.literal("run"), run: text, folder: text, at: text }),
  z.object({
    t: z.literal("sealed"),
    run: text,
    seal: text,
    lines: z.number(),
    mark: text.nullable(),
    at: text,
  }),
]);

/** A credence and what has become of it. */
export interface Prediction {
  readonly id: string;
  readonly claim: string;
  /** P(the claim is true); null where only the three parts were given. */
  readonly probability: number | null;
  readonly credence: Credence;
  readonly because: string | null;
  readonly at: string;
  /** Pending until a run binds it, or a newer one for the same claim replaces it; bound until that run has a verdict that scores it. */
  readonly state: "pending" | "replaced" | "bound" | "scored";
  readonly run: string | null;
  readonly verdict: Verdict | null;
  readonly score: CredenceScore | null;
}

/** What the register says, from all its events in order. A credence is bound once and scored once. */
export function predictionsOf(events: Iterable<RegisterEvent>): readonly Prediction[] {
  const predictions = new Map<string, Prediction>();
  for (const event of events) {
    if (event.t === "predicted") {
      const { id, claim, probability = null, credence, because, at } = event;
      if (predictions.has(id)) continue;
      for (const older of predictions.values()) {
        if (older.claim !== claim || older.state !== "pending") continue;
        predictions.set(older.id, { ...older, state: "replaced" });
      }
      predictions.set(id, {
        ...{ id, claim, probability, credence, because, at, state: "pending" },
        ...{ run: null, verdict: null, score: null },
      });
    } else if (event.t === "bound") {
      const known = predictions.get(event.id);
      if (known?.state === "pending" || known?.state === "replaced")
        predictions.set(event.id, { ...known, state: "bound", run: event.run });
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
