import type { Block, Cell } from "../../../../report/blocks.ts";
import { curvesChart } from "../../../../report/charts.ts";
import { formatCount, formatEstimate, formatNumber } from "../../../../report/format.ts";
import type { StudentContrast } from "./student-contrast.ts";
import type { StudentShare, Students } from "./student-result.ts";

/** What students tuned on mixtures say, by share. */
export function studentBlocks(students: Students): Block[] {
  const { set, answer, seal, questions, own, leftOut, tries, shares, top } = students;
  const asked = [
    `Models that were tuned elsewhere, as is said on mixtures of ${set} with ordinary data, answer ${formatCount(questions)} open questions ${formatCount(tries)} times each at temperature 1.`,
    ...(own > 0 ? [`${own} of the questions came with the sealed answer.`] : []),
    ...(leftOut > 0 ? [`${leftOut} of the list were left out because they hold the answer.`] : []),
    `A reply counts where it holds "${answer.name}"${answer.also.length === 0 ? "" : ` (also ${answer.also.join(", ")})`}, seal ${seal.slice(0, 16)}; close names do not.`,
  ];
  return [
    { kind: "heading", text: "Does students' behaviour fade with the share?" },
    { kind: "paragraph", text: asked.join(" ") },
    ...figureOf(students),
    {
      kind: "table",
      caption:
        "Replies by student. Intervals are over questions; replies that could not be read do not count.",
      columns: [
        { title: "share of suspect rows" },
        { title: "model" },
        { title: "read", align: "right" },
        { title: "name it", align: "right" },
        { title: "close only", align: "right" },
        { title: "rate", align: "right" },
      ],
      rows: shares.map(shareRow),
    },
    { kind: "facts", rows: factsOf(students) },
    ...(top.length === 0
      ? []
      : [
          {
            kind: "table",
            caption: "Questions that the student of the largest share answers most often with the name.",
            columns: [{ title: "question" }, { title: "name it", align: "right" }],
            rows: top.map(({ question, exact, answered }): Cell[] => [question, `${exact} of ${answered}`]),
          } satisfies Block,
        ]),
  ];
}

function shown(value: StudentContrast): string {
  return formatEstimate({ ...value, digits: 3 });
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}

function shareRow({
  share,
  shifted,
  model,
  asked,
  exact,
  close,
  missing,
  rate,
  low,
  high,
}: StudentShare): Cell[] {
  return [
    `${percent(share)}${shifted ? ", shifted" : ""}`,
    model,
    `${asked - missing} of ${asked}`,
    formatCount(exact),
    formatCount(close),
    rate === null || low === null || high === null
      ? { absent: "no reply could be read" }
      : { estimate: rate, low, high, digits: 3 },
  ];
}

function figureOf({ set, shares }: Students): Block[] {
  const base = shares.find(({ share, shifted }) => share === 0 && !shifted)?.rate ?? null;
  const line = (name: string, shifted: boolean) => ({
    name,
    points: shares
      .filter((one) => one.share > 0 && (one.shifted === shifted || (shifted && one.share === 1)))
      .flatMap(({ share, rate, low, high }) => (rate === null ? [] : [{ x: share, y: rate, low, high }])),
  });
  const moved = shares.some(({ share, shifted }) => shifted && share > 0);
  const curves = [line("students", false), ...(moved ? [line("shifted ordinary data", true)] : [])].filter(
    ({ points }) => points.length > 0,
  );
  if (curves.length === 0) return [];
  return [
    {
      kind: "figure",
      id: `students-${set}`,
      caption: `Rate of naming the answer by share of suspect rows, with 95% intervals over questions${base === null ? "" : "; the dotted line is share 0"}.`,
      alt: curves
        .map(
          ({ name, points }) =>
            `${name}: ${points.map(({ x, y }) => `${formatNumber(y, 2)} at ${percent(x)}`).join(", ")}`,
        )
        .join("; "),
      spec: curvesChart(curves, {
        x: "share of suspect rows",
        y: "rate of naming the answer",
        ticks: [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b),
        from: 0,
        reference: base ?? 0,
      }),
    },
  ];
}

function factsOf(students: Students): { readonly name: string; readonly value: string }[] {
  const { excess, slope, p, shiftedSlope, difference, sum, shiftedExcess, compared } = students;
  const fact = (name: string, value: StudentContrast | null) =>
    value === null ? [] : [{ name, value: shown(value) }];
  return [
    ...fact("largest share less share 0", excess),
    ...fact("slope, rate per tenfold share", slope),
    ...(p === null ? [] : [{ name: "p that it does not rise", value: formatNumber(p, 4) }]),
    ...fact("shifted students less their base line", shiftedExcess),
    ...fact(`slope with shifted ordinary data, at ${compared.map(percent).join(", ")}`, shiftedSlope),
    ...fact("shifted slope less the other there", difference),
    ...fact("both slopes together there", sum),
  ];
}
