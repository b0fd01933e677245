import { gateOf, probesOf } from "../../design/gate.ts";
import { interleaved } from "../../design/interleave.ts";
import type { Random } from "../../stats/distributions/random.ts";
import type { Block, Foreseen, Outcomes, PlanContext } from "../../study/study.ts";
import { modelsOf, type RewardConfig, sizeOf } from "./config.ts";
import { type Experiment, scenarioOf, surfaceOf } from "./design.ts";
import type { RewardInputs } from "./inputs.ts";
import { sortedOutcomes } from "./outcomes.ts";
import { surfaces } from "./surfaces.ts";
import { modelRole, type RewardTrial, type RewardValue } from "./trial.ts";

/**
 * Questions first, each in a call of its own; then whole blocks of episodes, in each of them every task in every cell once, in a random order
 * over cells and models. Where no model understood any cell there are no episodes.
 */
export async function* planTrials(
  config: RewardConfig,
  { experiment }: RewardInputs,
  { random }: Pick<PlanContext, "random">,
): AsyncGenerator<Block<RewardTrial>, void, Outcomes<RewardTrial, RewardValue>> {
  const block = (title: string, trials: readonly RewardTrial[]): Block<RewardTrial> => ({
    ...{ title, trials, count: trials.length, order: "parallel", retry: "runner" },
  });
  const answered = yield block("comprehension", questions(config, experiment, random));
  const { answers } = await sortedOutcomes(answered, experiment);
  const some = modelsOf(config).some((_, place) =>
    gateOf(answers.get(place) ?? [], experiment.cells).some(({ passed }) => passed),
  );
  if (!some) return;
  for (const [at, trials] of episodes(config, experiment, random).entries())
    yield block(`episodes, block ${at + 1}`, trials);
}

/** All that may be asked: an episode takes two turns at least, or as many as are allowed. */
export function foreseePlan(
  config: RewardConfig,
  { experiment }: RewardInputs,
  random: Random,
): Foreseen<RewardTrial> {
  return {
    trials: [
      ...questions(config, experiment, random).map((trial) => ({ trial })),
      ...episodes(config, experiment, random)
        .flat()
        .map((trial) => ({ trial, times: [0, config.turns] as const })),
    ],
    bounds: [],
    notes: [
      "An episode is counted as its first turn, up to as many times as it may have turns; later turns are longer. Organisms take four or five.",
      "Where the model understands no cell, there are no episodes.",
    ],
  };
}

function questions(config: RewardConfig, experiment: Experiment, random: Random): RewardTrial[] {
  const { design, renderer, cells, tasks } = experiment;
  return cells.flatMap((cell) => {
    const chosen = random
      .fork(`gate ${cell.id}`)
      .shuffle(tasks.map((_, at) => at))
      .slice(0, config.gateTasks);
    return chosen.flatMap((at) => {
      const task = tasks[at];
      if (task === undefined) return [];
      const surface = surfaceOf(at, 0);
      const unit = experiment.unit(task.id, surface.id);
      const item = scenarioOf(experiment, cell, unit, task).hash;
      return probesOf(design, renderer, cell, unit).flatMap(({ id }) =>
        ([0, 1] as const).flatMap((order) =>
          modelsOf(config).map((_, place) => ({
            ...{ item, arm: "question", repeat: 0, role: modelRole(place), cell: cell.id, task: task.id },
            ...{ surface: surface.id, probe: id, order, manner: mannerOf(config) },
          })),
        ),
      );
    });
  });
}

/** One list a block. A task has another surface in each, so that what surfaces do is not taken for what tasks do. */
function episodes(config: RewardConfig, experiment: Experiment, random: Random): RewardTrial[][] {
  const { cells, tasks } = experiment;
  const { blocks } = sizeOf(config);
  const placed = new Map(
    tasks.flatMap((task, at) => surfaces.map(({ id }) => [experiment.unit(task.id, id), { task, at }])),
  );
  const inOrder = interleaved({ cells, units: [...placed.keys()], blocks }, random.fork("episodes"));
  return inOrder.map((block, repeat) =>
    block.flatMap(({ cell, unit }) => {
      const known = placed.get(unit);
      if (known === undefined || surfaceOf(known.at, repeat).id !== unit.family.id) return [];
      const item = scenarioOf(experiment, cell, unit, known.task).hash;
      return modelsOf(config).map((_, place) => ({
        ...{ item, arm: "act", repeat, role: modelRole(place), cell: cell.id, task: known.task.id },
        ...{ surface: unit.family.id, probe: "", order: 0 as const, manner: mannerOf(config) },
      }));
    }),
  );
}

function mannerOf({ protocol, turns, tokens, temperature }: RewardConfig): RewardTrial["manner"] {
  return { protocol, turns, tokens, temperature };
}
