import type { Random } from "../stats/distributions/random.ts";
import type { Block, Foreseen, ForeseenTrial, Outcomes } from "../study/study.ts";
import { type GateAnswer, gateOf, probesOf } from "./gate.ts";
import { interleaved } from "./interleave.ts";
import { clusterOf } from "./render.ts";
import {
  type AnswerMode,
  gatedCells,
  type Prepared,
  type ReplyTrial,
  type ReplyValue,
  replyTrial,
} from "./reply-experiment.ts";

/** How experiments are carried out. */
export interface ReplySettings {
  readonly mode: AnswerMode;
  /** Interleaved blocks of a written outcome; probabilities are the same in every block, so one is enough. */
  readonly blocks: number;
  readonly temperature: number;
  /** Items of each cell that the gate asks about. */
  readonly gateItems: number;
  readonly calibrationDraws: number;
  /** Is behaviour left out where no cell was understood? */
  readonly stopAtGate: boolean;
}

/** The role that replies. */
export const replyRole = "model";

type Blocks = AsyncGenerator<Block<ReplyTrial>, void, Outcomes<ReplyTrial, ReplyValue>>;

/** Calibration, then comprehension, then behaviour in interleaved blocks: each in calls of its own. */
export async function* planReplies(
  all: readonly Prepared[],
  settings: ReplySettings,
  random: Random,
): Blocks {
  const block = (title: string, trials: readonly ReplyTrial[]): Block<ReplyTrial> => ({
    ...{ title, trials, count: trials.length, order: "parallel", retry: "runner" },
  });
  const calibration = all.flatMap((one) => calibrationTrials(one, settings));
  if (calibration.length > 0) yield block("items by themselves", calibration);
  const comprehension = all.flatMap((one) => comprehensionTrials(one, settings, random));
  if (comprehension.length > 0) {
    const outcomes = yield block("comprehension", comprehension);
    if (settings.stopAtGate && !(await someCellPassed(all, outcomes))) return;
  }
  for (const [at, trials] of behaviourBlocks(all, settings, random).entries())
    yield block(settings.mode === "choose" ? "behaviour" : `behaviour, block ${at + 1}`, trials);
}

/** All that may be asked. */
export function foreseenReplies(
  all: readonly Prepared[],
  settings: ReplySettings,
  random: Random,
): Foreseen<ReplyTrial> {
  const comprehension = all.flatMap((one) => comprehensionTrials(one, settings, random));
  const open = settings.stopAtGate && comprehension.length > 0;
  const once = (trial: ReplyTrial): ForeseenTrial<ReplyTrial> => ({ trial });
  const perhaps = (trial: ReplyTrial): ForeseenTrial<ReplyTrial> => ({ trial, times: [open ? 0 : 1, 1] });
  return {
    trials: [
      ...all.flatMap((one) => calibrationTrials(one, settings)).map(once),
      ...comprehension.map(once),
      ...behaviourBlocks(all, settings, random).flat().map(perhaps),
    ],
    bounds: [],
    notes: open ? ["Where the model understands no cell, its behaviour is not asked for."] : [],
  };
}

/** What a trial of the gate came to. */
export function gateAnswer(trial: ReplyTrial, value: number | null, of: Prepared): GateAnswer {
  const cluster = clusterOf(of.unit(trial.unit, trial.family).item);
  return {
    cell: trial.cell,
    item: trial.unit,
    family: trial.family,
    cluster,
    probe: trial.probe,
    right: value,
  };
}

async function someCellPassed(
  all: readonly Prepared[],
  outcomes: Outcomes<ReplyTrial, ReplyValue>,
): Promise<boolean> {
  const answers = new Map<string, GateAnswer[]>(all.map(({ experiment }) => [experiment.id, []]));
  for await (const { trial, result } of outcomes) {
    const of = all.find(({ experiment }) => experiment.id === trial.experiment);
    if (of === undefined || trial.arm !== "comprehension") continue;
    answers.get(trial.experiment)?.push(gateAnswer(trial, "value" in result ? result.value.value : null, of));
  }
  return all.some((one) =>
    gateOf(answers.get(one.experiment.id) ?? [], gatedCells(one)).some(({ passed }) => passed),
  );
}

