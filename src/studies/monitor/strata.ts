import { z } from "zod";
import { codesOf, type MonitorRow, namesOf } from "./row.ts";

/** Names of the strata within which arms are compared. */
export const stratumNames = ["author", "suite", "authorSuite"] as const;
export type StratumName = (typeof stratumNames)[number];

/** Schema of why a stratum is absent everywhere; null where it is there. */
export const absentStrata = z.record(z.enum(stratumNames), z.string().nullable());

/** Rows' strata as codes 0, 1, ..., as far as the mapping gives them; why the others are absent. */
export interface Strata {
  readonly codes: readonly { readonly name: StratumName; readonly of: Int32Array }[];
  readonly absent: z.infer<typeof absentStrata>;
}

/** Strata of the rows. */
export function strataOf(rows: readonly MonitorRow[]): Strata {
  const author = namesOf(rows, "author");
  const suite = namesOf(rows, "suite");
  const authorSuite =
    author === null || suite === null ? null : author.map((name, i) => `${name}\u0000${suite[i]}`);
  const names = { author, suite, authorSuite };
  const noAuthor = author === null ? "no author field was named (--author)" : null;
  const noSuite = suite === null ? "no suite field was named (--suite)" : null;
  return {
    codes: stratumNames.flatMap((name) => {
      const found = names[name];
      return found === null ? [] : [{ name, of: codesOf(found) }];
    }),
    absent: { author: noAuthor, suite: noSuite, authorSuite: noAuthor ?? noSuite },
  };
}
