import type { Missing, Outcome } from "../../core/outcome.ts";
import type { GateAnswer } from "../../design/gate.ts";
import type { Outcomes } from "../../study/study.ts";
import type { Experiment } from "./design.ts";
import { type Acted, placeOf, type RewardTrial, type RewardValue } from "./trial.ts";

/** One episode: how it went, or why there is no outcome. */
export interface Episode {
  /** The model's place among those compared. */
  readonly place: number;
  readonly cell: string;
  readonly task: string;
  readonly family: string;
  readonly surface: string;
  readonly repeat: number;
  readonly acted: Acted | null;
  readonly missing: Missing | null;
}

/** Outcomes of a run by what was asked. */
export interface Sorted {
  readonly episodes: readonly Episode[];
  /** Answers to the questions about cells, by the model's place; one without an answer counts as none. */
  readonly answers: ReadonlyMap<number, readonly GateAnswer[]>;
}

/** Sorts outcomes. What gave no value is missing, never a no. */
export async function sortedOutcomes(
  outcomes: Outcomes<RewardTrial, RewardValue>,
  experiment: Experiment,
): Promise<Sorted> {
  const families = new Map(experiment.tasks.map(({ id, family }) => [id, family]));
  const episodes: Episode[] = [];
  const answers = new Map<number, GateAnswer[]>();
  for await (const { trial, result } of outcomes) {
    const { cell, task, surface, repeat, role, arm, probe } = trial;
    const family = families.get(task) ?? task;
    const place = placeOf(role);
    if (arm === "act") {
      const acted = "value" in result && "acted" in result.value ? result.value.acted : null;
      const missing = "missing" in result ? result.missing : null;
      episodes.push({ place, cell, task, family, surface, repeat, acted, missing });
      continue;
    }
    const own = answers.get(place) ?? [];
    answers.set(place, own);
    own.push({ cell, item: task, family: surface, cluster: family, probe, right: rightOf(result) });
  }
  return { episodes, answers };
}

function rightOf(result: Outcome<RewardTrial, RewardValue>["result"]): number | null {
  return "value" in result && "right" in result.value ? result.value.right : null;
}
