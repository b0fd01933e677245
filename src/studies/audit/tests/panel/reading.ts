import { type PanelEnd, panelLooks } from "../../../../panel/panel-looks.ts";
import type { ScoredSets } from "../../../../panel/scored-sets.ts";
import { bySet, once } from "../../work.ts";
import { panelAsks, scorerRole } from "./panel-asks.ts";
import { type PanelScores, panelScores } from "./panel-scores.ts";
import { lookSettings, panelSets } from "./panel-sets.ts";

/** A scorer's look at a set, with what it rests on. */
export interface ScorerEnd {
  readonly role: string;
  readonly end: PanelEnd;
  readonly scores: PanelScores;
}

/** What the scorers have read. */
export interface PanelReading {
  readonly sets: ScoredSets;
  /** Every scorer's last look at a suspect set, in the order of the command. */
  readonly ends: (set: number) => readonly ScorerEnd[];
}

/** Begins to read, once for all tests that look at it; null where no scorer is named. */
export const panelReading = once((work): PanelReading | null => {
  const { config, inputs } = work;
  const sets = panelSets(config, inputs);
  if (sets === null) return null;
  const scorers = config.scorer.map((_, i) => panelScores(scorerRole(i)));
  work.listen(panelAsks, (trial, result) => {
    for (const scores of scorers) scores.take(trial, result);
  });
  const looks = bySet((scorer) =>
    panelLooks(sets, scorers[scorer]?.mean ?? (() => undefined), lookSettings(config, inputs)),
  );
  return {
    sets,
    ends: bySet((number) => {
      const set = sets.suspects[number];
      if (set === undefined) return [];
      return scorers.map((scores, i) => ({ role: scorerRole(i), scores, end: looks(i).end(set) }));
    }),
  };
});
