import { z } from "zod";
import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import type { TwoSampleInput, TwoSampleResult } from "../../../../stats/text/two-sample.ts";
import { permutationP, twoSample, upperNull } from "../../../../stats/text/two-sample.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { Progress } from "../../audit-test.ts";
import { bagSizes, bothSides, curvePoint, curvePoints } from "../../bag-points.ts";
import {
  type CurveName,
  curveNames,
  type SetPair,
  sharedPrompts,
  type TwoSetTable,
  tableOf,
} from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";
import { topRow } from "../../top-rows.ts";
import { formDiffers, formsOf } from "./forms.ts";
import { type LeftOnShared, leftOf, leftOnShared } from "./left-on-shared.ts";

/** Schema of the test behind a curve. */
const curveTest = z.object({
  /** Of the AUROC of single rows; null where it could not be tested. */
  p: z.number().nullable(),
  permutations: z.int(),
  rows: bothSides,
  held: bothSides,
  /** Share of rows whose label a permutation can change. */
  movable: z.number(),
  /** Why there is no curve, or no p. */
  reason: z.string().nullable(),
  /** `reversed`: far below what shuffled rows give, which is a fault of form and no likeness. */
  state: z.enum(["tested", "untested", "reversed"]),
});

/** Schema of a point beside the AUROC that one in twenty shuffled labellings exceeds. */
const shuffledPoint = curvePoint.extend({ shuffled: z.number().nullable() });

/** Schema of: is a set different from the clean one, and through what? */
export const different = z.object({
  curves: z.record(z.enum(curveNames), z.array(shuffledPoint)),
  tests: z.record(z.enum(curveNames), curveTest),
  /** Prompts in both sets. */
  shared: z.int(),
  /** What is left of a difference on them, by one fit; null where no held row is on one. */
  left: z.object({ words: leftOnShared.nullable(), format: leftOnShared.nullable() }),
  /** Suspect rows that stand in the clean set, prompt and answer. */
  own: z.int(),
  /** Ways of writing that one of the sets has and the other not. */
  forms: z.array(formDiffers),
  topRows: z.array(topRow),
});
export type Different = z.infer<typeof different>;

const task: Task<TwoSampleInput, TwoSampleResult> = {
  run: twoSample,
  module: taskAddress(import.meta.url, "../../../../stats/text/two-sample"),
  parse: (raw) => resultSchema.parse(raw),
};

const floats = z.instanceof(Float64Array);
const resultSchema: z.ZodType<TwoSampleResult> = z.object({
  curve: z.array(z.object({ k: z.number(), estimate: z.number(), low: z.number(), high: z.number() })),
  held: z.object({ first: z.number(), second: z.number() }),
  shuffled: floats,
  shuffledBags: z.array(floats),
  movable: z.number(),
});

/** Refits one thread makes in one go; fixed, so that the number of cores changes nothing. */
const perTask = 500;
/** Share of rows below which permutations say too little. */
const leastMovable = 0.2;
/** Held rows of a set below which no curve is drawn. */
const leastHeld = 10;
/** A curve is turned round that lies so many times as far below a coin as the lowest of shuffled rows. */
const reversedBy = 2;

/** Five curves of one set against the clean one. */
export async function differentOf(
  pair: SetPair,
  config: AuditConfig,
  context: Pick<AnalyzeContext, "random" | "workers">,
  progress: Progress,
): Promise<Omit<Different, "topRows">> {
  const { suspect, reference } = pair;
  const done = new Float64Array(curveNames.length);
  const found = await Promise.all(
    curveNames.map(async (name, i) => {
      const table = tableOf(name, suspect.rows, reference.rows);
      const made = await curveOf(table, config, context, `${suspect.name} ${name}`, (fraction) => {
        done[i] = fraction;
        progress(done.reduce((sum, value) => sum + value, 0) / done.length);
      });
      return { name, table, ...made };
    }),
  );
  const of = <Value>(pick: (one: (typeof found)[number]) => Value): Record<CurveName, Value> => {
    const [words, format, prompt, wordsShared, formatShared] = found.map(pick);
    if (
      words === undefined ||
      format === undefined ||
      prompt === undefined ||
      wordsShared === undefined ||
      formatShared === undefined
    )
      throw new Error("five curves are drawn");
    return { words, format, prompt, wordsShared, formatShared };
  };
  const left = (wanted: "words" | "format"): LeftOnShared | null => {
    const one = found.find(({ name }) => name === wanted);
    if (one === undefined || one.points.length === 0) return null;
    const source = context.random.fork(`left on shared ${suspect.name} ${wanted}`);
    return leftOf(one.table, { p: one.tested.p, shuffled: one.shuffled }, config, source);
  };
  return {
    curves: of(({ points }) => points),
    tests: of(({ tested }) => tested),
    shared: sharedPrompts(suspect.rows, reference.rows).size,
    left: { words: left("words"), format: left("format") },
    own: ownRows(pair),
    forms: formsOf(pair),
  };
}

