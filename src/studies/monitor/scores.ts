import type { Missing } from "../../core/outcome.ts";
import { tally } from "../../study/tally.ts";
import { type ArmAnswers, meanOf } from "./answers.ts";
import { isProbe } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { Ground } from "./ground.ts";
import { type DescribedArm, untrained } from "./scored-arm.ts";
import { stepsOf } from "./steps.ts";

/**
 * Columns of the arms that were asked: one score a row. A step's score is the mean of its draws that have a value; a run's is
 * the maximum, mean or last of its steps, and there is none unless every step that it needs has one: the maximum over
 * the steps that were answered would count a refusal as innocence.
 */
export function promptedDescribed({ config, rows, answers }: Ground): DescribedArm[] {
  const arms = measuredOf(config).filter((arm) => !isProbe(arm));
  return arms.map(({ id, title, about, reads }) => {
    const found = answers.arms.get(id);
    const reasons = new Map<number, Missing>();
    const scores = Float64Array.from(rows, ({ hash, run }, index) => {
      const scored = runScore(found, hash, stepsOf(run, config.steps), config.aggregate);
      if (typeof scored === "number") return scored;
      reasons.set(index, scored);
      return Number.NaN;
    });
    return {
      ...{
        id,
        kind: "prompted",
        title,
        about,
        probability: answers.mode !== null && reads?.kind !== "leaning",
      },
      ...untrained(scores),
      answered: {
        mass: found === undefined ? null : meanOf(found.mass),
        tally: (found?.tally ?? tally()).sum(),
        reasons,
      },
    };
  });
}

const notAsked: Missing = {
  kind: "censored",
  code: "not-measured",
  reason: "the run ended before this trial",
};

function runScore(
  arm: ArmAnswers | undefined,
  hash: string,
  steps: readonly number[],
  aggregate: MonitorConfig["aggregate"],
): number | Missing {
  const asked = arm?.runs.get(hash)?.steps;
  const scores: number[] = [];
  for (const step of aggregate === "last" ? steps.slice(-1) : steps) {
    const found = asked?.get(step);
    const score = found === undefined ? null : meanOf(found);
    if (score === null) return found?.missing ?? notAsked;
    scores.push(score);
  }
  if (aggregate === "max") return Math.max(...scores);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
