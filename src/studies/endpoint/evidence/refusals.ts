import { prefillProbe } from "../probes.ts";
import type { Exchange } from "./observations.ts";
import { counts, refuses, starved } from "./replies.ts";

/** Fewest refusals of an unfinished turn, beside an answer to the same without it, that make a rejection. */
export const leastRefusals = 3;
/** One refused turn in so many that are answered is more than an oddity of a single prefill. */
export const oneIn = 20;
/** Share of unfinished turns without any text from which on nothing else is said of them. */
const silent = 0.5;

/** Is a request refused with the settings that switch reasoning off, and answered without them? */
export function refusesOff(exchanges: readonly Exchange[]): boolean {
  const first = exchanges.find(({ trial }) => trial.probe === "copy" && trial.arm === "drop");
  const left = exchanges.some(({ trial, value }) => trial.probe === "settings" && counts(value));
  return first !== undefined && left && refuses(first.value);
}

function turnsOf(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.filter(({ trial }) => trial.arm.startsWith("target"));
}

/** Why every unfinished turn is refused, where the same without it is answered; null where that is not so. */
export function rejection(exchanges: readonly Exchange[]): string | null {
  const targets = turnsOf(exchanges);
  const answered = exchanges.some(({ trial, value }) => trial.arm === "drop" && counts(value));
  const no = targets.filter(({ value }) => refuses(value));
  if (!answered || no.length < leastRefusals || no.length < targets.length) return null;
  const statuses = [...Map.groupBy(no, ({ value: { status } }) => status)].map(([status, { length }]) =>
    no.length === length ? `status ${status}` : `status ${status} (${length})`,
  );
  const words = no[0]?.value.error ?? "";
  return `${statuses.join(", ")} for every unfinished turn${words === "" ? "" : `: “${words.slice(0, 160)}”`}`;
}

/** An endpoint that refuses some unfinished turns and answers others, as a router with several providers may, has no one answer. */
export function someRefused(exchanges: readonly Exchange[]): string | null {
  // A probe that is refused when it is sent openly too, such as for its small cap, says nothing of the turn.
  const asked = new Set(
    exchanges
      .filter(({ trial, value }) => !trial.arm.startsWith("target") && counts(value))
      .map(({ trial }) => trial.probe),
  );
  // A 500 that comes now and then is a server's trouble, not its answer.
  const targets = turnsOf(exchanges).filter(
    ({ trial, value }) => asked.has(trial.probe) && value.status !== 500,
  );
  const no = targets.filter(({ value }) => refuses(value)).length;
  if (no === 0 || no < targets.length / oneIn || no === targets.length) return null;
  return `${no} of ${targets.length} unfinished turns are refused and the others answered: if several providers serve this endpoint, pin one with --provider`;
}

/** Why replies without any text decide nothing; null where most have some. */
export function silence(exchanges: readonly Exchange[]): string | null {
  const probes = exchanges.filter(
    ({ trial, value }) => prefillProbe(trial.probe) !== undefined && counts(value) && !starved(value),
  );
  const targets = probes.filter(({ trial }) => trial.arm === "target");
  const misplaced = targets.filter(({ value }) => value.misplaced).length;
  if (targets.length === 0) return null;
  if (misplaced > silent * targets.length)
    return `the reply to ${misplaced} of ${targets.length} unfinished turns arrived in the field for reasoning, the text itself being empty: a parser takes the answer for thoughts`;
  const empty = targets.filter(({ value }) => value.text.trim() === "").length;
  if (empty <= silent * targets.length) return null;
  const others = probes.filter(({ trial }) => trial.arm !== "target");
  const too = others.filter(({ value }) => value.text.trim() === "").length;
  return `${empty} of ${targets.length} replies to unfinished turns are empty, and so are ${too} of ${others.length} to finished ones: an empty reply says nothing of a turn`;
}
