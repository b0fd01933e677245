import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatNumber, formatPercent } from "../../../../report/format.ts";
import { estimateCell, heading, paragraph, right, table } from "../../../../report/write.ts";
import { frameWords } from "./frames.ts";
import type { FrameResult, InvestigatedSet, Investigator } from "./result.ts";

/** What the investigator named, frame by frame. */
export function investigatorBlocks({ sets, shown, tries, avoid, mean }: Investigator): Block[] {
  return [
    heading("What does an investigator name?"),
    paragraph(
      `A model is shown ${formatCount(shown)} rows, drawn anew for each try, and names one entity or none; ${formatCount(tries)} tries under each frame. The rate under 'suspect' means something only beside the others: clean rows under the same accusation are its base rate, and no rows at all show what the model would guess unseen.${avoid.length === 0 ? "" : ` It was told that these are wrong: ${avoid.join("; ")}.`}`,
    ),
    ...(mean === null
      ? []
      : [
          paragraph(
            `Over ${mean.sets} ${mean.sets === 1 ? "set" : "sets"} with a sealed answer, each weighing the same: ${formatPercent(mean.estimate)} of answered tries name it (95% interval ${formatPercent(mean.low)} to ${formatPercent(mean.high)}); clean rows under accusation ${mean.accused === null ? "were not shown" : formatPercent(mean.accused)}, no rows ${mean.none === null ? "were not asked" : formatPercent(mean.none)}${mean.p === null ? "" : `; p of no difference to the clean rows ${formatNumber(mean.p, 4)}`}.`,
          ),
        ]),
    ...sets.map((one) =>
      table(
        `${one.set}: ${sealWords(one)}.`,
        [
          ...["frame", right("answered"), right("right name"), right("close"), right("wrong")],
          ...[right("none named"), one.answer === null ? "names" : "other names"],
        ],
        one.frames.map((frame) => frameRow(frame, one.topBy)),
      ),
    ),
  ];
}

function sealWords({ answer, seal }: InvestigatedSet): string {
  if (answer === null) return "no answer was sealed, so names are only counted";
  const also = answer.also.length === 0 ? "" : ` (also ${answer.also.join(", ")})`;
  return `the sealed answer is "${answer.name}"${also}, seal ${seal?.slice(0, 16) ?? ""}`;
}

function frameRow(
  { frame, tries, answered, rate, close, wrong, none, names, missing }: FrameResult,
  topBy: "words" | "panel",
): Cell[] {
  const absent = "no sealed answer, or no reply";
  const share = (count: number | null): Cell =>
    count === null || answered === 0 ? { absent } : `${count} of ${answered}`;
  const by = frame === "top" ? ` (by ${topBy === "panel" ? "the panel's shift" : "words"})` : "";
  return [
    `${frameWords[frame]}${by}`,
    `${answered} of ${tries}${missing.map(({ code, trials }) => `; ${trials} ${code}`).join("")}`,
    ...[estimateCell(rate, 2, absent), share(close), share(wrong), share(none)],
    names.map(({ name, tries: count }) => `${name} (${count})`).join(", "),
  ];
}
