import { z } from "zod";
import { agentRun } from "../../core/message.ts";

/** Schema of one run with a label, as a line of the run's snapshot holds it. */
export const monitorRow = z
  .object({
    /** SHA-256 of its messages and tools: names the run in every trial. */
    hash: z.string(),
    run: agentRun,
    positive: z.literal([0, 1]),
    group: z.string(),
    author: z.string().nullable(),
    suite: z.string().nullable(),
    /** In the sample that is measured; the others serve the floors over all rows. */
    measured: z.boolean(),
    /** The monitor model wrote it in this very study. */
    written: z.boolean().exactOptional(),
  })
  .readonly();
export type MonitorRow = z.infer<typeof monitorRow>;
