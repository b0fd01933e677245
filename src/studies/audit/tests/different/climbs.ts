import { z } from "zod";
import { random as seeded } from "../../../../stats/distributions/random.ts";
import {
  type MixturePower,
  type MixtureRows,
  type MixtureSettings,
  mixturePower,
} from "../../../../stats/resampling/mixture-power.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { Climb, ClimbSettings } from "../../audit-test.ts";
import { type SetPair, tableOf } from "../../features.ts";
import { pairsOf } from "../words/words.ts";

const mix: Task<MixtureRows & MixtureSettings, MixturePower[]> = {
  run: mixturePower,
  module: taskAddress(import.meta.url, "../../../../stats/resampling/mixture-power"),
  parse: (raw) =>
    z.array(z.object({ share: z.number(), found: z.number(), worlds: z.number(), z: z.number() })).parse(raw),
};

/** Pairs from which mixtures of shared prompts are drawn. */
const enoughShared = 200;

/** The classifier on mixtures: of all rows, and of rows on shared prompts where there are enough. */
export async function classifierClimbs(
  pair: SetPair,
  how: ClimbSettings,
  { workers }: Pick<AnalyzeContext, "workers">,
): Promise<readonly Climb[]> {
  const twins = twinMixture(pair);
  const climb = async (method: string, about: string, rows: MixtureRows): Promise<Climb> => ({
    ...{ method, about, size: Math.floor(rows.control.length / 2), unit: "rows a side", extrapolates: true },
    found: await workers.run(mix, { ...rows, ...how }),
  });
  return Promise.all([
    climb(
      "different",
      "classifier on answer words, one side clean and one mixed, choice of prompts included; z on held rows",
      freeMixture(pair, how.seed),
    ),
    ...(twins === null
      ? []
      : [
          climb(
            "differentShared",
            "the same on prompts of both sets only, so that the choice of prompts gives nothing away",
            twins,
          ),
        ]),
  ]);
}

/** Each clean row may give way to the suspect answer to the same prompt; null where too few prompts are shared. */
function twinMixture({ suspect, reference }: SetPair): MixtureRows | null {
  const { pairs } = pairsOf(suspect.rows, reference.rows, true);
  if (pairs.length < enoughShared) return null;
  const { rows, train, of } = tableOf("wordsShared", suspect.rows, reference.rows);
  const numbers = new Map(of.map((row, i) => [row, i]));
  return {
    ...{ rows, train },
    control: Int32Array.from(pairs, ({ clean }) => numbers.get(clean) ?? 0),
    treated: Int32Array.from(pairs, (one) => numbers.get(one.suspect) ?? 0),
  };
}

/** Each clean row may give way to any suspect row that teaches, or is held, as it does itself. */
function freeMixture({ suspect, reference }: SetPair, seed: string): MixtureRows {
  const { rows, train, positive } = tableOf("words", suspect.rows, reference.rows);
  const numbers = seeded(`${seed} order`).shuffle(Array.from(train.keys()));
  const suspects = Map.groupBy(
    numbers.filter((number) => positive[number] === 1),
    (number) => train[number] ?? 0,
  );
  const control = Int32Array.from(train.keys().filter((number) => positive[number] === 0));
  const next = new Map<number, number>();
  return {
    ...{ rows, train, control },
    treated: control.map((number) => {
      const side = train[number] ?? 0;
      const from = suspects.get(side) ?? [];
      const at = next.get(side) ?? 0;
      next.set(side, at + 1);
      return from[at % from.length] ?? number;
    }),
  };
}
