import type { TuningSet } from "../../../../data/tuning-set.ts";
import { type CleanAmong, cleanSplits, panelMixtures } from "../../../../panel/clean-halves.ts";
import { trim } from "../../../../panel/panel-looks.ts";
import type { MixtureSettings } from "../../../../stats/resampling/mixtures.ts";
import type { Climb, Work } from "../../audit-test.ts";
import { alarmsOf, type FalseAlarms } from "../../false-alarms.ts";
import type { AuditInputs } from "../../inputs.ts";

import { fewestRows } from "./inputs.ts";
import type { ScorerEnd } from "./reading.ts";

/** Samples of each set of the panel that a split is judged by. */
const resamples = 50;

/** How often each scorer's panel names a candidate in halves of the clean set; no entry where it has read too few of its rows. */
export function panelAlarms(
  ends: readonly ScorerEnd[],
  { config: { splits, bootstrap: draws }, inputs: { reference, seed } }: Pick<Work, "config" | "inputs">,
): readonly FalseAlarms[] {
  return ends.flatMap((end) => {
    const among = cleanAmong(end, reference, `${seed} alarms`);
    if (splits === 0 || among === null) return [];
    const half = Math.floor(among.clean.cluster.length / 2);
    const about = `half of the reference's prompts, ${half} rows, beside the panel and the other half, read by ${end.role}`;
    return [alarmsOf("panel.named", about, cleanSplits(among, { splits, draws, resamples }))];
  });
}

/** The panel's power on mixtures of suspect and clean rows; nothing where it found nothing to look for, or has read too few clean rows. */
export function panelClimbs(
  end: ScorerEnd | undefined,
  { reference }: Pick<AuditInputs, "reference">,
  how: MixtureSettings,
): readonly Climb[] {
  const among = end === undefined ? null : cleanAmong(end, reference, how.seed);
  if (end === undefined || end.end.found === null || among === null) return [];
  const { found, suspect } = end.end;
  const { size, rungs } = panelMixtures(among, suspect, found.shift.top, { ...how, resamples });
  return [
    {
      method: "panel",
      about:
        "the candidate that the whole set leans to is first, beyond what sets without their true prompt reach",
      ...{ size, unit: "rows in each mixture", found: rungs, extrapolates: false },
    },
  ];
}

function cleanAmong({ end }: ScorerEnd, reference: TuningSet | null, seed: string): CleanAmong | null {
  const clean = end.references.find(({ id }) => id === reference?.name);
  if (clean === undefined || clean.cluster.length < 2 * fewestRows) return null;
  const others = end.references.filter(({ id }) => id !== reference?.name);
  return others.length < 2 ? null : { clean, others, trim, seed };
}
