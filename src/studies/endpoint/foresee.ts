import type { ArmEstimate, Foreseen } from "../../study/study.ts";
import type { EndpointConfig } from "./config.ts";
import type { EndpointInputs } from "./inputs.ts";
import { caps } from "./probes/sum.ts";
import { type EndpointTrial, endpointRole } from "./trial.ts";

/** What will be asked at least and at most: the prefill's question stops as soon as its answer is safe. */
export function foreseePlan(
  config: EndpointConfig,
  { targets, saved }: EndpointInputs,
): Foreseen<EndpointTrial> {
  const arms = targets.flatMap((target, i): ArmEstimate[] => {
    const role = endpointRole(i);
    const cachedTokens = [0, 0] as const;
    const shallow = 3 * Math.max(3, Math.round(config.reasoningCalls / 16));
    const sums = 8 + 3 * (caps.length - 1) + 1;
    const off = config.reasoningCalls + shallow + sums;
    const { stepCalls: steps } = config;
    return [
      ...(config.test.includes("prefill")
        ? [
            {
              ...{ arm: `prefill, ${target.reference}`, role, cachedTokens },
              calls: [9 + config.repeats, config.calls + config.repeats] as const,
              inputTokens: [9 * 30, config.calls * 90] as const,
              outputTokens: [9, config.calls * 32] as const,
            },
          ]
        : []),
      ...(config.test.includes("reasoning")
        ? [
            {
              ...{ arm: `reasoning off, ${target.reference}`, role, cachedTokens },
              calls: [off, off] as const,
              inputTokens: [off * 150, off * 420] as const,
              outputTokens: [off * 2, off * 512] as const,
            },
            {
              ...{ arm: `steps asked for, ${target.reference}`, role, cachedTokens },
              calls: [steps, steps] as const,
              inputTokens: [steps * 200, steps * 420] as const,
              outputTokens: [steps * 100, steps * 1024] as const,
            },
          ]
        : []),
    ];
  });
  const bound = 100 * (1 - 0.05 ** (1 / config.reasoningCalls));
  return {
    trials: [],
    bounds: arms,
    notes: [
      ...(saved.length > 0 ? [`${saved.length} saved replies: no call.`] : []),
      ...(config.test.includes("prefill") && targets.length > 0
        ? [
            "The question of the prefill stops as soon as its answer is safe: most endpoints take 20 to 40 calls.",
          ]
        : []),
      ...(config.test.includes("reasoning") && targets.length > 0
        ? [
            `${config.reasoningCalls} calls with reasoning off and none that shows it bound its rate at ${bound.toFixed(1)}% (one-sided 95%).`,
          ]
        : []),
    ],
  };
}
