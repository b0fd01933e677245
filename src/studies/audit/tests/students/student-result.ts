import { z } from "zod";
import { clusteredRate, slopeWeights } from "../../../../stats/distributions/contrast.ts";
import { interval } from "../../../../stats/distributions/interval.ts";
import { sum } from "../../../../stats/distributions/moments.ts";
import type { Random } from "../../../../stats/distributions/random.ts";
import { trendP } from "../../../../stats/resampling/trend-permutation.ts";
import type { Work } from "../../audit-test.ts";
import { sealedAnswer } from "../../sealed-answers.ts";
import { type Student, studentsOf } from "./named-students.ts";
import type { StudentTask } from "./student-asks.ts";
import { contrastOf, type StudentContrast, studentContrast, type Weighed } from "./student-contrast.ts";
import type { StudentCells, StudentTally } from "./tally.ts";

/** Schema of the replies of one student. */
const studentShare = z.object({
  share: z.number(),
  shifted: z.boolean(),
  model: z.string(),
  /** Replies asked for; those that hold the answer's name, only a close one, or could not be read. */
  asked: z.int(),
  exact: z.int(),
  close: z.int(),
  missing: z.int(),
  /** Exact of those that could be read, with its 95% interval over questions; null where none could. */
  rate: interval.nullable(),
});
type StudentShare = z.infer<typeof studentShare>;

const contrastOrNone = studentContrast.nullable();

/** Schema of what the students of one set said. Slopes are in rate per tenfold share. */
export const students = z.object({
  set: z.string(),
  /** Revealed after the calls; the file's hash was registered before them. */
  answer: sealedAnswer,
  seal: z.string(),
  /** Questions asked; how many of them came with the sealed answer; how many of the list were left out because they hold the answer. */
  questions: z.int(),
  own: z.int(),
  leftOut: z.int(),
  tries: z.int(),
  shares: z.array(studentShare),
  /** Shares beside 0 whose student names the answer more often than that of share 0, the level shared among them; null without share 0. */
  shown: z.array(z.number()).nullable(),
  /** Rate at the largest share less that at share 0. */
  excess: contrastOrNone,
  /** Over the shares beside 0, and the one-sided p that it does not rise. */
  slope: contrastOrNone,
  p: z.number().nullable(),
  /** Shares at which students with shifted ordinary data stand beside others; share 1 is both. */
  compared: z.array(z.number()),
  /** Mean rate of the shifted ones among them, less that of a shifted share 0, or of share 0. */
  shiftedExcess: contrastOrNone,
  shiftedSlope: contrastOrNone,
  /** Shifted slope less the other over the same shares, and both together. */
  difference: contrastOrNone,
  sum: contrastOrNone,
  /** Questions that the student of the largest share answers most often with the answer. */
  top: z.array(z.object({ question: z.string(), exact: z.int(), answered: z.int() })),
});
export type Students = z.infer<typeof students>;

const topShown = 5;

/** Compares the students, their replies counted. */
export function studentsOfSet(
  { set, answer, seal, texts, own, leftOut }: StudentTask,
  { config, context }: Pick<Work, "config" | "context">,
  tally: StudentTally,
): Students {
  const asked = studentsOf(config).map((student) => ({ student, cells: tally.of(student.role) }));
  return {
    ...{ set, answer, seal, questions: texts.length, own, leftOut: leftOut.length },
    tries: config.studentTries,
    shares: asked.map(({ student, cells }) => shareOf(student, cells)),
    ...comparedStudents(asked, {
      permutations: config.permutations,
      random: context.random.fork("students"),
    }),
    top: topQuestions(texts, asked.findLast(({ student }) => !student.shifted)?.cells),
  };
}

/** A student and its replies. */
export interface AskedStudent {
  readonly student: Pick<Student, "share" | "shifted">;
  readonly cells: StudentCells;
}

