import type { Request } from "../../asking/request.ts";
import { words } from "../../asking/words.ts";
import { formatShare } from "../../report/format.ts";
import { upperBound } from "../../stats/distributions/proportion.ts";
import { random } from "../../stats/distributions/random.ts";
import type { ArmEstimate, Foreseen } from "../../study/study.ts";
import type { EndpointConfig } from "./config.ts";
import { messagesOf } from "./conversation.ts";
import { weighing } from "./evidence/template.ts";
import type { EndpointInputs } from "./inputs.ts";
import { offTrials } from "./off-requests.ts";
import { type EndpointTrial, endpointRole, weightsRole } from "./trial.ts";

/** What a trial asks; null of a router's record. */
export function askedOf(trial: EndpointTrial): Request | null {
  if (trial.probe === "record") return null;
  if (trial.role === weightsRole) return { turns: [weighing(trial)] };
  const form = words(trial.cap, (text) => ({ value: text }));
  return { prompt: { kind: "chat", messages: messagesOf(trial.turns) }, form };
}

/** What will be asked at least and at most: the prefill's question stops as soon as its answer is safe. */
export function foreseePlan(
  config: EndpointConfig,
  { targets, saved }: EndpointInputs,
): Foreseen<EndpointTrial> {
  const asks = (question: "prefill" | "reasoning"): boolean =>
    config.test.includes(question) && targets.length > 0;
  const { repeats, calls, reasoningCalls } = config;
  return {
    trials: !asks("reasoning")
      ? []
      : targets.flatMap(({ reference, api }, i) =>
          offTrials(config, i, api, "off", random("dry run")).map((trial) => ({
            trial: {
              ...trial,
              arm: `${trial.arm === "steps" ? "steps asked for" : "reasoning off"}, ${reference}`,
            },
          })),
        ),
    bounds: !asks("prefill")
      ? []
      : targets.map(
          ({ reference }, i): ArmEstimate => ({
            ...{ arm: `prefill, ${reference}`, role: endpointRole(i), cachedTokens: [0, 0] },
            // A rejection takes a dozen; what is honoured takes rounds until it is sure, or all calls that are allowed. Long turns are a seventh.
            calls: [9 + repeats, calls + repeats],
            inputTokens: [9 * 30, (calls + repeats) * 120],
            outputTokens: [9, (calls + repeats) * 32],
          }),
        ),
    notes: [
      saved.length > 0 ? `${saved.length} saved replies: no call.` : "",
      asks("prefill")
        ? "The question of the prefill stops as soon as its answer is safe: some 90 calls where turns are faked for all to see, 150 to 400 where they are honoured."
        : "",
      asks("reasoning")
        ? `${reasoningCalls} calls with reasoning off and none that shows it bound its rate at ${formatShare(upperBound(0, reasoningCalls))} (one-sided 95%).`
        : "",
    ].filter((note) => note !== ""),
  };
}
