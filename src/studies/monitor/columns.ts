import { derivedOf } from "./arms.ts";
import { floorsDescribed, type LeftOut, usableFloors } from "./floors.ts";
import type { Ground } from "./ground.ts";
import { probesDescribed } from "./probe-scores.ts";
import type { Part } from "./row.ts";
import type { DescribedArm, Folding } from "./scored-arm.ts";
import { promptedDescribed } from "./scores.ts";

/** Every arm's scores of the measured rows, and which arms have none. */
export interface Columns {
  /** Arms that were asked, probes, what is made of them, and floors: the order of the tables. */
  readonly all: readonly DescribedArm[];
  readonly prompted: readonly DescribedArm[];
  readonly leftOut: LeftOut[];
}

/**
 * Turns scores, states and texts into columns.
 *
 * @param parts what trained arms are trained again without
 */
export async function columnsOf(ground: Ground, parts: readonly Part[]): Promise<Columns> {
  const { config, model } = ground;
  const folding = foldingOf(ground, parts);
  const prompted = promptedDescribed(ground);
  const probes = await probesDescribed(ground, folding);
  const derived: DescribedArm[] = [];
  const underived: LeftOut[] = [];
  for (const { derive, ...arm } of derivedOf(config)) {
    const made = await derive({ ...folding, prompted, model });
    if (typeof made === "string") underived.push({ id: arm.id, reason: made });
    else derived.push({ ...arm, ...made });
  }
  const floors = await floorsDescribed(config, folding);
  return {
    prompted,
    all: [...prompted, ...probes, ...derived, ...floors.arms],
    leftOut: [...usableFloors(config).leftOut, ...floors.leftOut, ...underived],
  };
}

/** How rows of this ground are kept out of the training of what scores them. */
function foldingOf(
  { config, rows, positive, cluster, blocks, sanity }: Ground,
  parts: readonly Part[],
): Folding {
  return { rows, positive, cluster, blocks, folds: config.folds, parts, family: sanity.families.of };
}
