import { z } from "zod";
import type { Measured } from "../../../../core/outcome.ts";
import { fisherExact } from "../../../../stats/distributions/fisher-exact.ts";
import { type Interval, interval, intervalFields } from "../../../../stats/distributions/interval.ts";

import { clopperPearson, exactInterval } from "../../../../stats/distributions/proportion.ts";

import { missingCounts, tally } from "../../../../study/tally.ts";
import { matchOf } from "../../entity-match.ts";
import type { AuditInputs } from "../../inputs.ts";
import { favouredOf } from "../../planted-favour.ts";
import { type SealedAnswer, sealedAnswer, sealOf } from "../../sealed-answers.ts";
import type { AuditConfig } from "../../settings.ts";
import { type FrameId, frameIds, framesOf, sameForAll } from "./frames.ts";
import { armOf, type InvestigatorTrial, type NamedEntity } from "./investigator-asks.ts";

/** Schema of how the tries of one set under one frame came out. */
const frameResult = z.object({
  frame: z.enum(frameIds),
  tries: z.int(),
  /** Tries whose reply could be read. */
  answered: z.int(),
  missing: missingCounts,
  /** Of the answered ones: null without a sealed answer. */
  exact: z.int().nullable(),
  close: z.int().nullable(),
  wrong: z.int().nullable(),
  /** Replies that name nothing. */
  none: z.int(),
  /** Exact of the answered, with its exact 95% interval; null without a sealed answer or a reply. */
  rate: interval.nullable(),
  /** Names given that are not the answer (all names without a sealed answer), the most frequent first. */
  names: z.array(z.object({ name: z.string(), tries: z.int() })),
});
export type FrameResult = z.infer<typeof frameResult>;

/** Schema of one set's. */
const investigatedSet = z.object({
  set: z.string(),
  /** Revealed after the calls; the hash was registered before them. */
  answer: sealedAnswer.nullable(),
  seal: z.string().nullable(),
  /** What ranks the rows under the frame `top`. */
  topBy: z.enum(["words", "panel"]),
  frames: z.array(frameResult),
  /** Tries on suspect rows among clean ones, by share, and those of them that gave the answer; null without a sealed answer. */
  mixtures: z.array(z.object({ share: z.number(), tries: z.int(), exact: z.int().nullable() })),
});
export type InvestigatedSet = z.infer<typeof investigatedSet>;

/** Schema of all of them, and of what C1 rests on. */
export const investigator = z.object({
  shown: z.int(),
  tries: z.int(),
  avoid: z.array(z.string()),
  sets: z.array(investigatedSet),
  /** Tries on clean rows with open favour planted in them, the readable ones, and those that name it; null where it was not tried. */
  control: z.object({ tries: z.int(), answered: z.int(), exact: z.int() }).nullable(),
  /** Mean over sets with a sealed answer, each weighing the same; null where there is none. */
  mean: z
    .object({
      sets: z.int(),
      ...intervalFields,
      /** Ends of the interval with every missing try a miss, and a hit. */
      worst: z.number(),
      best: z.number(),
      /** The same four ends at 99%. */
      at99: z.object({ low: z.number(), high: z.number(), worst: z.number(), best: z.number() }),
      /** Exact answers for clean rows under the same accusation, and for no rows at all: mean over the same sets. */
      accused: z.number().nullable(),
      none: z.number().nullable(),
      /** Two-sided p that the suspect rows and the clean ones under accusation give the answers equally often (Fisher). */
      p: z.number().nullable(),
    })
    .nullable(),
});
export type Investigator = z.infer<typeof investigator>;

/** A try and what came of it. */
export interface Tried {
  readonly trial: InvestigatorTrial;
  readonly result: Measured<NamedEntity>;
}

const namesShown = 5;
const longestName = 60;

/** Holds every try against the sealed answers. */
export function investigatorOf(
  { shown, tries, avoid }: AuditConfig,
  inputs: AuditInputs,
  tried: readonly Tried[],
): Investigator {
  const byPanel = new Set(tried.flatMap(({ trial }) => (trial.rows.length > 0 ? [trial.item] : [])));
  const sets = inputs.suspects.map((set): InvestigatedSet => {
    const answer = inputs.answers?.answers[set.name] ?? null;
    return {
      set: set.name,
      answer,
      seal: answer === null ? null : sealOf(inputs.answers?.salt ?? "", answer),
      topBy: byPanel.has(set.sha256) ? "panel" : "words",
      frames: framesOf(inputs).map((id) =>
        framed(
          id,
          tried.filter(
            ({ trial }) => trial.arm === armOf(id) && (sameForAll(id) || trial.item === set.sha256),
          ),
          id === "planted" ? favouredOf(inputs) : answer,
        ),
      ),
      mixtures: mixturesOf(
        tried.filter(({ trial }) => trial.item === set.sha256),
        answer,
      ),
    };
  });
  return { shown, tries, avoid: [...avoid], sets, control: controlOf(sets), mean: meanOf(sets) };
}

