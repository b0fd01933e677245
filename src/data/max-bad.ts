import { z } from "zod";

/** Schema of a setting: share of the rows that may be unreadable, .05 or `5%`. */
export const maxBad = z
  .preprocess(
    (typed) =>
      typeof typed === "string" && /^[\d.]+%$/.test(typed) ? Number(typed.slice(0, -1)) / 100 : typed,
    z.number().min(0).max(1),
  )
  .default(0.05)
  .describe(
    "share of the rows that may be unreadable: they are left out, counted and named; more is an error",
  );
