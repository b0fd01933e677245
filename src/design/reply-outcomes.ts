import { z } from "zod";
import type { Measured, Missing } from "../core/outcome.ts";
import type { Random } from "../stats/distributions/random.ts";
import type { Outcomes } from "../study/study.ts";
import type { GateAnswer } from "./gate.ts";
import type { Observation } from "./observation.ts";
import { clusterOf } from "./render.ts";
import {
  type Prepared,
  prepared,
  type ReplyExperiment,
  type ReplyTrial,
  type ReplyValue,
} from "./reply-experiment.ts";
import { gateAnswer } from "./reply-plan.ts";

/** Schema of how the trials of a cell ended: shares of all that were asked. */
export const cellOutcomes = z
  .object({
    cell: z.string(),
    asked: z.int(),
    /** Sum of values: chances, or replies in which it happened. */
    happened: z.number(),
    answered: z.int(),
    refused: z.int(),
    unparsed: z.int(),
    failed: z.int(),
  })
  .readonly();
export type CellOutcomes = z.infer<typeof cellOutcomes>;

/** Schema of a raw reply with what was read from it. */
export const sampleReply = z
  .object({
    cell: z.string(),
    item: z.string(),
    family: z.string(),
    reply: z.string(),
    read: z.string(),
    value: z.number().nullable(),
  })
  .readonly();
type SampleReply = z.infer<typeof sampleReply>;

/** What came of one experiment's trials. */
export interface ReplyOutcomes {
  readonly behaviour: readonly Observation[];
  readonly calibration: readonly { readonly item: string; readonly value: number | null }[];
  readonly gate: readonly GateAnswer[];
  readonly cells: readonly CellOutcomes[];
  readonly samples: readonly SampleReply[];
  /** Mean probability of both letters together, where chances were read. */
  readonly mass: number | null;
  /** How written replies ended, and who served them: by word, how many. */
  readonly ends: Readonly<Record<string, number>>;
}

const mostSamples = 12;

/** Sorts outcomes by experiment and kind. Whatever gave no value is missing, never a no. */
export async function sortedReplies(
  experiments: readonly ReplyExperiment[],
  outcomes: Outcomes<ReplyTrial, ReplyValue>,
  random: Random,
): Promise<ReadonlyMap<string, ReplyOutcomes>> {
  const sorters = new Map(
    experiments.map((one) => [one.id, sorter(prepared(one), random.fork(`samples ${one.id}`))]),
  );
  for await (const { trial, result } of outcomes) sorters.get(trial.experiment)?.take(trial, result);
  return new Map([...sorters].map(([id, { all }]) => [id, all()]));
}

function sorter(of: Prepared, random: Random) {
  const behaviour: Observation[] = [];
  const calibration: { item: string; value: number | null }[] = [];
  const gate: GateAnswer[] = [];
  /** Cells whose questions were cut off by a budget or an end: nothing is known of them, which is no failure to understand. */
  const notAsked = new Set<string>();
  const cells = new Map<string, { -readonly [key in keyof CellOutcomes]: CellOutcomes[key] }>();
  const samples: SampleReply[] = [];
  const ends: Record<string, number> = {};
  let [seen, mass, masses] = [0, 0, 0];
  const count = (cell: string, result: Measured<ReplyValue>): void => {
    const known = cells.get(cell) ?? {
      cell,
      asked: 0,
      happened: 0,
      answered: 0,
      refused: 0,
      unparsed: 0,
      failed: 0,
    };
    cells.set(cell, known);
    known.asked++;
    if ("value" in result) {
      known.answered++;
      known.happened += result.value.value;
    } else known[endOf(result.missing)]++;
  };
  const sample = (trial: ReplyTrial, result: Measured<ReplyValue>): void => {
    const shown = "value" in result ? result.value.reply : quoted(result.missing);
    if (shown === undefined) return;
    seen++;
    const at = samples.length < mostSamples ? samples.length : random.int(seen);
    if (at >= mostSamples) return;
    const read = "value" in result ? (result.value.read ?? "") : result.missing.code;
    const value = "value" in result ? result.value.value : null;
    samples[at] = { cell: trial.cell, item: trial.unit, family: trial.family, reply: shown, read, value };
  };
  return {
    take: (trial: ReplyTrial, result: Measured<ReplyValue>): void => {
      const value = "value" in result ? result.value.value : null;
      if ("value" in result && result.value.mass !== undefined) {
        mass += result.value.mass;
        masses++;
      }
      if (trial.arm === "calibration") return void calibration.push({ item: trial.unit, value });
      if (trial.arm === "comprehension") {
        if ("missing" in result && result.missing.kind === "censored") notAsked.add(trial.cell);
        return void gate.push(gateAnswer(trial, value, of));
      }
      const { unit, family, repeat, cell } = trial;
      behaviour.push({
        item: unit,
        family,
        cluster: clusterOf(of.unit(unit, family).item),
        block: repeat,
        cell,
        value,
      });
      count(cell, result);
      sample(trial, result);
      if ("value" in result) {
        const { finish, route, reasoning } = result.value;
        const words = [finish, route, reasoning === undefined ? undefined : "with reasoning"].filter(
          (word) => word !== undefined,
        );
        if (words.length > 0) ends[words.join(", ")] = (ends[words.join(", ")] ?? 0) + 1;
      }
    },
    all: (): ReplyOutcomes => ({
      ...{ behaviour, calibration, samples, ends },
      gate: gate.filter(({ cell }) => !notAsked.has(cell)),
      cells: of.cells.flatMap(({ id }) => cells.get(id) ?? []),
      mass: masses === 0 ? null : mass / masses,
    }),
  };
}

/** Refused, answered in no form that is read, or not answered. */
function endOf({ kind }: Missing): "refused" | "unparsed" | "failed" {
  return kind === "refused" || kind === "unparsed" ? kind : "failed";
}

/** The reply that an outcome without a value quotes. */
function quoted({ reason }: Missing): string | undefined {
  return /“([\s\S]*)”/.exec(reason)?.[1];
}
