import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import type { RegisteredModel } from "../core/identity.ts";
import type { AtHand, Role } from "../study/study.ts";
import type { Design } from "./design.ts";
import { lint } from "./lint.ts";
import { type AnswerMode, prepared, type ReplyExperiment } from "./reply-experiment.ts";
import { type ReplySettings, replyRole } from "./reply-plan.ts";

/** With fewer, even answers that are all right leave the interval's low end below one half. */
const leastGateItems = 6;

/** Settings of every experiment whose outcome is read from one reply; flags, config file and help are made from them. */
export const replyFields = {
  model: z.string().default("local:smollm2-135m").describe("who is asked"),
  answer: z
    .enum(["auto", "choose", "written"])
    .default("auto")
    .describe(
      "a choice of two: by the chances of its letters (choose), which needs no draws, or as a written reply; auto: choose where the model gives chances",
    ),
  blocks: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe(
      "written replies: interleaved blocks, each with every item in every cell once; three or more show run-to-run noise",
    ),
  items: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe("use so many items, spread over all clusters; default: all"),
  families: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("use so many of the surface families; default: all"),
  gateItems: z
    .int()
    .min(leastGateItems)
    .max(1000)
    .default(8)
    .describe("items of each cell that the questions of comprehension are asked about"),
  temperature: z.number().min(0).max(2).default(1).describe("of written replies"),
  stopAtGate: z.boolean().default(true).describe("ask for no behaviour where no cell was understood"),
} as const;
const fields = z.object(replyFields);
export type ReplyConfig = z.infer<typeof fields>;

/** Draws of each item by itself, where replies are written. */
const calibrationDraws = 4;

/** The model that replies. */
export function replyRoles({ model, answer }: ReplyConfig, asksLetters: boolean): Role[] {
  const choose = answer !== "written" && asksLetters;
  const needs =
    answer === "choose" && asksLetters
      ? [["choose" as const]]
      : choose
        ? [["choose" as const], ["generate" as const]]
        : [["generate" as const]];
  return [{ name: replyRole, purpose: "replies", model, needs }];
}

/** How replies are asked for, given what the model can do. */
export function replySettings(config: ReplyConfig, mode: AnswerMode): ReplySettings {
  const { blocks, temperature, gateItems, stopAtGate } = config;
  return { mode, blocks, temperature, gateItems, stopAtGate, calibrationDraws };
}

/** Chances where they are asked for and given, else written replies. */
export function answerMode(
  { answer }: Pick<ReplyConfig, "answer">,
  experiments: readonly ReplyExperiment[],
  capabilities: RegisteredModel["capabilities"] | null,
): AnswerMode {
  if (answer === "written" || experiments.some(({ outcome }) => outcome.kind !== "choice")) return "written";
  return answer === "choose" || capabilities === null || capabilities.includes("choose")
    ? "choose"
    : "written";
}

/** What an opened model can do, where it is at hand. */
export function capabilitiesAtHand(atHand: AtHand | undefined): RegisteredModel["capabilities"] | null {
  const model = atHand?.(replyRole) ?? null;
  return model === null ? null : Object.keys(model.capabilities);
}

/** A design with as many items and families as are asked for: items evenly over clusters, in their order. */
export function cut(design: Design, { items, families }: Pick<ReplyConfig, "items" | "families">): Design {
  const byCluster = [...Map.groupBy(design.items, ({ id, cluster }) => cluster ?? id).values()];
  const inTurn = Array.from({ length: Math.max(...byCluster.map(({ length }) => length)) }, (_, at) =>
    byCluster.flatMap((own) => own[at] ?? []),
  ).flat();
  const chosen = new Set(inTurn.slice(0, items ?? design.items.length));
  return {
    ...design,
    items: design.items.filter((one) => chosen.has(one)),
    families: design.families.slice(0, families ?? design.families.length),
  };
}

/**
 * Looks at an experiment before anything is asked.
 *
 * @returns what weakens it, in words
 * @throws CredenceError `input` where a comparison in it is broken
 */
export function soundDesign(experiment: ReplyExperiment, where: string): string[] {
  const { cells, units } = prepared(experiment);
  const found = lint(experiment.design, cells, units);
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new CredenceError(
      "input",
      `the design would not show what it asks:\n${errors.map(({ says }) => `  ${says}`).join("\n")}`,
      {
        where,
        fix: "Mend the texts named above; cells must differ in the slot of their factor alone.",
      },
    );
  }
  const few = experiment.design.gate.length > 0 && experiment.design.items.length < leastGateItems;
  return [
    ...found.map(({ says }) => says),
    ...(few ? [`with fewer than ${leastGateItems} items no cell can be shown to be understood`] : []),
  ];
}
