import { z } from "zod";

/** Schema of a run's answer to the question that its verb asks, on this person's data. It stands before all claims. */
export const answer = z
  .object({
    question: z.string(),
    /** One to three sentences. */
    sentence: z.string(),
    /** The one figure that carries it. */
    figure: z
      .object({
        label: z.string(),
        value: z.number(),
        low: z.number().nullable(),
        high: z.number().nullable(),
      })
      .readonly()
      .exactOptional(),
    /** What was looked at, and how each came out; what could not be tested and what was not asked are states of their own. */
    checked: z
      .array(
        z
          .object({
            what: z.string(),
            state: z.enum(["yes", "no", "untested", "not-asked"]),
            /** What was seen; why it could not be tested; how to ask. A no says what it could have seen. */
            says: z.string(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type Answer = z.infer<typeof answer>;
