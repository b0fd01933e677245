import type { Api } from "../../models/reference.ts";
import type { Random } from "../../stats/distributions/random.ts";
import type { EndpointConfig } from "./config.ts";
import { chainDepths, chainRequest, deepest, type OffRequest } from "./probes/chain.ts";
import { capCheckRequest, caps, sumRequest } from "./probes/sum.ts";
import { callTrial, type EndpointTrial } from "./trial.ts";

/** A kind of request that is made with reasoning off, and how many of them. */
interface OffKind {
  readonly probe: "chain" | "cap" | "cap-check";
  readonly arm: string;
  /** Names its draws. */
  readonly label: string;
  readonly cap: number;
  readonly times: (config: Pick<EndpointConfig, "reasoningCalls" | "stepCalls">) => number;
  readonly request: (random: Random) => OffRequest;
}

/** All of them. The deepest chains bound hidden reasoning; those with steps show what the model can do when it does reason. */
const offKinds: readonly OffKind[] = [
  chains("deep", deepest, ({ reasoningCalls }) => reasoningCalls),
  ...chainDepths
    .filter((depth) => depth !== deepest)
    .map((depth) =>
      chains(`depth ${depth}`, depth, ({ reasoningCalls }) => Math.max(3, Math.round(reasoningCalls / 16))),
    ),
  {
    ...{ probe: "chain", arm: "steps", label: "steps", cap: 1024, times: ({ stepCalls }) => stepCalls },
    request: (random) => chainRequest(random, deepest, true),
  },
  ...caps.map(
    (cap): OffKind => ({
      ...{ probe: "cap", arm: `cap-${cap}`, label: `cap ${cap}`, cap, times: () => (cap === 16 ? 8 : 3) },
      request: sumRequest,
    }),
  ),
  {
    ...{ probe: "cap-check", arm: "long text", label: "cap check", cap: 16, times: () => 1 },
    request: capCheckRequest,
  },
];

function chains(label: string, depth: number, times: OffKind["times"]): OffKind {
  return {
    ...{ probe: "chain", arm: "off", label, cap: 512, times },
    request: (random) => chainRequest(random, depth, false),
  };
}

/** The requests of a run to one endpoint. */
export function offTrials(
  config: EndpointConfig,
  endpoint: number,
  api: Api,
  reasoning: EndpointTrial["reasoning"],
  random: Random,
): EndpointTrial[] {
  return offKinds.flatMap(({ probe, arm, label, cap, times, request }) =>
    Array.from({ length: times(config) }, (_, i) => {
      const asked = request(random.fork(`${label} ${i}`));
      return callTrial(endpoint, api, { ...asked, probe, arm, cap, reasoning });
    }),
  );
}

/** Is it one of them? Else it is asked for the question of the prefill. */
export function isOffRequest(probe: string): boolean {
  return offKinds.some((kind) => kind.probe === probe);
}
