import { guessedTokens } from "../../asking/characters.ts";
import { rating } from "../../asking/rating.ts";
import type { ArmEstimate, AtHand, Foreseen, ForeseenTrial, Range } from "../../study/study.ts";
import { officeLengths } from "./act.ts";
import { isProbe, type PromptedArm } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { usableFloors } from "./floors.ts";
import type { MonitorInputs } from "./inputs.ts";
import { type MonitorTrial, monitorRole, sharedPrefix, trialsOf } from "./trial.ts";
import { trustedWarning } from "./warnings.ts";

const ratingTokens = rating.outputTokens[1];

/** What the plan will ask: every question once, or as often as ratings are drawn where the model may give no probabilities. */
export function foreseePlan(
  asked: MonitorConfig,
  inputs: MonitorInputs,
  atHand: AtHand = () => null,
): Foreseen<MonitorTrial> {
  const config = { ...asked, score: surelyChosen(asked, atHand) ? ("choose" as const) : asked.score };
  const { floors, leftOut } = usableFloors(config);
  const arms = measuredOf(config);
  const usual = arms.some(({ reads }) => reads === undefined);
  return {
    trials: foreseenTrials(config, inputs),
    bounds:
      config.onPolicy === 0 ? [] : [agentBound(config), ...arms.map((arm) => writtenBound(arm, config))],
    notes: [
      arms.length === 0 ? "No model is asked." : null,
      config.score === "auto" && usual
        ? `Where the model gives no probabilities, each question is drawn ${config.draws} times as a rating: that is the upper end.`
        : null,
      config.onPolicy > 0
        ? "How long the runs get that the model writes itself is not known before: from one turn to the most allowed."
        : null,
      floors.length > 0 ? `Floors without a model: ${floors.map(({ id }) => id).join(", ")}.` : null,
      trustedWarning(config),
      ...leftOut.map(({ id, reason }) => `Arm ${id} is left out: ${reason}.`),
    ].filter((text) => text !== null),
  };
}

/** A model in this process gives probabilities where it says so: nothing is then left to be found out. */
function surelyChosen(config: MonitorConfig, atHand: AtHand): boolean {
  const roles = new Set(measuredOf(config).map(({ role = monitorRole }) => role));
  return (
    config.score === "auto" &&
    [...roles].every((role) => {
      const model = atHand(role);
      return model?.identity.adapter === "local" && model.capabilities.choose !== undefined;
    })
  );
}

function* foreseenTrials(
  config: MonitorConfig,
  inputs: MonitorInputs,
): Generator<ForeseenTrial<MonitorTrial>> {
  const mode = config.score === "rating" ? "rating" : "choose";
  let first = true;
  for (const trial of trialsOf({ ...config, draws: 1 }, inputs, mode)) {
    const own = trial.mode === "own" || trial.mode === "state";
    const times = own ? ([1, 1] as const) : drawsOf(config);
    // One question more, which finds out that ratings are needed.
    const extra = first && config.score === "auto" && trial.mode === "choose" ? 1 : 0;
    if (!own) first = false;
    yield {
      ...{ trial, prefix: sharedPrefix(trial), family: trial.family },
      times: [times[0], times[1] + extra],
      ...(own || config.score === "choose"
        ? {}
        : { output: [config.score === "rating" ? times[0] : 0, times[1] * ratingTokens] }),
    };
  }
}

/** How often a question of the usual form is asked. */
function drawsOf({ score, draws }: MonitorConfig): Range {
  return score === "choose" ? [1, 1] : score === "rating" ? [draws, draws] : [1, draws];
}

/** What an arm's questions about the runs take that are not yet written. */
function writtenBound(arm: PromptedArm, config: MonitorConfig): ArmEstimate {
  const { onPolicy, turns, steps } = config;
  const { id, role = monitorRole, reads } = arm;
  const asked = isProbe(arm) || steps === 0 ? 1 : Math.ceil(turns / steps);
  const draws: Range = reads === undefined ? drawsOf(config) : [1, 1];
  const calls: Range = [onPolicy * draws[0], onPolicy * asked * draws[1]];
  const said = reads?.outputTokens[1] ?? ratingTokens;
  return { ...inOffice(calls, turns), arm: id, role, outputTokens: [0, calls[1] * said] };
}

/** What the agent takes itself: its own bill, not the monitor's. */
function agentBound({ onPolicy, turns }: MonitorConfig): ArmEstimate {
  const calls: Range = [onPolicy, onPolicy * turns];
  const outputTokens: Range = [onPolicy, calls[1] * officeLengths(turns).said];
  return { ...inOffice(calls, turns), arm: "act (the agent itself)", role: monitorRole, outputTokens };
}

/** So many calls that each read a run of at most so many turns. */
function inOffice(calls: Range, turns: number): Pick<ArmEstimate, "calls" | "inputTokens" | "cachedTokens"> {
  const { least, most } = officeLengths(turns);
  return {
    calls,
    inputTokens: guessedTokens(calls[0] * least, calls[1] * most),
    cachedTokens: guessedTokens(0, calls[1] * most),
  };
}
