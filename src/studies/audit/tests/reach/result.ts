import { z } from "zod";
import { doseFor } from "../../../../stats/distributions/dose.ts";
import { interval } from "../../../../stats/distributions/interval.ts";
import { type PlantedFound, type PlantedRows, plantedReach } from "../../../../stats/text/planted-reach.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { Progress, Work } from "../../audit-test.ts";
import { curveNames } from "../../features.ts";
import { answerLevel, neededShuffles, registeredTests } from "../../registered.ts";
import { pairOf } from "../../work.ts";
import { listReach } from "./list-reach.ts";
import { type PlantKind, plantedRows, plantKinds, plantsOf } from "./plants.ts";

/** Schema of what one test of the answer could have seen of one kind of plant. */
const reachOf = z.object({
  test: z.enum(registeredTests),
  kind: z.enum(plantKinds),
  /** Rows a side, or pairs, in which it was planted. */
  size: z.int(),
  unit: z.string(),
  cells: z.array(z.object({ rate: z.number(), found: z.int(), of: z.int() })),
  /** Share of a side's rows from which on it is found four times in five, with its 95% interval; null where it is not at the highest. */
  from: interval.nullable(),
});
export type ReachOf = z.infer<typeof reachOf>;

/** Schema of what the answer could have seen, at its own level. */
export const reach = z.object({ level: z.number(), found: z.array(reachOf) });
export type Reach = z.infer<typeof reach>;

/** Shares of rows that are planted, worlds of each, and worlds without a plant. */
export const rates: readonly number[] = [0.01, 0.02, 0.05, 0.1];
const plants = 20;
const nulls = 200;
/** How often a plant must be found that counts as seen. */
export const wanted = 0.8;
/** Rows a side below which nothing is planted. */
const fewest = 50;

const task: Task<PlantedRows, PlantedFound> = {
  run: plantedReach,
  module: taskAddress(import.meta.url, "../../../../stats/text/planted-reach"),
  parse: (raw) =>
    z
      .object({
        threshold: z.number(),
        cells: z.array(z.object({ form: z.number(), rate: z.number(), found: z.number(), of: z.number() })),
      })
      .parse(raw),
};

/** Plants into rows of the user's own in which nothing differs, and sees what each test of the answer finds. */
export async function reachOfSet(
  set: number,
  { config, inputs, context }: Pick<Work, "config" | "inputs" | "context">,
  progress: Progress,
): Promise<Reach> {
  const pair = pairOf(inputs, set);
  const level = answerLevel(config);
  const seed = String(context.random.fork(`reach ${pair.suspect.name}`).int(2 ** 48));
  const done = curveNames.map(() => 0);
  const curves = await Promise.all(
    curveNames.map(async (test, i) => {
      const rows = plantedRows(test, pair);
      const size = Math.floor(rows.cluster.length / 2);
      if (size < fewest) return [];
      const { cells } = await context.workers.run(
        task,
        { ...rows, rates, plants, nulls, level, seed: `${seed} ${test}` },
        (fraction) => {
          done[i] = fraction;
          progress(done.reduce((sum, one) => sum + one, 0) / done.length);
        },
      );
      return plantsOf[test].map((kind, form) => {
        const own = cells.filter((cell) => cell.form === form);
        return described({ test, kind, size, unit: rows.partner === null ? "rows a side" : "pairs" }, own);
      });
    }),
  );
  const list = listReach(pair, {
    ...{ rates, plants, level, seed: `${seed} list` },
    flips: neededShuffles(config),
  });
  return {
    level,
    found: [
      ...curves.flat(),
      ...(list.size < fewest
        ? []
        : [
            described(
              { test: "list", kind: "naming", size: list.size, unit: list.paired ? "pairs" : "answers" },
              list.cells,
            ),
          ]),
    ],
  };
}

function described(
  what: {
    readonly test: ReachOf["test"];
    readonly kind: PlantKind;
    readonly size: number;
    readonly unit: string;
  },
  cells: PlantedFound["cells"],
): ReachOf {
  const from = doseFor(
    cells.map(({ rate: dose, found, of }) => ({ dose, found, of })),
    wanted,
  );
  return {
    ...what,
    cells: cells.map(({ rate, found, of }) => ({ rate, found, of })),
    // No more than all rows can be planted in.
    from: from === null ? null : { ...from, high: Math.min(1, from.high) },
  };
}
