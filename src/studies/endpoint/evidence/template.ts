import { contentHash, type Json } from "../../../core/json.ts";
import type { Outcome } from "../../../core/outcome.ts";
import { emulatedTurns, type Turn } from "../conversation.ts";
import type { Mechanism } from "../mechanisms.ts";
import { prefillProbe } from "../probes.ts";
import { type EndpointTrial, type MeasuredValue, weightsRole } from "../trial.ts";
import { prefillOf } from "./observations.ts";
import { beginsWith, counts, withoutEcho } from "./replies.ts";

/** Mechanisms whose prompt can be rendered with the weights' own template. */
const renderedMechanisms: readonly ("TRUE" | "CLOSED" | "CONT" | "INSTR" | "FLIP" | "DROP")[] = [
  "TRUE",
  "CLOSED",
  "CONT",
  "INSTR",
  "FLIP",
  "DROP",
];

/** A single reply speaks for a mechanism by at most so many nats: the served model may be quantised or sampled otherwise. */
const mostNats = 6;

type AnyOutcome = Outcome<EndpointTrial, MeasuredValue>;

/** Scorings still to be made: every reply to an unfinished turn under every rendering (probe 15). */
export function templateTrials(outcomes: readonly AnyOutcome[], endpoint: number): EndpointTrial[] {
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
    return renderedMechanisms.map((mechanism): EndpointTrial => {
      const turns = turnsUnder(mechanism, trial.turns, prefill);
      const scoredText = mechanism === "INSTR" ? `${prefill}${reply}` : reply;
      return {
        item: contentHash([turns.map(({ role, text: said }): Json => [role, said]), scoredText]),
        arm: mechanism,
        repeat: 0,
        role: weightsRole,
        ...{ probe: "template", endpoint, turns, cap: 0, reasoning: "left", logProbs: false },
        facts: { of: key, reply: scoredText },
      };
    });
  });
}

function turnsUnder(
  mechanism: (typeof renderedMechanisms)[number],
  sent: readonly Turn[],
  prefill: string,
): readonly Turn[] {
  const before = sent.slice(0, -2);
  const user = sent.at(-2)?.text ?? "";
  switch (mechanism) {
    case "TRUE":
    case "CLOSED":
      return sent;
    case "CONT":
      return emulatedTurns("cont", { before, user, prefill });
    case "INSTR":
      return emulatedTurns("instr", { before, user, prefill });
    case "FLIP":
      return emulatedTurns("flip", { before, user, prefill });
    case "DROP":
      return emulatedTurns("drop", { before, user, prefill });
  }
}

/** Mechanism → log-likelihood of all scored replies; null where none was. A fake echo is a dropped turn once the echo is off. */
export function templateLogs(outcomes: readonly AnyOutcome[]): Record<Mechanism, number> | null {
  const replies = new Map<string, Map<string, number>>();
  for (const { trial, result } of outcomes) {
    const of = trial.facts.of;
    if (trial.probe !== "template" || typeof of !== "string") continue;
    if (!("value" in result) || result.value.kind !== "scored") continue;
    const logs = replies.get(of) ?? new Map<string, number>();
    logs.set(trial.arm, result.value.logProb);
    replies.set(of, logs);
  }
  const whole = [...replies.values()].filter((logs) => renderedMechanisms.every((name) => logs.has(name)));
  if (whole.length === 0) return null;
  const sum = (name: (typeof renderedMechanisms)[number]): number =>
    whole.reduce((total, logs) => {
      const best = Math.max(...logs.values());
      return total + Math.max(-mostNats, (logs.get(name) ?? Number.NEGATIVE_INFINITY) - best);
    }, 0);
  const drop = sum("DROP");
  return {
    ...{
      TRUE: sum("TRUE"),
      CLOSED: sum("CLOSED"),
      CONT: sum("CONT"),
      INSTR: sum("INSTR"),
      FLIP: sum("FLIP"),
    },
    ...{ DROP: drop, "FAKE-ECHO": drop, OTHER: -mostNats * whole.length },
  };
}