/** All comparisons of the students with one another; both kinds by rising share, as `studentsOf` gives them. */
export function comparedStudents(
  students: readonly AskedStudent[],
  options: { readonly permutations: number; readonly random: Random },
): Pick<
  Students,
  "shown" | "excess" | "slope" | "p" | "compared" | "shiftedExcess" | "shiftedSlope" | "difference" | "sum"
> {
  const plain = students.filter(({ student }) => !student.shifted);
  const shifted = students.filter(({ student }) => student.shifted);
  const base = plain.find(({ student }) => student.share === 0);
  const mixed = plain.filter(({ student }) => student.share > 0);
  const largest = mixed.at(-1);
  const against = (one: AskedStudent, other: AskedStudent, confidence?: number): StudentContrast | null =>
    contrastOf([weighed(one, 1), weighed(other, -1)], confidence);
  const places = mixed.map(({ student }) => Math.log10(student.share));
  const steepness = slopeWeights(places);

  const pairs = mixed.flatMap((one) => {
    const { share: at } = one.student;
    const twin = at === 1 ? one : shifted.find(({ student }) => student.share === at);
    return twin === undefined ? [] : [{ one, twin }];
  });
  const moved = pairs.filter(({ one, twin }) => one !== twin);
  const shiftedBase = shifted.find(({ student }) => student.share === 0) ?? base;
  const slopes = slopeWeights(pairs.map(({ one }) => Math.log10(one.student.share)));
  // A student of share 1 stands on both sides and is weighed once.
  const sloping = (ofOne: number, ofTwin: number): StudentContrast | null =>
    moved.length === 0 || pairs.length < 2
      ? null
      : contrastOf(
          pairs.flatMap(({ one, twin }, i) => {
            const weight = slopes[i] ?? 0;
            return one === twin
              ? [weighed(one, (ofOne + ofTwin) * weight)]
              : [weighed(one, ofOne * weight), weighed(twin, ofTwin * weight)];
          }),
        );
  return {
    shown:
      base === undefined
        ? null
        : mixed
            .filter((one) => (against(one, base, 1 - 0.05 / mixed.length)?.low ?? 0) > 0)
            .map(({ student }) => student.share),
    excess: base === undefined || largest === undefined ? null : against(largest, base),
    slope: mixed.length < 2 ? null : contrastOf(mixed.map((one, i) => weighed(one, steepness[i] ?? 0))),
    p:
      mixed.length < 2
        ? null
        : trendP(
            mixed.map(({ cells }) => cells.rates),
            places,
            options,
          ),
    compared: moved.length === 0 ? [] : pairs.map(({ one }) => one.student.share),
    shiftedExcess:
      shiftedBase === undefined || moved.length === 0
        ? null
        : contrastOf([...moved.map(({ twin }) => weighed(twin, 1 / moved.length)), weighed(shiftedBase, -1)]),
    shiftedSlope: sloping(0, 1),
    difference: sloping(-1, 1),
    sum: sloping(1, 1),
  };
}

function weighed({ cells }: AskedStudent, weight: number): Weighed {
  return { cells, weight };
}

function shareOf({ share: at, shifted, model }: Student, cells: StudentCells): StudentShare {
  const { exact, close, answered } = cells;
  const asked = cells.tries * answered.length;
  const read = sum(answered);
  return {
    ...{ share: at, shifted, model, asked, exact: sum(exact), close: sum(close), missing: asked - read },
    rate: read === 0 ? null : clusteredRate(exact, answered),
  };
}

function topQuestions(texts: readonly string[], cells: StudentCells | undefined): Students["top"] {
  return texts
    .map((question, i) => ({
      question,
      exact: cells?.exact[i] ?? 0,
      answered: cells?.answered[i] ?? 0,
    }))
    .filter(({ exact }) => exact > 0)
    .toSorted((a, b) => b.exact - a.exact || (a.question < b.question ? -1 : 1))
    .slice(0, topShown);
}
