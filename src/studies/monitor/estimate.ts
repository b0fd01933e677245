import type { ArmEstimate, Estimate, Range } from "../../study/study.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { usableFloors } from "./floors.ts";
import type { MonitorInputs } from "./inputs.ts";
import { charactersPerToken, planMeter } from "./planned-tokens.ts";
import { monitorRole, trialsOf } from "./trial.ts";

/** What the plan will take, from the prompts' characters: 2.8 to 4.5 of them a token. */
export function estimatePlan(config: MonitorConfig, inputs: MonitorInputs): Estimate {
  const meter = planMeter(inputs);
  const sums = new Map<string, { calls: number; characters: number; shared: number }>();
  for (const trial of trialsOf(config, inputs, "choose")) {
    const sum = sums.get(trial.arm) ?? { calls: 0, characters: 0, shared: 0 };
    const { characters, shared } = meter(trial);
    sum.calls++;
    sum.characters += characters;
    sum.shared += shared;
    sums.set(trial.arm, sum);
  }
  // One question more, which finds out that ratings are needed.
  const draws: Range =
    config.score === "choose"
      ? [1, 1]
      : config.score === "rating"
        ? [config.draws, config.draws]
        : [1, config.draws];
  const arms = measuredOf(config).flatMap(({ id, role = monitorRole }, index): ArmEstimate[] => {
    const sum = sums.get(id);
    if (sum === undefined) return [];
    const extra = index === 0 && config.score === "auto" ? 1 : 0;
    const { calls, characters, shared } = sum;
    return [
      {
        arm: id,
        role,
        calls: [calls * draws[0], calls * draws[1] + extra],
        inputTokens: tokens(characters * draws[0], characters * draws[1]),
        cachedTokens: [
          Math.floor(shared / charactersPerToken.most),
          Math.ceil((shared + characters * (draws[1] - 1)) / charactersPerToken.least),
        ],
        outputTokens:
          config.score === "choose"
            ? [0, calls]
            : config.score === "rating"
              ? [calls * draws[0], calls * draws[1] * 16]
              : [0, calls * draws[1] * 16],
      },
    ];
  });
  const { floors, leftOut } = usableFloors(config);
  return {
    arms,
    notes: [
      `${sums.size === 0 ? "No model is asked. " : ""}Tokens are estimated from characters, ${charactersPerToken.least} to ${charactersPerToken.most} a token.`,
      ...(config.score === "auto" && arms.length > 0
        ? [
            `Where the model gives no probabilities, each question is drawn ${config.draws} times as a rating: that is the upper end.`,
          ]
        : []),
      ...(floors.length > 0 ? [`Floors without a model: ${floors.map(({ id }) => id).join(", ")}.`] : []),
      ...leftOut.map(({ id, reason }) => `Arm ${id} is left out: ${reason}.`),
    ],
  };
}

function tokens(least: number, most: number): Range {
  return [Math.floor(least / charactersPerToken.most), Math.ceil(most / charactersPerToken.least)];
}
