import { z } from "zod";
import type { ContinuationTable } from "../../scoring/continuations.ts";
import { type Prompts, promptsOf } from "./contexts.ts";
import type { Design } from "./design.ts";
import type { Searched } from "./inputs.ts";
import { marginOf } from "./tables.ts";

const nats = z.number().nullable();
/** Schema of what was measured of one fact, in nats, mean over its questions; null where it could not be scored, or does not apply. */
export const effects = z
  .object({
    /** E1: how much less a sham edit takes from the margin than breaking up the cue. */
    cue: nats,
    /** E2: bridge less shams, less the same under other subjects. */
    boost: nats,
    /** The same between the two shams, at the scale of E2's noise: a value of the null, as likely with either sign. */
    boostNull: nats,
    /** Shams less gibberish, and gibberish less no context. */
    priming: nats,
    buffer: nats,
    /** E3: shift to the other object under the bridge redefined, less shams redefined, less the same under other subjects. */
    redirect: nats,
    redirectNull: nats,
    /** E4: shift where the fact is said anew with the other object. */
    direct: nats,
    /** Margins of the fact's own object by context, for the gallery. */
    margins: z.object({ bridge: nats, shams: nats, gibberish: nats, nothing: nats }).readonly(),
  })
  .readonly();
export type Effects = z.infer<typeof effects>;

/** Reads a fact's effects out of the table. */
export function effectsOf(relation: Searched, design: Design, table: ContinuationTable): Effects {
  const each = promptsOf(relation, design).map((prompts) => read(prompts, table));
  const mean = (of: (one: (typeof each)[number]) => number): number | null => {
    const value = each.reduce((sum, one) => sum + of(one), 0) / each.length;
    return Number.isFinite(value) ? value : null;
  };
  return {
    cue: mean(({ cue }) => cue),
    boost: mean(({ boost }) => boost.effect),
    boostNull: mean(({ boost }) => boost.null),
    priming: mean(({ shams, gibberish }) => shams - gibberish),
    buffer: mean(({ gibberish, nothing }) => gibberish - nothing),
    redirect: mean(({ redirect }) => redirect.effect),
    redirectNull: mean(({ redirect }) => redirect.null),
    direct: mean(({ direct }) => direct),
    margins: {
      bridge: mean(({ bridge }) => bridge),
      shams: mean(({ shams }) => shams),
      gibberish: mean(({ gibberish }) => gibberish),
      nothing: mean(({ nothing }) => nothing),
    },
  };
}

function read(prompts: Prompts, table: ContinuationTable) {
  const at = (prompt: string, continuation = ""): number => table.logProb(prompt, continuation) ?? Number.NaN;
  const margin = (prompt: string): number => {
    const [right = Number.NaN, ...others] = prompts.answers.map((answer) => at(prompt, answer));
    return marginOf(right, others);
  };
  const toTarget = (prompt: string, own = ""): number => at(prompt, prompts.target) - at(prompt, own);
  const boosts = prompts.boost.map((subjects) => subjects.map(margin));
  const shifts = prompts.redirect.map((subjects) =>
    subjects.map((prompt, i) => toTarget(prompt, prompts.own[i])),
  );
  const [own = ""] = prompts.own;
  return {
    cue: prompts.cue === null ? Number.NaN : margin(prompts.cue.sham) - margin(prompts.cue.ablated),
    boost: contrastOf(boosts),
    redirect: contrastOf(shifts),
    direct: toTarget(prompts.direct, own) - toTarget(prompts.natural, own),
    bridge: boosts[0]?.[0] ?? Number.NaN,
    shams: ((boosts[1]?.[0] ?? Number.NaN) + (boosts[2]?.[0] ?? Number.NaN)) / 2,
    gibberish: margin(prompts.gibberish),
    nothing: margin(prompts.natural),
  };
}

/**
 * Bridge less the mean of two shams, for the fact's own subject less the mean of the others. The null is the difference of the two shams, times the root of
 * 3/4: its variance is then that of one less the mean of two.
 */
function contrastOf(contexts: readonly (readonly number[])[]): {
  readonly effect: number;
  readonly null: number;
} {
  const [bridge = [], first = [], second = []] = contexts;
  const beyondOthers = (values: readonly number[]): number => {
    const [own = Number.NaN, ...others] = values;
    return others.length === 0 ? own : own - others.reduce((sum, one) => sum + one, 0) / others.length;
  };
  const shams = (beyondOthers(first) + beyondOthers(second)) / 2;
  return {
    effect: beyondOthers(bridge) - shams,
    null: Math.sqrt(0.75) * (beyondOthers(first) - beyondOthers(second)),
  };
}