function calibrationTrials(
  of: Prepared,
  { mode, calibrationDraws, temperature }: ReplySettings,
): ReplyTrial[] {
  if (of.experiment.calibration === null) return [];
  return of.units.flatMap((unit, at) =>
    drawsOf(of, mode, calibrationDraws, at).map(({ repeat, order }) =>
      replyTrial(
        of,
        { arm: "calibration", order, mode, temperature, repeat, probe: "", role: replyRole },
        { cell: null, unit },
      ),
    ),
  );
}

function comprehensionTrials(of: Prepared, { mode, gateItems }: ReplySettings, random: Random): ReplyTrial[] {
  const { experiment, units, renderer } = of;
  return gatedCells(of).flatMap((cell) => {
    const drawn = random.fork(`gate ${experiment.id} ${cell.id}`).shuffle(units);
    // One family an item: as many items as can be.
    const chosen = [...new Map(drawn.map((unit) => [unit.item.id, unit])).values()].slice(0, gateItems);
    return chosen.flatMap((unit) =>
      probesOf(experiment.design, renderer, cell, unit).flatMap(({ id }) =>
        ([0, 1] as const).map((order) =>
          replyTrial(
            of,
            { arm: "comprehension", order, mode, temperature: 0, repeat: 0, probe: id, role: replyRole },
            { cell, unit },
          ),
        ),
      ),
    );
  });
}

function behaviourBlocks(all: readonly Prepared[], settings: ReplySettings, random: Random): ReplyTrial[][] {
  const { mode, temperature } = settings;
  const blocks = mode === "choose" ? 1 : settings.blocks;
  const asked = { arm: "behaviour", mode, temperature, probe: "", role: replyRole } as const;
  const each = all.map((of) => {
    const place = new Map(of.units.map((unit, at) => [unit, at]));
    const trial = (order: 0 | 1, repeat: number, at: Parameters<typeof replyTrial>[2]): ReplyTrial =>
      replyTrial(of, { ...asked, order, repeat }, at);
    // Chances do not drift: neighbours are alike there, so that a cache finds them.
    if (mode === "choose")
      return [
        of.units.flatMap((unit) =>
          of.cells.flatMap((cell) => ([0, 1] as const).map((order) => trial(order, 0, { cell, unit }))),
        ),
      ];
    return interleaved({ cells: of.cells, units: of.units, blocks }, random.fork(of.experiment.id)).map(
      (block, repeat) =>
        block.map(({ cell, unit }) =>
          trial(orderOf(of, place.get(unit) ?? 0, repeat), repeat, { cell, unit }),
        ),
    );
  });
  return Array.from({ length: blocks }, (_, block) =>
    mode === "choose"
      ? each.flatMap((own) => own[block] ?? [])
      : random.fork(`order ${block}`).shuffle(each.flatMap((own) => own[block] ?? [])),
  );
}

/** Of probabilities both orders; of written replies one a draw, in turn, the same in every cell of a unit. */
function drawsOf(
  of: Prepared,
  mode: AnswerMode,
  draws: number,
  unit: number,
): { readonly repeat: number; readonly order: 0 | 1 }[] {
  if (mode === "choose") return ([0, 1] as const).map((order) => ({ repeat: 0, order }));
  return Array.from({ length: draws }, (_, repeat) => ({ repeat, order: orderOf(of, unit, repeat) }));
}

function orderOf({ experiment }: Prepared, unit: number, repeat: number): 0 | 1 {
  return experiment.outcome.kind === "choice" && (unit + repeat) % 2 === 1 ? 1 : 0;
}
