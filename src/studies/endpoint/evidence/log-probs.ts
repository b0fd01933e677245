import { z } from "zod";
import { contentHash } from "../../../core/json.ts";
import { finiteOrNull } from "../../../stats/distributions/interval.ts";
import { mean } from "../../../stats/distributions/moments.ts";
import type { Emulation } from "../conversation.ts";
import { prefillProbe } from "../probes.ts";
import type { EndpointValue } from "../trial.ts";
import type { Exchange } from "./observations.ts";
import { counts } from "./replies.ts";

/** Ways of sending the same openly whose first token stands where the unfinished turn's would; an instructed reply begins with the prefill. */
export const logProbControls = ["drop", "cont", "flip"] as const satisfies readonly Emulation[];

type Arm = "target" | (typeof logProbControls)[number];

const nats = z.number().nullable();

/** Schema of what log-probabilities of first tokens show. They are shown and never weighed. */
export const logProbResult = z
  .object({
    /** `not given`: asked for and left out without a word. `not asked`: the API has none, or nothing was asked. */
    asked: z.enum(["given", "refused", "not given", "not asked"]),
    /** Questions whose unfinished turn and at least one open imitation came with them. */
    items: z.number(),
    /** Mean log-probability of the first token that was drawn; nats. */
    first: z.object({ target: nats, drop: nats, cont: nats, flip: nats }).readonly(),
    /**
     * Mean distance of the unfinished turn's first token from that of each imitation of the same question: probability that the two do not
     * share, 0 to 1. Tokens that only one of the two lists names are counted as not shared, so that it is at most this.
     */
    apart: z.object({ drop: nats, cont: nats, flip: nats }).readonly(),
  })
  .readonly();
export type LogProbEvidence = z.infer<typeof logProbResult>;

/** Did the endpoint give log-probabilities when it was first asked for them? */
export function logProbsAsked(exchanges: readonly Exchange[]): LogProbEvidence["asked"] {
  const asked = exchanges.find(({ trial }) => trial.logProbs && trial.probe === "settings");
  if (asked === undefined) return "not asked";
  if (counts(asked.value)) return (asked.value.firstTokens ?? []).length > 0 ? "given" : "not given";
  const plain = exchanges.some(
    ({ trial, value }) => !trial.logProbs && trial.arm !== "target" && counts(value),
  );
  return plain && asked.value.status >= 400 && asked.value.status < 500 ? "refused" : "not given";
}

/** Compares first tokens question by question; a server that repeats the prefill begins every reply with it, and shows nothing. */
export function logProbEvidence(exchanges: readonly Exchange[], echo: boolean): LogProbEvidence {
  const told = exchanges.filter(
    ({ trial, value }) => trial.logProbs && prefillProbe(trial.probe)?.firstToken === true && counts(value),
  );
  const of = (arm: Arm): readonly Exchange[] => told.filter(({ trial }) => trial.arm === arm);
  const targets = new Map(of("target").map((one) => [questionOf(one), one.value]));
  const pairs = (arm: Arm): readonly number[] =>
    echo
      ? []
      : of(arm).flatMap((control) => {
          const target = targets.get(questionOf(control));
          return target === undefined ? [] : (distance(target, control.value) ?? []);
        });
  const paired = told.filter(({ trial }) => trial.arm !== "target" && trial.arm !== "instr");
  return {
    asked: logProbsAsked(exchanges),
    items: new Set(paired.map(questionOf).filter((question) => targets.has(question))).size,
    first: {
      target: first(of("target")),
      drop: first(of("drop")),
      cont: first(of("cont")),
      flip: first(of("flip")),
    },
    apart: { drop: meanOf(pairs("drop")), cont: meanOf(pairs("cont")), flip: meanOf(pairs("flip")) },
  };
}

/** The facts of a question are the same in all its arms. */
function questionOf({ trial }: Exchange): string {
  return `${trial.probe} ${contentHash(trial.facts)}`;
}

function first(exchanges: readonly Exchange[]): number | null {
  return meanOf(exchanges.flatMap(({ value: { firstLogProb } }) => firstLogProb ?? []));
}

function distance({ firstTokens: a }: EndpointValue, { firstTokens: b }: EndpointValue): number | null {
  if (a === null || b === null || a.length === 0 || b.length === 0) return null;
  const other = new Map(b.map(({ token, logProb }) => [token, logProb]));
  const shared = a.reduce(
    (sum, { token, logProb }) =>
      sum + Math.exp(Math.min(logProb, other.get(token) ?? Number.NEGATIVE_INFINITY)),
    0,
  );
  return Math.max(0, 1 - shared);
}

function meanOf(numbers: readonly number[]): number | null {
  return finiteOrNull(mean(numbers));
}
