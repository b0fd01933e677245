import type { JsonObject } from "../core/json.ts";
import type { RunScore, ScoredRun, ScoredRuns, ScoringArm } from "./scored-runs.ts";

/**
 * Scores as JSON Lines, one row an agent run and arm. What does not exist is null, never 0. Each piece holds the rows of one agent
 * run.
 *
 * @example {"run":"run-3","group":"task 3",...,"arm":"fresh","score":0.91,"mass":0.98,"status":"scored",...}
 */
export async function* scoredJsonl({ arms, runs }: ScoredRuns): AsyncGenerator<string> {
  for (const scored of runs) {
    yield scored.scores
      .flatMap((score, i) => {
        const arm = arms[i];
        return arm === undefined ? [] : [`${JSON.stringify(rowOf(scored, arm, score))}\n`];
      })
      .join("");
  }
}

function rowOf(
  { run, group, suite, author, label, positive }: ScoredRun,
  arm: ScoringArm,
  { score, mass, status, why, calls, usage }: RunScore,
): JsonObject {
  return {
    run: run.id,
    source: run.source,
    ...{ group, suite, author, label, positive },
    arm: arm.id,
    kind: arm.kind,
    model: arm.model,
    ...{ score, mass, status },
    code: why?.code ?? null,
    reason: why?.reason ?? null,
    calls,
    usage: { ...usage },
  };
}
