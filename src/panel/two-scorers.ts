import { clustersOf } from "../stats/resampling/clusters.ts";
import { type PanelResponse, panelResponse } from "./panel-response.ts";
import type { ShiftSet } from "./shift-table.ts";
import { type KindResult, type Kinship, type ScorerResponse, whichKind } from "./which-kind.ts";

/** A set and its references as one scorer read them. */
export interface ScorerView {
  readonly kinship: Kinship;
  readonly suspect: ShiftSet;
  readonly references: readonly ShiftSet[];
}

/**
 * Compares what two scorers see of one candidate in the same set, on the same resamples of prompts.
 *
 * @param candidate its number, the same for both
 */
export function twoScorers(
  near: ScorerView,
  other: ScorerView,
  candidate: number,
  how: { readonly trim: number; readonly draws: number; readonly seed: string },
): KindResult {
  const clusters = promptsOf(near, other);
  const one = panelResponse(near.suspect, near.references, clusters, how);
  const two = panelResponse(other.suspect, other.references, clusters, how);
  const whole = Array.from(one.draws.keys()).filter((draw) =>
    [one, two].every(
      ({ draws, plantedDraws }) =>
        Number.isFinite(draws[draw]?.[candidate]) && (plantedDraws[draw] ?? []).every(Number.isFinite),
    ),
  );
  return whichKind(
    responseOf(one, candidate, near.kinship, whole),
    responseOf(two, candidate, other.kinship, whole),
  );
}

/** Prompts that stand in any of the sets, of either view. */
export function promptsOf(...views: readonly Pick<ScorerView, "suspect" | "references">[]): number[] {
  const sets = views.flatMap(({ suspect, references }) => [suspect, ...references]);
  return clustersOf(...sets.map(({ cluster }) => cluster));
}

function responseOf(
  { shift, draws, planted, plantedDraws }: PanelResponse,
  candidate: number,
  kinship: Kinship,
  whole: readonly number[],
): ScorerResponse {
  return {
    kinship,
    shift: shift[candidate] ?? Number.NaN,
    draws: whole.map((draw) => draws[draw]?.[candidate] ?? Number.NaN),
    planted: planted.map((one) => one.shift),
    plantedDraws: whole.map((draw) => plantedDraws[draw] ?? []),
  };
}
