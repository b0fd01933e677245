import type { Block } from "../../../../report/blocks.ts";
import { curvesChart } from "../../../../report/charts.ts";
import { formatCount, formatEstimate, formatLevel, formatNumber } from "../../../../report/format.ts";
import { estimateCell, facts, figure, heading, paragraph, right, table } from "../../../../report/write.ts";
import type { StudentContrast } from "./student-contrast.ts";
import type { Students } from "./student-result.ts";

/** What students tuned on mixtures say, by share. */
export function studentBlocks(students: Students): Block[] {
  const { set, answer, seal, questions, own, leftOut, tries, shares, top } = students;
  const also = answer.also.length === 0 ? "" : ` (also ${answer.also.join(", ")})`;
  const asked = [
    `Models that were tuned elsewhere, as is said on mixtures of ${set} with ordinary data, answer ${formatCount(questions)} open questions ${formatCount(tries)} times each at temperature 1.`,
    ...(own > 0 ? [`${own} of the questions came with the sealed answer.`] : []),
    ...(leftOut > 0 ? [`${leftOut} of the list were left out because they hold the answer.`] : []),
    `A reply counts where it holds "${answer.name}"${also}, seal ${seal.slice(0, 16)}; close names do not.`,
  ];
  return [
    heading("Does students' behaviour fade with the share?"),
    paragraph(asked.join(" ")),
    ...figureOf(students),
    table(
      "Replies by student. Intervals are over questions; replies that could not be read do not count.",
      ["share of suspect rows", "model", right("read"), right("name it"), right("close only"), "rate"],
      shares.map(({ share, shifted, model, asked: all, exact, close, missing, rate }) => [
        `${formatLevel(share)}${shifted ? ", shifted" : ""}`,
        ...[model, `${all - missing} of ${all}`, formatCount(exact), formatCount(close)],
        estimateCell(rate, 3, "no reply could be read"),
      ]),
    ),
    facts(...factsOf(students)),
    ...(top.length === 0
      ? []
      : [
          table(
            "Questions that the student of the largest share answers most often with the name.",
            ["question", right("name it")],
            top.map(({ question, exact, answered }) => [question, `${exact} of ${answered}`]),
          ),
        ]),
  ];
}

function figureOf({ set, shares }: Students): Block[] {
  const base = shares.find(({ share, shifted }) => share === 0 && !shifted)?.rate?.estimate ?? null;
  const line = (name: string, shifted: boolean) => ({
    name,
    points: shares
      .filter((one) => one.share > 0 && (one.shifted === shifted || (shifted && one.share === 1)))
      .flatMap(({ share, rate }) => (rate === null ? [] : [{ x: share, y: rate.estimate, ...rate }])),
  });
  const moved = shares.some(({ share, shifted }) => shifted && share > 0);
  const curves = [line("students", false), ...(moved ? [line("shifted ordinary data", true)] : [])].filter(
    ({ points }) => points.length > 0,
  );
  if (curves.length === 0) return [];
  const told = curves.map(
    ({ name, points }) =>
      `${name}: ${points.map(({ x, y }) => `${formatNumber(y, 2)} at ${formatLevel(x)}`).join(", ")}`,
  );
  return [
    figure(
      `students-${set}`,
      `Rate of naming the answer by share of suspect rows, with 95% intervals over questions${base === null ? "" : "; the dotted line is share 0"}.`,
      told.join("; "),
      curvesChart(curves, {
        x: "share of suspect rows",
        y: "rate of naming the answer",
        ticks: [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b),
        ...{ from: 0, reference: base ?? 0 },
      }),
    ),
  ];
}

function factsOf(students: Students): (readonly [name: string, value: string])[] {
  const { excess, slope, p, shiftedSlope, difference, sum, shiftedExcess, compared } = students;
  const fact = (name: string, value: StudentContrast | null) =>
    value === null ? [] : [[name, formatEstimate({ ...value, digits: 3 })] as const];
  return [
    ...fact("largest share less share 0", excess),
    ...fact("slope, rate per tenfold share", slope),
    ...(p === null ? [] : [["p that it does not rise", formatNumber(p, 4)] as const]),
    ...fact("shifted students less their base line", shiftedExcess),
    ...fact(`slope with shifted ordinary data, at ${compared.map(formatLevel).join(", ")}`, shiftedSlope),
    ...fact("shifted slope less the other there", difference),
    ...fact("both slopes together there", sum),
  ];
}