/** Suspect rows that stand in the clean set too, prompt and answer, blanks at their ends and Unicode's forms aside. */
function ownRows({ suspect, reference }: SetPair): number {
  const both = ({ prompt, answer }: TaughtRow): string => `${normalText(prompt)}\u0000${normalText(answer)}`;
  const clean = new Set(reference.rows.map(both));
  return suspect.rows.filter((row) => clean.has(both(row))).length;
}

/** A curve, its test, and the AUROCs of single rows that shuffled labels gave. */
interface Curve {
  readonly points: z.infer<typeof shuffledPoint>[];
  readonly tested: z.infer<typeof curveTest>;
  readonly shuffled: Float64Array;
}

async function curveOf(
  table: TwoSetTable,
  config: AuditConfig,
  { random, workers }: Pick<AnalyzeContext, "random" | "workers">,
  label: string,
  progress: Progress,
): Promise<Curve> {
  const { rows, positive, train, cluster } = table;
  const count = (wanted: number, held: boolean): number =>
    positive.reduce((sum, mark, i) => sum + Number(mark === wanted && (!held || train[i] === 0)), 0);
  const sizes = { suspect: count(1, false), clean: count(0, false) };
  const held = { suspect: count(1, true), clean: count(0, true) };
  const smaller = Math.min(held.suspect, held.clean);
  const base = { permutations: config.permutations, rows: sizes, held };
  if (smaller < leastHeld) {
    const reason = `fewer than ${leastHeld} held rows in one of the sets`;
    const tested = { ...base, p: null, movable: 0, reason, state: "untested" as const };
    return { points: [], tested, shuffled: new Float64Array() };
  }
  const seed = String(random.fork(`different ${label}`).int(2 ** 48));
  const starts = Array.from({ length: Math.ceil(config.permutations / perTask) }, (_, i) => i * perTask);
  const done = starts.map(() => 0);
  const parts = await Promise.all(
    starts.map((from, i) =>
      workers.run(
        task,
        {
          ...{ rows, positive, train, cluster, seed, from, sizes: bagSizes },
          ...{ bags: 40_000, resampledBags: 1000, bootstrap: config.bootstrap },
          permutations: Math.min(perTask, config.permutations - from),
        },
        (fraction) => {
          done[i] = fraction;
          progress(done.reduce((sum, value) => sum + value, 0) / done.length);
        },
      ),
    ),
  );
  const joined = (pick: (part: TwoSampleResult) => Float64Array): Float64Array =>
    Float64Array.from(parts.flatMap((part) => [...pick(part)]));
  const shuffled = joined((part) => part.shuffled);
  const movable = (parts[0]?.movable ?? 0) / positive.length;
  const curve = parts[0]?.curve ?? [];
  const tooFew = movable < leastMovable;
  const auroc = curve[0]?.estimate ?? Number.NaN;
  const lowest = shuffled.reduce((least, one) => Math.min(least, one), 0.5);
  const reversed = !tooFew && auroc < 0.5 - reversedBy * (0.5 - lowest);
  const reason = tooFew
    ? `only ${Math.round(100 * movable)}% of rows can change sides: the sets repeat their prompts in different numbers`
    : reversed
      ? `AUROC ${auroc.toFixed(2)}, far below a coin: held rows look like rows of the other set that taught, as where one prompt is written in two ways`
      : null;
  return {
    shuffled,
    points: curvePoints(curve, smaller).map((point, i) => ({
      ...point,
      shuffled: tooFew
        ? null
        : upperNull(point.k === 1 ? shuffled : joined((part) => part.shuffledBags[i] ?? new Float64Array())),
    })),
    tested: {
      ...base,
      movable,
      p: reason === null ? permutationP(auroc, shuffled) : null,
      ...{ reason, state: tooFew ? "untested" : reversed ? "reversed" : "tested" },
    },
  };
}
