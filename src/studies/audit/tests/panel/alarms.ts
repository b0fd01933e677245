import type { TuningSet } from "../../../../data/tuning-set.ts";
import { type CleanAmong, cleanSplits, panelMixtures } from "../../../../panel/clean-halves.ts";
import { trim } from "../../../../panel/panel-looks.ts";
import type { AuditConfig } from "../../config.ts";
import type { AuditInputs } from "../../inputs.ts";
import { alarmsOf, type FalseAlarms } from "../different/false-alarms.ts";
import { fewestRows } from "./inputs.ts";
import type { ScorerEnd } from "./result.ts";

/** Samples of each set of the panel that a split is judged by. */
const resamples = 50;

/** How often each scorer's panel names a candidate in halves of the clean set; no entry where it has read too few of its rows. */
export function panelAlarms(
  ends: readonly ScorerEnd[],
  reference: TuningSet,
  { splits, bootstrap: draws }: AuditConfig,
  { seed }: Pick<AuditInputs, "seed">,
): FalseAlarms[] {
  return ends.flatMap((end) => {
    const among = cleanAmong(end, reference, `${seed} alarms`);
    if (splits === 0 || among === null) return [];
    const half = Math.floor(among.clean.cluster.length / 2);
    const about = `half of the reference's prompts, ${half} rows, beside the panel and the other half, read by ${end.role}`;
    return [alarmsOf("panel.named", about, cleanSplits(among, { splits, draws, resamples }))];
  });
}

/** The panel's power on mixtures of suspect and clean rows; null where it found nothing to look for, or has read too few clean rows. */
export function panelLadder(
  end: ScorerEnd,
  reference: TuningSet,
  how: {
    readonly shares: readonly number[];
    readonly worlds: number;
    readonly level: number;
    readonly seed: string;
  },
): ReturnType<typeof panelMixtures> | null {
  const { found, suspect } = end.end;
  const among = cleanAmong(end, reference, how.seed);
  if (found === null || among === null) return null;
  return panelMixtures(among, suspect, found.shift.top, { ...how, resamples });
}

function cleanAmong({ end }: ScorerEnd, { name }: TuningSet, seed: string): CleanAmong | null {
  const clean = end.references.find(({ id }) => id === name);
  if (clean === undefined || clean.cluster.length < 2 * fewestRows) return null;
  const others = end.references.filter(({ id }) => id !== name);
  return others.length < 2 ? null : { clean, others, trim, seed };
}
