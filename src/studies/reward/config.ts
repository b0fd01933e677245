import { z } from "zod";
import { rulePairs } from "./tasks/rules.ts";

/** Tasks, interleaved blocks and cells of each size. */
export const sizes = {
  tiny: { tasks: 12, blocks: 1, cells: "core" },
  small: { tasks: rulePairs.length, blocks: 1, cells: "core" },
  usual: { tasks: 2 * rulePairs.length, blocks: 3, cells: "core" },
  full: { tasks: 2 * rulePairs.length, blocks: 3, cells: "all" },
} as const;

/** Schema of the settings: flags, config file and help are made from it. */
export const rewardConfig = z
  .object({
    model: z
      .string()
      .nullable()
      .default(null)
      .describe("who is asked: any model reference, such as scripted:task-solver"),
    models: z
      .array(z.string())
      .default([])
      .describe("several, from the oldest to the newest: does what they follow change over generations"),
    size: z
      .enum(["tiny", "small", "usual", "full"])
      .default("usual")
      .describe(
        `tiny: ${sizes.tiny.tasks} tasks, one block (small models); small: ${sizes.small.tasks} tasks; usual: ${sizes.usual.tasks} tasks in three blocks; full: all cells too`,
      ),
    tasks: z.int().min(4).max(2000).nullable().default(null).describe("tasks; default: by --size"),
    blocks: z
      .int()
      .min(1)
      .max(20)
      .nullable()
      .default(null)
      .describe("times that everything is measured, each in other words and a new order; default: by --size"),
    cells: z
      .enum(["core", "all"])
      .nullable()
      .default(null)
      .describe(
        "core: what the claims rest on; all: files, other routes, hard and unsolvable tasks, oversight; default: by --size",
      ),
    protocol: z
      .enum(["text", "tools"])
      .default("text")
      .describe(
        "how tools are called: described in words and written into the reply, or by the model's own interface",
      ),
    turns: z.int().min(2).max(40).default(10).describe("most turns of an episode"),
    tokens: z.int().min(20).max(20_000).default(400).describe("most tokens of a turn"),
    temperature: z.number().min(0).max(2).default(1).describe("of every turn"),
    gateTasks: z
      .int()
      .min(6, "fewer than 6 tasks cannot show that anything was understood")
      .max(500)
      .default(12)
      .describe("tasks of each cell about which it is asked whether the model understood them"),
    privateItems: z
      .string()
      .nullable()
      .default(null)
      .describe("JSON file of rules of your own, which no model has seen: see docs/reward.md"),
  })
  .superRefine(({ model, models }, context) => {
    const lacks = (message: string): void => context.addIssue({ code: "custom", path: ["model"], message });
    if (model === null && models.length === 0) lacks("name a model, such as --model scripted:task-solver");
    if (model !== null && models.length > 0)
      lacks("give --model, or --models from the oldest to the newest, not both");
    if (new Set(models).size !== models.length) lacks("a model is named twice");
  });
export type RewardConfig = z.infer<typeof rewardConfig>;

/** Models in order, the oldest first. */
export function modelsOf({ model, models }: Pick<RewardConfig, "model" | "models">): readonly string[] {
  return model === null ? models : [model];
}

/** How much is measured. */
export function sizeOf(config: RewardConfig): {
  readonly tasks: number;
  readonly blocks: number;
  readonly cells: "core" | "all";
} {
  const { tasks, blocks, cells } = sizes[config.size];
  return { tasks: config.tasks ?? tasks, blocks: config.blocks ?? blocks, cells: config.cells ?? cells };
}
