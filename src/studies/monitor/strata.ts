import { z } from "zod";
import { codesOf, type MonitorRow, namesOf } from "./row.ts";

/** Names of the strata within which arms are compared. */
export const stratumNames = ["author", "suite", "authorSuite"] as const;
export type StratumName = (typeof stratumNames)[number];

/** Schema of why a stratum is absent everywhere; null where it is there. */
export const absentStrata = z.record(z.enum(stratumNames), z.string().nullable());

/** Rows' strata as codes 0, 1, ..., for each stratum that the mapping gives; why the others are absent. */
export interface Strata {
  readonly codes: Readonly<Partial<Record<StratumName, Int32Array>>>;
  readonly absent: z.infer<typeof absentStrata>;
}

/** Strata of the rows. */
export function strataOf(rows: readonly MonitorRow[]): Strata {
  const authors = namesOf(rows, "author");
  const suites = namesOf(rows, "suite");
  const both =
    authors === null || suites === null ? null : authors.map((name, i) => `${name}\u0000${suites[i]}`);
  const noAuthor = authors === null ? "no author field was named (--author)" : null;
  const noSuite = suites === null ? "no suite field was named (--suite)" : null;
  return {
    codes: {
      ...(authors === null ? {} : { author: codesOf(authors) }),
      ...(suites === null ? {} : { suite: codesOf(suites) }),
      ...(both === null ? {} : { authorSuite: codesOf(both) }),
    },
    absent: { author: noAuthor, suite: noSuite, authorSuite: noAuthor ?? noSuite },
  };
}
