import { z } from "zod";
import { sanityFinding } from "../../sanity/finding.ts";
import { armResult } from "./arm-result.ts";
import { about } from "./findings/about.ts";
import { authorship } from "./findings/authorship.ts";
import { budgets } from "./findings/budgets.ts";
import { comparison } from "./findings/comparisons.ts";
import { disagreements } from "./findings/disagreements.ts";
import { onPolicy } from "./findings/on-policy.ts";
import { rivals } from "./findings/rivals.ts";
import { floorOverAll, leftOut } from "./floors.ts";
import { absentStrata } from "./strata.ts";

/** Schema of `results` of a monitor run. */
export const monitorResults = z.object({
  version: z.literal(1),
  about,
  /** What was looked at in the runs before any figure. */
  sanity: z.array(sanityFinding),
  arms: z.array(armResult),
  armsLeftOut: z.array(leftOut),
  comparisons: z.array(comparison),
  rivals,
  onPolicy,
  authorship,
  disagreements,
  budgets,
  floorsAll: z.array(floorOverAll),
  strata: absentStrata,
});
export type MonitorResults = z.infer<typeof monitorResults>;
