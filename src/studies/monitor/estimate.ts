import type { ArmEstimate, Estimate, Range } from "../../study/study.ts";
import { officeLengths } from "./act.ts";
import type { PromptedArm } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { usableFloors } from "./floors.ts";
import type { MonitorInputs } from "./inputs.ts";
import { reportTokens } from "./measure.ts";
import { charactersPerToken, planMeter } from "./planned-tokens.ts";
import { monitorRole, trialsOf } from "./trial.ts";
import { trustedIsMonitor } from "./warnings.ts";

interface Sum {
  calls: number;
  characters: number;
  shared: number;
}

/** What the plan will take, from the prompts' characters: 2.8 to 4.5 of them a token. */
export function estimatePlan(config: MonitorConfig, inputs: MonitorInputs): Estimate {
  const meter = planMeter(inputs);
  const sums = new Map<string, Sum>(
    measuredOf(config).map(({ id }) => [id, { calls: 0, characters: 0, shared: 0 }]),
  );
  for (const trial of trialsOf({ ...config, draws: 1 }, inputs, "choose")) {
    const sum = sums.get(trial.arm);
    const { characters, shared } = meter(trial);
    if (sum === undefined) continue;
    sum.calls++;
    sum.characters += characters;
    sum.shared += shared;
  }
  const arms = measuredOf(config).flatMap((arm, index): ArmEstimate[] => {
    const sum = sums.get(arm.id);
    return sum === undefined ? [] : [armEstimate(arm, sum, config, index === 0)];
  });
  const { floors, leftOut } = usableFloors(config);
  const usual = measuredOf(config).some(({ reads }) => reads === undefined);
  return {
    arms: [...agentEstimate(config), ...arms],
    notes: [
      `${arms.length === 0 ? "No model is asked. " : ""}Tokens are estimated from characters, ${charactersPerToken.least} to ${charactersPerToken.most} a token.`,
      ...(config.score === "auto" && usual
        ? [
            `Where the model gives no probabilities, each question is drawn ${config.draws} times as a rating: that is the upper end.`,
          ]
        : []),
      ...(config.onPolicy > 0
        ? [
            "How long the runs get that the model writes itself is not known before: from one turn to the most allowed.",
          ]
        : []),
      ...(floors.length > 0 ? [`Floors without a model: ${floors.map(({ id }) => id).join(", ")}.`] : []),
      ...(config.trusted === config.model && measuredOf(config).some(({ role }) => role !== undefined)
        ? [trustedIsMonitor(config.model)]
        : []),
      ...leftOut.map(({ id, reason }) => `Arm ${id} is left out: ${reason}.`),
    ],
  };
}

function armEstimate(arm: PromptedArm, sum: Sum, config: MonitorConfig, first: boolean): ArmEstimate {
  const { id, role = monitorRole, reads } = arm;
  // A rule of its own and a state are read once; the usual answer in one form or the other.
  const draws: Range =
    reads !== undefined || config.score === "choose"
      ? [1, 1]
      : config.score === "rating"
        ? [config.draws, config.draws]
        : [1, config.draws];
  // One question more, which finds out that ratings are needed.
  const extra = first && config.score === "auto" && reads === undefined ? 1 : 0;
  const written = writtenEstimate(config, reads === "state");
  const calls: Range = [sum.calls + written.calls[0], sum.calls + written.calls[1]];
  const characters: Range = [sum.characters + written.characters[0], sum.characters + written.characters[1]];
  const said =
    reads === "state" || (typeof reads === "object" && reads.kind === "choose")
      ? ([0, calls[1]] as const)
      : reads !== undefined
        ? ([calls[0], calls[1] * reportTokens] as const)
        : config.score === "choose"
          ? ([0, calls[1]] as const)
          : ([config.score === "rating" ? calls[0] * draws[0] : 0, calls[1] * draws[1] * 16] as const);
  return {
    arm: id,
    role,
    calls: [calls[0] * draws[0], calls[1] * draws[1] + extra],
    inputTokens: tokens(characters[0] * draws[0], characters[1] * draws[1]),
    cachedTokens: [
      Math.floor(sum.shared / charactersPerToken.most),
      Math.ceil(
        (sum.shared + written.characters[1] + characters[1] * (draws[1] - 1)) / charactersPerToken.least,
      ),
    ],
    // Draws of one question and the agent's own turns are cached at best, what other questions share at worst.
    uncachedTokens: tokens(sum.characters - sum.shared, Math.max(0, characters[1] * draws[1] - sum.shared)),
    outputTokens: said,
  };
}

/** What an arm's questions about the runs take that are not yet written. */
function writtenEstimate(
  { onPolicy, turns, steps }: MonitorConfig,
  once: boolean,
): { readonly calls: Range; readonly characters: Range } {
  if (onPolicy === 0) return { calls: [0, 0], characters: [0, 0] };
  const asked = once || steps === 0 ? 1 : Math.ceil(turns / steps);
  const { least, most } = officeLengths(turns);
  return {
    calls: [onPolicy, onPolicy * asked],
    characters: [onPolicy * least, onPolicy * asked * most],
  };
}

/** What the agent takes itself: its own bill, not the monitor's. */
function agentEstimate({ onPolicy, turns }: MonitorConfig): ArmEstimate[] {
  if (onPolicy === 0) return [];
  const { least, most, said } = officeLengths(turns);
  return [
    {
      arm: "act (the agent itself)",
      role: monitorRole,
      calls: [onPolicy, onPolicy * turns],
      inputTokens: tokens(onPolicy * least, onPolicy * turns * most),
      cachedTokens: [0, tokens(0, onPolicy * turns * most)[1]],
      outputTokens: [onPolicy, onPolicy * turns * said],
    },
  ];
}

function tokens(least: number, most: number): Range {
  return [Math.floor(least / charactersPerToken.most), Math.ceil(most / charactersPerToken.least)];
}
