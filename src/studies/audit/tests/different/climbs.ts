import { z } from "zod";
import {
  type MixturePower,
  type MixtureSettings,
  mixtureSize,
} from "../../../../stats/resampling/mixtures.ts";
import { type ClassifierMixtures, classifierMixtures } from "../../../../stats/text/classifier-mixtures.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { Climb } from "../../audit-test.ts";
import { type SetPair, tableOf } from "../../features.ts";
import { pairsOf } from "../words/pairs.ts";

const task: Task<ClassifierMixtures, MixturePower[]> = {
  run: classifierMixtures,
  module: taskAddress(import.meta.url, "../../../../stats/text/classifier-mixtures"),
  parse: (raw) =>
    z.array(z.object({ share: z.number(), found: z.number(), worlds: z.number(), z: z.number() })).parse(raw),
};

/** Pairs from which mixtures of shared prompts are drawn. */
const enoughShared = 200;

/** The classifier on mixtures: of all rows, and of rows on shared prompts where there are enough. */
export async function classifierClimbs(
  { suspect, reference }: SetPair,
  how: MixtureSettings,
  { workers }: Pick<AnalyzeContext, "workers">,
): Promise<readonly Climb[]> {
  const climb = async (
    method: string,
    about: string,
    rows: Omit<ClassifierMixtures, keyof MixtureSettings>,
  ): Promise<Climb> => ({
    ...{ method, about, unit: "rows a side", extrapolates: true },
    size: mixtureSize(rows.suspect.length, rows.clean.length),
    // Each share has a stream of its own, so that threads can share them.
    found: (
      await Promise.all(how.shares.map((share) => workers.run(task, { ...rows, ...how, shares: [share] })))
    ).flat(),
  });
  const all = tableOf("words", suspect.rows, reference.rows);
  const { pairs } = pairsOf(suspect.rows, reference.rows, true);
  const shared = tableOf("wordsShared", suspect.rows, reference.rows);
  const places = new Map(shared.of.map((row, i) => [row, i]));
  const numbers = Array.from(all.positive.keys());
  return Promise.all([
    climb(
      "different",
      "classifier on answer words, one side clean and one mixed, choice of prompts included; t on held rows",
      {
        ...{ rows: all.rows, train: all.train, twins: false },
        suspect: Int32Array.from(numbers.filter((row) => all.positive[row] === 1)),
        clean: Int32Array.from(numbers.filter((row) => all.positive[row] === 0)),
      },
    ),
    ...(pairs.length < enoughShared
      ? []
      : [
          climb(
            "differentShared",
            "the same on prompts of both sets only, a suspect answer for the clean one to the same prompt, so that the choice of prompts gives nothing away",
            {
              ...{ rows: shared.rows, train: shared.train, twins: true },
              suspect: Int32Array.from(pairs, (pair) => places.get(pair.suspect) ?? 0),
              clean: Int32Array.from(pairs, (pair) => places.get(pair.clean) ?? 0),
            },
          ),
        ]),
  ]);
}
