import type { ScoreRequest } from "../../../models/model.ts";
import { sum } from "../../../stats/distributions/moments.ts";
import { normalQuantile } from "../../../stats/distributions/normal.ts";
import { emulatedTurns, messagesOf, type Turn } from "../conversation.ts";
import { byMechanism, type Mechanism, mechanismAbout, mechanisms } from "../mechanisms.ts";
import type { EndpointOutcome } from "../outcomes.ts";
import { prefillProbe } from "../probes.ts";
import { type EndpointTrial, itemOf, weightsRole } from "../trial.ts";
import { prefillOf } from "./observations.ts";
import { beginsWith, counts, withoutEcho } from "./replies.ts";

/** Mechanisms whose prompt can be rendered with the weights' own template. */
const rendered: readonly Mechanism[] = mechanisms.filter((name) => mechanismAbout[name].rendered !== null);

/** A single reply speaks for a mechanism by at most so many nats: the served model may be quantised or sampled otherwise. */
const mostNats = 6;

/** Scorings still to be made: every reply to an unfinished turn under every rendering (probe 15). */
export function templateTrials(outcomes: readonly EndpointOutcome[], endpoint: number): EndpointTrial[] {
  const scored = new Set(
    outcomes.filter(({ trial }) => trial.probe === "template").map(({ trial }) => trial.facts.of),
  );
  return outcomes.flatMap(({ trial, key, result }) => {
    if (trial.arm !== "target" || prefillProbe(trial.probe) === undefined || scored.has(key)) return [];
    if (!("value" in result) || result.value.kind !== "reply" || !counts(result.value)) return [];
    const { text } = result.value;
    const prefill = prefillOf(trial);
    const reply =
      beginsWith(text, prefill) && text.trim() !== prefill.trim() ? withoutEcho(text, prefill) : text;
    if (reply.trim() === "") return [];
    return rendered.map((mechanism): EndpointTrial => {
      const turns = turnsUnder(mechanism, trial.turns, prefill);
      const scoredText = mechanism === "INSTR" ? `${prefill}${reply}` : reply;
      return {
        item: itemOf(turns, scoredText),
        arm: mechanism,
        repeat: 0,
        role: weightsRole,
        ...{ probe: "template", endpoint, turns, cap: 0, reasoning: "left", logProbs: false },
        facts: { of: key, reply: scoredText },
      };
    });
  });
}

function turnsUnder(mechanism: Mechanism, sent: readonly Turn[], prefill: string): readonly Turn[] {
  const as = mechanismAbout[mechanism].rendered;
  if (as === null || as === "open" || as === "closed") return sent;
  return emulatedTurns(as, { before: sent.slice(0, -2), user: sent.at(-2)?.text ?? "", prefill });
}

/** What such a trial asks of the weights. */
export function weighing({ turns, arm, facts }: EndpointTrial): ScoreRequest {
  return {
    prompt: { kind: "chat", messages: messagesOf(turns), open: arm === "TRUE" },
    continuation: typeof facts.reply === "string" ? facts.reply : "",
  };
}

/** Mechanism → log-likelihood of one reply, at most so far below the best of its renderings; nats. */
export type WeighedReply = Readonly<Record<Mechanism, number>>;

/** Every reply that was scored under all renderings. A fake echo is a dropped turn once the echo is off. */
export function templateReplies(outcomes: readonly EndpointOutcome[]): readonly WeighedReply[] {
  const replies = new Map<string, Map<string, number>>();
  for (const { trial, result } of outcomes) {
    const of = trial.facts.of;
    if (trial.probe !== "template" || typeof of !== "string") continue;
    if (!("value" in result) || result.value.kind !== "scored") continue;
    const logs = replies.get(of) ?? new Map<string, number>();
    logs.set(trial.arm, result.value.logProb);
    replies.set(of, logs);
  }
  return [...replies.values()]
    .filter((logs) => rendered.every((name) => logs.has(name)))
    .map((logs) => {
      const best = Math.max(...logs.values());
      return byMechanism((name) =>
        Math.max(
          -mostNats,
          (logs.get(name === "FAKE-ECHO" ? "DROP" : name) ?? Number.NEGATIVE_INFINITY) - best,
        ),
      );
    });
}

/** Mechanism → log-likelihood of all of them; null where there are none. */
export function templateLogs(replies: readonly WeighedReply[]): Record<Mechanism, number> | null {
  if (replies.length === 0) return null;
  return byMechanism((name) => sum(replies.map((logs) => logs[name])));
}

/** Steps in which the share is searched. */
const steps = 200;

/**
 * Bounds of the share of turns left open, by the likelihoods of replies under the open weights: each reply is one of an open turn with chance h and of
 * the fake with 1 - h; shares whose likelihood falls too far below the best are left out (signed root of the likelihood ratio, Wilks 1938).
 *
 * @returns lower bound against the fake that fits best, and lower bound of the share faked
 */
export function weighedShares(
  replies: readonly WeighedReply[],
  alpha: number,
): { readonly honoured: number; readonly faked: number } {
  const against = rendered.filter((name) => name !== "TRUE");
  const inside = against.map((name) => insideOf(replies, name, alpha));
  const ways = against.map((name) => insideOf(replies, name, alpha / against.length));
  return {
    honoured: Math.min(...inside.map(({ low }) => low)),
    faked: Math.max(...ways.map(({ high }) => 1 - high)),
  };
}

function insideOf(replies: readonly WeighedReply[], name: Mechanism, alpha: number) {
  const logs = Array.from({ length: steps + 1 }, (_, i) =>
    sum(
      replies.map((one) =>
        Math.log((i / steps) * Math.exp(one.TRUE) + (1 - i / steps) * Math.exp(one[name])),
      ),
    ),
  );
  const most = Math.max(...logs);
  const far = normalQuantile(1 - alpha) ** 2 / 2;
  const kept = [...logs.keys()].filter((i) => most - (logs[i] ?? 0) <= far);
  return { low: (kept[0] ?? 0) / steps, high: (kept.at(-1) ?? steps) / steps };
}
