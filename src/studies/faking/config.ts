import { z } from "zod";
import { replyFields } from "../../design/reply-settings.ts";
import { scenarioIds, sizes } from "./scenarios.ts";

/** Everything that can be set; flags, config file and help are made from it. */
export const fakingConfig = z.object({
  ...replyFields,
  scenario: z
    .array(z.enum(scenarioIds))
    .min(1)
    .max(2)
    .default(["desk"])
    .describe(
      "how the situation is told: desk (made-up tags), tier (tiers of users, as in published demonstrations); two are compared, paired by item",
    ),
  size: z
    .enum(sizes)
    .default("full")
    .describe(
      "full: oversight x information x role x frame x notes, the rest one at a time; main: the first three crossed; small: twelve cells, for small models",
    ),
  margin: z
    .number()
    .positive()
    .max(50)
    .default(5)
    .describe("points within which the placebo must lie, and below which a gap counts as none"),
  privateItems: z
    .string()
    .nullable()
    .default(null)
    .describe(
      "a YAML file of preferences and requests of your own, in the form of assets/faking/items.yaml, in place of those that ship",
    ),
});
export type FakingConfig = z.infer<typeof fakingConfig>;
