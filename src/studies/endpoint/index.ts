import type { Role, Study } from "../../study/study.ts";
import { analyzeCalls } from "./analyze.ts";
import { endpointClaims } from "./claims.ts";
import { type EndpointConfig, endpointConfig } from "./config.ts";
import { askedOf, foreseePlan } from "./foresee.ts";
import { type EndpointInputs, endpointInputs, loadInputs } from "./inputs.ts";
import { measureCall } from "./measure.ts";
import { planCalls } from "./plan.ts";
import { presentFindings } from "./present.ts";
import { type EndpointResults, endpointResults } from "./results.ts";
import { summary } from "./summary.ts";
import { type EndpointTrial, endpointRole, endpointValue, type MeasuredValue, weightsRole } from "./trial.ts";

/** Does this API continue my unfinished turn, and is reasoning really off? */
export const endpoint: Study<EndpointConfig, EndpointInputs, EndpointTrial, MeasuredValue, EndpointResults> =
  {
    name: "endpoint",
    version: "3",
    summary,
    claims: endpointClaims,
    config: endpointConfig,
    results: endpointResults,
    examples: [
      "credence endpoint --simulate mechanism=CONT,skill=0.5",
      "credence endpoint openrouter:qwen/qwen3-32b --provider DeepInfra",
      "credence endpoint http://127.0.0.1:8000/v1#my-model --test prefill",
      "credence endpoint anthropic:claude-haiku-4-5 openai:gpt-5-mini --dry-run",
      "credence endpoint --from-log replies.jsonl",
    ],
    roles,
    load: loadInputs,
    inputs: endpointInputs,
    measuring: {
      value: endpointValue,
      plan: (config, _inputs, context) => planCalls(config, context),
      request: askedOf,
      foresee: foreseePlan,
      measure: measureCall,
    },
    analyze: analyzeCalls,
    present: presentFindings,
  };

function roles(config: EndpointConfig): Role[] {
  return [
    ...config.endpoints.map(
      (model, i): Role => ({
        name: endpointRole(i),
        purpose: "is asked over the wire",
        model,
        needs: [["wire"]],
      }),
    ),
    ...(config.weights === null
      ? []
      : [
          {
            name: weightsRole,
            purpose: "holds the endpoint's open weights, to weigh its replies",
            model: config.weights,
            needs: [["score"]] as const,
          },
        ]),
  ];
}