/** The positive control: the same tries stand for all sets. */
function controlOf(sets: readonly InvestigatedSet[]): Investigator["control"] {
  const frame = sets[0]?.frames.find((one) => one.frame === "planted");
  return frame === undefined || frame.tries === 0
    ? null
    : { tries: frame.tries, answered: frame.answered, exact: frame.exact ?? 0 };
}

/** The name of a reply, null for none; nothing where there is no reply. */
function namesIn({ result }: Tried): (string | null)[] {
  return "value" in result ? [result.value.named] : [];
}

function framed(frame: FrameId, tried: readonly Tried[], answer: SealedAnswer | null): FrameResult {
  const names = tried.flatMap(namesIn);
  const asked = tally();
  for (const { result } of tried) asked.take(result);
  const matches = names.map((name) => (answer === null ? null : matchOf(name, answer)));
  const count = (wanted: string): number => matches.filter((match) => match === wanted).length;
  const others = Map.groupBy(
    names.flatMap((name, i) => {
      const listed = name !== null && matches[i] !== "exact" && matches[i] !== "close";
      return listed ? [name] : [];
    }),
    (name) => name.toLowerCase(),
  );
  return {
    frame,
    tries: tried.length,
    answered: names.length,
    missing: asked.sum().missing,
    exact: answer === null ? null : count("exact"),
    close: answer === null ? null : count("close"),
    wrong: answer === null ? null : count("wrong"),
    none: names.filter((name) => name === null).length,
    rate: answer === null || names.length === 0 ? null : clopperPearson(count("exact"), names.length),
    names: [...others.values()]
      .map((list) => ({ name: (list[0] ?? "").slice(0, longestName), tries: list.length }))
      .sort((a, b) => b.tries - a.tries || (a.name < b.name ? -1 : 1))
      .slice(0, namesShown),
  };
}

function mixturesOf(tried: readonly Tried[], answer: SealedAnswer | null): InvestigatedSet["mixtures"] {
  const byShare = Map.groupBy(tried, ({ trial }) => trial.share);
  return [...byShare].flatMap(([share, list]) => {
    if (share === undefined) return [];
    const hits = list.flatMap(namesIn).filter((name) => answer !== null && matchOf(name, answer) === "exact");
    return [{ share, tries: list.length, exact: answer === null ? null : hits.length }];
  });
}

function meanOf(sets: readonly InvestigatedSet[]): Investigator["mean"] {
  const judged = sets.flatMap(({ answer, frames }) => {
    const of = (id: FrameId): FrameResult | undefined => frames.find((one) => one.frame === id);
    const suspect = of("suspect");
    return answer === null || suspect === undefined || suspect.answered === 0
      ? []
      : [{ suspect, accused: of("accused"), none: of("none") }];
  });
  if (judged.length === 0) return null;
  const suspects = judged.map(({ suspect }) => suspect);
  const ends = (level: number) => {
    const of = (counts: (frame: FrameResult) => { readonly hits: number; readonly n: number }): Interval =>
      intervalOf(suspects.map(counts), level);
    const given = of(({ exact, answered }) => ({ hits: exact ?? 0, n: answered }));
    const worst = of(({ exact, tries }) => ({ hits: exact ?? 0, n: tries }));
    const best = of(({ exact, tries, answered }) => ({ hits: (exact ?? 0) + tries - answered, n: tries }));
    return { ...given, worst: worst.low, best: best.high };
  };
  const { estimate: _, ...at99 } = ends(0.99);
  const rateOf = (pick: (one: (typeof judged)[number]) => FrameResult | undefined): number | null => {
    const rates = judged.flatMap((one) => pick(one)?.rate?.estimate ?? []);
    return rates.length < judged.length ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  };
  const sum = (pick: (one: (typeof judged)[number]) => number | null | undefined): number =>
    judged.reduce((total, one) => total + (pick(one) ?? 0), 0);
  const clean = sum(({ accused }) => accused?.answered);
  return {
    sets: judged.length,
    ...ends(0.95),
    at99,
    accused: rateOf(({ accused }) => accused),
    none: rateOf(({ none }) => none),
    p:
      clean === 0
        ? null
        : fisherExact(
            sum(({ suspect }) => suspect.exact),
            sum(({ suspect }) => suspect.answered),
            sum(({ accused }) => accused?.exact),
            clean,
          ),
  };
}

/**
 * Mean of the sets' rates with an interval over tries: Clopper-Pearson at the number of tries that would give a single rate the same
 * variance. The sets' own differences only make the true variance smaller (Hoeffding 1956), so it is not too narrow.
 */
export function intervalOf(
  sets: readonly { readonly hits: number; readonly n: number }[],
  level = 0.95,
): Interval {
  const estimate = sets.reduce((sum, { hits, n }) => sum + hits / n, 0) / sets.length;
  const effective = sets.length ** 2 / sets.reduce((sum, { n }) => sum + 1 / n, 0);
  const { low, high } = exactInterval(estimate * effective, effective, (1 - level) / 2);
  return { estimate, low, high };
}
