import type { ScoreRequest } from "../../../models/model.ts";
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

/** Mechanism → log-likelihood of all scored replies; null where none was. A fake echo is a dropped turn once the echo is off. */
export function templateLogs(outcomes: readonly EndpointOutcome[]): Record<Mechanism, number> | null {
  const replies = new Map<string, Map<string, number>>();
  for (const { trial, result } of outcomes) {
    const of = trial.facts.of;
    if (trial.probe !== "template" || typeof of !== "string") continue;
    if (!("value" in result) || result.value.kind !== "scored") continue;
    const logs = replies.get(of) ?? new Map<string, number>();
    logs.set(trial.arm, result.value.logProb);
    replies.set(of, logs);
  }
  const whole = [...replies.values()].filter((logs) => rendered.every((name) => logs.has(name)));
  if (whole.length === 0) return null;
  return byMechanism((name) => {
    const under = name === "FAKE-ECHO" ? "DROP" : name;
    return whole.reduce((total, logs) => {
      const best = Math.max(...logs.values());
      return total + Math.max(-mostNats, (logs.get(under) ?? Number.NEGATIVE_INFINITY) - best);
    }, 0);
  });
}
