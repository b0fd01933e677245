import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatNumber, formatPercent } from "../../../../report/format.ts";
import { frameWords } from "./frames.ts";
import type { FrameResult, Investigator } from "./result.ts";

/** What the investigator named, frame by frame. */
export function investigatorBlocks({ sets, shown, tries, avoid, mean }: Investigator): Block[] {
  return [
    { kind: "heading", text: "What does an investigator name?" },
    {
      kind: "paragraph",
      text: `A model is shown ${formatCount(shown)} rows, drawn anew for each try, and names one entity or none; ${formatCount(tries)} tries under each frame. The rate under 'suspect' means something only beside the others: clean rows under the same accusation are its base rate, and no rows at all show what the model would guess unseen.${avoid.length === 0 ? "" : ` It was told that these are wrong: ${avoid.join("; ")}.`}`,
    },
    ...(mean === null
      ? []
      : [
          {
            kind: "paragraph",
            text: `Over ${mean.sets} ${mean.sets === 1 ? "set" : "sets"} with a sealed answer, each weighing the same: ${formatPercent(mean.estimate)} of answered tries name it (95% interval ${formatPercent(mean.low)} to ${formatPercent(mean.high)}); clean rows under accusation ${mean.accused === null ? "were not shown" : formatPercent(mean.accused)}, no rows ${mean.none === null ? "were not asked" : formatPercent(mean.none)}${mean.p === null ? "" : `; p of no difference to the clean rows ${formatNumber(mean.p, 4)}`}.`,
          } satisfies Block,
        ]),
    ...sets.flatMap(({ set, answer, seal, topBy, frames }): Block[] => [
      {
        kind: "table",
        caption: `${set}: ${
          answer === null
            ? "no answer was sealed, so names are only counted"
            : `the sealed answer is "${answer.name}"${answer.also.length === 0 ? "" : ` (also ${answer.also.join(", ")})`}, seal ${seal?.slice(0, 16) ?? ""}`
        }.`,
        columns: [
          { title: "frame" },
          { title: "answered", align: "right" },
          { title: "right name", align: "right" },
          { title: "close", align: "right" },
          { title: "wrong", align: "right" },
          { title: "none named", align: "right" },
          { title: answer === null ? "names" : "other names" },
        ],
        rows: frames.map((one) => frameRow(one, topBy)),
      },
    ]),
  ];
}

function frameRow(
  { frame, tries, answered, rate, close, wrong, none, names, missing }: FrameResult,
  topBy: "words" | "panel",
): Cell[] {
  const share = (count: number | null): Cell =>
    count === null || answered === 0
      ? { absent: "no sealed answer, or no reply" }
      : `${count} of ${answered}`;
  return [
    frame === "top"
      ? `${frameWords.top} (by ${topBy === "panel" ? "the panel's shift" : "words"})`
      : frameWords[frame],
    `${answered} of ${tries}${missing.map(({ code, trials: count }) => `; ${count} ${code}`).join("")}`,
    rate === null ? { absent: "no sealed answer, or no reply" } : { ...rate, digits: 2 },
    share(close),
    share(wrong),
    share(answered === 0 ? null : none),
    names.map(({ name, tries: count }) => `${name} (${count})`).join(", "),
  ];
}
