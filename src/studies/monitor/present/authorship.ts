import type { Block, Cell } from "../../../report/blocks.ts";
import { formatCount } from "../../../report/format.ts";
import type { Framing } from "../findings/authorship.ts";
import type { MonitorResults } from "../results.ts";
import { estimateCell } from "./cells.ts";

/** Authorship by framing, where authors are known on both sides. */
export function authorshipBlocks({ authorship }: MonitorResults): Block[] {
  const { own, other, arms, absent } = authorship;
  if (absent !== null) return [];
  const none = "no run of this class and author has both scores";
  const row = (name: string, framing: Framing): Cell[] => [
    name,
    estimateCell(framing.positives, none, 3),
    estimateCell(framing.negatives, none, 3),
    estimateCell(framing.auroc, none, 3),
  ];
  return [
    { kind: "heading", text: "Authorship and framing" },
    {
      kind: "paragraph",
      text: `Self-attribution bias is leniency to one's own turns. A shift that the runs of other models show too is one of position, not of authorship; what is left of it in the difference in differences is the bias. The monitor model wrote ${formatCount(own.rows)} of these runs (${formatCount(own.positives)} positive), others ${formatCount(other.rows)} (${formatCount(other.positives)} positive).`,
    },
    {
      kind: "table",
      caption:
        "Mean score of an arm minus that of the quoted transcript, on the same runs; below 0 the arm is more lenient. 95% intervals by bootstrap over groups.",
      columns: [
        { title: "arm and author" },
        { title: "shift, positives" },
        { title: "shift, negatives" },
        { title: "AUROC" },
      ],
      rows: arms.flatMap(({ arm, own: mine, other: others, difference }): Cell[][] => [
        row(`${arm}, own runs`, mine),
        row(`${arm}, others' runs`, others),
        row(`${arm}, difference in differences`, difference),
      ]),
      rules: arms.slice(1).map((_, index) => 3 * (index + 1)),
    },
  ];
}
