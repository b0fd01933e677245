import { z } from "zod";
import { sha256 } from "../core/json.ts";
import type { ChatPrompt } from "../models/model.ts";
import type { TrialShape } from "../study/study.ts";
import { type Cell, cellsOf, inCell } from "./cells.ts";
import { type Design, designSchema } from "./design.ts";
import { probesOf } from "./gate.ts";
import { letterText } from "./letters.ts";
import { outcomeRule } from "./outcome-rule.ts";
import { type Renderer, renderer, type Unit, unitsOf } from "./render.ts";

/** Schema of an experiment whose outcome is read from one reply. */
export const replyExperiment = z.object({
  id: z.string(),
  design: designSchema,
  outcome: outcomeRule,
  /** The items alone, without any factor: what they come to by themselves. No draw of it enters an estimate. */
  calibration: z
    .array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), text: z.string() }))
    .nullable(),
});
export type ReplyExperiment = z.infer<typeof replyExperiment>;

/** What is asked for: two options by their chances as the next token, or a reply in words. */
export type AnswerMode = "choose" | "written";

/** One reply to one prompt. */
export interface ReplyTrial extends TrialShape {
  readonly arm: "calibration" | "comprehension" | "behaviour";
  readonly experiment: string;
  readonly cell: string;
  readonly unit: string;
  readonly family: string;
  readonly swapped: boolean;
  /** Which option stands first. */
  readonly order: 0 | 1;
  readonly mode: AnswerMode;
  /** Question of the gate; empty for others. */
  readonly probe: string;
  /** Of a written reply. */
  readonly temperature: number;
  /** Most output tokens of a written reply. */
  readonly tokens: number;
}

/** Schema of what came back. */
export const replyValue = z.object({
  /** Chance of the hit among both options, or 1 or 0: of the outcome, or of the right answer. */
  value: z.number().min(0).max(1),
  /** Probability of both options together, where probabilities are read. */
  mass: z.number().exactOptional(),
  /** The beginning of a written reply, and what was read from it. */
  reply: z.string().exactOptional(),
  read: z.string().exactOptional(),
  finish: z.string().exactOptional(),
  route: z.string().exactOptional(),
  /** Characters of reasoning that were given apart from the reply. */
  reasoning: z.int().exactOptional(),
});
export type ReplyValue = z.infer<typeof replyValue>;

/** A letter and nothing else takes this many tokens at most. */
const letterTokens = 12;

/** Cells, units and texts of an experiment, made once. */
export interface Prepared {
  readonly experiment: ReplyExperiment;
  readonly cells: readonly Cell[];
  readonly units: readonly Unit[];
  readonly cell: (id: string) => Cell;
  readonly unit: (id: string, family: string) => Unit;
  readonly renderer: Renderer;
  /** What a trial asks: the prompt, and its two options where it asks for a letter. */
  readonly asked: (trial: ReplyTrial) => Question;
}

/** A prompt, and the options that it ends with. */
interface Question {
  readonly prompt: ChatPrompt;
  readonly letters: boolean;
}

const made = new WeakMap<ReplyExperiment, Prepared>();

/** Makes what follows from an experiment; once for each object. */
export function prepared(experiment: ReplyExperiment): Prepared {
  const known = made.get(experiment);
  if (known !== undefined) return known;
  const { design, outcome, calibration } = experiment;
  const cells = cellsOf(design);
  const units = unitsOf(design);
  const own = renderer(design);
  const bare = calibration === null ? own : renderer({ ...design, prompt: calibration });
  const byCell = new Map(cells.map((cell) => [cell.id, cell]));
  const byUnit = new Map(units.map((unit) => [unitName(unit.item.id, unit.family.id), unit]));
  const cell = (id: string): Cell => byCell.get(id) ?? calibrationCell;
  const unit = (id: string, family: string): Unit => {
    const found = byUnit.get(unitName(id, family));
    if (found === undefined)
      throw new Error(`the plan names unit ${id} in ${family}, which the design has not`);
    return found;
  };
  const asked = (trial: ReplyTrial): Question => {
    const at = cell(trial.cell);
    const one = unit(trial.unit, trial.family);
    const drawn = trial.arm === "calibration" ? bare : own;
    const { messages } = drawn.prompt(at, one);
    const question = tailOf(trial, at, one);
    const last = messages.length - 1;
    return {
      letters: question !== null,
      prompt: {
        kind: "chat",
        messages:
          question === null
            ? messages
            : messages.map((message, i) =>
                i === last
                  ? {
                      ...message,
                      content: `${message.content}\n\n${letterText({ ...question, order: trial.order })}`,
                    }
                  : message,
              ),
      },
    };
  };
  const tailOf = (
    { arm, probe }: ReplyTrial,
    at: Cell,
    one: Unit,
  ): { readonly question: string; readonly hit: string; readonly miss: string } | null => {
    if (arm === "comprehension") {
      const found = probesOf(design, own, at, one).find(({ id }) => id === probe);
      if (found === undefined) throw new Error(`the plan names probe ${probe}, which cell ${at.id} has not`);
      return { question: found.question, hit: found.right, miss: found.wrong };
    }
    if (outcome.kind !== "choice") return null;
    const [question = "", hit = "", miss = ""] = [outcome.question, outcome.hit, outcome.miss].map((text) =>
      own.fill(text, at, one),
    );
    return { question, hit, miss };
  };
  const out = { experiment, cells, units, cell, unit, renderer: own, asked };
  made.set(experiment, out);
  return out;
}

/** Where the items stand by themselves. */
const calibrationCell: Cell = { id: "calibration", levels: {} };

/** What a trial is about, in one place: its item is the hash of all that is sent. */
export function replyTrial(
  of: Prepared,
  asked: Pick<ReplyTrial, "arm" | "order" | "mode" | "temperature" | "repeat" | "probe"> & {
    readonly role: string;
  },
  { cell, unit }: { readonly cell: Cell | null; readonly unit: Unit },
): ReplyTrial {
  const { outcome, design, id } = of.experiment;
  const at = cell ?? calibrationCell;
  const trial: ReplyTrial = {
    ...asked,
    ...{
      item: "",
      experiment: id,
      cell: at.id,
      unit: unit.item.id,
      family: unit.family.id,
      swapped: unit.swapped,
    },
    tokens: tokensIn(
      design,
      at,
      asked.arm === "comprehension" || outcome.kind === "choice" ? letterTokens : outcome.maxTokens,
    ),
  };
  const { prompt } = of.asked(trial);
  return { ...trial, item: sha256(JSON.stringify(prompt.messages)) };
}

function tokensIn({ factors }: Design, { levels }: Cell, usual: number): number {
  return Object.entries(levels).reduce((most, [name, level]) => {
    const found = factors[name]?.levels[level];
    return found !== undefined && "tokens" in found ? Math.max(most, found.tokens ?? 0) : most;
  }, usual);
}

/** Cells of which the gate asks something. */
export function gatedCells({ experiment, cells }: Pick<Prepared, "experiment" | "cells">): Cell[] {
  return cells.filter((cell) => experiment.design.gate.some(({ where }) => inCell(cell, where ?? {})));
}

function unitName(item: string, family: string): string {
  return `${item}\n${family}`;
}
