import { z } from "zod";

/** What every study verb takes beside its own settings. */
export interface RunFlags {
  readonly out: string | null;
  readonly seed: string;
  readonly config: string | null;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly maxUsd: number | null;
  readonly maxCalls: number | null;
  readonly concurrency: number | null;
  readonly retrySeconds: number;
  readonly cache: boolean;
  readonly yes: boolean;
  readonly prices: string | null;
}

/** Its schema: flags, config file and help are made from it. */
export const runOptions: z.ZodType<RunFlags> & { readonly shape: Readonly<Record<string, z.ZodType>> } =
  z.object({
    out: z
      .string()
      .nullable()
      .default(null)
      .describe("folder for the run; default: a new one in credence-runs"),
    seed: z.coerce.string().default("1").describe("seed of every random choice"),
    config: z.string().nullable().default(null).describe("YAML file with settings; flags win over it"),
    json: z.boolean().default(false).describe("print the findings as JSON on stdout"),
    dryRun: z.boolean().default(false).describe("print the plan, calls, tokens, cost and time; make no call"),
    maxUsd: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("stop before spending more dollars than this"),
    maxCalls: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe("stop before making more model calls than this"),
    concurrency: z
      .int()
      .positive()
      .max(256)
      .nullable()
      .default(null)
      .describe("model calls at once; default: adapts to the model"),
    retrySeconds: z
      .number()
      .min(0)
      .default(300)
      .describe("how long a call or an outage is waited for before it counts as failed"),
    cache: z
      .boolean()
      .default(true)
      .describe("answer repeated paid calls from the response cache (--no-cache: never)"),
    prices: z
      .string()
      .nullable()
      .default(null)
      .describe("YAML file with prices and cache rules, in front of those that are shipped"),
    yes: z.boolean().default(false).describe("answer yes to every question, such as a model's terms"),
  });
